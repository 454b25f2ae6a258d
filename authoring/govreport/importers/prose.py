"""The prose of a section: paragraphs, and parts with a heading, an aspect and a run-in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from govreport.importers.doubt import Doubt, quote
from govreport.importers.label import drop_residue, read_label
from govreport.paragraphs import BLANKS, PAIRS, measure_depth
from govreport.report import Part, Prose
from govreport.report_format import Section

LONGEST_HEADING = 36
LONGEST_PLAIN = 20
LONGEST_COUNTED = 32
PAGE_NUMBER = re.compile(r"[—–－-]+\s*\d{1,3}\s*[—–－-]+|第\s*\d{1,3}\s*页(?:\s*[，,/]?\s*共\s*\d{1,3}\s*页)?")
PART = re.compile(r"\s*[(（]\s*[一二三四五六七八九十]{1,3}\s*[)）][、.．]?")
COUNTED = re.compile(r"\s*(?:[(（]\s*\d{1,2}\s*[)）][、.．]?|\d{1,2}\s*[、.．](?!\d))")
"""What also numbers a part, where the words behind it name an aspect: 1、主动公开情况。"""
RUN_IN = re.compile(r"^(.{2,40}?)([。：:])(?=.)", re.DOTALL)
PARTED = re.compile(r"^(\S+\s?\S{2,20}?)[ \u2002\u2003\u3000]+(?=\S{9})")
PARTED_BY_COMMA = re.compile(r"^(\S[^。，,：:；]{2,20}方面[，,])\s*(?=\S)")
"""A heading that only a blank parts from its text, or whose sentence goes on: 在主动公开方面，."""
SENTENCE_MARKS = re.compile(r"[。；;！!？?]")
COMMA = re.compile(r"[，,]")
MOST_COMMAS = 2
SHOWN_ENDS = 12
TELLING = re.compile(r"\d|一是|未|没有|收到|本年|全年")
"""Words that stand in a sentence and not in a heading of several halves."""
COMMON = "政府信息公开"
"""What all of section one is about: it tells no aspect from another."""
SURE_WORDS = ("申请", "平台", "监督")
"""A heading with one of these is about the only aspect that has it, too."""
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
    for text in join_broken(reading, [text for line in lines if (text := clean_paragraph(line))]):
        put_paragraph(reading, text)
    return Prose(tuple(reading.text), tuple(reading.parts)), reading.doubts


def join_broken(reading: ProseReading, texts: Sequence[str]) -> list[str]:
    """Return the paragraphs, two joined where a bracket or quotation of the first is closed in the second."""
    joined: list[str] = []
    for text in texts:
        before = joined[-1] if joined else ""
        if any(measure_depth(before, pair) > 0 and measure_depth(text, pair) < 0 for pair in PAIRS):
            joined[-1] += text
            message = f"{quote(before[-SHOWN_ENDS:])}和{quote(text[:SHOWN_ENDS])}断成了两段，接成一段"
            reading.doubts.append(Doubt(f"narrative.{reading.section.key}", message))
        else:
            joined.append(text)
    return joined


def put_paragraph(reading: ProseReading, text: str) -> None:
    """Put one paragraph where it belongs: a part of its own, or behind what came before."""
    heading, rest = split_heading(reading, text)
    aspect = find_aspect(reading.section, heading)
    if not heading and is_plain_heading(reading, text):
        heading, aspect = text, find_aspect(reading.section, text)
    if heading:
        reading.parts.append(Part(heading, bool(rest), aspect, (rest,) if rest else ()))
        if reading.section.aspects and not aspect:
            path = f"narrative.{reading.section.key}.parts[{len(reading.parts) - 1}]"
            reading.doubts.append(Doubt(path, f"没有认出{quote(heading)}讲的是哪个方面，aspect 空着"))
    elif reading.parts:
        last = reading.parts[-1]
        if follows(last, text):
            path = f"narrative.{reading.section.key}.parts[{len(reading.parts) - 1}]"
            reading.doubts.append(
                Doubt(path, f"{quote(text)}像是下一个小标题，没有认出来，放在{quote(last.heading)}里")
            )
        reading.parts[-1] = Part(last.heading, last.run_in, last.aspect, (*last.text, text))
    else:
        reading.text.append(text)


def split_heading(reading: ProseReading, text: str) -> tuple[str, str]:
    """Return a heading with a number such as （一） and the text behind it on its line; ("", "") for none.

    1、 numbers a part where the words behind it are an aspect's, or where it goes on behind such a part.
    """
    if PART.match(text):
        if parted := split_parted(reading.section, text, PARTED_BY_COMMA):
            return parted
        if is_heading(text.rstrip("。：:")):
            return text, ""
        heading, rest = split_run_in(text)
        return (heading, rest) if heading else split_parted(reading.section, text, PARTED) or ("", "")
    if COUNTED.match(text) and not any(PART.match(part.heading) for part in reading.parts):
        heading, rest = split_run_in(text)
        is_part = contains_aspect(reading.section, heading) or (reading.parts and follows(reading.parts[-1], text))
        if heading and len(heading) <= LONGEST_COUNTED and is_part:
            return heading, rest
    return "", ""


def is_heading(text: str) -> bool:
    """Tell whether a text may be a heading: short, no sentence, at most a few commas."""
    commas = len(COMMA.findall(text))
    return (
        len(text) <= LONGEST_HEADING
        and not SENTENCE_MARKS.search(text)
        and not re.search("[：:]", text)
        and (not commas or (commas <= MOST_COMMAS and not TELLING.search(text)))
    )


def split_run_in(text: str) -> tuple[str, str]:
    """Return the heading that ends with the first 。 or ： of a text, and the rest; ("", "") for none."""
    run_in = RUN_IN.match(text)
    return (text[: run_in.end()], text[run_in.end() :]) if run_in and is_heading(run_in[1]) else ("", "")


def split_parted(section: Section, text: str, mark: re.Pattern[str]) -> tuple[str, str] | None:
    """Return the heading that ends with a mark and names an aspect, and the rest; None for none."""
    parted = mark.match(text)
    if not parted or not find_likest_aspect(section, parted[1]):
        return None
    return parted[1], text[parted.end() :]


def follows(part: Part, text: str) -> bool:
    """Tell whether a paragraph has the number behind that of a part's heading, written alike."""
    is_alike = any(kind.match(part.heading) and kind.match(text) for kind in (PART, COUNTED))
    return is_alike and read_label(text).number == read_label(part.heading).number + 1


def contains_aspect(section: Section, heading: str) -> bool:
    """Tell whether a heading has the whole name of an aspect in it."""
    return any(read_label(aspect.label).core in read_label(heading).core for aspect in section.aspects)


def is_plain_heading(reading: ProseReading, text: str) -> bool:
    """Tell whether a short line without marks, which names an aspect, is a heading: no part before has （一）."""
    bare = text.rstrip("：:")
    if len(bare) > LONGEST_PLAIN or SENTENCE_MARKS.search(bare) or COMMA.search(bare):
        return False
    if any(PART.match(part.heading) for part in reading.parts):
        return False
    is_numbered = read_label(text).number > 0
    return (find_aspect if is_numbered else find_likest_aspect)(reading.section, text) != ""


def find_aspect(section: Section, heading: str) -> str:
    """Return the aspect that a heading names, or has a telling word of; "" for none."""
    aspect = find_likest_aspect(section, heading)
    if aspect and read_label(aspect).core in read_label(heading).core:
        return aspect
    for word in SURE_WORDS:
        about = [other.label for other in section.aspects if word in other.label]
        if word in heading and len(about) == 1:
            return about[0]
    return "" if COMMA.search(heading.rstrip("，,")) else aspect


def find_likest_aspect(section: Section, heading: str) -> str:
    """Return the aspect whose name a heading is most like, "" where it is like none."""
    core = FILLERS.sub("", read_label(heading).core.replace(COMMON, ""))
    scores = [
        (like(core, read_label(aspect.label).core.replace(COMMON, "")), aspect.label) for aspect in section.aspects
    ]
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
