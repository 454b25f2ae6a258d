"""One marked line as a header, and what is wrong with it."""

import re

from govreport.toml.arrays import CLOSE, OPEN, report_bracket, report_rest
from govreport.toml.keys import Header
from govreport.toml.line import DOUBLE_QUOTES, KEY, SINGLE_QUOTES, STRING, Line

ARRAYS_OF_TABLES = ("parts", "waive", "figure")
HEADER = re.compile(
    rf"\s*(?P<open>[{re.escape(OPEN)}]{{0,2}})\s*(?P<name>[^{re.escape(OPEN + CLOSE)}]*)"
    rf"(?P<close>[{re.escape(CLOSE)}]{{0,2}})(?P<rest>.*?)\s*$"
)


def read_header(line: Line) -> Header | None:
    """Return the table that a header opens, None where its name is none; report its brackets."""
    match = HEADER.match(line.skeleton)
    name = match["name"].rstrip() if match else ""
    if match and STRING in name:
        name = line.text[slice(*match.span("name"))].strip().strip(DOUBLE_QUOTES + SINGLE_QUOTES)
    if not match or not re.fullmatch(KEY, name):
        report_name(line, match, name)
        return None
    want = "[[" if name.rpartition(".")[2] in ARRAYS_OF_TABLES else "["
    if (match["open"], match["close"]) not in (("[", "]"), ("[[", "]]")):
        mend_header(line, match, want)
    elif want != match["open"] and want == "[[":
        line.strike("F33", *match.span("open"), what="这一种表名两头各要两个方括号", fix=f"[[{name}]]")
        line.edit(*match.span("open"), "[[")
        line.edit(*match.span("close"), "]]")
    if match["rest"]:
        report_rest(line, match.start("rest"), match.end("rest"))
    is_array = want == "[[" or (match["open"], match["close"]) == ("[[", "]]")
    return name, is_array, match.start("name"), match.start("name") + len(name)


def report_name(line: Line, match: re.Match[str] | None, name: str) -> None:
    """Report a header whose name is none; a comma in it is meant as a point."""
    start, end = (match.start("name"), match.start("name") + len(name)) if match else (0, len(line.text))
    line.clear(start, end)
    line.strike("F27", start, max(end, start + 1), key=line.text[start:end])
    pointed = re.sub(r"\s*[,，、]\s*", ".", name)
    if re.fullmatch(KEY, pointed):
        line.edit(start, end, pointed)


def mend_header(line: Line, match: re.Match[str], want: str) -> None:
    """Report brackets of a header that are of a wrong kind, or do not match."""
    wanted = {"open": want, "close": want.replace("[", "]")}
    wrong = [side for side, good in wanted.items() if match[side] and set(match[side]) != set(good)]
    for side in wrong:
        report_bracket(line, *match.span(side), wanted[side])
    short = min(wanted, key=lambda side: len(match[side]))
    if not wrong or not match[short]:
        side = short if match[short] else next(side for side in wanted if side != short)
        fix = f"写成 {want}{match['name'].strip()}{wanted['close']}"
        line.strike("F21", *match.span(side), mark=line.text[slice(*match.span(side))], fix=fix)
    if match["open"] != want and "open" not in wrong:
        line.edit(*match.span("open"), want)
    if match["close"] != wanted["close"] and "close" not in wrong:
        end = match.start("name") + len(match["name"].rstrip())
        line.edit(end, match.end("close") if match["close"] else end, wanted["close"])
