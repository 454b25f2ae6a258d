"""The prose of a report as paragraphs that know where they stand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from govreport.bound import Lookup, Span, fill, make_lookup
from govreport.finding import Number, Strike
from govreport.report import Prose, Report


@dataclass(frozen=True)
class Passage:
    """One paragraph, or one heading.

    `text` is what will be printed: numbers bound to the tables are in the place of their names. `source` is
    what the author wrote, `spans` says which of its placeholders became what.
    `path` is the key path of the text that holds it, `before` what stands before it in that text, as written.
    `section` is the key of its section, "" for the preamble; `aspect` and `heading` are those of its part.
    """

    path: str
    text: str
    before: str = ""
    section: str = ""
    aspect: str = ""
    heading: str = ""
    is_heading: bool = False
    source: str = ""
    spans: tuple[Span, ...] = ()

    @property
    def written(self) -> str:
        """The text as the author wrote it."""
        return self.source or self.text

    def find_written(self, start: int, end: int) -> tuple[int, int]:
        """Return where characters `start` to `end` come from in what the author wrote, placeholders whole."""
        return self._find_written(start, at_end=False), self._find_written(end, at_end=True)

    def _find_written(self, at: int, *, at_end: bool) -> int:
        shift = 0
        for span in self.spans:
            if at < span.start + at_end:
                break
            if at < span.end + at_end:
                return span.written_end if at_end else span.written_start
            shift = span.written_end - span.end
        return at + shift

    def holds_bound(self, start: int, end: int) -> bool:
        """Tell whether a bound number is among the characters from `start` to `end`."""
        return any(span.start < end and start < span.end for span in self.spans)

    def strike(  # noqa: PLR0913 - the fields of a strike
        self,
        code: str,
        start: int,
        end: int,
        *,
        found: Number | str | None = None,
        expected: Number | str | None = None,
        values: dict[str, object] | None = None,
        meant: str | None = None,
        result: str = "",
        equation: str = "",
        hidden: bool = False,
    ) -> Strike:
        """Return a strike on the characters from `start` to `end` of the text.

        What was `meant` is not said of a bound number: that would write over its name.
        """
        read = self.text[start:end]
        first, last = self.find_written(start, end)
        word = self.written[first:last]
        return Strike(
            code,
            self.path,
            read if found is None else found,
            expected,
            {"word": read, **(values or {})},
            word=word,
            occurrence=self.before.count(word) + self.written.count(word, 0, first),
            meant=None if self.holds_bound(start, end) else meant,
            result=result,
            equation=equation,
            hidden=hidden,
        )


def list_passages(report: Report) -> Iterator[Passage]:
    """Yield the preamble and every heading and paragraph of the prose sections, in order."""
    look_up = make_lookup(report)
    preamble = tuple(report.text("narrative.preamble").split("\n"))
    yield from _read(Passage("narrative.preamble", ""), preamble, look_up)
    for section in report.format.prose_sections:
        prose = report.prose.get(section.key, Prose())
        path = f"narrative.{section.key}"
        yield from _read(Passage(f"{path}.text", "", section=section.key), prose.text, look_up)
        for index, part in enumerate(prose.parts):
            heading = fill(part.heading, look_up)[0]
            own = Passage(
                f"{path}.parts[{index}].heading", "", "", section.key, part.aspect, heading, is_heading=True
            )
            yield from _read(own, (part.heading,), look_up)
            own = replace(own, path=f"{path}.parts[{index}].text", is_heading=False)
            yield from _read(own, part.text, look_up)


def read_field(report: Report, path: str) -> Passage:
    """Return a field's text as a passage."""
    text = report.text(path)
    return next(_read(Passage(path, "", is_heading=True), (text,), make_lookup(report)), Passage(path, ""))


def _read(place: Passage, paragraphs: Iterable[str], look_up: Lookup) -> Iterator[Passage]:
    """Yield the paragraphs of the text at a place, bound numbers filled in."""
    before = ""
    for written in paragraphs:
        if written:
            text, spans = fill(written, look_up)
            yield replace(place, text=text, before=before, source=written if spans else "", spans=spans)
            before += f"{written}\n"
