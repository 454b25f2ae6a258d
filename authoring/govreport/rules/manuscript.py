"""All that was written in words as one text, so that a pattern is looked for once a report."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from govreport.finding import Strike
from govreport.report import Report
from govreport.rules.passages import Passage, read_field, read_line


@dataclass(frozen=True)
class Manuscript:
    """Passages, one a line of `text`; `starts` is where each begins."""

    passages: tuple[Passage, ...]
    text: str
    starts: tuple[int, ...]

    def find_passage(self, at: int) -> tuple[Passage, int]:
        """Return the passage that character `at` belongs to, and where that passage begins."""
        index = bisect_right(self.starts, at) - 1
        return self.passages[index], self.starts[index]

    def end_of_line(self, at: int) -> int:
        """Return the end of the passage that character `at` belongs to."""
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end

    def strike(self, code: str, start: int, end: int, *, meant: str | None = None, **values: object) -> Strike:
        """Return a strike on the characters from `start` to `end`, all of one passage."""
        passage, begin = self.find_passage(start)
        return passage.strike(
            code,
            start - begin,
            end - begin,
            expected=meant or None,
            meant=meant,
            values={"meant": meant, **values},
        )


def compose_manuscript(report: Report, passages: Iterable[Passage]) -> Manuscript:
    """Return the passages with the report's fields of text, and what its figures say, before them."""
    drawn = (pair for illustration in report.illustrations for pair in illustration.texts())
    said = (read_line(report, path, text) for path, text in drawn)
    everything = (*_fields(report), *said, *passages)
    lengths = (len(passage.text) + 1 for passage in everything)
    starts = tuple(accumulate(lengths, initial=0))[:-1]
    return Manuscript(everything, "\n".join(passage.text for passage in everything), starts)


def _fields(report: Report) -> Iterator[Passage]:
    for path, value in report.fields.items():
        if isinstance(value, str) and "\n" not in value and not path.startswith("narrative."):
            yield read_field(report, path)
