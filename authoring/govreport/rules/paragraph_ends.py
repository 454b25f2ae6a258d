"""Paragraphs that nothing ends (rule W06)."""

import re
from collections.abc import Iterator

from govreport.finding import Strike
from govreport.rules.subject import Subject

ENDS = tuple("。！？；：…;:?!—")
CLOSING = "”’）》】〉)"
NUMBERED = (
    r"[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]|第[一二三四五六七八九十]|[①-⑳]"
    r"|[一二三四五六七八九十]{1,2}[是要]"
)
CONTACT = r"电话|邮编|邮箱|地址|网址|https?:|www\."
SHORTEST, LONGEST_HEADING = 20, 45
"""Characters: a paragraph with a comma is a sentence from here on; a numbered one up to there is a heading."""


def check_final_stop(subject: Subject) -> Iterator[Strike]:
    """Yield a strike for every paragraph of sentences that no mark ends (rule W06).

    What is meant is certain only where the next line is no part of the same paragraph, broken into lines.
    """
    passages = subject.passages
    for index, passage in enumerate(passages):
        text = passage.text
        if passage.is_heading or text.endswith((*ENDS, ".")) or is_ended_inside(text) or not is_sentence(text):
            continue
        following = passages[index + 1] if index + 1 < len(passages) else None
        goes_on = following and following.path == passage.path and not re.match(NUMBERED, following.text)
        certain = not goes_on and text[-1] not in "，、," and not is_cut(text)
        mark = "：" if text.endswith("如下") else "。"
        meant = f"{text[-1]}{mark}" if certain else None
        yield passage.strike("W06", len(text) - 1, len(text), expected=meant, meant=meant)


def is_ended_inside(text: str) -> bool:
    """Tell whether a stop stands before the closing quote or bracket, or before the bracket's opening."""
    bare = text.rstrip(CLOSING)
    if bare != text and bare.endswith(ENDS):
        return True
    opening = text.rfind("（")
    return text.endswith(("）", ")")) and opening > 0 and text[opening - 1] in "。！？"


def is_cut(text: str) -> bool:
    """Tell whether a quotation, a bracket or a title is still open at the end: the paragraph was cut there."""
    return any(text.rfind(opening) > text.rfind(closing) for opening, closing in ("“”", "（）", "《》"))


def is_sentence(text: str) -> bool:
    """Tell whether a paragraph is sentences; a heading, a signature, a date, contact data are none."""
    if "\t" in text:
        return False
    if "。" in text and text[-1] in "）)":
        return True
    if re.search(CONTACT, text) and re.search("[A-Za-z0-9/）)]$", text):
        return False
    if "。" in text:
        return True
    if "，" not in text and "," not in text:
        return False
    return len(text) >= (LONGEST_HEADING if re.match(NUMBERED, text) else SHORTEST)
