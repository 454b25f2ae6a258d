"""What stands at the end of a report: signature, date, captions of figures, and what a site puts below."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from govreport.importers.doubt import Doubt, quote
from govreport.importers.identity import CHINESE_DIGITS, read_digit
from govreport.importers.opening import is_site_line

DATE = re.compile(r"((?:19|20)\d\d)\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")
CHINESE_DATE = re.compile(
    r"([二两][〇○零OＯ0一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
LONGEST_SIGNATURE = 40
BROKEN_END = 4
MARKS = re.compile(r"[。，；：:,;！？!?、]")
AGENCY_END = re.compile(
    r"(?:政府|局|委员会|委|办公室|办公厅|厅|办事处|中心|院|所|会|队|处|部|社|公司|管委会|街道|镇|乡)$"
)


@dataclass(frozen=True)
class Closing:
    """A report's last paragraphs, and what was taken from behind them. `printed_date` is the date as printed."""

    paragraphs: tuple[str, ...]
    signature: str = ""
    day: date | None = None
    printed_date: str = ""
    captions: tuple[str, ...] = ()


def read_closing(paragraphs: Sequence[str]) -> Closing:
    """Return the paragraphs of the last section apart from signature, date and site lines.

    Captions of figures stay among the paragraphs, and are named.
    """
    lines = [line for line in paragraphs]
    while lines and is_site_line(lines[-1]):
        lines.pop()
    lines = join_broken_date([line for line in lines if not is_footer(line)])
    at = find_date(lines)
    if at is None:
        return Closing(tuple(lines), captions=find_captions(lines))
    day, name, printed = split_signed(lines[at])
    start = at
    if not name and at > 0 and is_signature(lines[at - 1]):
        start, name = at - 1, lines[at - 1]
    behind = lines[at + 1 :]
    if at + 1 < len(lines) and not name and is_signature(lines[at + 1]):
        name, behind = lines[at + 1], lines[at + 2 :]
    return Closing((*lines[:start], *behind), name, day, printed, find_captions(behind))


def take_signed(closing: Closing, preamble: Sequence[str]) -> tuple[Closing, list[str], list[Doubt]]:
    """Return the closing with agency and date from under the title, the preamble without them, doubts.

    Only a date in Chinese counts there: other ones are a site's. What the end says goes first.
    """
    at = next((i for i, line in enumerate(preamble[:2]) if split_signed(line)[0]), None)
    if at is None or (at == 1 and not is_signature(preamble[0])):
        return closing, list(preamble), []
    day, name, printed = split_signed(preamble[at])
    if "年" not in printed:
        return closing, list(preamble), []
    name = name or (preamble[0] if at else "")
    rest = list(preamble[at + 1 :])
    if closing.day:
        differs = closing.day != day or (name and closing.signature and name != closing.signature)
        seen = quote("".join(preamble[: at + 1]))
        doubts = [Doubt("publication.date", f"标题下面写着{seen}，与落款不同，取落款")] if differs else []
        return replace(closing, signature=closing.signature or name), rest, doubts
    doubt = Doubt("publication.date", f"标题下面的{quote(''.join(preamble[: at + 1]))}当作落款")
    return replace(closing, signature=closing.signature or name, day=day, printed_date=printed), rest, [doubt]


def join_broken_date(lines: Sequence[str]) -> list[str]:
    """Return the lines, a date that was broken in two (2025年1月18 / 日) on one."""
    joined: list[str] = []
    for line in lines:
        if joined and len(line) <= BROKEN_END and split_signed(joined[-1] + line)[0]:
            joined[-1] += line
        else:
            joined.append(line)
    return joined


def is_footer(text: str) -> bool:
    """Tell whether a line is a site's footer whatever stands behind it."""
    return re.search(r"版权所有|ICP备|公网安备|网站标识码|政府网站找错", text) is not None and len(text) < 200


def find_date(lines: Sequence[str]) -> int | None:
    """Return which of the last lines is a date, alone or behind a signature; None for none."""
    for index in range(len(lines) - 1, max(-1, len(lines) - 7), -1):
        if split_signed(lines[index])[0]:
            return index
    return None


def split_signed(line: str) -> tuple[date | None, str, str]:
    """Return the date at the end of a line, the signature before it, and the date as printed."""
    flat = "".join(line.split()).strip("（）()")
    for pattern, numbers in ((DATE, read_numbers), (CHINESE_DATE, read_chinese_numbers)):
        match = pattern.search(flat)
        if match and match.end() == len(flat) and not MARKS.search(flat[: match.start()]):
            name = flat[: match.start()]
            if name and not is_signature(name):
                continue
            try:
                return date(*numbers(match)), name, match[0]
            except ValueError:
                continue
    return None, "", ""


def read_numbers(match: re.Match[str]) -> tuple[int, int, int]:
    """Return year, month and day."""
    return int(match[1]), int(match[2]), int(match[3])


def read_chinese_numbers(match: re.Match[str]) -> tuple[int, int, int]:
    """Return year, month and day in Chinese digits."""
    year = int("".join(map(read_digit, match[1])))
    return year, read_chinese_count(match[2]), read_chinese_count(match[3])


def read_chinese_count(text: str) -> int:
    """Return a number up to 31 in Chinese, such as 二十一."""
    tens, ten, ones = text.rpartition("十")
    value = int(CHINESE_DIGITS.get(ones, "0")) if ones else 0
    return value + (int(CHINESE_DIGITS.get(tens, "1")) * 10 if ten else 0)


def is_signature(line: str) -> bool:
    """Tell whether a line may be an agency's name: short, without marks."""
    flat = "".join(line.split())
    return 2 <= len(flat) <= LONGEST_SIGNATURE and not MARKS.search(flat) and AGENCY_END.search(flat) is not None


def find_captions(lines: Sequence[str]) -> tuple[str, ...]:
    """Return the last lines that are no sentences: captions of figures that did not come along."""
    captions: list[str] = []
    for line in reversed(lines):
        if MARKS.search(line) or len(line) > LONGEST_SIGNATURE or len(lines) == len(captions) + 1:
            break
        captions.insert(0, line)
    return tuple(captions)
