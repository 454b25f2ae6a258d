"""How much of the prose repeats last year's (rules L03 and L04)."""

from collections.abc import Iterator

from govreport.finding import Strike
from govreport.rules.passages import list_passages
from govreport.rules.pattern import Pattern
from govreport.rules.sentences import Sentence, split_sentences
from govreport.rules.subject import Subject

SHORTEST = 12
"""Characters of a sentence that is compared; shorter ones are alike by nature."""
SAID_EVERY_YEAR = Pattern(r"[\d%]|20\d\d")


def check_repetition(subject: Subject) -> Iterator[Strike]:
    """Yield a strike for a section of which too much stands in last year's report, too (L03).

    With `verbose` also one for every such sentence (L04). Years and numbers are not compared.
    """
    if subject.previous is None:
        return
    rule = subject.rules["L03"].data
    before: dict[str, list[str]] = {}
    for passage in list_passages(subject.previous):
        if not passage.is_heading and passage.section in rule["sections"]:
            own = before.setdefault(passage.section, [])
            own += [plain for plain in map(bare, split_sentences(passage)) if len(plain) >= SHORTEST]
    for section in rule["sections"]:
        now = [(s, bare(s)) for s in subject.sentences if s.passage.section == section]
        now = [(s, text) for s, text in now if len(text) >= SHORTEST]
        if now and before.get(section):
            yield from compare(subject, section, now, before[section])


def bare(sentence: Sentence) -> str:
    """Return a sentence without digits, so that only the words are compared."""
    return SAID_EVERY_YEAR.sub("", sentence.text)


def compare(
    subject: Subject, section: str, now: list[tuple[Sentence, str]], before: list[str]
) -> Iterator[Strike]:
    """Yield the strikes on one section."""
    from rapidfuzz import fuzz, process

    rule = subject.rules["L03"].data
    texts = [text for _, text in now]
    same = set(before)
    alike = [text in same for text in texts]
    rest = [i for i, hit in enumerate(alike) if not hit]
    for i in rest:
        alike[i] = bool(process.extractOne(texts[i], before, scorer=fuzz.ratio, score_cutoff=rule["alike"]))
    total = sum(map(len, texts))
    repeated = [(s, text) for (s, text), hit in zip(now, alike, strict=True) if hit]
    share = round(100 * sum(len(text) for _, text in repeated) / total)
    if share > rule["percent"]:
        title = next(s.title for s in subject.report.format.sections if s.key == section)
        values = {"section": title, "share": share, "count": len(repeated), "total": len(now)}
        first = "；".join(f"“{s.text[:16]}…”" for s, _ in repeated[:3])
        yield Strike("L03", f"narrative.{section}", share, values=values, equation=first)
    for sentence, _ in repeated if subject.verbose else ():
        start, end = sentence.locate(0, len(sentence.text))
        yield sentence.passage.strike("L04", start, end, values={"start": sentence.text[:16]}, result="repeated")
