"""A rule explained without a report: what it rests on, examples, how to mend, how to waive."""

import re
from collections.abc import Iterator

from govreport.rules.catalogue import Rule
from govreport.rules.groups import load_groups, load_words

SEVERITIES = {"error": "错误", "warning": "提示", "info": "参考"}
"""What a user reads for each severity."""
NO_NEED = "这一条只供参考，不是错误也不是提示，不需要说明"


def plain(text: str) -> str:
    """Return a message without a strike: each {name} as 〈what stands there〉."""
    words = load_words()

    def show(match: re.Match[str]) -> str:
        word = words.get(match[1], "…")
        return f"〈{word}〉" if word else ""

    return re.sub(r"\{(\w+)\}", show, text)


def name_severity(rule: Rule) -> str:
    """Return the rule's severity as a user reads it."""
    return SEVERITIES[rule.severity]


def name_group(rule: Rule) -> str:
    """Return the title of the rule's group."""
    group = load_groups().get(rule.group)
    return group.title if group else rule.group


def refuse_waiver(rule: Rule) -> str:
    """Return why a waiver of the rule makes no sense, "" where it does."""
    group = load_groups().get(rule.group)
    by_severity = {"error": group.no_waiver if group else "", "info": NO_NEED}
    return rule.no_waiver or by_severity.get(rule.severity, "")


def waiver_block(rule: Rule) -> str:
    """Return a [[waive]] to paste; without a reason it is an error, so that none can be left out."""
    return (
        f'[[waive]]\nrule = "{rule.code}"\nat = ""      # 哪一处，只有一处可以空着\nreason = ""  # 理由，必须写\n'
    )


def explain_rule(rule: Rule) -> str:
    """Return all about a rule as text for a terminal."""
    return "\n".join(_lines(rule)) + "\n"


def _lines(rule: Rule) -> Iterator[str]:
    yield f"{rule.code}  {name_severity(rule)}  {rule.title}"
    yield from _paragraph("检查时的话", plain(rule.message))
    yield from _paragraph(f"为什么（{rule.basis}）", rule.why)
    yield from _paragraph("对的", rule.good)
    yield from _paragraph("错的", rule.bad)
    yield from _paragraph("怎么改", plain(rule.advice))
    refusal = refuse_waiver(rule)
    if refusal:
        yield from _paragraph("能不能说明理由", f"不能：{refusal}。")
        return
    yield from _paragraph("确有理由、不改的", f"在填报文件末尾写上：\n{waiver_block(rule)}")
    yield "  有几处的，at 写哪一处：govreport validate --verbose 在每一处下面列出它的位置。"


def _paragraph(title: str, text: str) -> Iterator[str]:
    yield ""
    yield f"{title}："
    yield from (f"  {line}" for line in text.rstrip("\n").split("\n"))
