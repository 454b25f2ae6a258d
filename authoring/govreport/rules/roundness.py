"""Words for about, beside a number that is exact to the last digit (rule N23)."""

from collections.abc import Iterator

from govreport.finding import Strike
from govreport.rules.list_search import MOST, NO_AMOUNT, find_lists
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
        matches = [match for pattern in (MORE, ABOUT) for match in pattern.finditer(sentence.text)]
        told = list_told(sentence) if matches else set()
        for match in matches:
            if told.isdisjoint(range(*match.span())):
                start, end = sentence.locate(*match.span())
                yield sentence.passage.strike("N23", start, end, found=match[0])


def list_told(sentence: Sentence) -> set[int]:
    """Return where numbers begin of which N21 speaks, and those that about is said of for a part's sake."""
    counts = [c for c in sentence.counts if c.unit not in NO_AMOUNT]
    if not 2 < len(counts) <= MOST:
        return set()
    judged = ((listing, judge(sentence, listing)) for listing in find_lists(sentence, counts))
    return {
        listing.total.start
        for listing, strike in judged
        if strike and (strike.code == "N21" or not all(part.is_exact for part in listing.parts))
    }
