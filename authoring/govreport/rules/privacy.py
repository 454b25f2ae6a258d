"""Numbers that belong to a person: identity cards, bank cards, mobile phones (rules I01 to I03)."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date

from govreport.finding import Strike
from govreport.rules.passages import Passage
from govreport.rules.script import is_letter_or_digit
from govreport.rules.subject import Subject

TO_HALF = {ord("０") + n: str(n) for n in range(10)} | {ord("－"): "-", ord("Ｘ"): "X", ord("ｘ"): "X"}
CANDIDATE = r"[0-9０-９](?:[ -]?[0-9０-９]){10,21}[XxＸｘ]?"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
IDENTITY = r"(\d{2})\d{4}(\d{4})(\d\d)(\d\d)\d{3}[\dX]"
GROUPS = r"\d{16,19}|\d{4}(?:[ -]\d{4}){3}(?:[ -]?\d{1,3})?|\d{6}[ -]\d{10,13}"
MOBILE = r"(?:86[ -]?)?1[3-9]\d(?:\d{8}|[ -]\d{4}[ -]\d{4}|\d[ -]\d{3}[ -]\d{4})"
LONGEST_LEAD = 60
"""Characters before a number in which what it is a part of may begin."""
NEAR = 14
"""Characters before a number that say what it is."""


def check_privacy(subject: Subject) -> Iterator[Strike]:
    """Yield a strike for every number of a person; the agency's own published telephone is none.

    The number is masked in what is said of it.
    """
    text = subject.manuscript.text
    for match in re.finditer(CANDIDATE, text):
        if is_within_code(text, *match.span()):
            continue
        passage, begin = subject.manuscript.find_passage(match.start())
        if passage.path.startswith("agency."):
            continue
        written = match[0].translate(TO_HALF)
        code = classify(subject, passage, written, text[begin : match.start()])
        if code == "I03" and re.match(subject.rules[code].data["counted"], text[match.end() :]):
            continue
        if code:
            found = mask(match[0], 3 if code == "I03" else 6)
            yield passage.strike(code, match.start() - begin, match.end() - begin, found=found, hidden=True)


def is_within_code(text: str, start: int, end: int) -> bool:
    """Tell whether digits are part of something longer: letters, digits or * beside them, or behind a mark."""
    left, right = text[max(0, start - 2) : start], text[end : end + 2]
    for near, beyond in ((left[-1:], left[-2:-1]), (right[:1], right[1:])):
        if is_letter_or_digit(near) or near == "*" or (near in tuple("-.,") and is_letter_or_digit(beyond)):
            return True
    return False


def classify(subject: Subject, passage: Passage, written: str, before: str) -> str:
    """Return the code of the rule that a number breaks, "" for none; `before` stands before it in its passage."""
    digits = re.sub("[ -]", "", written).upper()
    if "-" not in written and is_identity(subject, digits, before):
        return "I01"
    if is_bank_card(subject, written, digits, before):
        return "I02"
    return "I03" if re.fullmatch(MOBILE, written) and not is_published(subject, passage, digits, before) else ""


def is_identity(subject: Subject, digits: str, before: str) -> bool:
    """Tell whether 18 digits are an identity number: region, day of birth and check digit fit (GB 11643-1999)."""
    data = subject.rules["I01"].data
    parts = re.fullmatch(IDENTITY, digits)
    if parts is None or int(parts[1]) not in data["regions"] or re.search(data["unless"], before[-NEAR:]):
        return False
    born = None
    with suppress(ValueError):
        born = date(int(parts[2]), int(parts[3]), int(parts[4]))
    if born is None or not 1900 <= born.year <= (subject.report.year or 2100) + 1:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == digits[17]


def is_bank_card(subject: Subject, written: str, digits: str, before: str) -> bool:
    """Tell whether digits are a card number: length, first digits and check digit (Luhn) fit."""
    data = subject.rules["I02"].data
    if not re.fullmatch(GROUPS, written) or re.search(data["unless"], before[-NEAR:]):
        return False
    near = re.search(data["near"], before[-NEAR:])
    prefixes = f"{data['prefixes']}|{data['prefixes_near']}" if near else data["prefixes"]
    return bool(re.match(prefixes, digits)) and luhn(digits)


def luhn(digits: str) -> bool:
    """Tell whether the last digit is the check digit of those before it (ISO/IEC 7812)."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(doubled) + sum(int(digit) for digit in digits[::-2])) % 10 == 0


def is_published(subject: Subject, passage: Passage, digits: str, before: str) -> bool:
    """Tell whether the agency itself publishes the number: in [agency.contact], or as its telephone."""
    data = subject.rules["I03"].data
    contact = re.sub("[ -]", "", subject.report.text("agency.contact.phone"))
    if digits[-11:] in contact:
        return True
    lead, sentence = before[-LONGEST_LEAD:], re.split("[。；]", before)[-1]
    if is_any(data["unless"], lead) or is_any(data["office"], lead):
        return True
    if re.search(data["personal"], re.sub("|".join(data["callers"]), "", sentence)):
        return False
    if is_any(data["published"], lead):
        return True
    if re.search(data["named"], sentence):
        return False
    asks = passage.section in ("", "other") and re.search(data["contact"], sentence)
    return bool(asks) or (passage.section == "" and not re.search(data["own"], before))


def is_any(patterns: Sequence[str], text: str) -> bool:
    """Tell whether any pattern is found in a text."""
    return any(re.search(pattern, text) for pattern in patterns)


def mask(written: str, shown: int) -> str:
    """Return a number as it is written, all but the first `shown` and the last four digits as *."""
    return written[:shown] + re.sub(r"[\dXxＸｘ]", "*", written[shown:-4]) + written[-4:]
