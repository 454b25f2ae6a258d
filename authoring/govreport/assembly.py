"""Reports being put together into one sum, and what stands against it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from govreport.children import Child
from govreport.format_loader import load_format
from govreport.report import FieldValue
from govreport.rollup import Gap, Rollup


@dataclass
class Assembly:
    """The sum of the reports of one year and one form, and what was noticed of them; `agency` is the sum's own.

    Which report comes first makes no difference but to the order in which they are named.
    """

    agency: str
    rollup: Rollup | None = None
    files: dict[str, str] = field(default_factory=dict)
    """File by agency."""
    doubled: list[str] = field(default_factory=list)
    years: dict[int | None, Gap] = field(default_factory=dict)
    forms: dict[str, Gap] = field(default_factory=dict)
    provinces: set[str] = field(default_factory=set)

    def add(self, child: Child, *, is_own: bool = False) -> None:
        """Add one report; `is_own`: the office's own, which may bear the name of the sum."""
        self.note_agency(child, is_own=is_own)
        self.years.setdefault(child.year, Gap()).add(child.name)
        self.forms.setdefault(child.form, Gap()).add(child.name)
        self.provinces.add(child.province)
        if self.rollup is None:
            self.rollup = Rollup(load_format(child.form))
        if self.rollup.form.format == child.form:
            self.rollup.add(child.name, child.figures)

    def note_agency(self, child: Child, *, is_own: bool) -> None:
        """Note whose report it is, and whether that was there before."""
        if not child.agency:
            return
        if child.agency == self.agency and not is_own:
            reason = "和 --agency 同名；是不是以前汇总的结果，或应写在 --own 后面"
            self.doubled.append(f"{child.file}：是“{child.agency}”的，{reason}")
        other = self.files.setdefault(child.agency, child.file)
        if other != child.file:
            self.doubled.append(f"{child.file}：“{child.agency}”有两份，另一份是 {other}；只能留一份")

    def list_obstacles(self) -> Iterator[str]:
        """Yield why there can be no sum, a line each."""
        yield from self.doubled
        stated = {year: gap for year, gap in self.years.items() if year is not None}
        if len(stated) > 1:
            named = {f"{year}年": gap for year, gap in stated.items()}
            yield f"年度不一致：{list_groups(named)}；只能汇总同一年度的"
        if self.years and not stated:
            yield "没有一份报告写明年度，不能汇总"
        if len(self.forms) > 1:
            kinds = {load_format(form).name: gap for form, gap in self.forms.items()}
            yield f"报告格式不一致：{list_groups(kinds)}；不同格式的表不能相加"

    @property
    def fields(self) -> Mapping[str, FieldValue]:
        """Name, year and, where all reports have the same, province of the sum."""
        (year,) = (year for year in self.years if year is not None)
        (province, *others) = self.provinces
        known: dict[str, FieldValue] = {"agency.name": self.agency, "year": year}
        return known if others or not province else {**known, "agency.province": province}


def list_groups(groups: Mapping[str, Gap]) -> str:
    """Return how many reports are of each kind, the most first; those of the smaller kinds by name."""
    ordered = sorted(groups.items(), key=lambda item: (-item[1].count, item[0]))
    first, *others = ordered
    words = [f"{first[0]} {first[1].count} 份"]
    for name, gap in others:
        more = " 等" if gap.count > len(gap.names) else ""
        words.append(f"{name} {gap.count} 份（{'、'.join(gap.names)}{more}）")
    return "，".join(words)
