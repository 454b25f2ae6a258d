"""Findings as SARIF 2.1.0, the exchange format of checking tools (OASIS standard)."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

from govreport import __version__
from govreport.cli.report_findings import plain
from govreport.finding import Finding
from govreport.rules.catalogue import Rule, name_rule
from govreport.rules.explanation import explain_rule, name_group

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "info": "none"}
KINDS = {"": "fail", "ok": "pass", "undecided": "open"}
"""Part 3.27.9: "open" is a rule that was run and could not decide for want of information. Others inform."""
FINGERPRINT = "findingWithoutPlace/v1"


def sarif_log(findings: Iterable[Finding], codes: Iterable[str], *, exit_code: int) -> str:
    """Return one run with its results; `codes` are the rules that were in force.

    Exit code 2 says that something could not be read, so that the results are not all there is.
    """
    rules = [name_rule(code) for code in sorted(codes)]
    indexes = {rule.code: index for index, rule in enumerate(rules)}
    run = {
        "tool": {"driver": driver(rules)},
        "language": "zh-CN",
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": exit_code != 2, "exitCode": exit_code}],
        "results": add_fingerprints([result_object(finding, indexes) for finding in findings]),
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def driver(rules: Sequence[Rule]) -> dict[str, Any]:
    """Return the tool with its rules."""
    return {
        "name": "govreport",
        "version": __version__,
        "semanticVersion": __version__,
        "language": "zh-CN",
        "rules": [rule_object(rule) for rule in rules],
    }


def rule_object(rule: Rule) -> dict[str, Any]:
    """Return a rule as a reportingDescriptor."""
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": f"{rule.why}（{rule.basis}）"},
        "help": {"text": explain_rule(rule)},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {"tags": [name_group(rule), rule.basis]},
    }


def result_object(finding: Finding, indexes: dict[str, int]) -> dict[str, Any]:
    """Return a finding as a result; a waived one keeps its rule's level and is suppressed."""
    severity = finding.severity if finding.waived is None else name_rule(finding.code).severity
    kind = KINDS.get(finding.result, "informational")
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": indexes[finding.code],
        "kind": kind,
        "level": LEVELS[severity] if kind == "fail" else "none",
        "message": {"text": message_text(finding)},
        "locations": [location(finding)],
        "properties": {"found": plain(finding.found), "expected": plain(finding.expected)},
    }
    if finding.waived is not None:
        result["suppressions"] = [{"kind": "inSource", "status": "accepted", "justification": finding.waived}]
    return result


def message_text(finding: Finding) -> str:
    """Return what is wrong, the sum and what to do, a line each."""
    return "\n".join(filter(None, (finding.message, finding.equation, finding.advice)))


def location(finding: Finding) -> dict[str, Any]:
    """Return the place in the file, and the key path where there is one."""
    place = finding.place
    region = {"startLine": place.line, "startColumn": place.column, "endColumn": place.column + place.length}
    found: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": {"uri": file_uri(finding.file)}, "region": region}
    }
    if finding.path:
        found["logicalLocations"] = [{"fullyQualifiedName": finding.path}]
    return found


def file_uri(name: str) -> str:
    """Return a file's name as a URI, relative where the name is."""
    path = Path(name)
    return path.as_uri() if path.is_absolute() else quote(PurePath(name).as_posix(), errors="surrogateescape")


def add_fingerprints(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the results, each with a fingerprint that edits elsewhere in the file leave as it is.

    It is made of rule, key path and text found, not of line, column or number; where several results of one
    file have the same of these, of which of them it is.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    for result in results:
        (place,) = result["locations"]
        path = place.get("logicalLocations", [{"fullyQualifiedName": ""}])[0]["fullyQualifiedName"]
        found = result["properties"]["found"]
        parts = (result["ruleId"], path, found if isinstance(found, str) else "")
        key = (place["physicalLocation"]["artifactLocation"]["uri"], *parts)
        digest = sha256("\0".join([*parts, str(seen[key])]).encode("utf-8", "surrogateescape")).hexdigest()
        result["partialFingerprints"] = {FINGERPRINT: digest}
        seen[key] += 1
    return results
