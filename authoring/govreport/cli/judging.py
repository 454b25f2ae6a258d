"""One file of `govreport validate`: what a worker finds in it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from govreport import api
from govreport.cli.inputs import carry, read_bytes, show_name
from govreport.cli.many import Given, explain_exception
from govreport.cli.report_findings import Tally, count_findings
from govreport.errors import GovreportError
from govreport.finding import Finding
from govreport.toml.source import Source

if TYPE_CHECKING:
    from govreport.batch.task import Done
    from govreport.cli.fixing import Judge
    from govreport.previous import PreviousReports
    from govreport.rollup import Summand

SECONDS = 0.007
"""How long a file takes, roughly; more processes are started where they are worth it."""

Amend = Callable[[Source, "Judge"], Source | None]
"""What is done to a source before it is judged; None of it is one for which that failed."""


@dataclass(frozen=True)
class Settings:
    """What is looked for in every file of a command; `children` only where there is one file."""

    selected: frozenset[str] | None
    verbose: bool
    strict: bool
    template: str = ""
    children: "tuple[Summand, ...] | None" = None


@dataclass(frozen=True)
class Judged:
    """What was found in one file; `text` is there for the lines of the findings.

    `failed`: not all that was asked could be done, and `error` is why, unless that was said already. Without a
    `tally` the file was not judged.
    """

    name: str
    tally: Tally | None = None
    findings: tuple[Finding, ...] = ()
    text: str = ""
    failed: bool = False
    error: str = ""


def judge_one(settings: Settings, given: Given) -> Judged:
    """Return what is found in one file, last year's report being the one that was sent with it."""
    source = api.read(given.name, given.content, given.carried)
    if given.previous is None:
        return judge_source(settings, source, None)
    from govreport.previous import Settled

    return judge_source(settings, source, Settled(given.previous))


def judge_source(settings: Settings, source: Source, previous: "PreviousReports | None") -> Judged:
    """Return what is found in a source."""
    try:
        findings = search(settings, previous)(source)
    except GovreportError as error:  # a broken pack
        return Judged(source.name, failed=True, error=str(error))
    tally = count_findings(source, findings, strict=settings.strict)
    return Judged(source.name, tally, findings, source.text if findings else "")


def search(settings: Settings, previous: "PreviousReports | None") -> "Judge":
    """Return what gives the findings of a source."""
    return partial(
        api.validate,
        previous=previous,
        children=settings.children,
        selected=settings.selected,
        verbose=settings.verbose,
        template=settings.template,
    )


def fail_to_judge(given: Given, error: Exception) -> Judged:
    """Return what stands for a file at which the process failed."""
    return Judged(given.name, failed=True, error=explain_exception(given.name, error))


def read_tasks(names: Sequence[str], last: "PreviousReports | None") -> "Iterator[Given | Done[Judged]]":
    """Yield every file's bytes and the files that it names, and last year's report where it is in `last`."""
    from govreport.batch.task import Done

    for name in names:
        shown = show_name(name)
        try:
            content = read_bytes(name)
        except GovreportError as error:
            yield Done(Judged(shown, failed=True, error=str(error)))
            continue
        answer = api.find_previous(api.read(shown, content), last) if last is not None else None
        yield Given(shown, content, carry(shown, content), answer)


def amend_each(
    names: Sequence[str], amend: Amend, settings: Settings, last: "PreviousReports | None"
) -> Iterator[Judged]:
    """Yield what is found in every file after it was amended, one after the other."""
    judge = search(settings, last)
    for name in names:
        shown = show_name(name)
        try:
            source = api.read(shown, read_bytes(name))
        except GovreportError as error:
            yield Judged(shown, failed=True, error=str(error))
            continue
        amended = amend(source, judge)
        judged = judge_source(settings, amended or source, last)
        yield judged if amended else replace(judged, failed=True)
