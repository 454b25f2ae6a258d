"""The prose of a section: paragraphs, and parts with a heading, an aspect and a run-in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from govreport.importers.doubt import Doubt, quote
from govreport.importers.label import drop_residue, read_label
from govreport.paragraphs import BLANKS
from govreport.report import Part, Prose
from govreport.report_format import Section

LONGEST_HEADING = 36
LONGEST_PLAIN = 20
PAGE_NUMBER = re.compile(r"[—–－-]+\s*\d{1,3}\s*[—–－-]+|第\s*\d{1,3}\s*页(?:\s*[，,/]?\s*共\s*\d{1,3}\s*页)?")
PART = re.compile(r"\s*[(（]\s*[一二三四五六七八九十]{1,3}\s*[)）][、.．]?")
RUN_IN = re.compile(r"^(.{2,40}?)([。：:])(?=.)", re.DOTALL)
SENTENCE_MARKS = re.compile(r"[。；;！!？?，,]")
FILLERS = re.compile(r"(?:情况|方面|工作|有关|进一步|强化|加强|推进|做好|持续|的)")
ASPECT_LIKENESS = 65.0


@dataclass
class ProseReading:
    """A prose section while it is read."""

    section: Section
    text: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def clean_paragraph(text: str) -> str:
    """Return a paragraph without converter residue and without the white space around it; its words stay."""
    return drop_residue(text).replace("\t", " ").strip(BLANKS + "\u2002\u2003\u3000\n")


def read_prose(section: Section, lines: Sequence[str]) -> tuple[Prose, list[Doubt]]:
    """Return a section's prose and doubts; `lines` are its paragraphs without the title."""
    reading = ProseReading(section)
    for line in lines:
        text = clean_paragraph(line)
        if text:
            put_paragraph(reading, text)
    return Prose(tuple(reading.text), tuple(reading.parts)), reading.doubts


def put_paragraph(reading: ProseReading, text: str) -> None:
    """Put one paragraph where it belongs: a part of its own, or behind what came before."""
    heading, rest = split_heading(text)
    aspect = find_aspect(reading.section, heading or text)
    if not heading and aspect and is_plain_heading(reading, text):
        heading = text
    if heading:
        reading.parts.append(Part(heading, bool(rest), aspect, (rest,) if rest else ()))
        if reading.section.aspects and not aspect:
            path = f"narrative.{reading.section.key}.parts[{len(reading.parts) - 1}]"
            reading.doubts.append(Doubt(path, f"没有认出{quote(heading)}讲的是哪个方面，aspect 空着"))
    elif reading.parts:
        last = reading.parts[-1]
        reading.parts[-1] = Part(last.heading, last.run_in, last.aspect, (*last.text, text))
    else:
        reading.text.append(text)


def split_heading(text: str) -> tuple[str, str]:
    """Return a heading with a number such as （一） and the text behind it on its line; ("", "") for none."""
    if not PART.match(text):
        return "", ""
    if len(text) <= LONGEST_HEADING and not SENTENCE_MARKS.search(text.rstrip("。：:")):
        return text, ""
    run_in = RUN_IN.match(text)
    if run_in and not SENTENCE_MARKS.search(run_in[1]) and len(run_in[1]) <= LONGEST_HEADING:
        return text[: run_in.end()], text[run_in.end() :]
    return "", ""


def is_plain_heading(reading: ProseReading, text: str) -> bool:
    """Tell whether a short line without marks, which names an aspect, is a heading: no part before has （一）."""
    bare = text.rstrip("：:")
    if len(bare) > LONGEST_PLAIN or SENTENCE_MARKS.search(bare):
        return False
    return not any(PART.match(part.heading) for part in reading.parts)


def find_aspect(section: Section, heading: str) -> str:
    """Return the aspect that a heading names, "" where it names none."""
    core = FILLERS.sub("", read_label(heading).core)
    scores = [(like(core, read_label(aspect.label).core), aspect.label) for aspect in section.aspects]
    best = max(scores, default=(0.0, ""))
    return best[1] if best[0] >= ASPECT_LIKENESS else ""


def like(core: str, label: str) -> float:
    """Return how alike a heading and an aspect are: one inside the other counts 100, as whole words more."""
    if len(core) < 3:
        return 0.0
    return fuzz.partial_ratio(core, label) + fuzz.ratio(core, label) / 100


def paragraphs_of(texts: Sequence[str]) -> Iterator[str]:
    """Yield the paragraphs of several texts, cleaned, without empty ones and page numbers between dashes."""
    for text in texts:
        for line in text.split("\n"):
            cleaned = clean_paragraph(line)
            if cleaned and not PAGE_NUMBER.fullmatch(cleaned):
                yield cleaned
