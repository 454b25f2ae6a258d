"""The findings of one file, in words and at their places."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from functools import cache, cached_property
from typing import TYPE_CHECKING

from govreport.figures import compute_figures
from govreport.finding import Finding, Place, Severity, Strike
from govreport.report import Report, Waiver
from govreport.report_format import ReportFormat
from govreport.report_reader import read_report
from govreport.rules.catalogue import OWN_CODES, Rule, load_rules, name_rule
from govreport.rules.pack_rules import check_pack_rules, list_rules
from govreport.rules.registry import run_checks
from govreport.rules.subject import Subject
from govreport.toml.source import Source

if TYPE_CHECKING:
    from govreport.pack import Pack
    from govreport.rollup import Summand
    from govreport.toml.positions import Positions


def validate_source(  # noqa: PLR0913 - two inputs, four choices, one check from above
    source: Source,
    form: ReportFormat | None = None,
    *,
    previous: Report | None = None,
    children: "tuple[Summand, ...] | None" = None,
    selected: frozenset[str] | None = None,
    verbose: bool = False,
    errors_only: bool = False,
    pack: "Pack | None" = None,
    also: Callable[[Report], Iterable[Strike]] | None = None,
) -> tuple[Finding, ...]:
    """Return the findings of a file, by place. `verbose`: sums that were checked and are right, too.

    The form is the one that the file names, unless `form` is given; `previous` is last year's report, `children`
    are the reports of which this one should be the sum.
    `selected` are the codes of the rules that count, None for all; `errors_only`: rules that only warn are not
    tried. `pack` is the province's, whose rules hold, too. `also` is a check from a layer above.
    """
    rules = list_rules(pack)
    if source.data is None:
        return describe(source.strikes, source)
    if not source.text.strip():
        return describe([Strike("F04", place=Place())], source)
    report, strikes = read_report(source.data, form)
    subject = Subject(report, compute_figures(report), previous, children, rules, verbose=verbose)
    needs_warnings = may_warn(selected) and not (errors_only and rules is load_rules())
    strikes += run_checks(subject, errors_only=not needs_warnings)
    strikes += check_pack_rules(subject)
    strikes += also(report) if also and needs_warnings else ()
    skipped = list_skipped(selected, has_previous=previous is not None, has_children=children is not None)
    findings = describe(strikes, source, report, skipped=skipped, rules=rules)
    return tuple(f for f in findings if f.severity == "error" or f.waived) if errors_only else findings


def examine(source: Source) -> tuple[Report, tuple[Finding, ...]]:
    """Return the report in a source whose data is TOML, and its errors that are not waived; no pack has a say.

    No place is looked up where there is no error, which is quicker than `validate_source`.
    """
    report, strikes = read_report(source.data or {})
    strikes += run_checks(Subject(report, compute_figures(report)), errors_only=True)
    if not report.waivers:
        strikes = [s for s in strikes if not s.result and load_rules()[s.code].severity == "error"]
    return report, tuple(f for f in describe(strikes, source, report) if f.severity == "error")


@cache
def may_warn(selected: frozenset[str] | None) -> bool:
    """Tell whether any of the national rules that count only warns; else those need not be tried."""
    return selected is None or any(
        rule.severity != "error" for code, rule in load_rules().items() if code in selected
    )


@cache
def list_skipped(selected: frozenset[str] | None, *, has_previous: bool, has_children: bool) -> frozenset[str]:
    """Return the codes of the rules that do not run: not selected, or on other reports that are not known."""
    return frozenset(
        code
        for code in (*load_rules(), *OWN_CODES)
        if (selected is not None and code not in selected)
        or (name_rule(code).needs_previous and not has_previous)
        or (name_rule(code).needs_children and not has_children)
    )


def is_error(strike: Strike) -> bool:
    """Tell whether a strike is an error of the form, which may stand for another (see `_Locator.describe_all`)."""
    rule = load_rules().get(strike.code)
    return rule is not None and rule.severity == "error"


def describe(
    strikes: Iterable[Strike],
    source: Source,
    report: Report | None = None,
    *,
    skipped: Collection[str] = (),
    rules: Mapping[str, Rule] | None = None,
) -> tuple[Finding, ...]:
    """Return the strikes as findings, ordered by place, with the report's waivers applied.

    Findings of the rules that were `skipped` are left out, and waivers of those rules are left alone.
    """
    strikes = [strike for strike in strikes if strike.code not in skipped or is_error(strike)]
    if not strikes and not (report and report.waivers):
        return ()
    locate = _Locator(source, report, rules or load_rules())
    findings = [f for strike in strikes for f in locate.describe_all(strike) if f.code not in skipped]
    if report and report.waivers:
        findings = apply_waivers(findings, report.waivers, locate, skipped)
    return tuple(sorted(findings, key=lambda f: (f.place.line, f.place.column, f.code)))


def apply_waivers(
    findings: list[Finding], waivers: tuple[Waiver, ...], locate: "_Locator", skipped: Collection[str] = ()
) -> list[Finding]:
    """Return the findings, waived ones as info with the reason.

    A waiver without a place stands for a rule that strikes once. One that meets nothing, or more than one
    thing without saying which, is itself a finding; not so where its rule was skipped or could not decide.
    """
    result = list(findings)
    for index, waiver in enumerate(waivers):
        at_place = [i for i, f in enumerate(findings) if f.code == waiver.rule and waiver.at in ("", f.path)]
        met = [i for i in at_place if not result[i].result and result[i].waived is None]
        if met and (waiver.at or len(met) == 1):
            for i in met:
                result[i] = replace(result[i], severity="info", waived=waiver.reason)
            continue
        is_open = any(result[i].result == "undecided" for i in at_place)
        code = "M02" if met else "M01"
        if code in skipped or waiver.rule in skipped or (is_open and not met):
            continue
        values = {"rule": waiver.rule, "count": len(met), "at": result[met[0]].path if met else ""}
        result.append(locate.describe(Strike(code, f"waive[{index}].rule", waiver.rule, values=values)))
    return result


class _Locator:
    """Puts strikes on a source into words and looks up where they stand."""

    def __init__(self, source: Source, report: Report | None, rules: Mapping[str, Rule]) -> None:
        self.source = source
        self.report = report
        self.lines = source.text.split("\n")
        self.rules = rules

    @cached_property
    def positions(self) -> "Positions":
        from govreport.toml.positions import find_positions

        return find_positions(self.source.text)

    def describe_all(self, strike: Strike) -> list[Finding]:
        """Return the strike's finding; for a row that a comma inside a number splits, what is behind it."""
        split = self.split_by_comma(strike) if self.report and not strike.place else None
        if split is None:
            return [self.describe(strike)]
        return [self.describe(split)] if strike.code == "C08" else [self.describe(strike), self.describe(split)]

    def describe(self, strike: Strike) -> Finding:
        place = strike.place or self.look_up(strike)
        rule = self.rules[strike.code]
        message = self.message(strike, rule)
        values = {"found": strike.found, "expected": strike.expected, **strike.values}
        if values.get("hint"):
            values["hint"] = rule.hint.format_map(values)
        return Finding(
            file=self.source.name,
            place=place,
            code=rule.code,
            severity=self.severity(strike, rule),
            message=message.format_map(values),
            path=strike.path,
            found=strike.found,
            expected=strike.expected,
            advice=rule.advice.format_map(values) if message == rule.message else "",
            equation=strike.equation,
            guess=strike.guess,
            corrected=strike.corrected or self.mend(strike, place),
            result=strike.result,
            replacement=self.replace(strike, place) if self.is_certain(strike, rule, place) else None,
            mends_line=bool(strike.corrected) and self.is_certain(strike, rule, place),
            hidden=strike.hidden,
        )

    def replace(self, strike: Strike, place: Place) -> str | None:
        """Return the TOML text for what was meant at the place; None where that cannot be told."""
        if not strike.word or strike.meant is None:
            return strike.meant
        string = self.positions.find_string(strike.path)
        line = self.lines[place.line - 1]
        written = line[place.column - 1 : place.column - 1 + place.length]
        return string.write(strike.meant) if string and string.read(written) == strike.word else None

    def is_certain(self, strike: Strike, rule: Rule, place: Place) -> bool:
        """Tell whether what was meant may be written: the rule says so, nothing in the line is against it."""
        doubtful = rule.data.get("doubtful", "")
        if not rule.fix or strike.result:
            return False
        return not (doubtful and re.search(doubtful, self.lines[place.line - 1]))

    def mend(self, strike: Strike, place: Place) -> str:
        """Return the source line with what was meant in place of what stands at the place, "" where unknown."""
        meant = strike.meant
        if strike.word or strike.found is None or (not meant and strike.code != "S02"):
            return ""
        line = self.lines[place.line - 1].rstrip("\r")
        start, end = place.column - 1, place.column - 1 + place.length
        if strike.code == "S02" and isinstance(strike.expected, str):
            written = line[start:end].rpartition(".")
            meant = "".join([*written[:2], strike.expected]) if written[2] == strike.found else ""
        return (line[:start] + meant + line[end:]).strip() if meant else ""

    def look_up(self, strike: Strike) -> Place:
        if strike.word:
            return self.positions.find_word(strike.path, strike.word, strike.occurrence)
        return self.positions.find(strike.path, on_key=strike.on_key)

    def severity(self, strike: Strike, rule: Rule) -> Severity:
        if strike.result:
            return "warning" if rule.data.get("told") else "info"
        return rule.severity

    def message(self, strike: Strike, rule: Rule) -> str:
        return {"ok": rule.ok, "undecided": rule.undecided}.get(strike.result) or rule.message

    def split_by_comma(self, strike: Strike) -> Strike | None:
        """Return "comma inside a number" where that is why a row has too many cells, or a wrong total.

        With a total that does not fit this is a guess, made only where the other commas have a space behind.
        """
        row_path = strike.path.removesuffix(f"[{strike.path.rpartition('[')[2]}")
        entry = self.report.format.row_index.get(row_path) if self.report else None
        if entry is None or strike.result or strike.code not in ("C08", *(s.rule for s in entry[1].sums)):
            return None
        from govreport.toml.slips import find_thousands

        place = self.positions.find(row_path)
        text = self.lines[place.line - 1].rstrip("\r")
        width = len(entry[1].columns)
        counts = [width - len(entry[1].total_columns), width]
        split = find_thousands(text, counts if strike.code == "C08" else counts[:1])
        if split is None or (strike.code != "C08" and not re.search(r",\s", text[place.column :])):
            return None
        start, end, corrected = split
        number = text[start:end]
        values = {"suggestion": number.replace(",", "")}
        found_at = Place(place.line, start + 1, end - start)
        return Strike("F16", row_path, number, None, values, found_at, corrected=corrected.strip())
