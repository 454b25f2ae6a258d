"""The prose of a report as paragraphs that know where they stand."""

from collections.abc import Iterator
from dataclasses import dataclass

from govreport.finding import Number, Strike
from govreport.report import Prose, Report


@dataclass(frozen=True)
class Passage:
    """One paragraph, or one heading.

    `path` is the key path of the text that holds it, `before` what stands before it in that text.
    `section` is the key of its section, "" for the preamble; `aspect` and `heading` are those of its part.
    """

    path: str
    text: str
    before: str = ""
    section: str = ""
    aspect: str = ""
    heading: str = ""
    is_heading: bool = False

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
        """Return a strike on the characters from `start` to `end`."""
        word = self.text[start:end]
        return Strike(
            code,
            self.path,
            word if found is None else found,
            expected,
            {"word": word, **(values or {})},
            word=word,
            occurrence=self.before.count(word) + self.text.count(word, 0, start),
            meant=meant,
            result=result,
            equation=equation,
            hidden=hidden,
        )


def list_passages(report: Report) -> Iterator[Passage]:
    """Yield the preamble and every heading and paragraph of the prose sections, in order."""
    yield from _paragraphs("narrative.preamble", report.text("narrative.preamble").split("\n"))
    for section in report.format.prose_sections:
        prose = report.prose.get(section.key, Prose())
        path = f"narrative.{section.key}"
        yield from _paragraphs(f"{path}.text", prose.text, section.key)
        for index, part in enumerate(prose.parts):
            own = (section.key, part.aspect, part.heading)
            if part.heading:
                yield Passage(f"{path}.parts[{index}].heading", part.heading, "", *own, is_heading=True)
            yield from _paragraphs(f"{path}.parts[{index}].text", part.text, *own)


def _paragraphs(
    path: str, paragraphs: tuple[str, ...] | list[str], section: str = "", aspect: str = "", heading: str = ""
) -> Iterator[Passage]:
    before = ""
    for text in paragraphs:
        if text:
            yield Passage(path, text, before, section, aspect, heading)
            before += f"{text}\n"
