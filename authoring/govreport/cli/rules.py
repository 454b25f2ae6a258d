"""`govreport rules`."""

import json
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import groupby
from typing import Annotated, Any

import typer

from govreport.cli.console import put
from govreport.display_width import measure, pad
from govreport.rules.catalogue import Rule, load_rules
from govreport.rules.explanation import name_group, name_severity, plain, refuse_waiver
from govreport.rules.selection import list_codes

SHOWN = ("title", "message", "advice", "basis", "why", "good", "bad")


class Form(StrEnum):
    """How the rules are printed."""

    TEXT = "text"
    JSON = "json"


def rules(
    codes: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[代码…]", help="只列这些规则：T 是一类，T01 是一条；不写就全列", show_default=False
        ),
    ] = None,
    form: Annotated[
        Form, typer.Option("--format", metavar="text|json", help="输出样式：text 给人看，json 给程序读")
    ] = Form.TEXT,
) -> int:
    """列出检查用的规则：代码、级别、名称；用 explain 看一条的来历和改法。"""
    catalogue = load_rules()
    wanted = [catalogue[code] for code in list_codes(codes or [])]
    put(rules_json(wanted) if form is Form.JSON else "\n".join(rule_lines(wanted)) + "\n")
    return 0


def rule_lines(wanted: Iterable[Rule]) -> Iterator[str]:
    """Yield a line a rule, under the titles of their groups, and a total."""
    wanted = list(wanted)
    width = max(measure(name_severity(rule)) for rule in wanted)
    for letter, group in groupby(wanted, key=lambda rule: rule.group):
        members = list(group)
        yield f"{letter}  {name_group(members[0])}"
        for rule in members:
            yield f"  {rule.code}  {pad(name_severity(rule), width)}  {rule.title}"
        yield ""
    yield f"共 {len(wanted)} 条；某一条的来历和改法：govreport explain {wanted[0].code}"


def rules_json(wanted: Iterable[Rule]) -> str:
    """Return the rules as an array of objects."""
    return json.dumps([rule_object(rule) for rule in wanted], ensure_ascii=False, indent=1) + "\n"


def rule_object(rule: Rule) -> dict[str, Any]:
    """Return a rule for other programs; `waivable` says whether a [[waive]] of it makes sense."""
    words = {key: getattr(rule, key) for key in SHOWN}
    words.update({key: plain(words[key]) for key in ("message", "advice")})
    head = {"code": rule.code, "severity": rule.severity, "group": name_group(rule)}
    return {**head, **words, "waivable": not refuse_waiver(rule)}
