"""The prose of a report as paragraphs that know where they stand."""

from bisect import bisect_left
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

    def as_written(self) -> "Passage":
        """Return the passage with the placeholders themselves in its text."""
        return replace(self, text=self.written, source="", spans=())

    def find_written(self, start: int, end: int) -> tuple[int, int]:
        """Return where characters `start` to `end` come from in what the author wrote, placeholders whole."""
        first, last = self._last_span_before(start + 1), self._last_span_before(end)
        if first:
            start = first.written_start if start < first.end else start - first.end + first.written_end
        if last:
            end = last.written_end if end <= last.end else end - last.end + last.written_end
        return start, end

    def holds_bound(self, start: int, end: int) -> bool:
        """Tell whether a bound number is among the characters from `start` to `end`."""
        span = self._last_span_before(end)
        return span is not None and start < span.end

    def _last_span_before(self, at: int) -> Span | None:
        index = bisect_left(self.spans, at, key=lambda span: span.start) - 1
        return self.spans[index] if index >= 0 else None

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
            here = f"{path}.parts[{index}]"
            own = ("", "", section.key, part.aspect, fill(part.heading, look_up)[0])
            yield from _read(Passage(f"{here}.heading", *own, is_heading=True), (part.heading,), look_up)
            yield from _read(Passage(f"{here}.text", *own), part.text, look_up)


def read_field(report: Report, path: str) -> Passage:
    """Return a field's text as a passage."""
    return read_line(report, path, report.text(path))


def read_line(report: Report, path: str, text: str) -> Passage:
    """Return a text at a path as a passage that is no paragraph, bound numbers filled in."""
    return next(_read(Passage(path, "", is_heading=True), (text,), make_lookup(report)), Passage(path, ""))


def _read(place: Passage, paragraphs: Iterable[str], look_up: Lookup) -> Iterator[Passage]:
    """Yield the paragraphs of the text at a place, bound numbers filled in."""
    before = ""
    for written in paragraphs:
        if written:
            text, spans = fill(written, look_up)
            own = (place.path, text, before, place.section, place.aspect, place.heading, place.is_heading)
            yield Passage(*own, written if spans else "", spans)
            before += f"{written}\n"
