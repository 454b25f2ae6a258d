"""The findings of one file, in words and at their places."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from govreport.figures import compute_figures
from govreport.finding import Finding, Place, Severity, Strike
from govreport.report import Report, Waiver
from govreport.report_format import ReportFormat
from govreport.report_reader import read_report
from govreport.rules.catalogue import Rule, load_rules
from govreport.rules.registry import run_checks
from govreport.rules.subject import Subject
from govreport.toml_source import Source

if TYPE_CHECKING:
    from govreport.toml_positions import Positions


def validate_source(
    source: Source, form: ReportFormat | None = None, *, verbose: bool = False
) -> tuple[Finding, ...]:
    """Return the findings of a file, by place. `verbose`: sums that were checked and are right, too.

    The form is the one that the file names, unless `form` is given.
    """
    if source.data is None:
        return describe(source.strikes, source)
    report, strikes = read_report(source.data, form)
    strikes += run_checks(Subject(report, compute_figures(report), verbose=verbose))
    return describe(strikes, source, report)


def describe(strikes: Iterable[Strike], source: Source, report: Report | None = None) -> tuple[Finding, ...]:
    """Return the strikes as findings, ordered by place, with the report's waivers applied."""
    strikes = list(strikes)
    if not strikes and not (report and report.waivers):
        return ()
    locate = _Locator(source, report)
    findings = [locate.describe(strike) for strike in strikes]
    if report and report.waivers:
        findings = apply_waivers(findings, report.waivers, locate)
    return tuple(sorted(findings, key=lambda f: (f.place.line, f.place.column, f.code)))


def apply_waivers(findings: list[Finding], waivers: tuple[Waiver, ...], locate: "_Locator") -> list[Finding]:
    """Return the findings, waived ones as info with the reason; a waiver that meets nothing is a finding."""
    used: set[Waiver] = set()
    result = []
    for finding in findings:
        waiver = next((w for w in waivers if w.rule == finding.code and w.at in ("", finding.path)), None)
        if waiver and not finding.result:
            used.add(waiver)
            finding = replace(finding, severity="info", waived=waiver.reason)
        result.append(finding)
    for index, waiver in enumerate(waivers):
        if waiver not in used:
            strike = Strike("M01", f"waive[{index}].rule", waiver.rule, values={"rule": waiver.rule})
            result.append(locate.describe(strike))
    return result


class _Locator:
    """Puts strikes on a source into words and looks up where they stand."""

    def __init__(self, source: Source, report: Report | None) -> None:
        self.source = source
        self.report = report
        self.lines = source.text.split("\n")
        self.rules = load_rules()

    @cache  # noqa: B019 - one instance lives for one file
    def positions(self) -> "Positions":
        from govreport.toml_positions import find_positions

        return find_positions(self.source.text)

    def describe(self, strike: Strike) -> Finding:
        place = strike.place or self.positions().find(strike.path, on_key=strike.on_key)
        if strike.code == "C08" and self.report:
            strike, place = self.split_by_comma(strike, place)
        rule = self.rules[strike.code]
        values = {"found": strike.found, "expected": strike.expected, **strike.values}
        if values.get("hint"):
            values["hint"] = rule.hint.format_map(values)
        return Finding(
            file=self.source.name,
            place=place,
            code=rule.code,
            severity=self.severity(strike, rule),
            message=self.message(strike, rule).format_map(values),
            path=strike.path,
            found=strike.found,
            expected=strike.expected,
            advice="" if strike.result else rule.advice.format_map(values),
            equation=strike.equation,
            corrected=strike.corrected,
            result=strike.result,
        )

    def severity(self, strike: Strike, rule: Rule) -> Severity:
        return "info" if strike.result else rule.severity

    def message(self, strike: Strike, rule: Rule) -> str:
        return {"ok": rule.ok, "undecided": rule.undecided}.get(strike.result, rule.message)

    def split_by_comma(self, strike: Strike, place: Place) -> tuple[Strike, Place]:
        """Say "comma inside a number" where that is why a row has too many cells."""
        from govreport.toml_slips import find_thousands

        text = self.lines[place.line - 1].rstrip("\r")
        counts = [int(n) for n in str(strike.expected).split(" 或 ")]
        split = find_thousands(text, counts)
        if split is None:
            return strike, place
        start, end, corrected = split
        number = text[start:end]
        values = {**strike.values, "suggestion": number.replace(",", ""), "found": number}
        corrected_strike = replace(strike, code="F16", found=number, values=values, corrected=corrected.strip())
        return corrected_strike, Place(place.line, start + 1, end - start)
