"""One line of a TOML text with its strings and marks told apart, and the edits that would repair it."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from govreport.finding import Place, Strike

STRING = "\x01"
"""Stands for every character of a string in a skeleton, so that columns stay as they are."""
KEY = r"[A-Za-z_][A-Za-z0-9_.\-]*"
FULL_WIDTH = {
    **{chr(ord("０") + n): (str(n), "F10") for n in range(10)},
    "，": (",", "F11"),
    "、": (",", "F15"),
    "；": (",", "F15"),
    ";": (",", "F15"),
    **dict.fromkeys("［【〔", ("[", "F12")),
    **dict.fromkeys("］】〕", ("]", "F12")),
    "｛": ("{", "F12"),
    "｝": ("}", "F12"),
    "＝": ("=", "F13"),
    "．": (".", "F30"),
    "－": ("-", "F30"),
    "＿": ("_", "F30"),
    **{chr(ord("Ａ") + n): (chr(ord("A") + n), "F30") for n in range(26)},
    **{chr(ord("ａ") + n): (chr(ord("a") + n), "F30") for n in range(26)},
}
DOUBLE_QUOTES = '"“”＂„「」『』〝〞'
SINGLE_QUOTES = "'‘’＇`´"
BEFORE_VALUE = re.compile(rf"\s*[\"'{STRING}]?{KEY}[\"'{STRING}]?\s*")
BEHIND_STRING = re.compile(r"\s*(?:[,，、;；=＝:：\]］】}｝#＃]|$)")
BAD_ESCAPE = re.compile(r"\\(?![btnfre\"\\]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})(.?)")
CLOSED = {
    '"': re.compile(r"(?:[^\"\\]|\\.)*+\""),
    "'": re.compile(r"[^']*'"),
}


@dataclass
class Line:
    """A line under repair. `skeleton` is the text with ASCII marks, STRING for strings, blanks for comments.

    `opens` is the mark and column of a block of text that begins here and does not end here.
    `unclosed` tells that a quote on this line has no partner, `ends_in` what its array ends in: "value" or ",".
    """

    number: int
    text: str
    skeleton: str = ""
    strikes: list[Strike] = field(default_factory=list)
    edits: list[tuple[int, int, str]] = field(default_factory=list)
    opens: tuple[str, int] | None = None
    unclosed: bool = False
    ends_in: str = ""

    def strike(self, code: str, start: int, end: int, **values: object) -> None:
        """Report the stretch from `start` to `end`."""
        found = self.text[start:end]
        place = Place(self.number, start + 1, max(1, end - start))
        self.strikes.append(Strike(code, found=found or None, values={"found": found, **values}, place=place))

    def edit(self, start: int, end: int, new: str) -> None:
        """Put `new` in place of the stretch in the corrected line."""
        self.edits.append((start, end, new))

    def clear(self, start: int, end: int) -> None:
        """Take back what was reported and edited inside a stretch that is now reported as a whole."""
        self.strikes = [s for s in self.strikes if s.place is None or not start < s.place.column <= end]
        self.edits = [e for e in self.edits if not (start <= e[0] and e[1] <= end)]

    def put(self, code: str, start: int, end: int, new: str) -> None:
        """Report a mark that should be `new`, and go on as if it were."""
        self.strike(code, start, end, ascii=new)
        self.edit(start, end, new)
        self.skeleton = self.skeleton[:start] + new.ljust(end - start)[: end - start] + self.skeleton[end:]

    def corrected(self) -> str:
        """Return the text with all edits made."""
        text = self.text
        for start, end, new in sorted(self.edits, reverse=True):
            text = text[:start] + new + text[end:]
        return text


def mark_line(number: int, text: str, *, start: int = 0, in_array: bool = False) -> Line:
    """Return a line with the slips of single characters in it; up to `start` it belongs to a block of text."""
    return _Marker(Line(number, text, STRING * start), in_array=in_array).mark(start)


class _Marker:
    """Walks along a line once and fills its skeleton."""

    def __init__(self, line: Line, *, in_array: bool) -> None:
        self.line = line
        self.text = line.text
        self.done: list[str] = [line.skeleton]
        self.depth = int(in_array)
        self.equals = in_array

    def mark(self, at: int) -> Line:
        while at < len(self.text):
            at = self.take(at)
        self.line.skeleton = "".join(self.done).ljust(len(self.text))
        return self.line

    def keep(self, text: str) -> None:
        self.done.append(text)
        self.equals = self.equals or "=" in text
        self.depth += text.count("[") - text.count("]")

    def take(self, at: int) -> int:
        """Take what begins at `at` and return where the next thing begins."""
        character = self.text[at]
        if character in "#＃":
            if character == "＃":
                self.replace(at, at + 1, "F30", "#")
            return len(self.text)
        if character in DOUBLE_QUOTES or character in SINGLE_QUOTES:
            return self.take_string(at)
        if character == "，" and self.splits_number(at):
            return self.take_thousands(at)
        found = self.translate(at)
        if found:
            return self.take_marks(at, *found)
        category = "" if character.isascii() else unicodedata.category(character)
        if category in ("Zs", "Cf", "Zl", "Zp"):
            return self.take_blank(at, category)
        self.keep(character)
        return at + 1

    def translate(self, at: int) -> tuple[str, str] | None:
        """Return the ASCII mark that the one at `at` stands for, and the code of the slip."""
        character = self.text[at]
        if character in FULL_WIDTH:
            return FULL_WIDTH[character]
        if character in ":：" and not self.equals and BEFORE_VALUE.fullmatch("".join(self.done)):
            return ("=", "F13")
        if character in ".。":
            return self.translate_point(at)
        return None

    def translate_point(self, at: int) -> tuple[str, str] | None:
        """Tell what a full stop stands for: the point of a key or number, or a comma between two numbers."""
        before, after = self.text[at - 1 : at], self.text[at + 1 : at + 2]
        if not self.equals and self.text[at] == "。" and re.fullmatch(r"\w\w", before + after, re.ASCII):
            return (".", "F30")
        if not before.isdigit() or not self.equals:
            return None
        if self.depth and (after.isspace() or (self.text[at] == "。" and after.isdigit())):
            return (",", "F15")
        return (".", "F30") if self.text[at] == "。" and after.isdigit() else None

    def splits_number(self, at: int) -> bool:
        """Tell whether a full-width comma of an array stands in a number: the others are ASCII, with a blank."""
        before = re.search(r"(?<![\d，])\d{1,3}$", self.text[max(0, at - 4) : at])
        after = re.match(r"\d{3}(?![\d，])", self.text[at + 1 : at + 5])
        return bool(self.depth and before and after and re.search(r",\s", self.text))

    def take_thousands(self, at: int) -> int:
        """Take a comma inside a number; the skeleton gets TOML's own mark between digits."""
        start = at
        while self.text[start - 1].isdigit():
            start -= 1
        number = self.text[start : at + 4]
        self.line.strike("F16", start, at + 4, suggestion=number.replace("，", ""))
        self.line.edit(at, at + 1, "")
        self.keep("_")
        return at + 1

    def take_marks(self, at: int, new: str, code: str) -> int:
        """Take a full-width mark; digits and letters as many as stand together."""
        end = at + 1
        while code in ("F10", "F30") and end < len(self.text):
            following = FULL_WIDTH.get(self.text[end])
            if following is None or following[1] != code:
                break
            new += following[0]
            end += 1
        self.replace(at, end, code, new)
        self.keep(new)
        return end

    def take_blank(self, at: int, category: str) -> int:
        """Take a run of blanks that TOML does not know, or a character that cannot be seen."""
        end = at + 1
        if category == "Zs":
            while end < len(self.text) and unicodedata.category(self.text[end]) == "Zs":
                end += 1
            kind = "全角空格" if self.text[at] == "\u3000" else "特殊空格"
            self.line.strike("F30", at, end, found=kind, ascii="普通空格")
            self.line.edit(at, end, " " * (end - at))
        else:
            self.line.strike("F03", at, end, character=f"U+{ord(self.text[at]):04X}")
            self.line.edit(at, end, "")
        self.keep(" " * (end - at))
        return end

    def replace(self, start: int, end: int, code: str, new: str) -> None:
        self.line.strike(code, start, end, ascii=new)
        self.line.edit(start, end, new)

    # ------------------------------------------------------------ strings

    def take_string(self, at: int) -> int:
        """Take a string that opens at `at` with whatever kind of quote."""
        quotes, mark = (DOUBLE_QUOTES, '"') if self.text[at] in DOUBLE_QUOTES else (SINGLE_QUOTES, "'")
        if all(c in quotes for c in self.text[at : at + 3].ljust(3)):
            return self.take_block(at, mark * 3)
        end = self.find_end(at, mark, quotes)
        if end is None:
            return self.take_unclosed(at, mark)
        inside = self.text[at + 1 : end]
        if self.text[at] != mark or self.text[end] != mark:
            fault = at if self.text[at] != mark else end
            safe = "'" if mark in inside else mark
            self.line.strike("F14", fault, fault + 1, ascii=mark)
            self.line.edit(at, at + 1, safe)
            self.line.edit(end, end + 1, safe)
        elif mark == '"':
            self.check_escapes(at, end)
        self.keep(STRING * (end + 1 - at))
        return end + 1

    def find_end(self, at: int, mark: str, quotes: str) -> int | None:
        """Return where the string ends: at its own quote, else at a quote of its kind that could be meant."""
        if self.text[at] == mark:
            match = CLOSED[mark].match(self.text, at + 1)
            if match:
                return match.end() - 1
        comment = re.compile(r"\s[#＃]").search(self.text, at + 1)
        stop = comment.start() if comment else len(self.text)
        ends = (i for i in range(at + 1, stop) if self.text[i] in quotes)
        return next((i for i in ends if BEHIND_STRING.match(self.text, i + 1)), None)

    def check_escapes(self, start: int, end: int) -> None:
        """Report the first backslash that TOML takes for the beginning of something it does not know."""
        inside = self.text[start + 1 : end]
        bad = BAD_ESCAPE.search(inside.replace("\\\\", "\x00\x00"))
        if bad:
            at = start + 1 + bad.start()
            self.line.strike("F35", at, at + 1)
            if "'" not in inside:
                self.line.edit(start, start + 1, "'")
                self.line.edit(end, end + 1, "'")

    def take_block(self, at: int, mark: str) -> int:
        """Take a block of text as far as it stands on this line."""
        if self.text[at : at + 3] != mark:
            self.replace(at, at + 3, "F14", mark)
        end = self.text.find(mark, at + 3)
        if end < 0:
            self.line.opens = (mark, at)
            return self.fill(at, len(self.text))
        while self.text[end + 3 : end + 4] == mark[0]:
            end += 1
        return self.fill(at, end + 3)

    def take_unclosed(self, at: int, mark: str) -> int:
        """Take a quote without a partner: what it opens ends at the comment, in an array at the next cell."""
        if self.depth:
            cell = re.compile(r"[^,，\]］]*").match(self.text, at + 1)
            end = cell.end() if cell else at + 1
        else:
            end = at + len(re.split(r"\s+[#＃]", self.text[at:])[0].rstrip())
        before = "".join(self.done).rpartition("=")[2].strip()
        if end == at + 1 and before and before[-1] not in "[,":
            self.keep(mark)  # a value without its opening quote
            return end
        self.line.unclosed = True
        self.line.strike("F20", at, at + 1, mark=mark)
        self.line.edit(at, at + 1, mark)
        self.line.edit(end, end, mark)
        return self.fill(at, end)

    def fill(self, start: int, end: int) -> int:
        self.keep(STRING * (end - start))
        return end


def pieces(skeleton: str, start: int) -> Iterator[re.Match[str]]:
    """Yield strings, marks and words of a skeleton."""
    return re.compile(rf"{STRING}+|[\[\],{{}}=]|[^\s\[\],{{}}={STRING}]+").finditer(skeleton, start)
