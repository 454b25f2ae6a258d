"""What a person who does not know TOML mistyped, where, and the corrected line where it can be known."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import tomli

from govreport.finding import Place, Strike
from govreport.spelling import UNITS, find_control_character, suggest_number

MOST_SLIPS = 100
FULL_WIDTH = {
    **{chr(ord("０") + n): (str(n), "F10") for n in range(10)},
    "，": (",", "F11"),
    "、": (",", "F15"),
    **dict.fromkeys("［【〔", ("[", "F12")),
    **dict.fromkeys("］】〕", ("]", "F12")),
    "｛": ("{", "F12"),
    "｝": ("}", "F12"),
    "＝": ("=", "F13"),
    "：": ("=", "F13"),
    "\u3000": (" ", "F30"),
    "\u00a0": (" ", "F30"),
    "．": (".", "F30"),
    "－": ("-", "F30"),
    "＿": ("_", "F30"),
    "；": (" ", "F30"),
}
DOUBLE_QUOTES = "“”＂„「」"
SINGLE_QUOTES = "‘’＇"
STRING = "\x01"
"""Stands for every character of a string in a line's skeleton, so that columns stay as they are."""

KEY = r"[A-Za-z0-9_.\-]+"
HEADER_LINE = re.compile(rf"\s*\[\[?\s*{KEY}\s*\]\]?\s*(?:#.*)?$")
PAIR_LINE = re.compile(rf"""\s*{KEY}\s*=\s*(?:'''|\"""|["'\[]|[+-]?\d|true|false)""")
VALUE = re.compile(
    rf"""{STRING}+|[+-]?(?:0|[1-9](?:_?\d)*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|[+-]?(?:inf|nan)"""
    r"|0x[0-9A-Fa-f]+|\d\d:\d\d(?::\d\d)?"
    r"|\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[Zz]|[+-]\d\d:\d\d)?)?"
)
TOKEN = re.compile(rf"{STRING}+|[\[\],{{}}=]|[^\s\[\],{{}}={STRING}]+")
DATE = re.compile(r"(\d{4})\s*[年./\-]\s*(\d{1,2})\s*[月./\-]\s*(\d{1,2})\s*[日号]?")
THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d.])")
LEADING_ZERO = re.compile(r"[+-]?0\d+(?:\.\d+)?")
WITH_UNIT = re.compile(rf"[+-]?\d+(?:\.\d+)?\s*(?:{UNITS})")


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


@dataclass
class _Line:
    """A line under repair: `fixed` and `skeleton` keep the columns of the original until edits are applied."""

    number: int
    fixed: str
    skeleton: str
    edits: list[tuple[int, int, str]]

    def corrected(self) -> str:
        text = self.fixed
        for start, end, new in sorted(self.edits, reverse=True):
            text = text[:start] + new + text[end:]
        return text


class _Scan:
    """One pass over the lines with the state that goes from line to line."""

    def __init__(self, text: str) -> None:
        self.lines = [line.removesuffix("\r") for line in text.split("\n")]
        self.strikes: list[Strike] = []
        self.block: tuple[str, int, int] | None = None
        self.brackets: list[tuple[int, int]] = []
        self.after_value = False
        self.table = ""
        self.keys: dict[str, int] = {}
        self.tables: dict[str, int] = {}
        self.counts: dict[str, int] = {}

    def run(self) -> list[Strike]:
        for number, text in enumerate(self.lines, 1):
            if len(self.strikes) >= MOST_SLIPS:
                break
            first = len(self.strikes)
            line = self.normalize(number, text)
            if line is not None:
                self.read_line(line)
                self.attach_correction(first, line)
        if self.block:
            self.close_block(len(self.lines) + 1)
        self.close_brackets()
        return sorted(self.strikes, key=lambda s: (s.place.line, s.place.column) if s.place else (0, 0))

    def add(self, code: str, line: int, start: int, end: int, **values: object) -> None:
        place = Place(line, start + 1, max(1, end - start))
        found = self.lines[line - 1][start:end] or None
        self.strikes.append(Strike(code, found=found, values={"found": found or "", **values}, place=place))

    def attach_correction(self, first: int, line: _Line) -> None:
        """Give the strikes of a line the corrected line, where that line then is TOML by itself."""
        corrected = line.corrected()
        if corrected == self.lines[line.number - 1] or self.brackets or self.block:
            return
        try:
            tomli.loads(corrected)
        except (ValueError, RecursionError):
            return
        for index in range(first, len(self.strikes)):
            strike = self.strikes[index]
            if strike.place and strike.place.line == line.number:
                self.strikes[index] = replace(strike, corrected=corrected.strip())

    # ------------------------------------------------------------ characters

    def normalize(self, number: int, text: str) -> _Line | None:
        """Return the line with ASCII marks outside strings; None while inside a block of text."""
        start = 0
        if self.block:
            if HEADER_LINE.match(text) or PAIR_LINE.match(text):
                self.close_block(number)
            else:
                end = text.find(self.block[0])
                if end < 0:
                    return None
                start = end + 3
                self.block = None
        line = _Line(number, text, STRING * start, [])
        while start < len(text):
            start = self.take_character(line, text, start)
        line.skeleton = line.skeleton.ljust(len(text))
        return line

    def take_character(self, line: _Line, text: str, at: int) -> int:
        """Take what begins at `at` and return where the next thing begins."""
        character = text[at]
        if character in "#＃":
            if character == "＃":
                self.add("F30", line.number, at, at + 1, ascii="#")
                line.fixed = line.fixed[:at] + "#" + line.fixed[at + 1 :]
            line.skeleton += " " * (len(text) - at)
            return len(text)
        if character in "\"'" + DOUBLE_QUOTES + SINGLE_QUOTES:
            return self.take_string(line, text, at)
        if character in FULL_WIDTH and not (character == "：" and "=" in line.skeleton):
            return self.take_full_width(line, text, at)
        line.skeleton += character
        return at + 1

    def take_full_width(self, line: _Line, text: str, at: int) -> int:
        code = FULL_WIDTH[text[at]][1]
        end = at
        while end < len(text) and text[end] in FULL_WIDTH and FULL_WIDTH[text[end]][1] == code:
            end += 1
            if code != "F10" and code != "F30":
                break
        ascii_text = "".join(FULL_WIDTH[c][0] for c in text[at:end])
        self.add(code, line.number, at, end, ascii=ascii_text.strip() or "空格")
        line.fixed = line.fixed[:at] + ascii_text + line.fixed[end:]
        line.skeleton += ascii_text
        return end

    def take_string(self, line: _Line, text: str, at: int) -> int:
        """Take a string that opens at `at` with whatever kind of quote."""
        kind = DOUBLE_QUOTES + '"' if text[at] in DOUBLE_QUOTES + '"' else SINGLE_QUOTES + "'"
        mark = '"' if kind.startswith("“") else "'"
        full_width = text[at] != mark
        if all(c in kind for c in text[at : at + 3]) and len(text[at : at + 3]) == 3:
            return self.take_block(line, text, at, mark * 3)
        end = self.find_string_end(text, at, mark, kind)
        if end is None:
            return self.take_unclosed(line, text, at, mark)
        inside = text[at + 1 : end]
        if full_width or text[end] != mark:
            at_fault = at if full_width else end
            self.add("F14", line.number, at_fault, at_fault + 1, ascii=mark)
            safe = "'" if mark in inside else mark
            line.fixed = line.fixed[:at] + safe + inside + safe + line.fixed[end + 1 :]
        line.skeleton += STRING * (end + 1 - at)
        return end + 1

    def find_string_end(self, text: str, at: int, mark: str, kind: str) -> int | None:
        """Return where the string ends: at its own quote, else at the last quote of its kind on the line."""
        if text[at] == mark:
            body = r"(?:[^\"\\]|\\.)*\"" if mark == '"' else r"[^']*'"
            match = re.compile(body).match(text, at + 1)
            if match:
                return match.end() - 1
        ends = [i for i in range(at + 1, len(text)) if text[i] in kind]
        if text[at] in kind and text[at] not in "\"'":
            ends = [i for i in ends if re.match(r"\s*(?:[,，\]］】}#＃]|$)", text[i + 1 :])][:1]
        return ends[-1] if ends else None

    def take_block(self, line: _Line, text: str, at: int, mark: str) -> int:
        if text[at : at + 3] != mark:
            self.add("F14", line.number, at, at + 3, ascii=mark)
            line.fixed = line.fixed[:at] + mark + line.fixed[at + 3 :]
        end = text.find(mark, at + 3)
        if end < 0:
            self.block = (mark, line.number, at)
            line.skeleton += STRING * (len(text) - at)
            return len(text)
        line.skeleton += STRING * (end + 3 - at)
        return end + 3

    def take_unclosed(self, line: _Line, text: str, at: int, mark: str) -> int:
        body = re.split(r"\s+#", text[at:])[0].rstrip()
        end = at + len(body)
        self.add("F20", line.number, at, at + 1, mark=mark)
        line.fixed = line.fixed[:at] + mark + line.fixed[at + 1 :]
        if "," not in body and "]" not in body:
            line.edits.append((end, end, mark))
        line.skeleton += STRING * (len(text) - at)
        return len(text)

    def close_block(self, number: int) -> None:
        """Report a block of text that was still open when line `number` (or the end) came."""
        if self.block:
            mark, line, at = self.block
            where = f"第 {number} 行之前" if number <= len(self.lines) else "文字结束的地方"
            self.add("F31", line, at, at + 3, mark=mark, where=where)
            self.block = None

    # ------------------------------------------------------------ structure

    def read_line(self, line: _Line) -> None:
        code = line.skeleton
        if self.brackets and (HEADER_LINE.match(code) or re.match(rf"\s*{KEY}\s*=", code)):
            self.close_brackets()
        if self.brackets:
            self.read_tokens(line, 0)
            return
        if not code.strip() or set(code.strip()) == {STRING}:
            return
        header = re.fullmatch(r"\s*(\[\[?)([^\[\]]*)(\]?\]?)\s*", code)
        if header:
            self.read_header(line, header)
            return
        pair = re.match(r"(\s*)([^=]*?)\s*=", code)
        if pair and pair[2]:
            self.read_key(line, pair)
            self.read_value(line, pair.end())
        else:
            self.read_stray(line, code)

    def read_stray(self, line: _Line, code: str) -> None:
        colon = re.match(rf"\s*{KEY}\s*(:)", code)
        start, end = len(code) - len(code.lstrip()), len(code.rstrip())
        if colon:
            self.add("F13", line.number, colon.start(1), colon.end(1), ascii="=")
            line.edits.append((colon.start(1), colon.end(1), " ="))
        else:
            self.add("F28", line.number, start, end)

    def read_header(self, line: _Line, header: re.Match[str]) -> None:
        name = line.fixed[header.start(2) : header.end(2)].strip()
        if len(header[3]) != len(header[1]):
            self.add("F21", line.number, header.start(1), header.end(1), mark="[", close="]" * len(header[1]))
            line.edits.append((header.start(3), header.end(3), "]" * len(header[1])))
        if not re.fullmatch(KEY, name):
            self.add("F27", line.number, header.start(2), header.end(2), key=name)
            return
        path = ".".join(self.indexed(name.split("."), is_array=header[1] == "[["))
        if header[1] == "[" and path in self.tables:
            self.add("F23", line.number, header.start(2), header.end(2), key=name, first=self.tables[path])
        self.tables.setdefault(path, line.number)
        self.table = path

    def indexed(self, parts: list[str], *, is_array: bool) -> Iterator[str]:
        """Yield the parts of a header's name, those of [[…]] with the number of their element."""
        path = ""
        for index, part in enumerate(parts):
            path = f"{path}.{part}" if path else part
            if is_array and index == len(parts) - 1:
                self.counts[path] = self.counts.get(path, -1) + 1
            suffix = f"[{self.counts[path]}]" if path in self.counts else ""
            path += suffix
            yield part + suffix

    def read_key(self, line: _Line, pair: re.Match[str]) -> None:
        key = line.fixed[pair.start(2) : pair.end(2)]
        plain = key.strip("\"'")
        if STRING in pair[2] and not re.search(r"[^\x01.\sA-Za-z0-9_\-]", pair[2]):
            key = plain
        elif not re.fullmatch(KEY, re.sub(r"\s*\.\s*", ".", key)):
            self.add("F27", line.number, pair.start(2), pair.end(2), key=key)
            return
        path = f"{self.table}.{key}"
        if path in self.keys:
            self.add("F22", line.number, pair.start(2), pair.end(2), key=key, first=self.keys[path])
        self.keys.setdefault(path, line.number)

    def read_value(self, line: _Line, start: int) -> None:
        code = line.skeleton
        value = code[start:].strip()
        start += len(code[start:]) - len(code[start:].lstrip())
        if not value:
            self.add("F26", line.number, start - 1, start)
        elif value[0] in "[{":
            self.after_value = False
            self.read_tokens(line, start)
        elif not VALUE.fullmatch(value):
            self.read_scalar(line, start, start + len(value))

    def read_scalar(self, line: _Line, start: int, end: int) -> None:
        """Name what is wrong with a value that is no array."""
        value = line.skeleton[start:end]
        if value.rstrip(",").rstrip() != value and VALUE.fullmatch(value.rstrip(", ")):
            self.add("F32", line.number, start + len(value.rstrip(", ")), end, mark=",")
            line.edits.append((start + len(value.rstrip(", ")), end, ""))
        elif "," in value and not THOUSANDS.fullmatch(value) and re.fullmatch(r"[\d\s,.+-]+\]?", value):
            self.add("F33", line.number, start, end)
            line.edits += [(start, start, "["), (end, end, "" if value.endswith("]") else "]")]
        else:
            self.read_literal(line, start, end)

    def read_tokens(self, line: _Line, start: int) -> None:
        """Follow brackets and commas of an array from `start` to the end of the line."""
        previous = "value" if self.after_value else ","
        for match in TOKEN.finditer(line.skeleton, start):
            token = match[0]
            if token in "[{":
                self.brackets.append((line.number, match.start()))
                previous = ","
            elif token in "]}":
                if not self.brackets:
                    self.add("F32", line.number, match.start(), match.end(), mark=token)
                    line.edits.append((match.start(), match.end(), ""))
                else:
                    self.brackets.pop()
                previous = "value"
            elif token == ",":
                if previous == ",":
                    self.add("F29", line.number, match.start(), match.end())
                    line.edits.append((match.start(), match.start(), '""'))
                previous = ","
            elif token == "=":
                previous = ","
            else:
                previous = self.read_item(line, match, previous)
        self.after_value = previous == "value"

    def read_item(self, line: _Line, match: re.Match[str], previous: str) -> str:
        """Read one value of an array (or a key of an inline table); return what stands before the next."""
        rest = line.skeleton[match.end() :].lstrip()
        if previous == "value":
            self.add("F25", line.number, match.start(), match.end())
            line.edits.append(
                (match.start(), match.start(), ", " if line.skeleton[match.start() - 1] != " " else "")
            )
            if line.skeleton[match.start() - 1] == " ":
                at = len(line.skeleton[: match.start()].rstrip())
                line.edits[-1] = (at, at, ",")
        if not rest.startswith("=") and not VALUE.fullmatch(match[0]):
            self.read_literal(line, match.start(), match.end())
        return "value"

    def read_literal(self, line: _Line, start: int, end: int) -> None:
        """Name a value that TOML does not know: a date, a number in a person's writing, text without quotes."""
        value = line.skeleton[start:end]
        if LEADING_ZERO.fullmatch(value):
            code, new = "F17", suggest_number(value)
        elif WITH_UNIT.fullmatch(value):
            code, new = "F18", suggest_number(value)
        elif THOUSANDS.fullmatch(value):
            code, new = "F16", value.replace(",", "")
        elif date := DATE.fullmatch(value):
            code, new = "F19", f"{date[1]}-{int(date[2]):02}-{int(date[3]):02}"
        elif STRING in value or not re.search(r"\w", value):
            code, new = "F99", ""
        else:
            code, new = "F24", '"' + line.fixed[start:end] + '"'
        self.add(code, line.number, start, end, suggestion=new)
        if new:
            line.edits.append((start, end, new))

    def close_brackets(self) -> None:
        """Report the outermost bracket that is still open."""
        if self.brackets:
            number, at = self.brackets[0]
            text = self.lines[number - 1]
            self.add("F21", number, at, at + 1, mark=text[at], close="]" if text[at] in "[［【" else "}")
            self.try_closing(number)
        self.brackets = []
        self.after_value = False

    def try_closing(self, number: int) -> None:
        """Give the strike just made the line with a bracket put before its comment, if that is TOML."""
        text = self.lines[number - 1]
        body = re.split(r"\s*#", text)[0].rstrip().rstrip(",")
        corrected = f"{body}]{text[len(body) :]}"
        try:
            tomli.loads(corrected)
        except (ValueError, RecursionError):
            return
        self.strikes[-1] = replace(self.strikes[-1], corrected=corrected.strip())
