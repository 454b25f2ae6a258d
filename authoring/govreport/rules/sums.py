"""The sums that the form prescribes (国办公开办函〔2021〕30号: 42 of one report)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from govreport.cells import name_cell, name_row
from govreport.figures import add_up, names_in_force, rows_in_force
from govreport.finding import Number, Strike
from govreport.report import Cells
from govreport.report_format import Row, Section, Sum, Table, all_rows
from govreport.rules.causes import guess_causes
from govreport.rules.subject import Subject


@dataclass(frozen=True)
class Term:
    """One cell of a sum: its name in a message, its path, its value, whether the author stated it."""

    key: str
    name: str
    path: str
    value: Number | None
    stated: bool


@dataclass(frozen=True)
class Equation:
    """One sum of one report: parts on the left, what they equal on the right."""

    sum: Sum
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    cell: str

    @property
    def at(self) -> Term:
        """The cell where a wrong sum is reported."""
        return next(term for term in (*self.left, *self.right) if term.key == self.sum.at)


def check_sums(subject: Subject) -> Iterator[Strike]:
    """Yield a strike for every sum that is wrong or undecided; the right ones too where `verbose`."""
    for section, table in subject.report.format.tables:
        rows = rows_in_force(table, subject.report)
        if not any(row.path in subject.report.rows for row in rows):
            continue  # the whole table is missing, which is one finding, not a sum for each column
        strikes = list(check_table(subject, section, table, rows))
        if any(not strike.result for strike in strikes):
            guess = guess_cause(subject, section, table, rows)
            strikes = [replace(s, guess=guess) if not s.result else s for s in strikes]
        yield from strikes


def check_table(subject: Subject, section: Section, table: Table, rows: tuple[Row, ...]) -> Iterator[Strike]:
    """Yield the strikes of one table."""
    for rule in table.sums:
        if rule.along == "row":
            for row in rows:
                if not balances(rule, subject.figures[row.path], table) or subject.verbose:
                    yield judge(along_row(subject, rule, row, table, section))
        else:
            for index in unbalanced_columns(subject, rule, table):
                strike = judge(along_column(subject, rule, index, table, section))
                if strike.result != "ok" or subject.verbose:
                    yield strike


def unbalanced_columns(subject: Subject, rule: Sum, table: Table) -> Iterator[int]:
    """Yield the columns in which a sum does not hold, or cannot be decided; all of them where `verbose`."""
    rows = {row.key: subject.figures[row.path] for row in all_rows(table) if row.path in subject.figures}
    left = [rows[name] for name in names_in_force(rule.parts, table, subject.report)]
    right = [rows[name] for name in rule.equals]
    for index in range(len(table.columns)):
        total = add_up([cells[index] for cells in left])
        if subject.verbose or total is None or total != add_up([cells[index] for cells in right]):
            yield index


def guess_cause(subject: Subject, section: Section, table: Table, rows: tuple[Row, ...]) -> str:
    """Return what may have gone wrong in a table with wrong sums, "" where nothing simple explains it."""
    equations = [
        along_column(subject, rule, index, table, section)
        for rule in table.sums
        if rule.along == "column"
        for index in range(len(table.columns))
    ]
    for rule in table.sums:
        equations += [along_row(subject, rule, row, table, section) for row in rows] if rule.along == "row" else []
    computed = {e.at.path: e for e in equations if e.sum.total and not e.at.stated}
    values = {term.path: term.value for e in equations for term in (*e.left, *e.right) if term.stated}
    known = {path: value for path, value in values.items() if value is not None}
    weights = [weigh(e, computed) for e in equations if e.at.path not in computed]
    cells = [
        (name_row(row, table), [(f"{row.path}[{i}]", c.label) for i, c in enumerate(table.columns)])
        for row in rows
    ]
    decided = [sum_ for sum_ in weights if sum_.keys() <= known.keys()]
    return "；或".join(guess_causes(cells, known, decided))


def weigh(equation: Equation, computed: Mapping[str, Equation]) -> Mapping[str, int]:
    """Return a sum as stated cells, computed totals as their parts: left side +1, right side -1."""
    weights: Counter[str] = Counter()
    pending = [(term.path, 1) for term in equation.left] + [(term.path, -1) for term in equation.right]
    while pending:
        path, weight = pending.pop()
        if path in computed:
            pending += [(term.path, weight) for term in computed[path].left]
        else:
            weights[path] += weight
    return {path: weight for path, weight in weights.items() if weight}


def balances(rule: Sum, cells: Cells, table: Table) -> bool:
    """Tell quickly whether a sum along a row holds."""
    by_key = dict(zip((column.key for column in table.columns), cells, strict=True))
    left = add_up([by_key[name] for name in rule.parts])
    return left is not None and left == add_up([by_key[name] for name in rule.equals])


def along_row(subject: Subject, rule: Sum, row: Row, table: Table, section: Section) -> Equation:
    """Return the sum along one row."""
    stated = subject.report.rows.get(row.path, (None,) * len(table.columns))
    terms = {
        column.key: Term(
            column.key, column.label, f"{row.path}[{i}]", subject.figures[row.path][i], stated[i] is not None
        )
        for i, column in enumerate(table.columns)
    }
    return _equation(rule, terms, rule.parts, name_cell(section, name_row(row, table), ""))


def along_column(subject: Subject, rule: Sum, index: int, table: Table, section: Section) -> Equation:
    """Return the sum down one column."""
    terms = {}
    column = table.columns[index]
    for row in all_rows(table):
        if row.path in subject.figures:
            stated = row.path in subject.report.rows and subject.report.rows[row.path][index] is not None
            value = subject.figures[row.path][index]
            terms[row.key] = Term(row.key, row.short or row.label, f"{row.path}[{index}]", value, stated)
    parts = names_in_force(rule.parts, table, subject.report)
    return _equation(rule, terms, parts, name_cell(section, "", f"{column.label}列"))


def _equation(rule: Sum, terms: dict[str, Term], parts: Sequence[str], cell: str) -> Equation:
    left = tuple(terms[name] for name in parts)
    right = tuple(terms[name] for name in rule.equals)
    return Equation(rule, left, right, cell)


def judge(equation: Equation) -> Strike:
    """Return what is to be said of one sum; `result` is "" where it is wrong.

    A total that was computed is right by itself. A missing part leaves the sum undecided, never wrong.
    """
    left, right = (add_up([t.value for t in side]) for side in (equation.left, equation.right))
    at = equation.at
    values: dict[str, object] = {"cell": equation.cell, "total": at.name, "at": at.name}
    computed = bool(equation.sum.total) and not at.stated
    if left is None or right is None:
        missing = [
            t.name for t in (*equation.left, *equation.right) if t.value is None and not (computed and t is at)
        ]
        path = equation.left[0].path
        return Strike(
            equation.sum.rule, path, values={**values, "missing": "、".join(missing)}, result="undecided"
        )
    written = write_out(equation, left, right)
    if computed or left == right:
        path = equation.left[0].path if computed else at.path
        return Strike(equation.sum.rule, path, at.value, at.value, values, result="ok", equation=written)
    found = at.value or 0
    expected = found + left - right
    values |= {"difference": signed(found - expected), "left": left, "right": right}
    return Strike(equation.sum.rule, at.path, found, expected, values, equation=written)


def write_out(equation: Equation, left: Number, right: Number) -> str:
    """Return the sum in words and numbers; parts that are 0 are counted, not listed, where they are many."""
    if equation.sum.total:
        return f"{write_terms(equation.left)} = {left}"
    sides = f"{write_terms(equation.left)} = {left}；{write_terms(equation.right)} = {right}"
    return sides if left == right else f"{sides}；两边不等"


def write_terms(terms: Sequence[Term]) -> str:
    """Return "甲 31 + 乙 8 + 其余 19 项 0"."""
    shown = [t for t in terms if t.value or len(terms) <= 7]
    text = " + ".join(f"{t.name} {t.value}" for t in shown)
    rest = len(terms) - len(shown)
    if not rest:
        return text
    return f"{text} + 其余 {rest} 项 0" if text else f"{rest} 项都是 0"


def signed(number: Number) -> str:
    """Return a difference with its sign."""
    return f"{number:+}"
