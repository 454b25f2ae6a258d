"""The same quantity given twice with different numbers (rule N03)."""

import re
from collections.abc import Iterator

from govreport.finding import Strike
from govreport.numbers import format_number
from govreport.rules.counts import Count
from govreport.rules.expressions import OTHER_SCOPE, OTHER_TIME
from govreport.rules.list_search import OPENING
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
SCOPE = Pattern(
    r"微信|微博|抖音|头条|公众号|客户端|新媒体|网站|门户网?|政府网|公报|专栏|本级|部门|街道|乡镇|镇街|上年度?结转"
    r"|(?:(?![我本该])[^，。；：、（）\d]){2,8}(?<![我本该全])(?:局|委|办|镇|乡|中心|政府)(?=全年|本年|今年|20|共|公开|发布|收到|受理|举办|召开|开展|新)"
)
"""Of whom, or through what: what is counted there is not what is counted elsewhere."""
OUTCOME = Pattern("^(?:其?办理结果为?)?(?:予以|不予|部分|无法|结转|转入|其[他它])")
"""Results of applications: too weak a name for what is counted."""
SHORTEST = 4
"""Characters of what is counted; shorter words mean too many things."""


def check_repeated(subject: Subject) -> Iterator[Strike]:
    """Yield a strike for a count that the report has given before with another number."""
    seen: dict[tuple[str, str], list[tuple[Count, Sentence]]] = {}
    year = str(subject.report.year or "")
    for sentence in subject.sentences:
        if not sentence.has_digit or sentence.passage.section == "problems":
            continue
        for count, key in name_counts(sentence, year):
            before = seen.setdefault((key, count.unit), [])
            found = find_alike(before, count, sentence)
            if found is None:
                before.append((count, sentence))
                continue
            first, place = found
            if place is not sentence and not overlap(first, count) and not is_part(sentence, count, first):
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
        if len(key) >= SHORTEST and VERB.search(key) and not OUTCOME.search(key):
            yield count, key


def find_alike(
    before: list[tuple[Count, Sentence]], count: Count, sentence: Sentence
) -> tuple[Count, Sentence] | None:
    """Return the one among the counts of a thing that is of the same scope as another; None for none."""
    if not before:
        return None
    scope = find_scope(sentence.text[: count.start])
    return next(((c, s) for c, s in before if find_scope(s.text[: c.start]) == scope), None)


def find_scope(head: str) -> str:
    """Return the last words before a count that say of whom, or through what channel, it is."""
    *_, last = ("", *(match[0] for match in SCOPE.finditer(head)))
    return last


def is_part(sentence: Sentence, count: Count, whole: Count) -> bool:
    """Tell whether a count and another of its sentence make `whole` together."""
    rest = whole.value - count.value
    return any(other.value == rest and other.unit == count.unit for other in sentence.counts)


def overlap(first: Count, second: Count) -> bool:
    """Tell whether two counts may stand for one number."""
    return first.lowest <= second.highest and second.lowest <= first.highest
