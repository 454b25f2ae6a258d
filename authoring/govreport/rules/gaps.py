"""Gaps that were to be filled in, and words of a template or a draft (rules S14, S16)."""

import re
from collections.abc import Iterator

from govreport.finding import Strike
from govreport.report_format import ReportFormat
from govreport.rules.pattern import Pattern
from govreport.rules.script import is_letter_or_digit
from govreport.rules.subject import Subject
from govreport.vocabulary import load_vocabulary, read_name

UNIT = (
    r"\s?(?:年|月|日|条|件|次|份|期|篇|起|项|人次|万元|元|%|％|号|人民政府|街道|单位|部门|办公室|委员会"
    r"|[镇乡县市区局村省](?!长|民|某))"
)
CROSSES = "XxＸｘ×╳✕"
COUNTED = r"[ \u3000]?(?:年|月|日|条|件次?|次|份|篇|期|起|项|人次|万元)"
"""What a single cross, or a star, must stand before."""
RUNS = rf"[{CROSSES}]{{2,}}|[XxＸｘ×*＊]+(?={COUNTED})|__+|＿＿+|…+|\.{{3,}}|。{{3,}}"
BLANKS = "年[ \u3000]+月[ \u3000]*日|(?<=[\u4e00-\u9fff])[ \u3000]{2,}(?=[条件次份期篇][，。、；])"
NO_NUMBER = (
    r"(?<=信息)[条篇](?=[，。；])|(?<=文章|推文|稿件)篇(?=[，。；])|(?<=公开申请)件(?=，其中)"
    r"|(?<=共收到|共受理|共办结|计收到|计受理|计办结)件(?=[\u4e00-\u9fff])(?!数)"
)
"""A unit without the number before it."""
TOTAL = Pattern(r"(?:共|累计|总计|合计)[^\d一二两三四五六七八九十百千]*$")
"""A clause up to its unit, that has no number where one is announced."""
NO_NUMBER_SIGNS = ("信息条", "信息篇", "文章篇", "推文篇", "稿件篇", "公开申请件，", "收到件", "受理件", "办结件")
RUN_SIGNS = (*"XxＸｘ×╳✕*＊", "__", "＿＿", "…", "...", "。。。")
BLANK_SIGNS = ("年 ", "年\u3000", "  ", "\u3000\u3000")
MENTIONED = "隐去|脱敏|匿名|符号|字样|占位|遮盖|化名|代替|打码|隐名|形式|格式为|形如"
"""Words of a sentence that speaks of such signs, or of hiding names."""
QUOTED = r"“[^“”\n]*”|《[^《》\n]*》|‘[^‘’\n]*’|https?://\S+|[A-Za-z0-9._-]{1,64}@\S+"
CODE_BEFORE = "(?:ICP|备|备案号?|编号|案号|证号|号码)$"
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟"
    "汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文某"
)
OPENS = ("", *"\n：:（(是，、。；")


def check_gaps(subject: Subject) -> Iterator[Strike]:
    """Yield a strike for every gap that was to be filled in (rule S14)."""
    manuscript = subject.manuscript
    text = manuscript.text
    for match in re.finditer(RUNS, text) if any(sign in text for sign in RUN_SIGNS) else ():
        if is_gap(text, *match.span()) and not is_mentioned(text, *match.span()):
            yield manuscript.strike("S14", *match.span())
    for match in re.finditer(BLANKS, text) if any(sign in text for sign in BLANK_SIGNS) else ():
        yield manuscript.strike("S14", *match.span())
    for match in re.finditer(NO_NUMBER, text) if any(sign in text for sign in NO_NUMBER_SIGNS) else ():
        begin = max(text.rfind(mark, 0, match.start()) for mark in "，。；\n") + 1
        if TOTAL.search(text[begin : match.start()]):
            yield manuscript.strike("S14", *match.span(), word=text[match.start() - 2 : match.end()])


def is_gap(text: str, start: int, end: int) -> bool:
    """Tell whether crosses, lines or points stand where something was to be filled in."""
    left, right = text[:start][-1:], text[end : end + 1]
    if (end - start == 1 and text[start] in CROSSES) or text[start] in "*＊":
        return not is_letter_or_digit(left) and left not in tuple(SURNAMES)
    if text[start] in CROSSES:
        return is_crossed_gap(text, start, end)
    if text[start] in "_＿":
        return not (is_letter_or_digit(left) and is_letter_or_digit(right))
    return left in OPENS or bool(re.compile(UNIT).match(text, end))


def is_crossed_gap(text: str, start: int, end: int) -> bool:
    """Tell whether crosses stand for a number or a name to be filled in; not for a hidden one."""
    left, right = text[:start][-1:], text[end : end + 1]
    if re.search(CODE_BEFORE, text[max(0, start - 4) : start]):
        return False
    if left.isdigit():
        return bool(re.search(r"(?<!\d)(?:19|20)$", text[max(0, start - 3) : start]) and right == "年")
    if re.compile(UNIT).match(text, end):
        return True
    beside_code = is_letter_or_digit(left) or is_letter_or_digit(right)
    return not beside_code and text[start] not in "xｘ" and left not in tuple(SURNAMES)


def is_mentioned(text: str, start: int, end: int) -> bool:
    """Tell whether the signs stand in quotes, or their sentence speaks of such signs."""
    begin = max(text.rfind(mark, 0, start) for mark in "。；\n") + 1
    stop = min((at for at in (text.find(mark, end) for mark in "。；\n") if at >= 0), default=len(text))
    quoted = re.compile(QUOTED).finditer(text, text.rfind("\n", 0, start) + 1, stop + 20)
    return any(q.start() < start and end < q.end() for q in quoted) or bool(
        re.compile(MENTIONED).search(text, begin, stop)
    )


# ---------------------------------------------------------------- words of a template

ASKED = (
    "此处|请填|请在此|请自行|请根据实际|请补充|请插入|请删除|请选择|待填|待补|待插入|填写|选填|必填|如有请|如无请"
    "|示例|样例"
)
NAMES = (
    "本?单位(?:名称|全称|简称)?|(?:行政)?机关(?:名称|全称|简称)?|部门(?:名称)?|年份?|年度|数字|数量|日期|姓名|联系人|联?系?电话"
    "|联系地址|地址|邮编|邮箱|网址|次数|件数|条数|金额|内容|标题|正文"
)
BRACKETED = r"[【\[［<＜〈]([^【】\[\]［］<>＜＞〈〉\n]{1,35})[】\]］>＞〉]"
IN_BRACKETS = rf"(?:{NAMES})|.{{0,12}}(?:{ASKED}).{{0,20}}|[{CROSSES}]+.{{0,8}}"
BRACED = r"(?<!\{)\{[^{}\n]{1,20}\}(?!\})"
ROUND_SIGNS = ("此处", "请填", "请在此", "请补充", "请插入", "请根据实际", "待填", "待补充", "填写", "选填")
ROUND = rf"[（(](?:{'|'.join(ROUND_SIGNS)})[^（）()\n]{{0,25}}[)）]"
WORDS = (
    r"此处(?:填写|填入|补充|插入|省略|待补)|待补充(?=[。，、；）)\n]|$)|待填写?|待插入"
    r"|(?<![A-Za-z])(?:TODO|FIXME|TBD)(?![A-Za-z])"
)
WORD_SIGNS = ("此处", "待补充", "待填", "待插入", "TODO", "FIXME", "TBD")


def check_template_words(subject: Subject) -> Iterator[Strike]:
    """Yield a strike for what a template or a draft says to its author (rule S16)."""
    manuscript = subject.manuscript
    end = 0
    for start, stop in sorted(find_template_words(manuscript.text, subject.rules["S07"].data["marker"])):
        if start >= end and not is_bracketed_name(manuscript.text[start:stop], subject.report.format):
            yield manuscript.strike("S16", start, stop)
            end = stop


def is_bracketed_name(found: str, form: ReportFormat) -> bool:
    """Tell whether the braces are around the name of a number of the tables, which rule B02 reports."""
    return found.startswith("{") and read_name(found.strip("{}")) in load_vocabulary(form).known


def find_template_words(text: str, marker: str) -> Iterator[tuple[int, int]]:
    """Yield where such words stand, what is in brackets with them; the tool's own marker (S07) is none."""
    if any(sign in text for sign in "【[［<＜〈"):
        for match in re.finditer(BRACKETED, text):
            if match[0] != marker and re.fullmatch(IN_BRACKETS, match[1]):
                yield match.span()
    for match in re.finditer(BRACED, text) if "{" in text else ():
        yield match.span()
    if any(sign in text for sign in ROUND_SIGNS):
        yield from (match.span() for match in re.finditer(ROUND, text))
    if any(sign in text for sign in WORD_SIGNS):
        yield from (m.span() for m in re.finditer(WORDS, text) if not is_in_marker(text, m, marker))


def is_in_marker(text: str, match: re.Match[str], marker: str) -> bool:
    """Tell whether what matched is part of the marker."""
    inside = marker.find(match[0])
    return inside >= 0 and text.startswith(marker, match.start() - inside)
