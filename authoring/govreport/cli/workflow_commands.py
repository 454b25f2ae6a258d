"""Findings as workflow commands of GitHub Actions, which shows them beside the lines of a change."""

from collections.abc import Iterable, Iterator
from pathlib import PurePath

from govreport.api import STDIN_NAME
from govreport.cli.console import escape_controls
from govreport.finding import Finding

COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def workflow_commands(findings: Iterable[Finding]) -> str:
    """Return a command a line for every finding."""
    return "".join(f"{workflow_command(finding)}\n" for finding in findings)


def workflow_command(finding: Finding) -> str:
    """Return `::error file=…,line=…,col=…,endColumn=…,title=…::message` for a finding, on one line.

    Columns are 1-based characters, the end is the first one behind. What came from stdin has no file.
    """
    place = finding.place
    properties = {
        "file": PurePath(finding.file).as_posix(),
        "line": str(place.line),
        "col": str(place.column),
        "endColumn": str(place.column + place.length),
        "title": f"govreport {finding.code}",
    }
    if finding.file == STDIN_NAME:
        del properties["file"]
    message = "\n".join(message_lines(finding))
    written = ",".join(f"{key}={escape_property(value)}" for key, value in properties.items())
    return f"::{COMMANDS[finding.severity]} {written}::{escape_data(message)}"


def message_lines(finding: Finding) -> Iterator[str]:
    """Yield what is wrong, the sum, the line as it should be, and what to do."""
    yield finding.message if finding.waived is None else f"{finding.message}（已说明理由：{finding.waived}）"
    for title, text in (("算式", finding.equation), ("改成", finding.corrected), ("怎么改", finding.advice)):
        if text and finding.waived is None:
            yield f"{title}：{text}"


def escape_data(text: str) -> str:
    """Return a message in which no character ends the command."""
    text = escape_controls(text.replace("\r", ""))
    return text.replace("%", "%25").replace("\n", "%0A")


def escape_property(text: str) -> str:
    """Return a property's value in which no character ends it."""
    return escape_data(text).replace(":", "%3A").replace(",", "%2C")
