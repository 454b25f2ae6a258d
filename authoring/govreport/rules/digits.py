"""Digits and letters in full width, and the brackets of document numbers (rules W10, W12)."""

import re
from collections.abc import Iterator

from govreport.finding import Strike
from govreport.rules.script import before, is_chinese
from govreport.rules.subject import Subject

FULL_WIDTH = "[０-９Ａ-Ｚａ-ｚ]+(?:．[０-９]+)?"
GAP = "[Ｘｘ]+"
PERSONAL = 11
"""Digits that may be a telephone or more: not to be repeated in a message (I01 to I03)."""
TO_HALF = {ord("．"): "."} | {code: chr(code - 0xFEE0) for code in range(ord("０"), ord("ｚ") + 1)}
DOCUMENT = r"[\[【(（［〔﹝]\s*((?:19|20)\d\d)\s*年?\s*[\]】)）］〕﹞]\s*第?\s*(\d+)(?=\s*号)"


def check_full_width(subject: Subject) -> Iterator[Strike]:
    """Yield a strike for every run of full-width digits or letters (rule W10); Ｘ alone is a gap (S14)."""
    manuscript = subject.manuscript
    for match in re.finditer(FULL_WIDTH, manuscript.text):
        if not re.fullmatch(GAP, match[0]) and len(match[0]) < PERSONAL:
            yield manuscript.strike("W10", *match.span(), meant=match[0].translate(TO_HALF))


def check_document_numbers(subject: Subject) -> Iterator[Strike]:
    """Yield a strike for every document number whose year is in other brackets, or its number not plain (W12)."""
    manuscript = subject.manuscript
    text = manuscript.text
    for match in re.finditer(DOCUMENT, text) if "号" in text else ():
        meant = f"〔{match[1]}〕{match[2].lstrip('0') or '0'}"
        if match[0] != meant and is_chinese(before(text, match.start())):
            yield manuscript.strike("W12", *match.span(), meant=meant)
