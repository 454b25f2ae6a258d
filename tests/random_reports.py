"""Reports made at random: every form, every kind of text and number that a valid report may hold."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import settings
from hypothesis import strategies as st

from govreport.fields import Field, load_fields
from govreport.figures import compute_figures, rows_in_force
from govreport.format_loader import list_formats, load_format
from govreport.paragraphs import BLANKS
from govreport.report import Cells, FieldValue, Part, Prose, Report
from govreport.report_format import Column, ReportFormat, Section, Table
from govreport.rules.catalogue import load_rules

Draw = Callable[[st.SearchStrategy], object]
QUICK = settings(max_examples=60, deadline=None, database=None, derandomize=True)
MARKER = load_rules()["S07"].data["marker"]

NONCHARACTERS = [
    *map(chr, range(0xFDD0, 0xFDF0)),
    *(chr(p << 16 | e) for p in range(17) for e in (0xFFFE, 0xFFFF)),
]
letters = st.characters(exclude_categories=("Cc", "Cs"), exclude_characters=[*BLANKS, *NONCHARACTERS])
tricky = st.sampled_from(
    ["'''", '"""', "\\", '"', "'", "#", "= 5", "[x]", "{{ 本年新收 }}", "{% x %}", "𠮷", "㛃", "，", " "]
)
lines = (
    st.lists(letters | tricky, min_size=1, max_size=12)
    .map("".join)
    .map(lambda text: text.strip(BLANKS))
    .filter(lambda text: text and MARKER not in text)
)
paragraphs = st.lists(lines, max_size=3).map(tuple)
counts = st.integers(0, 999_999)
amounts = st.decimals(0, 10**9, places=4, allow_nan=False, allow_infinity=False)
changes = st.integers(-999, 999)


def draw_field(draw: Draw, field: Field, form: ReportFormat) -> FieldValue | None:
    if not field.required and draw(st.booleans()):
        return None
    strategies: dict[str, st.SearchStrategy] = {
        "format": st.just(form.format),
        "integer": st.integers(field.minimum, field.maximum),
        "date": st.dates(date(1900, 1, 1), date(2100, 12, 31)),
        "choice": st.sampled_from(field.choices or ("",)),
        "text": lines,
        "text_block": st.lists(lines, min_size=1, max_size=3).map("\n".join),
    }
    return draw(strategies[field.kind])


def draw_prose(draw: Draw, section: Section) -> Prose:
    aspects = ["", *(aspect.label for aspect in section.aspects)]
    part = st.builds(
        Part,
        heading=lines | st.just(""),
        run_in=st.booleans(),
        aspect=st.sampled_from(aspects),
        text=st.lists(lines, min_size=1, max_size=2).map(tuple),
    )
    parts = draw(st.lists(part, max_size=2).map(tuple))
    return Prose(draw(st.lists(lines, min_size=0 if parts else 1, max_size=2).map(tuple)), parts)


def draw_cell(draw: Draw, column: Column) -> int | Decimal:
    if column.decimals:
        return draw(amounts | counts)
    return draw(changes if column.negative else st.just(0) | counts)


def draw_rows(draw: Draw, table: Table, section: Section) -> dict[str, Cells]:
    """Return the rows of a table with all totals left out, perhaps a single row for its group."""
    single = [variant for variant in table.variants if draw(st.booleans())]
    replaced = {key for variant in single for key in variant.replaces}
    rows = [row for row in table.rows if row.key not in replaced | table.total_rows]
    rows += [variant.row for variant in single]
    return {
        row.path: tuple(
            None if column.key in table.total_columns else draw_cell(draw, column) for column in table.columns
        )
        for row in rows
    }


def balance(report: Report) -> Report:
    """Return the report with the applications received such that the balance of table three holds."""
    figures = compute_figures(report)
    rows = dict(report.rows)
    for section, table in report.format.tables:
        for rule in (rule for rule in table.sums if not rule.total and rule.along == "column"):
            total, over = (figures[f"{section.key}.{name}"] for name in rule.equals)
            first, second = (f"{section.key}.{name}" for name in rule.parts)
            needed = [None if t is None or o is None else t + o for t, o in zip(total, over, strict=True)]
            kept = [min(b or 0, n or 0) for b, n in zip(rows[second], needed, strict=True)]
            blank = [value is None for value in rows[second]]
            rows[second] = tuple(None if b else k for b, k in zip(blank, kept, strict=True))
            rows[first] = tuple(None if b else (n or 0) - k for b, n, k in zip(blank, needed, kept, strict=True))
    return replace(report, rows=rows)


def state_totals(report: Report) -> Report:
    """Return the report with every total stated."""
    figures = compute_figures(report)
    rows = [row for _, table in report.format.tables for row in rows_in_force(table, report)]
    return replace(report, rows={row.path: figures[row.path] for row in rows})


@st.composite
def valid_reports(draw: Draw) -> Report:
    form = load_format(draw(st.sampled_from(list_formats())))
    fields = {}
    for field in load_fields().values():
        value = draw_field(draw, field, form)
        if value is not None:
            fields[field.path] = value
    prose = {section.key: draw_prose(draw, section) for section in form.prose_sections}
    rows: dict[str, Cells] = {}
    for section, table in form.tables:
        rows |= draw_rows(draw, table, section)
    report = balance(Report(form, fields, prose, rows))
    return state_totals(report) if draw(st.booleans()) else report
