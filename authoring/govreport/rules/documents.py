"""Rules and normative documents that prose counts and table two does not (for rule P08)."""

import re
from functools import cache

from govreport.rules.pattern import Pattern
from govreport.rules.quantities import load_vocabulary

NEAR = 200
"""How many characters before a number are looked at."""
REPRINTED = Pattern("(?:刊登|刊发|登载|刊载|收录|公报(?!》?(?:[、和等及]|(?:主动)?公开)))[^。；]*$")
"""What the gazette prints, or a collection holds."""
PIECES, MADE = Pattern("信息[^；。]*其中[^；。]*$"), Pattern("制发|制定|制作|出台|印发|废止|有效")
"""A list of pieces of information by kind, and words by which documents in it are counted as such."""
BY_PART = Pattern("（(?:含|其中|包括)[^）]*$")
REPEALED_APART = Pattern(r"(?:失效|废止)[^，。；、\d]{0,8}\d+[件个部项份][、，和](?:宣布)?(?:失效|废止)")
"""What lost its force and what was repealed, which the table adds up."""


def counts_others(text: str, end: int, own_name: str) -> bool:
    """Tell whether documents counted at character `end` of a sentence may be others than the table's."""
    head = text[max(0, end - NEAR) : end]
    last = re.split("[，；：、]", head)[-1]
    if "省" in last and "省" not in own_name:
        return True
    if PIECES.search(head) and not MADE.search(last):
        return True
    if REPEALED_APART.search(text, max(0, end - NEAR), end + NEAR):
        return True
    return any(pattern.search(head) for pattern in (REPRINTED, BY_PART, several_kinds(), of_departments()))


@cache
def several_kinds() -> re.Pattern[str]:
    """Return the expression for a list of kinds with one number behind it."""
    kinds = load_vocabulary().documents
    return re.compile(rf"(?:{kinds})(?:[^，；：]*等[^，；：、]{{0,8}}|(?:[、和及与]|以及)[^，；：、\d]{{1,16}})$")


@cache
def of_departments() -> re.Pattern[str]:
    """Return the expression for documents of departments, not of the agency."""
    return re.compile(rf"部门(?:{load_vocabulary().documents})[^，；：]{{0,4}}$")
