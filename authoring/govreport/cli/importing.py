"""One file of `govreport import`: what a worker recognises in it, and what is then written and printed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from govreport import api
from govreport.cli.console import complain, say
from govreport.cli.deposit import Deposit
from govreport.cli.inputs import attempt
from govreport.cli.made_files import MADE, UNCHANGED, Row
from govreport.cli.many import Given, explain_exception
from govreport.cli.new import write_schema
from govreport.errors import GovreportError
from govreport.report import Report

if TYPE_CHECKING:
    from govreport.importers.recognise import Imported

SECONDS = 0.1
"""How long a file takes, roughly; more processes are started where they are worth it."""


@dataclass(frozen=True)
class ImportedFile:
    """What was recognised in one file; or why nothing was (`error`), or that it need not be (`is_current`)."""

    name: str
    error: str = ""
    is_current: bool = False
    imported: "Imported | None" = None
    recipe: str = ""


def import_one(given: Given) -> ImportedFile:
    """Recognise the report in one file."""
    try:
        imported = api.import_document(given.name, given.content)
    except GovreportError as error:
        return ImportedFile(given.name, error=str(error))
    return ImportedFile(given.name, imported=imported, recipe=given.recipe)


def fail_to_import(given: Given, error: Exception) -> ImportedFile:
    """Return what stands for a file at which the process failed."""
    return ImportedFile(given.name, error=explain_exception(given.name, error))


def stand_in(name: str, error: str) -> ImportedFile:
    """Return what stands for a file that cannot be read, or, without an error, is up to date."""
    return ImportedFile(name, error=error, is_current=not error)


@dataclass
class Writer:
    """Writes what was recognised to its file; `many`: says so in the table only."""

    targets: Mapping[str, Path]
    deposit: Deposit
    force: bool
    many: bool
    schemas: set[tuple[Path, str]] = field(default_factory=set)

    def write(self, done: ImportedFile) -> Row:
        """Write one file, say what was found, the doubts on stderr; return its row of the table."""
        if done.imported is None:
            if done.error:
                complain(done.error)
                return Row(done.name, 2, "没有导入")
            if not self.many:
                say(f"＝ 没有变动，没有重做  {done.name}")
            return Row(done.name, 0, UNCHANGED)
        if attempt(self.put, done, done.imported) is None:
            return Row(done.name, 2, "没有导入")
        imported = done.imported
        for doubt in imported.doubts:
            complain(f"{done.name}：存疑：{doubt.message}")
        counts = f"{imported.cells} 格填了 {imported.filled} 格，{len(imported.doubts)} 处存疑"
        if not self.many:
            say(f"已生成 {self.targets[done.name]}：{imported.report.format.name}，{counts}")
        self.put_schema(self.targets[done.name].parent, imported.report)
        weight = len(imported.doubts) + imported.cells - imported.filled
        return Row(done.name, 0, MADE, weight, f"：{counts}")

    def put(self, done: ImportedFile, imported: "Imported") -> bool:
        """Write one report as TOML."""
        target = self.targets[done.name]
        text = api.write_import(imported, source=Path(done.name).name, file=target.name)
        self.deposit.put(target, text.encode("utf-8"), done.recipe, replace=self.force)
        return True

    def put_schema(self, folder: Path, report: Report) -> None:
        """Put the JSON Schema of the report's form beside it, once a folder."""
        form = report.format.format
        if (folder, form) not in self.schemas:
            self.schemas.add((folder, form))
            write_schema(folder / "report.schema.json", form)
