"""What became of each of many files: a table of those that were not made, worst first, and the total."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from govreport.cli.console import escape_controls
from govreport.errors import GovreportError
from govreport.files import real_path

MADE = "已生成"
UNCHANGED = "没有变动"
HEAD = ("文件", "结果")


@dataclass(frozen=True)
class Row:
    """What became of one file: its exit code, that in words, how much was wrong, and more words for the table.

    The table shows what has a code or a weight.
    """

    file: str
    code: int
    words: str
    weight: int = 0
    more: str = ""


def rows_text(rows: Sequence[Row]) -> str:
    """Return the table of the files that want a look, worst first, and how many were made."""
    shown = [row for row in rows if row.code or row.weight]
    worst_first = sorted(shown, key=lambda row: (-row.code, -row.weight))
    lines = []
    if worst_first:
        from govreport.cli.summary import align

        lines = [
            "",
            *align(HEAD, [(escape_controls(row.file), row.words + row.more) for row in worst_first], "<<"),
            "",
        ]
    return "\n".join([*lines, total_line(rows)]) + "\n"


def total_line(rows: Sequence[Row]) -> str:
    """Return how many files were made, left as they are, and not made."""
    counts = Counter(row.words if not row.code else "没有生成，或没有全部生成" for row in rows)
    hints = {UNCHANGED: "（要重做，加 --redo）"}
    parts = [f"{count} 个{words}{hints.get(words, '')}" for words, count in counts.items()]
    return f"共 {len(rows)} 个文件：{'，'.join(parts)}"


def refuse_same_outputs(targets: Mapping[str, Path]) -> None:
    """Raise GovreportError where two inputs would become one file."""
    owners: dict[str, str] = {}
    for name, path in targets.items():
        other = owners.setdefault(real_path(path), name)
        if other != name:
            raise GovreportError(f"{path}：{other} 和 {name} 会写成同一个文件，请分开做，或改名")
