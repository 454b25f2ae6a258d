"""Words that are written twice, or wrongly (rules W05, W09)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice

from govreport.finding import Strike
from govreport.rules.catalogue import load_rules
from govreport.rules.subject import Subject

CODES = ("W05", "W09")
TWICE = r"(..)\1"
CHARACTERS = "[\u4e00-\u9fff]+"
LONGER_TWICE = r"(.{3,4})\1"
"""Three or four characters twice are never meant, unlike two (研究研究), but for 一 … 一 …."""
MOST = 200
"""Places that are looked at for one entry; no report has so many."""
WIDEST = 40
"""Characters around what gives an entry away; no entry is longer."""


@dataclass(frozen=True)
class Entry:
    """One thing that is written wrongly: `words` is a pattern around `has`, the text that gives it away.

    `right` is what was meant, None where that depends; `note` says what is wrong.
    """

    code: str
    has: str
    words: str
    right: str | None
    note: str = ""


@dataclass(frozen=True)
class Lexicon:
    """All entries by a sign: two like characters, a pair of characters twice, or else what gives the entry away.

    Three patterns find the signs that a text holds; only then is it searched for the entries themselves.
    """

    doubles: str
    others: str
    entries: Mapping[str, tuple[Entry, ...]]

    def find_entries(self, text: str) -> Iterator[Entry]:
        """Yield the entries that may be in `text`."""
        signs = {character * 2 for character in re.findall(self.doubles, text)}
        signs |= {pair * 2 for pair in re.findall(TWICE, text)}
        signs |= set(re.findall(self.others, text))
        for sign in self.entries.keys() & signs:
            yield from self.entries[sign]


def check_words(subject: Subject) -> Iterator[Strike]:
    """Yield a strike for every word that the rules' lists know."""
    manuscript = subject.manuscript
    found = {
        (match.start(), entry.code): (match, entry)
        for entry in load_lexicon().find_entries(manuscript.text)
        for match in islice(find_all(entry, manuscript.text), MOST)
    }
    for match in islice(find_longer_twice(manuscript.text), MOST):
        found.setdefault((match.start(), "W05"), (match, Entry("W05", match[0], match[0], match[1])))
    for _, (match, entry) in sorted(found.items()):
        yield manuscript.strike(
            entry.code, *match.span(), meant=entry.right, hint=entry.right or "", note=entry.note
        )


def find_longer_twice(text: str) -> Iterator[re.Match[str]]:
    """Yield where three or four Chinese characters stand twice."""
    for match in re.finditer(LONGER_TWICE, text):
        if re.fullmatch(CHARACTERS, match[1]) and match[1][0] != "一":
            yield match


def find_all(entry: Entry, text: str) -> Iterator[re.Match[str]]:
    """Yield where an entry's pattern matches around what gives it away."""
    at = text.find(entry.has)
    while at >= 0:
        begin = max(text.rfind("\n", 0, at) + 1, at - WIDEST)
        matches = re.compile(entry.words).finditer(text, begin, at + WIDEST)
        yield from (match for match in matches if match.start() <= at < match.end())
        at = text.find(entry.has, at + 1)


@cache
def load_lexicon() -> Lexicon:
    """Return the entries of all rules with a list of words."""
    entries: dict[str, tuple[Entry, ...]] = {}
    for entry in read_entries():
        sign = choose_sign(entry.has)
        entries[sign] = (*entries.get(sign, ()), entry)
    doubles = {sign for sign in entries if re.fullmatch(r"(.)\1", sign)}
    others = sorted(entries.keys() - doubles, key=len, reverse=True)
    return Lexicon(rf"([{''.join(sign[0] for sign in doubles)}])\1", "|".join(map(re.escape, others)), entries)


def read_entries() -> Iterable[Entry]:
    """Yield the entries of the rules' data."""
    for code in CODES:
        data = load_rules()[code].data
        yield from (Entry(code, word * 2, word * 2, word) for word in data.get("twice", ()))
        yield from (Entry(code, wrong, wrong, right) for wrong, right in data.get("plain", ()))
        for item in data["entries"]:
            words = item.get("words", item["has"])
            yield Entry(code, item["has"], words, item.get("right"), item.get("note", ""))


def choose_sign(has: str) -> str:
    """Return what of a word is twice, or the word."""
    double = re.search(r"(.)\1", has) or re.fullmatch(TWICE, has)
    return double[0] if double else has
