"""Prose against tables (rules P01 to P15)."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby

from govreport.finding import Number, Strike
from govreport.numbers import format_number
from govreport.report_format import ReportFormat, Table
from govreport.rules.pattern import Pattern
from govreport.rules.quantities import Quantity, evaluate
from govreport.rules.statements import Statement
from govreport.rules.subject import Subject

IN_STAGES = ("P09", "P10", "P11")
"""Rules on decisions, of which a sentence may count other stages beside them (办理案件18件，作出处罚决定15件)."""


def check_against_tables(subject: Subject) -> Iterator[Strike]:
    """Yield a strike for every number in the prose that no reading of the tables gives.

    Any reading that published reports use counts as agreement; with `verbose` it is named.
    """
    for _, statements in groupby(subject.statements, key=lambda statement: id(statement.sentence)):
        own = list(statements)
        strikes = [judge_claim(s, subject) if s.count is None else judge_count(s, subject) for s in own]
        right = {strike.code for strike in strikes if strike and strike.result == "ok"}
        for strike in strikes:
            of_another_stage = strike and not strike.result and strike.code in IN_STAGES and strike.code in right
            if strike and not of_another_stage and (strike.result != "ok" or subject.verbose):
                yield strike


def judge_count(statement: Statement, subject: Subject) -> Strike | None:
    """Return what is to be said of a count or a denial; None where the tables cannot say."""
    count, rule = statement.count, statement.quantities[0].rule
    known: list[tuple[str, Number]] = []
    for name, value in read_tables(statement, subject):
        known.append((name, value))
        if count and count.covers(value):
            return place(statement, rule, known[0][1], {"reading": name}, result="ok")
    if count is None or not known or not statement.sure:
        return None
    readings = "；".join(dict.fromkeys(f"{name} {format_number(value)}" for name, value in known))
    return place(statement, rule, known[0][1], {"readings": readings, "name": known[0][0]}, equation=readings)


def read_tables(statement: Statement, subject: Subject) -> Iterator[tuple[str, Number]]:
    """Yield the names and values of what a statement may mean; of several counted together their sum."""
    for quantity in () if denies_both(statement) else statement.quantities:
        yield from read_quantity(quantity, statement, subject)
    if statement.together:
        totals = [next(read_quantity(q, statement, subject), None) for q in statement.quantities]
        if all(totals):
            pairs = [pair for pair in totals if pair]
            yield "＋".join(name for name, _ in pairs), sum(value for _, value in pairs)


def denies_both(statement: Statement) -> bool:
    """Tell whether a count is a 0 of reviews and lawsuits together, which is said of each."""
    both = {quantity.topic for quantity in statement.quantities} == {"review", "litigation"}
    return both and statement.together and statement.count is not None and statement.count.value == 0


def read_quantity(quantity: Quantity, statement: Statement, subject: Subject) -> Iterator[tuple[str, Number]]:
    """Yield the readings of one quantity that the tables have; none where another row stands for its own."""
    columns = statement.columns
    if quantity.is_reason and quantity.readings[0].rows[0] not in subject.figures:
        return
    for reading in quantity.readings:
        if statement.denial and reading.less_pending:
            continue
        value = evaluate(reading, subject.report, subject.figures, columns)
        if value is not None:
            yield name_reading(reading.name, columns, reading.rows[0], subject), value


def name_reading(name: str, columns: Sequence[str], row: str, subject: Subject) -> str:
    """Return a reading's name with the columns it is narrowed to."""
    if not columns:
        return name
    table = find_table(subject.report.format, row)
    own = [column.label for column in table.columns if column.key in columns]
    return f"{name}（{'、'.join(own)}）"


@cache
def find_table(form: ReportFormat, row: str) -> Table:
    """Return the table of a row, or of the rows of a group (`PATH.*`)."""
    rows = form.row_index
    return next(table for path, (_, table, _) in rows.items() if path == row or path.startswith(row.rstrip("*")))


IN_TIME = Pattern("期限|时限|按时|按期|及时|依法|依规|规定|内")
"""Answered in time: also said where some are not yet due."""


def judge_claim(statement: Statement, subject: Subject) -> Strike | None:
    """Return a strike for “all were handled” where some were carried over, or where there were none."""
    received = [subject.figure(f"applications.{row}", "total") for row in ("received", "carried_in")]
    carried_over = subject.figure("applications.carried_over", "total")
    said = statement.sentence.text[statement.start : statement.end]
    in_time = "答复" in said and "办结" not in said and IN_TIME.search(said)
    if statement.sure and carried_over and not in_time:
        return place(statement, "P14", carried_over, {"count": carried_over})
    if statement.sure and received == [0, 0]:
        return place(statement, "P15", 0, {})
    return None


def place(  # noqa: PLR0913 - the fields of a strike
    statement: Statement,
    rule: str,
    expected: Number,
    values: dict[str, object],
    *,
    result: str = "",
    equation: str = "",
) -> Strike:
    """Return the strike at a statement's place."""
    passage = statement.sentence.passage
    start, end = statement.sentence.locate(statement.start, statement.end)
    count = statement.count
    found = None if count is None or statement.denial else count.value
    return passage.strike(
        rule, start, end, found=found, expected=expected, values=values, result=result, equation=equation
    )
