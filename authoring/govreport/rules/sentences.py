"""The sentences of a paragraph, in one way of writing."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from govreport.rules.counts import Count, find_counts
from govreport.rules.passages import Passage
from govreport.rules.pattern import Pattern

ONE_WAY = str.maketrans(
    "０１２３４５６７８９％．：；！？（）〈〉,:;!?()<>﹝﹞［］",
    "0123456789%.：；！？（）〈〉，：；！？（）〈〉〔〕〔〕",
)
"""Full-width digits as ASCII, half-width marks as Chinese: one character for one."""
OTHER_WAY = Pattern("[０-９％．,:;!?()<>〈〉﹝﹞［］]")
"""What ONE_WAY changes; most paragraphs hold none of it."""
THOUSANDS = Pattern(r"(?<=\d)[，](?=\d{3}(?!\d))")
DIGIT = Pattern(r"\d")
BLANK = Pattern(r"\s+")
STOP = Pattern(r"[。！？]")
QUOTED = Pattern(r"《[^《》]*(?:《[^《》]*》[^《》]*)?》")


@dataclass(frozen=True)
class Sentence:
    """One sentence of a passage.

    `text` is without white space, with ASCII digits and Chinese marks, titles in 《》 blanked out with ＿;
    `start` is where it begins in the passage's unified text. `index` counts sentences in the passage.
    """

    passage: Passage
    text: str
    start: int
    index: int
    offsets: tuple[int, ...] | None

    def locate(self, start: int, end: int) -> tuple[int, int]:
        """Return where characters `start` to `end` of the sentence stand in the passage's own text."""
        first, last = self.start + start, self.start + end - 1
        if self.offsets is None:
            return first, last + 1
        return self.offsets[first], self.offsets[last] + 1

    @cached_property
    def has_digit(self) -> bool:
        """Whether it holds a number in digits."""
        return bool(DIGIT.search(self.text))

    @cached_property
    def counts(self) -> tuple[Count, ...]:
        """What it counts, in order."""
        return tuple(find_counts(self.text)) if self.has_digit else ()


def unify(text: str) -> tuple[str, tuple[int, ...] | None]:
    """Return `text` in one way of writing and, where that is shorter, the offset of each character."""
    plain = text.translate(ONE_WAY) if OTHER_WAY.search(text) else text
    plain = THOUSANDS.sub(",", plain) if DIGIT.search(plain) else plain
    if not BLANK.search(plain):
        return plain, None
    offsets = tuple(i for i, c in enumerate(plain) if not c.isspace())
    return "".join(plain[i] for i in offsets), offsets


def split_sentences(passage: Passage) -> Iterator[Sentence]:
    """Yield the sentences of a passage; a full stop inside brackets ends none."""
    text, offsets = unify(passage.text)
    hidden = QUOTED.sub(lambda m: "＿" * len(m[0]), text) if "《" in text else text
    start = index = 0
    for match in STOP.finditer(hidden):
        piece = hidden[start : match.start()]
        if piece.count("（") > piece.count("）"):
            continue
        if piece:
            yield Sentence(passage, piece, start, index, offsets)
            index += 1
        start = match.end()
    if start < len(hidden):
        yield Sentence(passage, hidden[start:], start, index, offsets)
