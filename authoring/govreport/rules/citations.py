"""Laws and notices cited in prose (rules N12 to N14)."""

import re
from collections.abc import Iterator

from govreport.finding import Strike
from govreport.rules.passages import Passage
from govreport.rules.pattern import Pattern
from govreport.rules.sentences import unify
from govreport.rules.subject import Subject

PLACE = Pattern("[^，、。：《》〈〉]{2,8}?(?:省|自治区|市|自治州|州|盟|地区|县|旗|区)")
TITLE = Pattern(r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》")
LEAST_ALIKE, CLOSEST = 8, 3
"""A title of at least so many characters that is so many away from a known one is that, misspelt."""


def check_numbers(subject: Subject) -> Iterator[Strike]:
    """Yield a strike for a document's number that is nearly a known one's (N12)."""
    for passage in subject.passages:
        if "号" not in passage.text:
            continue
        text, offsets = unify(passage.text)
        for entry in subject.rules["N12"].data["wrong"]:
            for match in re.finditer(entry["words"], text):
                beside = text[max(0, match.start() - 60) : match.end() + 40]
                if "beside" in entry and not re.search(entry["beside"], beside):
                    continue
                if "unless" in entry and re.search(entry["unless"], beside):
                    continue
                start, end = place(match, offsets)
                yield passage.strike("N12", start, end, expected=entry["right"], values={"right": entry["right"]})


def check_old_notice(subject: Subject) -> Iterator[Strike]:
    """Yield a strike where a report of a newer form cites the notice of an older one (N13)."""
    data = subject.rules["N13"].data
    if subject.report.format.format not in data["formats"]:
        return
    for passage in subject.passages:
        if "号" in passage.text or data["title"] in passage.text:
            text, offsets = unify(passage.text)
            for match in re.finditer(f"{data['words']}|{data['by_title']}", text):
                if re.search(data["unless"], text[max(0, match.start() - 30) : match.end() + 30]):
                    continue
                start, end = place(match, offsets)
                yield passage.strike("N13", start, end, expected=data["right"], values={"right": data["right"]})


def place(match: re.Match[str], offsets: tuple[int, ...] | None) -> tuple[int, int]:
    """Return where a match in unified text stands in the passage's own."""
    if offsets is None:
        return match.start(), match.end()
    return offsets[match.start()], offsets[match.end() - 1] + 1


def check_titles(subject: Subject) -> Iterator[Strike]:
    """Yield a strike for a title in 《》 that is slightly off a known law's or notice's (N14)."""
    data = subject.rules["N14"].data
    known, allowed = data["titles"], data["allowed"]
    for passage in subject.passages:
        for match in TITLE.finditer(passage.text) if "《" in passage.text else ():
            title = re.sub(r"\s", "", match[1]).translate(str.maketrans("<>《》", "〈〉〈〉"))
            if title in known or title in allowed or not re.search(data["about"], title):
                continue
            meant = nearest(title, known)
            if meant:
                yield strike_title(passage, match, meant)


def nearest(title: str, known: list[str]) -> str:
    """Return the known title that `title` is slightly off, "" where there is none."""
    from rapidfuzz.distance import Levenshtein

    if len(title) < LEAST_ALIKE:
        return ""
    distances = [
        (Levenshtein.distance(title, name, score_cutoff=CLOSEST), name)
        for name in known
        if place_of(name) == place_of(title)
    ]
    if not distances:
        return ""
    distance, name = min(distances)
    return name if distance <= CLOSEST and distance * 5 <= len(title) else ""


def place_of(title: str) -> str:
    """Return the place that a title begins with, "" for none: another place's regulation is no misspelt one."""
    match = PLACE.match(title)
    return match[0] if match else ""


def strike_title(passage: Passage, match: re.Match[str], meant: str) -> Strike:
    """Return the strike at a title."""
    return passage.strike("N14", match.start(1), match.end(1), expected=meant, values={"meant": meant})
