"""One marked line as an array, its cells, what stands behind it, and what is wrong with them."""

import re

from govreport.toml.line import KEY, STRING, Line, pieces
from govreport.toml.literals import VALUE, Slip, expect_kind, is_unreal_date, name_slip

OPEN, CLOSE = "[({<（《", "])}>）》"
BEGINS_COMMENT = re.compile(r"(//+|--+|<!--+)\s*|[^\d\s,.，\[\]=+\-]")


def read_tokens(line: Line, start: int, path: str, *, before: str = "") -> int | None:
    """Follow brackets and commas of an array from `start`; return the column of a bracket left open.

    `before` is what the line before ended in ("value" or ","), where the array goes on from there; then 0 is
    returned where it is still open.
    """
    walk = _Array(line, path)
    opened = walk.read(start, before=before)
    line.ends_in = "value" if walk.previous == "item" else walk.previous
    return opened


class _Array:
    """The walk over one line of an array."""

    def __init__(self, line: Line, path: str) -> None:
        self.line = line
        self.path = path
        self.brackets: list[tuple[str, int]] = []
        self.previous = ","

    def read(self, start: int, *, before: str) -> int | None:
        if before:
            self.brackets.append(("[", 0))
            self.previous = before
        first = True
        for match in pieces(self.line.skeleton, start):
            if not self.brackets and not first:
                report_rest(self.line, match.start(), len(self.line.skeleton.rstrip()))
                return None
            self.take(match)
            first = False
        return self.brackets[0][1] if self.brackets else None

    def take(self, match: re.Match[str]) -> None:
        token = match[0]
        if token == "[" and self.brackets and expect_kind(self.path) == "number":
            self.line.strike("F32", match.start(), match.end(), mark="[")
            self.line.edit(match.start(), match.end(), "")
        elif token in "[{":
            self.brackets.append((token, match.start()))
            self.previous = ","
        elif token in "]}":
            self.close(match)
        elif token == ",":
            if self.previous == "," and not self.line.skeleton[match.start() + 1 :].lstrip().startswith("="):
                self.line.strike("F29", match.start(), match.end())
                self.line.edit(match.start(), match.start(), '""')
            self.previous = ","
        elif token == "=" and self.brackets[-1][0] == "{":
            self.previous = ","
        else:
            self.take_item(match)

    def close(self, match: re.Match[str]) -> None:
        opened = self.brackets.pop()[0]
        good = {"[": "]", "{": "}"}[opened]
        if match[0] != good:
            report_bracket(self.line, match.start(), match.end(), good)
        self.previous = "value"

    def take_item(self, match: re.Match[str]) -> None:
        """Take one value of an array (or a key of an inline table)."""
        line, start = self.line, match.start()
        end = start + len(match[0])
        if self.previous == "item":
            return
        if self.previous == "value":
            gap = len(line.skeleton[:start].rstrip())
            line.clear(gap, start)
            line.strike("F25", start, end)
            line.edit(gap, start, ", ")
        self.previous = "value"
        if line.skeleton[end:].lstrip().startswith("=") and self.brackets[-1][0] == "{":
            return
        if not VALUE.fullmatch(match[0]) or is_unreal_date(match[0]):
            cell = re.compile(r"[^,\]}]*").match(line.skeleton, start)
            stop = len(cell[0].rstrip()) + start if cell else end
            words = line.skeleton[start:stop]
            if not re.fullmatch(r"[\d\s.+-]+", words):
                end = stop
                self.previous = "item"
            read_literal(line, start, end, self.path)
        else:
            check_quoted_number(line, start, end, self.path)


def read_literal(line: Line, start: int, end: int, path: str) -> None:
    """Name a value that TOML does not know: a date, a number in a person's writing, text without quotes."""
    value, typed = line.skeleton[start:end], line.text[start:end]
    number = value.strip("\"'")
    if STRING in value:
        line.strike("F99", start, end)
        return
    if number != value and VALUE.fullmatch(number) and expect_kind(path) != "text":
        slip = Slip("F32", number, {"mark": value.replace(number, "")})
    else:
        slip = name_slip(value, typed, path)
    line.clear(start, end)
    line.strike(slip.code, start, end, suggestion=slip.meant, **slip.values)
    if slip.meant:
        line.edit(start, end, slip.meant)


def check_quoted_number(line: Line, start: int, end: int, path: str) -> None:
    """Say of a number in Chinese quotes that it is text, not that its quotes are wrong."""
    typed = line.text[start:end]
    wrong = line.skeleton[start] == STRING and not typed.isascii() and expect_kind(path) == "number"
    number = typed[1:-1]
    if wrong and VALUE.fullmatch(number):
        line.clear(start, end)
        line.strike("C04", start, end, cell=path.rpartition(".")[2], found=number)
        line.edit(start, end, number)


def report_bracket(line: Line, start: int, end: int, good: str) -> None:
    """Report a bracket of a wrong kind: full-width, or another ASCII one."""
    line.put("F37" if line.text[start:end].isascii() else "F12", start, end, good)


def report_rest(line: Line, start: int, end: int) -> None:
    """Report what stands behind a whole header or value: a mark too many, a second pair, a bare comment."""
    rest = line.skeleton[start:end]
    start += len(rest) - len(rest.lstrip())
    rest = rest.strip()
    comment = BEGINS_COMMENT.match(rest)
    second = re.search(rf"({KEY})\s*=", rest)
    if second:
        line.strike("F39", start + second.start(1), start + second.end(1))
    elif not re.search(r"\w", rest):
        line.clear(start, end)
        line.strike("F32", start, start + len(rest), mark=line.text[start : start + len(rest)])
        line.edit(start, start + len(rest), "")
    elif comment:
        line.clear(start, end)
        line.strike("F38", start, end)
        line.edit(start, start + len(comment[1] or ""), "#" if comment[1] else "# ")
    else:
        line.strike("F25", start, end)
