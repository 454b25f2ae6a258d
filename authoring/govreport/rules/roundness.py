"""Words for about, beside a number that is exact to the last digit (rule N23)."""

import re
from collections.abc import Iterator

from govreport.finding import Strike
from govreport.rules.list_search import NO_AMOUNT, find_lists
from govreport.rules.lists import judge
from govreport.rules.pattern import Pattern
from govreport.rules.sentences import Sentence
from govreport.rules.subject import Subject

MORE = Pattern(r"(?<![\d.,第])(?:\d+,)*\d+[1-9][余多](?=件|条|篇|份|个|次|人|项|场|家|户|期|幅|张|部|处|块|起|宗)")
ABOUT = Pattern(
    r"(?:大约|约|近)(?:\d+,)*\d{2,}[1-9](?=件|条|篇|份|个|次|人|项|场|家|户|期|幅|张|部|处|块|起|宗)(?!个?百分点)"
)
SIGNS = "余多约近"


def check_roundness(subject: Subject) -> Iterator[Strike]:
    """Yield a strike for every 余 or 多 behind a number that is not rounded; 约 and 近 from 100 on."""
    for sentence in subject.sentences:
        if not sentence.has_digit or not any(sign in sentence.text for sign in SIGNS):
            continue
        for pattern in (MORE, ABOUT):
            for match in pattern.finditer(sentence.text):
                if not is_told(sentence, match):
                    start, end = sentence.locate(match.start(), match.end())
                    yield sentence.passage.strike("N23", start, end, found=match[0])


def is_told(sentence: Sentence, match: re.Match[str]) -> bool:
    """Tell whether N21 speaks of the number: it is the exact total of a list."""
    counts = [c for c in sentence.counts if c.unit not in NO_AMOUNT]
    own = (lst for lst in find_lists(sentence, counts) if match.start() <= lst.total.start < match.end())
    strikes = (judge(sentence, listing) for listing in own)
    return any(strike and strike.code == "N21" for strike in strikes)
