"""The links to last year's tables (DOMAIN: 9 of them; rules L01 and L02)."""

from collections.abc import Iterator

from govreport.cells import name_cell, name_row
from govreport.finding import Number, Strike
from govreport.numbers import format_number
from govreport.rules.subject import Subject


def check_links(subject: Subject) -> Iterator[Strike]:
    """Yield a strike for every link that is wrong or undecided; the right ones too where `verbose`."""
    if subject.previous is None or subject.previous.format is not subject.report.format:
        return
    for code in ("L01", "L02"):
        for link in subject.rules[code].data["links"]:
            entry = subject.report.format.row_index.get(link["row"])
            for column in entry[1].columns if entry else ():
                if column.key in link.get("columns", [column.key]):
                    strike = judge(subject, code, link, column.key)
                    if strike and (strike.result != "ok" or subject.verbose):
                        yield strike


def judge(subject: Subject, code: str, link: dict[str, object], column: str) -> Strike | None:
    """Return what is to be said of one link.

    This year's cell equals last year's, plus one cell of this year and minus another where the link says so.
    """
    row = str(link["row"])
    section, table, entry = subject.report.format.row_index[row]
    index = [c.key for c in table.columns].index(column)
    cell = name_cell(section, name_row(entry, table), table.columns[index].label)
    path = f"{row}[{index}]"
    now = subject.figure(row, column)
    before = subject.previous_figure(str(link["previous"]), column)
    terms: list[tuple[str, Number | None]] = [("上年", before)]
    for key, sign in (("plus", "+"), ("minus", "-")):
        if key in link:
            name = str(link[key])
            label = next(c.label for c in table.columns if c.key == name)
            value = subject.figure(row, name)
            terms.append((f"{sign}{label}", value))
    if now is None or any(value is None for _, value in terms):
        missing = "上年的数" if before is None else "本年的数"
        return Strike(code, path, values={"cell": cell, "missing": missing}, result="undecided")
    expected = sum((-(v or 0) if name.startswith("-") else (v or 0)) for name, v in terms)
    written = " ".join(
        f"{name[0]} {name[1:]} {format_number(v or 0)}" if name[0] in "+-" else f"{name} {format_number(v or 0)}"
        for name, v in terms
    )
    values: dict[str, object] = {"cell": cell, "difference": f"{now - expected:+}"}
    equation = f"{written} = {format_number(expected)}"
    return Strike(code, path, now, expected, values, result="ok" if now == expected else "", equation=equation)
