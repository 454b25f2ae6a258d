"""How many parts the preamble says that the report has, and how many it names (rule N22)."""

import re
from collections.abc import Iterator

from govreport.finding import Strike
from govreport.rules.pattern import Pattern
from govreport.rules.subject import Subject

LISTED = Pattern(
    r"(?:包括|包含|涵盖|分为|由)(?!主要)(?P<names>[^。；]{20,200}?)(?P<etc>等)?共?(?P<number>[四五六七八九4-9])个?(?:大)?(?:部分|方面|章节)"
)
NUMBERS = {character: number for number, character in enumerate("四五六七八九", 4)}
KINDS = tuple(
    map(
        Pattern,
        ("总体|基本情况|概况|^概述", "主动公开", "(?<!被)申请", "复议|诉讼", "问题|不足|改进", "其他|其它"),
    )
)
"""What tells the official sections from one another."""
JOINED = Pattern("复议[、和及与](?=(?:被?提起)?(?:政府信息公开)?(?:行政)?诉讼)")
"""复议 and 诉讼 are one section."""
LEAST_NAMED = 4


def check_contents(subject: Subject) -> Iterator[Strike]:
    """Yield a strike where the preamble gives another number of parts than it names.

    Only where each of the names is an official section's. A list with 等 may leave out some, though not just one.
    """
    for sentence in subject.sentences:
        if sentence.passage.section or not ("部分" in sentence.text or "方面" in sentence.text):
            continue
        match = LISTED.search(sentence.text)
        if match is None:
            continue
        said = NUMBERS.get(match["number"]) or int(match["number"])
        least, most = count_names(match["names"])
        is_part = match["etc"] and least != said - 1
        if least >= LEAST_NAMED and not least <= said <= most and not is_part:
            start, end = sentence.locate(match.start("number"), match.end())
            yield sentence.passage.strike("N22", start, end, expected=least, values={"total": least})


def count_names(names: str) -> tuple[int, int]:
    """Return how many sections are named, at least and at most; 0 where one is none of the form's."""
    found: set[int] = set()
    most = 0
    for name in re.split("[，、：]", JOINED.sub("复议", names)):
        kinds = {number for number, kind in enumerate(KINDS) if kind.search(name)}
        if name and not kinds:
            return 0, 0
        found |= kinds
        most += len(kinds)
    return len(found), most
