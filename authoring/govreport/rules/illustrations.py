"""What figures show against their captions and against the tables (rules D06, D07, D09, D10)."""

import re
from collections.abc import Iterator

from govreport.bound import evaluate_binding
from govreport.finding import Strike
from govreport.report import Illustration
from govreport.rules.subject import Subject
from govreport.vocabulary import load_vocabulary

YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=\s*年)")


def check_illustrations(subject: Subject) -> Iterator[Strike]:
    """Yield the strikes on every figure that can be drawn."""
    for illustration in subject.report.illustrations:
        yield from check_caption(illustration, subject)
        yield from check_pie(illustration)
        yield from check_values(illustration, subject)


def check_caption(illustration: Illustration, subject: Subject) -> Iterator[Strike]:
    """Yield a strike where there is no caption, or one with years of which none is the report's."""
    path, caption, year = f"{illustration.path}.caption", illustration.caption, subject.report.year
    if not caption:
        yield Strike("D06", path)
    years = YEAR.findall(caption)
    if years and year and str(year) not in caption:
        word = f"{years[-1]}年"
        yield Strike("D09", path, word, year, {"word": word, "year": year}, word=years[-1])


def check_pie(illustration: Illustration) -> Iterator[Strike]:
    """Yield a strike where a pie's values have no shares: one is negative, or all that are stated are 0."""
    stated = [value for value in illustration.values if value is not None and not isinstance(value, str)]
    if illustration.kind != "pie" or len(stated) < len(illustration.values):
        return
    if min(stated) < 0 or not any(stated):
        reason = "有负数" if min(stated) < 0 else "各项都是 0"
        yield Strike("D07", f"{illustration.path}.kind", illustration.kind, values={"reason": reason})


def check_values(illustration: Illustration, subject: Subject) -> Iterator[Strike]:
    """Yield a strike for every number that is not that of the row whose name it bears.

    Only rows of the tables that the rule names: under the names of other rows a chart often counts something else.
    """
    tables = tuple(f"{table}." for table in subject.rules["D10"].data["tables"])
    known = load_vocabulary(subject.report.format).known
    for index, (label, value) in enumerate(zip(illustration.labels, illustration.values, strict=True)):
        binding = known.get(label)
        if binding is None or isinstance(value, str) or value is None or not binding.rows:
            continue
        if binding.rows[0].startswith(tables):
            number = evaluate_binding(binding, subject.report, subject.figures)
            if number is not None and number != value:
                values = {"name": label, "cell": binding.place}
                yield Strike("D10", f"{illustration.path}.values[{index}]", value, number, values)
