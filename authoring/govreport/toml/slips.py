"""What a person who does not know TOML mistyped, where, and the corrected line where it can be known."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import tomli

from govreport.finding import Place, Strike
from govreport.spelling import find_control_character
from govreport.toml.arrays import read_tokens
from govreport.toml.blocks import BlockEnd, begins_something
from govreport.toml.headers import read_header
from govreport.toml.keys import KeyRegister
from govreport.toml.line import KEY, STRING, Line, mark_line
from govreport.toml.literals import THOUSANDS
from govreport.toml.pasted import read_pasted
from govreport.toml.prose import PROSE_MARK, find_continuation, is_stray, take_stray
from govreport.toml.values import read_pair

MOST_SLIPS = 100
LONGEST_LINE = 20_000
"""Characters; no line of a report outside its prose comes near, and a longer one is not searched."""


def explain_failure(text: str, error: Exception) -> list[Strike]:
    """Return why `text` is not TOML, at least one strike; `error` is what the parser said."""
    if isinstance(error, RecursionError):
        return [Strike("F98", place=Place())]
    strikes = list(find_control_characters(text)) or find_slips(text)
    if not strikes and not isinstance(error, tomli.TOMLDecodeError):
        strikes = list(find_endless_numbers(text))
    if not strikes:
        strikes = [Strike("F99", place=parser_place(text, error))]
    return strikes[:MOST_SLIPS]


def parser_place(text: str, error: Exception) -> Place:
    """Return where the parser gave up, moved back from an end of file to its last character."""
    if not isinstance(error, tomli.TOMLDecodeError):
        return Place()
    lines = text.split("\n")
    line = min(error.lineno, len(lines))
    return Place(line, min(error.colno, len(lines[line - 1]) + 1))


def find_control_characters(text: str) -> Iterator[Strike]:
    """Yield the first control character of each line; TOML allows none but tab."""
    for number, line in enumerate(text.split("\n"), 1):
        line = line.removesuffix("\r")
        found = find_control_character(line, one_line=True)
        if found:
            column = next(i for i, c in enumerate(line, 1) if find_control_character(c, one_line=True))
            yield Strike("F03", found=found, values={"character": found}, place=Place(number, column))


def find_endless_numbers(text: str) -> Iterator[Strike]:
    """Yield integers of so many digits that Python refuses them."""
    for number, line in enumerate(text.split("\n"), 1):
        for match in re.finditer(r"\d{1000,}", line):
            found = f"约 {len(match[0])} 位的整数"
            values = {"cell": f"第 {number} 行"}
            yield Strike("C06", found=found, values=values, place=Place(number, match.start() + 1, len(match[0])))


def find_slips(text: str) -> list[Strike]:
    """Return the slips in `text`, in order; empty where the scan finds nothing it can name."""
    return _Scan(text).run()


def find_thousands(line: str, counts: Sequence[int]) -> tuple[int, int, str] | None:
    """Return start, end and the corrected line where a comma inside a number splits it into two cells.

    Only where the array then has one of the lengths `counts`.
    """
    array = re.search(r"\[([^\[\]]*)\]", line)
    matches = list(THOUSANDS.finditer(line, array.start(), array.end())) if array else []
    if not array or not matches:
        return None
    inside = THOUSANDS.sub(lambda match: match[0].replace(",", ""), array[1])
    if len([cell for cell in inside.split(",") if cell.strip()]) not in counts:
        return None
    return matches[0].start(), matches[0].end(), line[: array.start(1)] + inside + line[array.end(1) :]


class _Scan:
    """One pass over the lines with the state that goes from line to line."""

    def __init__(self, text: str) -> None:
        self.lines = [line.removesuffix("\r") for line in text.split("\n")]
        self.strikes: list[Strike] = []
        self.keys = KeyRegister()
        self.open: tuple[Line, int] | None = None  # the line and column of an array's open bracket
        self.goes_on = False  # the open array has more lines than its first
        self.before = ""  # what its last line ended in
        self.path = ""

    def run(self) -> list[Strike]:
        index, column = 0, 0
        while index < len(self.lines) and len(self.strikes) < MOST_SLIPS:
            index, column = self.take(index, column)
        self.close_array()
        return sorted(self.strikes, key=lambda s: (s.place.line, s.place.column) if s.place else (0, 0))

    def take(self, index: int, column: int) -> tuple[int, int]:
        """Take the line `index` from `column` on; return where to read on."""
        text = self.lines[index]
        if len(text) > LONGEST_LINE:
            return index + 1, 0
        pasted = None if column or self.open else read_pasted(index + 1, text)
        if pasted:
            self.strikes.append(pasted)
            return index + 1, 0
        stray = not column and is_stray(text)
        if self.open and (begins_something(text) or (stray and PROSE_MARK.search(text)) or is_pair(text)):
            self.close_array()
        if stray and not self.open:
            strike, after = take_stray(self.lines, index)
            self.strikes.append(strike)
            return after, 0
        line = mark_line(index + 1, text, start=column, in_array=self.open is not None)
        self.read(line)
        end = BlockEnd(index + 1, 0) if self.open else find_continuation(self.lines, line, self.path)
        self.strikes += end.strikes
        self.finish(line)
        return end.line, end.column

    def read(self, line: Line) -> None:
        """Read a marked line: the rest of an array, of a block, a header, a pair, or nothing."""
        code = line.skeleton
        if self.open:
            self.keep_open(line, read_tokens(line, 0, self.path, before=self.before))
        elif code.startswith(STRING) and not re.match(rf"{STRING}+\s*=", code):
            self.read_behind_block(line)
        elif code.strip():
            if re.match(rf"\s*{KEY}\s*[\])}}>）》]*\s*$|\s*[\[({{<（《]", code):
                self.keys.open_table(line, read_header(line))
            else:
                self.path, opened = read_pair(line, self.keys)
                self.keep_open(line, opened)

    def read_behind_block(self, line: Line) -> None:
        """Report what stands behind the end of a block of text."""
        code = line.skeleton.replace(STRING, " ")
        rest = code.strip()
        start = len(code) - len(code.lstrip())
        end = start + len(rest)
        if rest:
            line.clear(start, end)
            is_mark = not re.search(r"\w", rest)
            line.strike("F32" if is_mark else "F28", start, end, mark=line.text[start:end])

    def keep_open(self, line: Line, at: int | None) -> None:
        """Remember the bracket that the line leaves open; forget it where it is closed now."""
        self.before = line.ends_in or ","
        if at is None:
            self.open = None
        elif self.open is None:
            self.open, self.goes_on = (line, at), False
        else:
            self.goes_on = self.goes_on or bool(line.skeleton.strip())

    # ------------------------------------------------------------ corrections

    def finish(self, line: Line) -> None:
        """Keep the line's strikes, with the corrected line where that then is TOML by itself."""
        corrected = line.corrected()
        if corrected != line.text and self.open is None and is_toml(corrected, line.opens):
            line.strikes = [replace(strike, corrected=corrected.strip()) for strike in line.strikes]
        self.strikes += line.strikes

    def close_array(self) -> None:
        """Report the bracket of an array that is still open, with the line on which it could be closed."""
        if self.open is None:
            return
        line, at = self.open
        self.open = None
        mark = line.text[at]
        place = Place(line.number, at + 1, 1)
        body = len(line.skeleton.rstrip().rstrip(",").rstrip())
        line.edit(body, len(line.skeleton.rstrip()), "]")
        corrected = line.corrected()
        values = {"found": mark, "mark": mark, "fix": "在这一行最后一个数后面补 ]"}
        fixed = corrected.strip() if not self.goes_on and is_toml(corrected, None) else ""
        self.strikes.append(Strike("F21", found=mark, values=values, place=place, corrected=fixed))


def is_pair(text: str) -> bool:
    """Tell whether a line begins with a key and an equals sign of any kind."""
    return bool(re.match(rf"\s*{KEY}\s*[=＝]", text))


def is_toml(line: str, opens: tuple[str, int] | None) -> bool:
    """Tell whether a line (with the block that it opens closed again) is TOML."""
    try:
        tomli.loads(f"{line}\n{opens[0]}" if opens else line)
    except (ValueError, RecursionError):
        return False
    return True
