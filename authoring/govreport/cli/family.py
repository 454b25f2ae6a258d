"""The reports that a parent's report is checked against."""

from collections.abc import Sequence
from pathlib import Path

from govreport.children import read_child
from govreport.cli.gathering import SECONDS, gather, list_reports
from govreport.cli.many import Amount
from govreport.cli.targets import list_targets
from govreport.errors import GovreportError
from govreport.files import is_collective
from govreport.rollup import Summand


def read_family(given: Sequence[str], parent: str | None, jobs: int | None) -> tuple[Summand, ...]:
    """Return the reports in folders and files, without the parent's own and what `merge` has put beside it.

    Raises GovreportError where there is none, or a name stands for nothing.
    """
    for name in given:
        if not (is_collective(name) or Path(name).exists()):
            raise GovreportError(f"--children：没有“{name}”这个文件夹，请核对名字")
    names, is_complete = list_reports(given, list_targets(Path(parent)) if parent else ())
    if not is_complete or not names:
        raise GovreportError("--children 后面要写放着下级报告的文件夹；没有读到")
    with gather(read_child, names, Amount(len(names), SECONDS, "读"), jobs=jobs) as children:
        return tuple(children)
