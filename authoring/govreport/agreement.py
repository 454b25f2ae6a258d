"""What reports must have in common to be added up: an agency has one, and year and form are the same."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from govreport.format_loader import load_format
from govreport.rollup import Gap, Summand


@dataclass
class Agreement:
    """Takes reports one after the other and tells what stands against their sum.

    One that states no year, or no agency, goes with any. Which comes first makes no difference but to the order in
    which they are named.
    """

    files: dict[str, str] = field(default_factory=dict)
    """File by agency."""
    stated: dict[tuple[str, int | None], str] = field(default_factory=dict)
    """File by agency and year: reports of one agency on two years are not the same one twice."""
    doubled: list[str] = field(default_factory=list)
    years: dict[int, Gap] = field(default_factory=dict)
    forms: dict[str, Gap] = field(default_factory=dict)

    def add(self, report: Summand) -> None:
        """Note whose report it is, its year and its form."""
        self.forms.setdefault(report.form, Gap()).add(report.file)
        if report.year is not None:
            self.years.setdefault(report.year, Gap()).add(report.file)
        if not report.agency:
            return
        self.files.setdefault(report.agency, report.file)
        other = self.stated.setdefault((report.agency, report.year), report.file)
        if other != report.file:
            self.doubled.append(f"{report.file}：“{report.agency}”有两份，另一份是 {other}；只能留一份")

    def list_obstacles(self) -> Iterator[str]:
        """Yield why there can be no sum, a line each."""
        if len(self.years) > 1:
            named = {f"{year}年": gap for year, gap in self.years.items()}
            yield f"年度不一致：{list_groups(named)}；只能汇总同一年度的"
        if len(self.forms) > 1:
            kinds = {load_format(form).name: gap for form, gap in self.forms.items()}
            yield f"报告格式不一致：{list_groups(kinds)}；不同格式的表不能相加"
        yield from self.doubled


def list_groups(groups: Mapping[str, Gap]) -> str:
    """Return how many reports are of each kind, the most first; those of the smaller kinds by file."""
    ordered = sorted(groups.items(), key=lambda item: (-item[1].count, item[0]))
    first, *others = ordered
    words = [f"{first[0]} {first[1].count} 份"]
    for name, gap in others:
        more = " 等" if gap.count > len(gap.names) else ""
        words.append(f"{name} {gap.count} 份（{'、'.join(gap.names)}{more}）")
    return "，".join(words)
