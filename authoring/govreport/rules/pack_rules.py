"""A province's rules: national ones made stricter or given other numbers, and its own on the prose."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any, cast

from govreport.errors import GovreportError
from govreport.finding import Severity, Strike
from govreport.format_loader import list_formats, load_format
from govreport.pack import Pack
from govreport.pack_settings import FILE
from govreport.rules.catalogue import OWN_CODES, OWN_RULE, Rule, load_rules
from govreport.rules.subject import Subject
from govreport.spelling import suggest_key

SEVERITIES = ("error", "warning", "info")


def list_rules(pack: Pack | None) -> Mapping[str, Rule]:
    """Return the rules in force with a pack, by code. Raises GovreportError for a change that cannot be."""
    if pack is None or not (pack.rules or pack.checks):
        return load_rules()
    return _list_rules(_Key(pack))


class _Key:
    """A pack as a key of a cache: the same settings, the same rules."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.pack.chain == other.pack.chain

    def __hash__(self) -> int:
        return hash(self.pack.chain)


@cache
def _list_rules(key: _Key) -> Mapping[str, Rule]:
    rules = dict(load_rules())
    file = f"{key.pack.folder / FILE}"
    for code, change in key.pack.rules.items():
        rules[code] = change_rule(file, code, change)
    for check in key.pack.checks:
        rule = make_rule(file, check)
        rules[rule.code] = rule
    return rules


def change_rule(file: str, code: str, change: Any) -> Rule:
    """Return a national rule as a pack wants it: stricter or for information, with its own numbers.

    An error of the national form stays one.
    """
    where = f"{file}：rules.{code}"
    rule = load_rules().get(code)
    if rule is None:
        near = suggest_key(code, load_rules())
        raise GovreportError(f"{where}：没有这条规则{f'，是不是 {near}？' if near else ''}")
    if not isinstance(change, dict):
        raise GovreportError(f"{where}：写成 [rules.{code}] 一组，下面写 severity 或这条规则的数")
    severity = read_severity(where, change.get("severity", rule.severity))
    if rule.severity == "error" and severity != "error":
        raise GovreportError(f"{where}：这是全国格式的错误，不能改轻")
    numbers = {key: value for key, value in change.items() if key != "severity"}
    for key, value in numbers.items():
        kind = rule.settings.get(key)
        if kind is None:
            known = "、".join(["severity", *rule.settings])
            raise GovreportError(f"{where}.{key}：没有这项，可改的是 {known}")
        check_number(f"{where}.{key}", kind, value)
    return replace(rule, severity=severity, data={**rule.data, **numbers})


def read_severity(where: str, value: Any) -> Severity:
    """Return a severity; raises GovreportError for anything else."""
    if value not in SEVERITIES:
        raise GovreportError(f"{where}.severity：只能是 {'、'.join(SEVERITIES)} 之一")
    return cast("Severity", value)


def check_number(where: str, kind: str, value: Any) -> None:
    """Raise GovreportError where a number of a rule is not of its kind: a month and day, or per cent."""
    if kind == "percent":
        if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= 100:
            raise GovreportError(f"{where}：写 1 到 100 的整数（百分之几）")
        return
    try:
        month, day = value
        date(2023, month, day)
    except (TypeError, ValueError) as error:
        raise GovreportError(f"{where}：写成 [月, 日]，如 [1, 20]") from error


def make_rule(file: str, check: Mapping[str, Any]) -> Rule:
    """Return a pack's own rule from its entry in [[checks]]. Raises GovreportError naming what is missing."""
    code, title = check.get("code", ""), check.get("title", "").strip()
    where = f"{file}：checks：{code or title}"
    if code not in OWN_CODES:
        raise GovreportError(f"{where}：code 写 {OWN_CODES[0]} 到 {OWN_CODES[-1]}")
    if not title:
        raise GovreportError(f"{where}：缺少 title，用一句话说哪里不对")
    if not (check.get("any") or check.get("none")):
        raise GovreportError(f"{where}：要写 any（至少要有其中一个词）或 none（不能有的词）")
    sections = list_sections()
    if check.get("section", "") not in ("", *sections):
        raise GovreportError(f"{where}：section 只能是 {'、'.join(sections)} 之一，不写就是全文")
    if not all(word.strip() for word in [*check.get("any", ()), *check.get("none", ())]):
        raise GovreportError(f"{where}：any、none 里有空的词")
    base = load_rules()[OWN_RULE]
    return replace(
        base,
        code=code,
        severity=read_severity(where, check.get("severity", base.severity)),
        title=title,
        message=escape(title) + "{hint}",
        advice=escape(check.get("advice", "")) or base.advice,
        why=check.get("why", "") or base.why,
        data={key: check[key] for key in ("section", "any", "none") if key in check},
    )


def list_sections() -> list[str]:
    """Return the keys of the sections of prose that the forms have."""
    forms = [load_format(name) for name in list_formats()]
    return list(dict.fromkeys(section.key for form in forms for section in form.prose_sections))


def escape(text: str) -> str:
    """Return a text that is not to be filled in as one that comes out the same when it is."""
    return text.replace("{", "{{").replace("}", "}}")


def check_pack_rules(subject: Subject) -> Iterator[Strike]:
    """Yield a strike where prose lacks words that a pack's rule wants, or has those that it does not."""
    for code in (code for code in OWN_CODES if code in subject.rules):
        data = subject.rules[code].data
        section = data.get("section", "")
        passages = [p for p in subject.passages if not section or p.section == section]
        text = "".join(re.sub(r"\s", "", passage.text) for passage in passages)
        if data.get("any") and not any(re.sub(r"\s", "", word) in text for word in data["any"]):
            path = f"narrative.{section}" if section else "narrative"
            yield Strike(code, path, values={"hint": ""})
        for passage in passages:
            for word in data.get("none", ()):
                start = passage.text.find(word)
                if start >= 0:
                    yield passage.strike(code, start, start + len(word), values={"hint": True, "word": word})
