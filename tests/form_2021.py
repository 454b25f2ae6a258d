"""The 2021 form written down a second time, by hand and apart from schemas/: what tests compare with.

A place of a number is (table, row labels from left to right, column heads from top to bottom).
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Place = tuple[str, tuple[str, ...], tuple[str, ...]]

SECTIONS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
DISCLOSURE, APPLICATIONS, DISPUTES = SECTIONS[1:4]
PROSE_KEYS = ("overview", "problems", "other")

ISSUED = ("本年制发件数", "本年废止件数", "现行有效件数")
DISCLOSURE_ROWS = (
    ("rules", "规章", "第二十条第（一）项", ISSUED),
    ("normative_documents", "行政规范性文件", "第二十条第（一）项", ISSUED),
    ("licences", "行政许可", "第二十条第（五）项", ("本年处理决定数量",)),
    ("penalties", "行政处罚", "第二十条第（六）项", ("本年处理决定数量",)),
    ("coercive_measures", "行政强制", "第二十条第（六）项", ("本年处理决定数量",)),
    ("fees", "行政事业性收费", "第二十条第（八）项", ("本年收费金额（单位：万元）",)),
)

ORGANIZATIONS = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
APPLICANTS = (
    ("申请人情况", "自然人"),
    *(("申请人情况", "法人或其他组织", name) for name in ORGANIZATIONS),
    ("申请人情况", "总计"),
)
HANDLED = "三、本年度办理结果"
DENIED, UNAVAILABLE = (HANDLED, "（三）不予公开"), (HANDLED, "（四）无法提供")
NOT_PROCESSED, OTHER = (HANDLED, "（五）不予处理"), (HANDLED, "（六）其他处理")
APPLICATION_ROWS = (
    ("received", ("一、本年新收政府信息公开申请数量",)),
    ("carried_in", ("二、上年结转政府信息公开申请数量",)),
    ("disclosed", (HANDLED, "（一）予以公开")),
    ("partly_disclosed", (HANDLED, "（二）部分公开（区分处理的，只计这一情形，不计其他情形）")),
    ("denied.state_secret", (*DENIED, "1.属于国家秘密")),
    ("denied.other_law", (*DENIED, "2.其他法律行政法规禁止公开")),
    ("denied.security_stability", (*DENIED, "3.危及“三安全一稳定”")),
    ("denied.third_party", (*DENIED, "4.保护第三方合法权益")),
    ("denied.internal_affairs", (*DENIED, "5.属于三类内部事务信息")),
    ("denied.process", (*DENIED, "6.属于四类过程性信息")),
    ("denied.enforcement_file", (*DENIED, "7.属于行政执法案卷")),
    ("denied.inquiry", (*DENIED, "8.属于行政查询事项")),
    ("unavailable.not_held", (*UNAVAILABLE, "1.本机关不掌握相关政府信息")),
    ("unavailable.not_existing", (*UNAVAILABLE, "2.没有现成信息需要另行制作")),
    ("unavailable.unclear", (*UNAVAILABLE, "3.补正后申请内容仍不明确")),
    ("not_processed.petition", (*NOT_PROCESSED, "1.信访举报投诉类申请")),
    ("not_processed.repeated", (*NOT_PROCESSED, "2.重复申请")),
    ("not_processed.publication", (*NOT_PROCESSED, "3.要求提供公开出版物")),
    ("not_processed.excessive", (*NOT_PROCESSED, "4.无正当理由大量反复申请")),
    ("not_processed.reissue", (*NOT_PROCESSED, "5.要求行政机关确认或重新出具已获取信息")),
    ("other.not_corrected", (*OTHER, "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请")),
    ("other.fee_unpaid", (*OTHER, "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请")),
    ("other.other", (*OTHER, "3.其他")),
    ("other_single", OTHER),
    ("total", (HANDLED, "（七）总计")),
    ("carried_over", ("四、结转下年度继续办理",)),
)
"""All rows that may be printed: the three of （六） or the single one."""

RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
DISPUTE_ROWS = (
    ("reconsideration", ("行政复议",)),
    ("litigation.direct", ("行政诉讼", "未经复议直接起诉")),
    ("litigation.after_reconsideration", ("行政诉讼", "复议后起诉")),
)


def read_toml(path: Path) -> dict[str, Any]:
    """Return a report's data, decimals as the digits that were typed."""
    return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=str)


def stated_numbers(data: dict[str, Any]) -> dict[Place, str]:
    """Return every number that the file states, by place, as typed. The file must state every cell."""
    return dict(_stated(data))


def _stated(data: dict[str, Any]) -> Iterator[tuple[Place, str]]:
    for key, label, clause, columns in DISCLOSURE_ROWS:
        for column, value in zip(columns, _cells(data["disclosure"], key), strict=True):
            yield (DISCLOSURE, (label,), (clause, column)), value
    for key, labels in APPLICATION_ROWS:
        if _holds(data["applications"], key):
            for heads, value in zip(APPLICANTS, _cells(data["applications"], key), strict=True):
                yield (APPLICATIONS, labels, heads), value
    for key, heads in DISPUTE_ROWS:
        for column, value in zip(RESULTS, _cells(data["disputes"], key), strict=True):
            yield (DISPUTES, (), (*heads, column)), value


def _holds(table: dict[str, Any], key: str) -> bool:
    first, _, rest = key.partition(".")
    return first in table and (not rest or _holds(table[first], rest))


def _cells(table: dict[str, Any], key: str) -> list[str]:
    value: Any = table
    for name in key.split("."):
        value = value[name]
    values = value if isinstance(value, list) else [value]
    assert all(isinstance(v, str) or type(v) is int for v in values), key
    return [str(v) for v in values]


def prose_lines(data: dict[str, Any], key: str) -> list[str]:
    """Return a prose section's lines as they are to be read: paragraphs, and headings run in or alone."""
    section = data["narrative"].get(key, {})
    lines = paragraphs(section.get("text", ""))
    for part in section.get("parts", []):
        heading, text = part.get("heading", ""), paragraphs(part.get("text", ""))
        if heading and part.get("run_in") and text:
            lines += [heading + text[0], *text[1:]]
        else:
            lines += [heading] * bool(heading) + text
    return lines


def captions(data: dict[str, Any], key: str) -> list[str]:
    """Return the captions of the figures that end a prose section; the last one has those of the report's end."""
    figures = [f for f in data.get("figure", []) if (f.get("place") or PROSE_KEYS[-1]) == key]
    return [f["caption"] for f in figures if f.get("caption")]


def paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]
