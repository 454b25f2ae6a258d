"""What a template shows: a report's prose and printed tables, ready to be laid out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from govreport.figures import compute_figures
from govreport.filling import fill_names
from govreport.grid import Grid, build_grid
from govreport.illustration_view import IllustrationView, view_illustrations
from govreport.pack import Pack
from govreport.report import Cells, Part, Prose, Report


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, or a paragraph that begins with its heading (`run_in`)."""

    kind: Literal["heading", "paragraph", "run_in"]
    text: str = ""
    heading: str = ""

    @property
    def line(self) -> str:
        """The whole block as one line of text."""
        return f"{self.heading}{self.text}"


@dataclass(frozen=True)
class SectionView:
    """A section of the form as printed: blocks of prose, or a grid; then the figures that end it."""

    key: str
    title: str
    name: str
    blocks: tuple[Block, ...] = ()
    grid: Grid | None = None
    illustrations: tuple[IllustrationView, ...] = ()


@dataclass(frozen=True)
class Context:
    """Everything that a template shows. `date` is as printed, `published` the same day as YYYY-MM-DD or ""."""

    title_lines: tuple[str, ...]
    agency: str
    year: int | None
    format_name: str
    preamble: tuple[str, ...]
    sections: tuple[SectionView, ...]
    signature: str
    date: str
    published: str
    draft: bool
    illustrations: tuple[IllustrationView, ...] = ()
    """Those at the end of the report."""

    @property
    def all_illustrations(self) -> tuple[IllustrationView, ...]:
        """Every figure, in the order in which they are printed."""
        return (*(figure for section in self.sections for figure in section.illustrations), *self.illustrations)

    @property
    def subject(self) -> str:
        """What the document is, for its properties."""
        return f"{self.agency} {self.year or ''} {self.format_name}".strip()

    @property
    def title(self) -> str:
        """The title on one line."""
        return "".join(self.title_lines)


def build_context(report: Report, pack: Pack, *, draft: bool = False) -> Context:
    """Return what the templates show of `report`; missing prose is empty, a missing number an empty cell."""
    figures = compute_figures(report)
    illustrations = tuple(view_illustrations(report, pack))
    return Context(
        title_lines=make_title(report, pack),
        agency=report.text("agency.name"),
        year=report.year,
        format_name=report.format.name,
        preamble=tuple(filter(None, report.text("narrative.preamble").split("\n"))),
        sections=tuple(view_sections(report, figures, illustrations)),
        signature=report.text("publication.signature"),
        date=make_date(report, pack),
        published=report.date.isoformat() if report.date else "",
        draft=draft,
        illustrations=tuple(illustration for illustration in illustrations if not illustration.place),
    )


def make_title(report: Report, pack: Pack) -> tuple[str, ...]:
    """Return the title's lines: the author's, else by the pack's pattern."""
    stated = report.text("publication.title")
    if stated:
        return tuple(stated.split("\n"))
    values = {"name": report.text("agency.name"), "year": report.year or ""}
    return tuple(line for line in (fill_names(pattern, values) for pattern in pack.title) if line)


def make_date(report: Report, pack: Pack) -> str:
    """Return the date of publication by the pack's pattern, "" where there is none."""
    day = report.date
    return fill_names(pack.date, {"year": day.year, "month": day.month, "day": day.day}) if day else ""


def view_sections(
    report: Report, figures: Mapping[str, Cells], illustrations: Sequence[IllustrationView] = ()
) -> Iterator[SectionView]:
    """Yield the sections of the form in order, each with the illustrations that end it."""
    for section in report.format.sections:
        here = tuple(illustration for illustration in illustrations if illustration.place == section.key)
        view = SectionView(section.key, section.title, section.name, illustrations=here)
        if section.kind == "tables":
            yield replace(view, grid=build_grid(section, report, figures))
        else:
            yield replace(view, blocks=tuple(view_prose(report.prose.get(section.key, Prose()))))


def view_prose(prose: Prose) -> Iterator[Block]:
    """Yield the blocks of a prose section."""
    for text in prose.text:
        yield Block("paragraph", text)
    for part in prose.parts:
        yield from view_part(part)


def view_part(part: Part) -> Iterator[Block]:
    """Yield the blocks of one part: a heading of its own, or run in with the first paragraph."""
    paragraphs = part.text
    if part.heading and part.run_in and paragraphs:
        yield Block("run_in", paragraphs[0], part.heading)
        paragraphs = paragraphs[1:]
    elif part.heading:
        yield Block("heading", heading=part.heading)
    for text in paragraphs:
        yield Block("paragraph", text)
