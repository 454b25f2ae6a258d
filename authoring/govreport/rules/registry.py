"""All checks, in the order in which they run."""

from collections.abc import Callable, Iterable

from govreport.finding import Strike
from govreport.rules.against_tables import check_against_tables
from govreport.rules.structure import check_marker, check_stray_quotes
from govreport.rules.subject import Subject
from govreport.rules.sums import check_sums

Check = Callable[[Subject], Iterable[Strike]]

CHECKS: tuple[Check, ...] = (
    check_marker,
    check_stray_quotes,
    check_sums,
    check_against_tables,
)


def run_checks(subject: Subject) -> list[Strike]:
    """Return the strikes of every check."""
    return [strike for check in CHECKS for strike in check(subject)]
