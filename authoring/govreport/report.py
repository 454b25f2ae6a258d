"""A report as values: what the author stated, nothing computed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from govreport.finding import Number
from govreport.format_loader import list_formats, load_format
from govreport.report_format import ReportFormat

FieldValue = str | int | date
Cells = tuple[Number | None, ...]
"""A row's cells, one a column of its table; None where blank or not stated."""


@dataclass(frozen=True)
class Part:
    """A part of a prose section. `heading` is as printed, number included; `text` holds one paragraph each."""

    heading: str = ""
    run_in: bool = False
    aspect: str = ""
    text: tuple[str, ...] = ()


@dataclass(frozen=True)
class Prose:
    """A prose section: paragraphs first, then parts."""

    text: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Waiver:
    """A rule that the author sets aside, with a reason; at a path, or everywhere when `at` is empty."""

    rule: str
    at: str
    reason: str


@dataclass(frozen=True)
class Illustration:
    """A [[figure]] of the file: a chart or a picture ("figures" in this package are numbers).

    `path` is its key path, `place` the key of the section that it ends, "" for the end of the report. Labels and
    values of a chart are equally many; a value is a number, or text with the placeholder of one (see `bound`),
    None where it is wrong or blank. `file` is a picture's, as written.
    """

    kind: str
    path: str = "figure[0]"
    caption: str = ""
    place: str = ""
    labels: tuple[str, ...] = ()
    values: tuple[Number | str | None, ...] = ()
    unit: str = ""
    file: str = ""
    alt: str = ""

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield path and text of what is said in it: caption, alternative text, unit, names of the values."""
        for key in ("caption", "alt", "unit"):
            if getattr(self, key):
                yield f"{self.path}.{key}", getattr(self, key)
        for index, label in enumerate(self.labels):
            yield f"{self.path}.labels[{index}]", label


@dataclass(frozen=True)
class Report:
    """One agency's report for one year.

    `fields` holds only keys with a value (see `fields.Field`). `prose` is by section key. `rows` is by row
    path and holds a row only where the author wrote it; a row of a variant stands in place of its group's.
    """

    format: ReportFormat
    fields: Mapping[str, FieldValue] = field(default_factory=dict)
    prose: Mapping[str, Prose] = field(default_factory=dict)
    rows: Mapping[str, Cells] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    illustrations: tuple[Illustration, ...] = ()

    def __getstate__(self) -> dict[str, object]:
        """Return what another process needs: the form by its name, because rules compare forms by identity."""
        is_known = self.format.format in list_formats() and load_format(self.format.format) is self.format
        return {**self.__dict__, "format": self.format.format if is_known else self.format}

    def __setstate__(self, state: dict[str, object]) -> None:
        """Take over what another process has sent."""
        name = state["format"]
        self.__dict__.update(state, format=load_format(name) if isinstance(name, str) else name)

    def text(self, path: str) -> str:
        """Return a field's text, "" when it has none."""
        value = self.fields.get(path, "")
        return value if isinstance(value, str) else ""

    @property
    def year(self) -> int | None:
        """The report's year."""
        value = self.fields.get("year")
        return value if isinstance(value, int) else None

    @property
    def date(self) -> date | None:
        """The date of publication."""
        value = self.fields.get("publication.date")
        return value if isinstance(value, date) else None
