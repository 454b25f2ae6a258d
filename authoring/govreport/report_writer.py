"""A report as the commented TOML that a person fills in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import tomli_w

from govreport.display_width import measure, pad
from govreport.fields import Field, figure_comment, load_fields, load_figure_fields
from govreport.figures import rows_in_force
from govreport.finding import Number
from govreport.numbers import format_number
from govreport.report import Cells, FieldValue, Illustration, Part, Prose, Report
from govreport.report_format import ReportFormat, Row, Section, Table
from govreport.scaffold import Scaffold, load_scaffold

SCHEMA_FILE = "report.schema.json"
Notes = Mapping[str, Sequence[str]]
"""Lines of comment by the key path that they stand above: a field, a row, a part, a section; "" for the head."""


def write_report(
    report: Report, *, file: str = "agency.toml", schema: str = SCHEMA_FILE, notes: Notes | None = None
) -> str:
    """Return the report as TOML: every key, official labels in comments, aligned columns.

    What the report does not state is written as not filled in (`""`, `[]`). `file` and `schema` are the
    names put into the comments at the head; `notes` are further comments at their places.
    """
    notes = notes or {}
    scaffold = load_scaffold()
    head = scaffold.head.format(year=report.year or "", file=file)
    lines = [f"#:schema ./{schema}", *comment(head.strip("\n").split("\n"))]
    lines += comment(notes.get("", ()))
    lines += write_fields(report, ["", "agency", "agency.contact", "publication", "narrative"], notes)
    for section in report.format.sections:
        lines += ["", *comment([f"{'-' * 20} {section.title}"])]
        if section.kind == "prose":
            lines += write_prose(section, report.prose.get(section.key, Prose()), scaffold, notes)
        else:
            lines += write_tables(section, report, scaffold, notes)
    lines += write_illustrations(report, scaffold)
    for waiver in report.waivers:
        lines += ["", "[[waive]]"]
        lines += [f"{key} = {write_string(getattr(waiver, key))}" for key in ("rule", "at", "reason")]
    return "\n".join(lines) + "\n"


def comment(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines as TOML comments, control characters of other people's texts left out."""
    for line in lines:
        yield "".join(c for c in f"# {line}".rstrip() if c == "\t" or (c >= " " and c != "\x7f"))


# ---------------------------------------------------------------- fields


def write_fields(report: Report, tables: Sequence[str], notes: Notes) -> Iterator[str]:
    """Yield the keys of `tables`, each with its comment."""
    for table in tables:
        fields = [field for field in load_fields().values() if field.table == table]
        yield ""
        if table:
            yield f"[{table}]"
        width = max(len(field.key) for field in fields)
        entries = [
            f"{field.key:{width}} = {write_field(field, report.fields.get(field.path))}" for field in fields
        ]
        column = max((measure(e) for e in entries if "\n" not in e), default=0)
        for field, entry in zip(fields, entries, strict=True):
            yield from comment(notes.get(field.path, ()))
            if "\n" in entry:
                yield from comment([field.comment])
                yield entry
            else:
                yield f"{pad(entry, column)}  # {field.comment}"


def write_field(field: Field, value: FieldValue | None) -> str:
    """Return a field's value as TOML, `""` where it has none."""
    if value is None:
        return write_block(()) if field.kind == "text_block" and field.table == "narrative" else '""'
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return str(value)
    is_block = "\n" in value or (field.kind == "text_block" and field.table == "narrative")
    return write_block(value.split("\n")) if is_block else write_string(value)


def write_string(text: str) -> str:
    """Return `text` as a TOML string on one line."""
    return tomli_w.dumps({"k": text}).removeprefix("k = ").rstrip("\n")


def write_block(paragraphs: Sequence[str]) -> str:
    """Return paragraphs as a block in triple quotes, one a line; as an escaped string where that cannot be."""
    text = "\n".join(paragraphs)
    if (
        "'''" in text
        or text.endswith("'")
        or any((ord(c) < 32 and c not in "\t\n") or ord(c) == 127 for c in text)
    ):
        return write_string(text)
    return f"'''\n{text}\n'''" if text else "'''\n'''"


# ---------------------------------------------------------------- prose


def write_prose(section: Section, prose: Prose, scaffold: Scaffold, notes: Notes) -> Iterator[str]:
    """Yield a prose section with its hints."""
    path = f"narrative.{section.key}"
    yield from comment(notes.get(path, ()))
    if section.hint:
        yield from comment([section.hint])
    yield f"[{path}]"
    yield f"text = {write_block(prose.text)}"
    if prose.parts:
        yield ""
        yield from comment([scaffold.parts])
    for index, part in enumerate(prose.parts):
        yield ""
        yield from comment(notes.get(f"{path}.parts[{index}]", ()))
        yield from write_part(part, path, section)


def write_part(part: Part, path: str, section: Section) -> Iterator[str]:
    """Yield one part, its aspect's hint above."""
    yield f"[[{path}.parts]]"
    hint = next((a.hint for a in section.aspects if a.label == part.aspect), "")
    if hint:
        yield from comment([hint])
    if part.aspect:
        yield f"aspect = {write_string(part.aspect)}"
    yield f"heading = {write_string(part.heading)}"
    yield f"run_in = {'true' if part.run_in else 'false'}"
    yield f"text = {write_block(part.text)}"


# ---------------------------------------------------------------- figures


def write_illustrations(report: Report, scaffold: Scaffold) -> Iterator[str]:
    """Yield the report's figures; where it has none, how to add one, as a comment."""
    if report.illustrations:
        for illustration in report.illustrations:
            yield from ("", "[[figure]]", *write_illustration(illustration, report.format))
        return
    yield ""
    yield from comment([f"{'-' * 20} {scaffold.figure}", "[[figure]]"])
    yield from comment(write_illustration(Illustration(**scaffold.figure_example), report.format))


def write_illustration(illustration: Illustration, form: ReportFormat) -> list[str]:
    """Return the keys of a figure that have a value, each with its comment; the kind's example has all."""
    keys = {key: getattr(illustration, key) for key in load_figure_fields()}
    entries = {
        key: f"{key} = {write_figure_value(value)}" for key, value in keys.items() if value or key == "place"
    }
    column = max(map(measure, entries.values()))
    return [
        f"{pad(entry, column)}  # {figure_comment(load_figure_fields()[key], form)}"
        for key, entry in entries.items()
    ]


def write_figure_value(value: str | Sequence[Number | str | None]) -> str:
    """Return a text, or an array of names or numbers, as TOML."""
    if isinstance(value, str):
        return write_string(value)
    cells = (write_string(item) if isinstance(item, str) else write_cell(item) for item in value)
    return f"[{', '.join(cells)}]"


# ---------------------------------------------------------------- tables


def write_tables(section: Section, report: Report, scaffold: Scaffold, notes: Notes) -> Iterator[str]:
    """Yield a table section: one line a row, official labels behind it, columns aligned."""
    yield from comment(notes.get(section.key, ()))
    yield f"[{section.key}]"
    keys = [row.key for table in section.tables for row in rows_in_force(table, report)]
    key_width = max(len(key) for key in keys)
    for number, table in enumerate(section.tables):
        if number:
            yield ""
        if table.name != section.title and table.rows[0].label:
            yield from comment([table.name])
        yield from _TableWriter(table, report, scaffold, key_width).write(notes)


class _TableWriter:
    """Writes the rows of one table; knows how wide each column must be."""

    def __init__(self, table: Table, report: Report, scaffold: Scaffold, key_width: int) -> None:
        self.table = table
        self.report = report
        self.scaffold = scaffold
        self.key_width = key_width
        self.rows = rows_in_force(table, report)
        cells = {row.path: report.rows.get(row.path, ()) for row in self.rows}
        totals_stated = any(
            values and values[i] is not None
            for i, column in enumerate(table.columns)
            if column.key in table.total_columns
            for values in cells.values()
        )
        self.columns = [
            (i, column)
            for i, column in enumerate(table.columns)
            if totals_stated or column.key not in table.total_columns
        ]
        self.widths = [max([measure(c.label), *self.cell_widths(i, cells.values())]) for i, c in self.columns]
        self.aligned = len(self.columns) > 1 and any(v is not None for values in cells.values() for v in values)

    def cell_widths(self, index: int, rows: Iterable[Cells]) -> Iterator[int]:
        for values in rows:
            if values:
                yield len(write_cell(values[index]))

    def write(self, notes: Notes) -> Iterator[str]:
        if any(row.label for row in self.rows) or len(self.columns) > 1:
            yield self.write_head()
        lines = [(row, self.write_row(row)) for row in self.rows]
        width = max((measure(line) for _, line in lines), default=0)
        group: tuple[str, ...] = ()
        for row, line in lines:
            yield from comment(row.group[i] for i in new_groups(group, row.group))
            group = row.group
            yield from comment(notes.get(row.path, ()))
            label = row.label or self.table.name
            if line:
                yield f"{pad(line, width)}  # {label}"
            else:
                yield (
                    f"# {row.key:{self.key_width - 2}} = []".ljust(width)
                    + f"  # {label}（{self.scaffold.computed}）"
                )

    def write_head(self) -> str:
        labels = [column.label for _, column in self.columns]
        if not self.aligned:
            words = self.scaffold.order if len(labels) > 1 else self.scaffold.amount
            return "# " + words.format(columns="、".join(labels))
        cells = [pad(label, width, align=">") for label, width in zip(labels, self.widths, strict=True)]
        return "#" + " " * (self.key_width + 3) + "  ".join(cells)

    def write_row(self, row: Row) -> str:
        """Return `key = value`, "" for a total row that is left out."""
        values = self.report.rows.get(row.path)
        key = f"{row.key:{self.key_width}} = "
        if values is None or all(value is None for value in values):
            return "" if row.key in self.table.total_rows else f"{key}[]"
        cells = [write_cell(values[i]) for i, _ in self.columns]
        if len(cells) == 1:
            return key + cells[0]
        return f"{key}[{', '.join(pad(c, w, align='>') for c, w in zip(cells, self.widths, strict=True))}]"


def new_groups(before: Sequence[str], now: Sequence[str]) -> range:
    """Return the levels of `now` at which it leaves `before`."""
    same = next(
        (i for i, (a, b) in enumerate(zip(before, now, strict=False)) if a != b), min(len(before), len(now))
    )
    return range(same, len(now))


def write_cell(value: Number | None) -> str:
    """Return a number as TOML, `""` for a blank."""
    return '""' if value is None else format_number(value)
