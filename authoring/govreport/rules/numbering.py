"""Numbers before paragraphs, headings and items: in order, and of one kind a level (rules W07, W08)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from govreport.finding import Strike
from govreport.rules.manuscript import Manuscript
from govreport.rules.passages import Passage
from govreport.rules.subject import Subject

HAN = "一二三四五六七八九十"
PATTERNS = (
    rf"[（(]\s*(?:[{HAN}]{{1,3}}\s*[)）]|\d{{1,2}}\s*[)）](?=[\u4e00-\u9fff]))",
    rf"[{HAN}]{{1,3}}(?:、|是(?![否非])|要(?![求素点务件紧闻领]))",
    r"\d{1,2}(?:[.．、](?!\d)|[.．、](?=20\d\d年)|[)）](?=[\u4e00-\u9fff]))",
    rf"第[{HAN}]{{1,2}}(?=[，、,])",
    "[①-⑳]",
)
NUMBER = rf"[{HAN}]+|\d+|[①-⑳]"
BEGINS = ("", *"。；：;:")
BEGINS_INNER = (*BEGINS, *"，、,")
BEGINS_FIRST = (*BEGINS_INNER, *"括如即含")
STANDS_BEHIND = {
    "一、": ("",),
    "（一）": BEGINS,
    "1.": BEGINS,
    "1、": BEGINS,
    "第一": BEGINS,
    "（1）": BEGINS_INNER,
    "1）": BEGINS_INNER,
    "①": BEGINS_INNER,
    "一要": BEGINS_INNER,
}
"""Each kind of number, written as its first one, and what it stands behind ("": the beginning)."""
NO_ITEM = tuple("第统唯之同其另")
"""Characters that make 一是 the end of a word (统一是)."""
SPOKEN = "一是"
MOST_NESTED = 4
"""Lists of one kind of number that may be open within each other."""


@dataclass(frozen=True)
class Item:
    """One number: its kind, its value, and where it stands in its passage."""

    kind: str
    value: int
    passage: Passage
    start: int
    word: str

    def strike(self, code: str, problem: str) -> Strike:
        """Return the strike on the number."""
        return self.passage.strike(code, self.start, self.start + len(self.word), values={"problem": problem})


def check_numbering(subject: Subject) -> Iterator[Strike]:
    """Yield a strike for every number that is missing, doubled, or of another kind than its fellows."""
    rows: dict[str, list[Item]] = {}
    for item in find_items(subject.manuscript):
        passage = item.passage
        rows.setdefault(f"{passage.section} headings" if passage.is_heading else passage.path, []).append(item)
    for items in rows.values():
        yield from check_items(items)


def find_items(manuscript: Manuscript) -> Iterator[Item]:
    """Yield the numbers of the sections, in order; of a heading only the one that it begins with."""
    matches = [match for pattern in PATTERNS for match in re.finditer(pattern, manuscript.text)]
    for match in sorted(matches, key=lambda match: match.start()):
        kind = name_kind(match[0])
        left = manuscript.text[max(0, match.start() - 5) : match.start()].rstrip(" \u3000\u00a0")[-1:].strip("\n")
        value = read_number(match[0])
        behind = BEGINS_FIRST if kind in ("1.", "1、") and value == 1 else STANDS_BEHIND.get(kind, ())
        if left in NO_ITEM if kind == SPOKEN else left not in behind:
            continue
        passage, begin = manuscript.find_passage(match.start())
        if value and passage.section and not (passage.is_heading and left):
            yield Item(kind, value, passage, match.start() - begin, match[0])


@lru_cache(maxsize=512)
def name_kind(word: str) -> str:
    """Return how a number is written: the word with the first number in place of its own."""
    plain = "".join(word.split()).translate(str.maketrans("()．", "（）."))
    number = re.search(NUMBER, plain)
    first = "" if number is None else "一" if number[0][0] in HAN else "1" if number[0].isdecimal() else "①"
    return re.sub(NUMBER, first, plain, count=1)


@lru_cache(maxsize=512)
def read_number(word: str) -> int:
    """Return the value of the number in a word such as （十二）, 12. or ⑫; 0 for none up to 39."""
    number = re.search(NUMBER, word)
    digits = number[0] if number else ""
    if digits.isdecimal():
        return int(digits)
    if "①" <= digits <= "⑳":
        return ord(digits) - ord("①") + 1
    match = re.fullmatch(rf"([{HAN[:3]}])?(十)?([{HAN[:9]}])?", digits)
    if match is None or (match[1] and match[3] and not match[2]):
        return 0
    if not match[2]:
        return HAN.index(digits) + 1
    return (HAN.index(match[1]) + 1 if match[1] else 1) * 10 + (HAN.index(match[3]) + 1 if match[3] else 0)


def check_items(items: Sequence[Item]) -> Iterator[Strike]:
    """Yield the strikes on the numbers of one text; one of another kind, or a 1, opens a row within the row."""
    rows: list[Item] = []  # the last number of each row that is open, the outermost first
    before: Item | None = None
    for item in items:
        alike = [i for i, last in enumerate(rows) if last.kind == item.kind]
        next_of = [i for i in alike if item.value == rows[i].value + 1]
        if next_of:
            del rows[next_of[-1] :]
        elif alike and item.value == 1 and not is_repeated(item, rows[alike[-1]], before):
            del rows[alike[-1] + (len(alike) < MOST_NESTED) :]
        elif alike:
            yield from compare(item, rows[alike[-1]])
            del rows[alike[-1] :]
        elif rows and item.value == rows[-1].value + 1:
            yield item.strike("W08", f"前面是“{rows[-1].word}”，同一层用了两种序号")
            rows.pop()
        rows.append(item)
        before = item


def said_otherwise(item: Item, last: Item) -> bool:
    """Tell whether a word stands where a number is missing (一是…其次…三是…)."""
    between = item.passage.text[last.start : item.start] if last.passage is item.passage else ""
    return bool(re.search("其次|再次|然后|此外|另外|同时|再者|第二", between))


def begins_anew(item: Item, last: Item) -> bool:
    """Tell whether words between two numbers open another list (问题一是……措施一是……)."""
    between = item.passage.text[last.start : item.start]
    return bool(re.search("[：:]|问题|不足|原因|措施|改进|整改|下一步|对策|方面|工作中|同时", between))


def is_repeated(item: Item, last: Item, before: Item | None) -> bool:
    """Tell whether a 1 is written twice, and does not begin another list."""
    again = before is last and last.passage is item.passage and last.value == 1
    return again and not begins_anew(item, last)


def compare(item: Item, last: Item) -> Iterator[Strike]:
    """Yield the strike on a number that does not follow the last one of its row."""
    if item.value == last.value:
        yield item.strike("W07", "写了两次")
    elif item.value > last.value + 1 and not (item.kind == SPOKEN and said_otherwise(item, last)):
        yield item.strike("W07", f"前面是“{last.word}”，中间少了")
    elif item.value < last.value:
        yield item.strike("W07", f"前面是“{last.word}”，次序乱了")
