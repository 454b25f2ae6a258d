"""The same quantity given twice with different numbers (rule N03)."""

import re
from collections.abc import Iterator

from govreport.finding import Strike
from govreport.numbers import format_number
from govreport.rules.counts import Count
from govreport.rules.expressions import OTHER_SCOPE, OTHER_TIME
from govreport.rules.lists import OPENING
from govreport.rules.pattern import Pattern
from govreport.rules.sentences import Sentence
from govreport.rules.subject import Subject

NOT_THE_KEY = Pattern(
    r"20\d\d年度?|全年|本年度?|今年(?:以来)?|年内|截至[^，]*?(?:日|底|目前)|共计?|总计|合计|累计|一共|总共|"
    r"(?:我|本|全|该)(?:单位|机关|[省市县区镇乡局委办厅]|街道)|各类|各项|已|了|的|新增|先后|均|约|近|政府(?=信息)|政务(?=信息)|[，\s]"
)
VERB = Pattern(
    r"公开|发布|收到|受理|办理|办结|答复|举办|开展|召开|组织|推送|制发|印发|编制|培训|更新|回应|审核|制作|刊发|报送|采用|有|设"
)
INFORMATION = Pattern("(?:政府|政务)?信息")
AWAY = Pattern(f"{OTHER_TIME}|{OTHER_SCOPE}|较|比|同比|去年|上年|每|平均|其中|上半年|下半年|次日")
SHORTEST = 4
"""Characters of what is counted; shorter words mean too many things."""


def check_repeated(subject: Subject) -> Iterator[Strike]:
    """Yield a strike for a count that the report has given before with another number."""
    seen: dict[tuple[str, str], tuple[Count, Sentence]] = {}
    year = str(subject.report.year or "")
    for sentence in subject.sentences:
        if not sentence.has_digit or sentence.passage.section == "problems":
            continue
        for count, key in name_counts(sentence, year):
            first = seen.setdefault((key, count.unit), (count, sentence))[0]
            if not overlap(first, count):
                start, end = sentence.locate(count.start, count.end)
                yield sentence.passage.strike(
                    "N03",
                    start,
                    end,
                    found=count.value,
                    expected=first.value,
                    values={"what": key, "first": f"{format_number(first.value)}{count.unit}"},
                )


def name_counts(sentence: Sentence, year: str) -> Iterator[tuple[Count, str]]:
    """Yield the first counts of a sentence's clauses with what they count, those of lists left out."""
    text = sentence.text
    end = 0
    for count in sentence.counts:
        head = text[end : count.start]
        end = count.end
        opening = OPENING.search(head)
        if opening and opening["among"]:
            return
        clause = re.split("[，；：（）、]", head)[-1]
        years = re.findall(r"20\d\d(?=年)", text[: count.start])
        if AWAY.search(head) or count.unit == "%" or (years and years[-1] != year):
            continue
        behind = INFORMATION.match(text, count.end)
        key = NOT_THE_KEY.sub("", clause) + ("信息" if behind else "")
        if len(key) >= SHORTEST and VERB.search(key):
            yield count, key


def overlap(first: Count, second: Count) -> bool:
    """Tell whether two counts may stand for one number."""
    return first.lowest <= second.highest and second.lowest <= first.highest
