"""Punctuation: half-width marks, titles within titles, straight quotes, doubled marks (rules W01 to W04)."""

import re
from collections.abc import Iterator

from govreport.finding import Strike
from govreport.rules.manuscript import Manuscript
from govreport.rules.script import BLANKS, before, behind, has_chinese, is_chinese, is_letter_or_digit
from govreport.rules.subject import Subject

FOREIGN = (
    r"(?:https?://|www\.)[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*[A-Za-z0-9/=&#%_\-]"
    r"|[A-Za-z0-9._+\-]{1,64}@[A-Za-z0-9.\-]+|&#?\w+;|\[bookmark:[^\]\n]{0,80}\]|</?[A-Za-z][^<>\n]*>"
)
"""Addresses and what converters leave (W11): marks in them are none of the sentence's."""
HALF_WIDTH = "[,:;?!()]"
POINT_AT_END = r"\.$"
YEAR = r"\s*(?:19|20)\d\d\s*"
NUMBER_BEHIND = r"\s*第?\d+\s*号"


def check_half_width(subject: Subject) -> Iterator[Strike]:
    """Yield a strike for every half-width mark that belongs to Chinese (rule W01)."""
    manuscript = subject.manuscript
    text = manuscript.text
    marks = subject.rules["W01"].data["marks"]
    if not any(mark in text for mark in marks):
        return
    chinese = dict(find_brackets(text)) if "(" in text or ")" in text else {}
    for match in re.finditer(HALF_WIDTH, text):
        at, mark = match.start(), match[0]
        if (chinese.get(at, False) if mark in "()" else is_chinese_at(text, at)) and not is_foreign(text, at):
            yield manuscript.strike("W01", *with_blanks(text, at), meant=marks[mark], word=mark)
    for match in re.finditer(POINT_AT_END, text, re.MULTILINE) if "." in text else ():
        if is_chinese(before(text, match.start())) and not manuscript.find_passage(match.start())[0].is_heading:
            yield manuscript.strike("W01", *match.span(), meant=marks["."])


def with_blanks(text: str, at: int) -> tuple[int, int]:
    """Return the span of a mark with the blanks that only a half-width one needs: towards Chinese."""
    start, end = at, at + 1
    if text[at] == "(" and is_chinese(before(text, at)):
        while text[start - 1] in BLANKS:
            start -= 1
    elif text[at] != "(" and is_chinese(behind(text, end)):
        while text[end] in BLANKS:
            end += 1
    return start, end


def is_foreign(text: str, at: int) -> bool:
    """Tell whether what stands at `at` lies within an address, or within what a converter left."""
    start, end = at, at
    while start and "!" <= text[start - 1] <= "~":
        start -= 1
    while end < len(text) and "!" <= text[end] <= "~":
        end += 1
    addresses = re.compile(FOREIGN).finditer(text, start, end) if end - start > 3 else ()
    return any(match.start() <= at < match.end() for match in addresses)


def is_chinese_at(text: str, at: int) -> bool:
    """Tell whether the mark at `at` stands beside Chinese, and not within a number, a time or a ratio."""
    left, right = before(text, at), behind(text, at + 1)
    return not (left.isdigit() and right.isdigit()) and (is_chinese(left) or is_chinese(right))


def find_brackets(text: str) -> Iterator[tuple[int, bool]]:
    """Yield the place of every bracket of a pair, and whether it belongs to Chinese."""
    opened: list[int] = []
    for match in re.finditer("[()（）\n]", text):
        if match[0] == "\n":
            opened.clear()
        elif match[0] in "(（":
            opened.append(match.start())
        elif opened:
            start, end = opened.pop(), match.start()
            yield from ((at, is_chinese_pair(text, start, end)) for at in (start, end))


def is_chinese_pair(text: str, start: int, end: int) -> bool:
    """Tell whether a pair of brackets belongs to Chinese: by what is inside, before, or behind it."""
    inside, left, right = text[start + 1 : end], before(text, start), text[end + 1 : end + 2]
    if re.fullmatch(YEAR, inside) and re.compile(NUMBER_BEHIND).match(text, end + 1):
        return False  # the year of a document number (W12)
    if inside.strip().isdigit() and (right.isdigit() or right == "-"):
        return False  # the area code of a telephone
    return has_chinese(inside) or is_chinese(left) or (not left and is_chinese(right))


# ---------------------------------------------------------------- titles, quotes

NESTED = "《[^》\n]*[《<＜]"
SINGLE = {"<": "〈", "＜": "〈", "《": "〈", ">": "〉", "＞": "〉", "》": "〉"}
PARTNER = {">": "<＜", "＞": "<＜", "》": "《"}


def check_titles_within(subject: Subject) -> Iterator[Strike]:
    """Yield a strike for every mark of a title within a title that is not 〈 or 〉 (rule W02)."""
    manuscript = subject.manuscript
    if not re.search(NESTED, manuscript.text):
        return
    for line in re.finditer(f"{NESTED}.*", manuscript.text):
        for at in find_titles_within(manuscript.text, *line.span()):
            yield manuscript.strike("W02", at, at + 1, meant=SINGLE[manuscript.text[at]])


def find_titles_within(text: str, start: int, end: int) -> list[int]:
    """Return where titles within titles begin and end; nothing where the marks do not pair."""
    opened: list[int] = []
    found: list[int] = []
    for match in re.compile("[《》<>＜＞]").finditer(text, start, end):
        mark = match[0]
        if mark == "《" or (mark in "<＜" and opened):
            opened.append(match.start())
        elif mark in PARTNER and opened and text[opened[-1]] in PARTNER[mark]:
            begin = opened.pop()
            found += [begin, match.start()] if opened else []
    return [] if opened else sorted(found)


def check_straight_quotes(subject: Subject) -> Iterator[Strike]:
    """Yield a strike for every straight quote beside Chinese (rule W03); what is meant only where they pair."""
    manuscript = subject.manuscript
    for mark in "\"'":
        starts = {manuscript.find_passage(match.start())[1] for match in re.finditer(mark, manuscript.text)}
        for start in sorted(starts):
            yield from strike_quotes(manuscript, start, mark)


def strike_quotes(manuscript: Manuscript, start: int, mark: str) -> Iterator[Strike]:
    """Yield the strikes for one kind of quote in the passage that begins at `start`."""
    text, end = manuscript.text, manuscript.end_of_line(start)
    places = [m.start() for m in re.compile(mark).finditer(text, start, end) if is_quote(text, m.start())]
    if not text[start:end].strip("'\"“”‘’"):
        return  # nothing but quotes (S13)
    paired = len(places) % 2 == 0
    for number, at in enumerate(places):
        inner = mark == "'" and text.count("“", start, at) > text.count("”", start, at)
        meant = ("‘’" if inner else "“”")[number % 2] if paired else None
        yield manuscript.strike("W03", at, at + 1, meant=meant, hint=meant or "")


def is_quote(text: str, at: int) -> bool:
    """Tell whether the mark at `at` is a quote in Chinese: no apostrophe, no inches, not in an address."""
    left, right = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if left.isdigit() or (is_letter_or_digit(left) and is_letter_or_digit(right)):
        return False
    return (is_chinese(left) or is_chinese(right) or left in ("", "\n")) and not is_foreign(text, at)


# ---------------------------------------------------------------- doubled marks

RUN = "[，、；：。！,;:]{2,}"


def check_doubled_marks(subject: Subject) -> Iterator[Strike]:
    """Yield a strike for marks that stand together (rule W04).

    What is meant is known where there are two of one kind, or a stop ends the paragraph.
    """
    manuscript = subject.manuscript
    text = manuscript.text
    for match in re.finditer(RUN, text):
        run = match[0]
        if (run.isascii() and not is_chinese(before(text, match.start()))) or is_ellipsis(run):
            continue
        meant = None
        if len(run) == 2 and run[0] == run[1]:
            meant = run[0]
        elif len(run) == 2 and run[1] == "。" and match.end() == manuscript.end_of_line(match.end()):
            meant = "。"
        yield manuscript.strike("W04", *match.span(), meant=meant)


def is_ellipsis(run: str) -> bool:
    """Tell whether a run is stops in place of an ellipsis (rule S14)."""
    return set(run) == {"。"} and len(run) > 2
