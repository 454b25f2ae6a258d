"""One marked line as a key and its value, and what is wrong with it."""

import re

from govreport.spelling import UNITS, suggest_date
from govreport.toml.arrays import (
    BEGINS_COMMENT,
    CLOSE,
    OPEN,
    check_quoted_number,
    read_literal,
    read_tokens,
    report_bracket,
    report_rest,
)
from govreport.toml.keys import KeyRegister
from govreport.toml.line import KEY, STRING, Line
from govreport.toml.literals import THOUSANDS, VALUE, expect_kind, is_unreal_date

ISO_DATE = r"\d{4}-\d\d-\d\d"
NOT_EQUALS = r"(?:is|是|为|[-—~–]+>?|→)"
PARTNER = dict(zip(CLOSE, OPEN, strict=True))


def read_pair(line: Line, keys: KeyRegister) -> tuple[str, int | None]:
    """Return the key path of a pair, and the column of the bracket that its value leaves open, if any."""
    code = line.skeleton
    pair = re.match(r"(\s*)([^=]*?)\s*=", code)
    start = 0
    missing = re.match(rf"(\s*)({KEY})\s+({NOT_EQUALS})?\s*(?=[\[\d{STRING}])", code)
    if pair and pair[2]:
        path = keys.take_key(line, *pair.span(2))
        start = pair.end()
    elif missing:
        path = keys.take_key(line, *missing.span(2))
        report_equals(line, missing)
        start = missing.end()
    else:
        begin, end = len(code) - len(code.lstrip()), len(code.rstrip())
        line.clear(begin, end)
        line.strike("F28", begin, end)
        return "", None
    while code[start:].lstrip().startswith(("=", ">")):
        at = start + len(code[start:]) - len(code[start:].lstrip())
        line.clear(at, at + 1)
        line.strike("F32", at, at + 1, mark=line.text[at])
        line.edit(at, at + 1, "")
        start = at + 1
    if not path and expect_array(code[start:]):
        return path, read_tokens(line, start, path)
    return path, read_value(line, start, path) if path else None


def report_equals(line: Line, missing: re.Match[str]) -> None:
    """Report that a key has no equals sign behind it, but nothing or another word."""
    if missing[3]:
        line.strike("F13", *missing.span(3))
        line.edit(*missing.span(3), "=")
    else:
        line.strike("F40", *missing.span(2), key=missing[2])
        line.edit(missing.end(2), missing.end(2), " =")


def expect_array(value: str) -> bool:
    """Tell whether a value begins with the bracket of an array."""
    return value.lstrip().startswith("[")


def read_value(line: Line, start: int, path: str) -> int | None:
    """Read what stands right of the equals sign; return the column of a bracket that is left open."""
    code = line.skeleton
    value = code[start:].strip()
    equals = code.rindex("=", 0, start) if "=" in code[:start] else start
    start += len(code[start:]) - len(code[start:].lstrip())
    if not value:
        line.strike("F26", equals, equals + 1)
        return None
    several = "," in value or value[0] in "[{"
    if value[0] in OPEN and several and re.match(r".\s*[\d\"',\x01+-]", value) and "=" not in value:
        if value[0] != "[":
            report_bracket(line, start, start + 1, "[")
        mend_closing(line, start, start + len(value))
    if line.skeleton[start] in "[{":
        return read_tokens(line, start, path)
    read_scalar(line, start, start + len(value), path)
    return None


def mend_closing(line: Line, start: int, end: int) -> None:
    """Report an array's last bracket where it is of a wrong kind."""
    last = line.skeleton[end - 1]
    inside = line.skeleton[start + 1 : end - 1]
    if last in PARTNER and last != "]" and "]" not in inside and inside.count(PARTNER[last]) <= inside.count(last):
        report_bracket(line, end - 1, end, "]")


def read_scalar(line: Line, start: int, end: int, path: str) -> None:
    """Name what is wrong with a value that is no array."""
    value = line.skeleton[start:end]
    whole = VALUE.match(value)
    plain = value.rstrip(",。.!！ ")
    if suggest_date(value) or is_unreal_date(value):
        if value != line.text[start:end] or not re.fullmatch(ISO_DATE, value) or is_unreal_date(value):
            read_literal(line, start, end, path)
    elif VALUE.fullmatch(value):
        check_quoted_number(line, start, end, path)
    elif plain != value and VALUE.fullmatch(plain) and not re.fullmatch(r"\d+\.", value):
        line.clear(start + len(plain), end)
        line.strike("F32", start + len(plain), end, mark=line.text[start + len(plain) : end].strip())
        line.edit(start + len(plain), end, "")
    elif re.fullmatch(r"\d[\d\s,.+-]*\]?", value) and is_row(value, path):
        report_row(line, start, end)
    elif is_quoted_twice(line, start, end):
        report_inner_quotes(line, start, end)
    elif whole and re.match(r"\s+", value[whole.end() :]) and has_rest(value[whole.end() :]):
        report_rest(line, start + whole.end(), end)
    elif re.search(rf"\s{KEY}\s*=", value):
        second = re.search(rf"\s({KEY})\s*=", value)
        line.strike("F39", start + second.start(1), start + second.end(1)) if second else None
    else:
        read_literal(line, start, end, path)


def is_row(value: str, path: str) -> bool:
    """Tell whether a value is several numbers without brackets."""
    separators = "," in value and not THOUSANDS.fullmatch(value)
    return expect_kind(path) in ("number", "any") and (separators or bool(re.search(r"\d\s+\d", value)))


def report_row(line: Line, start: int, end: int) -> None:
    """Report several numbers without brackets, perhaps without commas."""
    value = line.skeleton[start:end]
    line.strike("F33", start, end, what="一行有几个数时，两头要有方括号", fix="[6, 0, 0]")
    if re.fullmatch(r"\d{1,3}(?: \d{3})+", value):
        return  # one number in groups of three, or several: cannot be known
    line.edit(start, start, "[")
    for gap in re.finditer(r"(?<=\d)\s+(?=\d)", value):
        line.edit(start + gap.start(), start + gap.end(), ", ")
    line.edit(end, end, "" if value.endswith("]") else "]")


def has_rest(rest: str) -> bool:
    """Tell whether what follows a value is no part of it (a unit, more digits)."""
    body = rest.strip()
    is_unit = re.fullmatch(rf"{UNITS}|日|号", body)
    return not is_unit and bool(BEGINS_COMMENT.match(body) or re.match(rf"{KEY}\s*=", body))


def is_quoted_twice(line: Line, start: int, end: int) -> bool:
    """Tell whether a text in quotes has more quotes of the same kind inside."""
    text = line.text[start:end]
    marks = len(text) > 3 and text[0] == text[-1] and text[0] in "\"'"
    return marks and line.skeleton[start:end].count(STRING) < end - start


def report_inner_quotes(line: Line, start: int, end: int) -> None:
    """Report ASCII quotes inside a text, and put Chinese ones in their place."""
    mark = line.text[start]
    inside = line.text[start + 1 : end - 1]
    line.clear(start, end)
    at = start + 1 + inside.index(mark)
    line.strike("F34", at, at + 1)
    if inside.startswith(mark) and inside.endswith(mark):
        fixed = inside.strip(mark)
    else:
        marks = iter("“”" * len(inside))
        fixed = "".join(next(marks) if c == mark else c for c in inside)
    line.edit(start + 1, end - 1, fixed)
