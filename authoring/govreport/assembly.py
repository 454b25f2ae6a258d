"""Reports being put together into one sum, and what stands against it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from govreport.agreement import Agreement
from govreport.children import Child
from govreport.format_loader import load_format
from govreport.report import FieldValue
from govreport.rollup import Rollup


@dataclass
class Assembly:
    """The sum of the reports of one year and one form, and what was noticed of them; `agency` is the sum's own."""

    agency: str
    rollup: Rollup | None = None
    agreement: Agreement = field(default_factory=Agreement)
    previous: list[str] = field(default_factory=list)
    """What is said of reports that bear the name of the sum, as an earlier sum does."""
    provinces: set[str] = field(default_factory=set)

    def add(self, child: Child, *, is_own: bool = False) -> None:
        """Add one report; `is_own`: the office's own, which may bear the name of the sum."""
        if child.agency and child.agency == self.agency and not is_own:
            reason = "和 --agency 同名；是不是以前汇总的结果，或应写在 --own 后面"
            self.previous.append(f"{child.file}：是“{child.agency}”的，{reason}")
        self.agreement.add(child)
        self.provinces.add(child.province)
        if self.rollup is None:
            self.rollup = Rollup(load_format(child.form))
        if self.rollup.form.format == child.form:
            self.rollup.add(child.name, child.figures)

    def list_obstacles(self) -> Iterator[str]:
        """Yield why there can be no sum, a line each."""
        yield from self.previous
        yield from self.agreement.list_obstacles()
        if self.rollup and not self.agreement.years:
            yield "没有一份报告写明年度，不能汇总"

    @property
    def fields(self) -> Mapping[str, FieldValue]:
        """Name, year and, where all reports have the same, province of the sum."""
        (year,) = self.agreement.years
        (province, *others) = self.provinces
        known: dict[str, FieldValue] = {"agency.name": self.agency, "year": year}
        return known if others or not province else {**known, "agency.province": province}
