"""All checks, in the order in which they run."""

from collections.abc import Callable, Iterable
from itertools import islice

from govreport.finding import Strike
from govreport.rules.placeholders import check_placeholders
from govreport.rules.structure import check_last_year, check_marker, check_stray_quotes
from govreport.rules.subject import Subject
from govreport.rules.sums import check_sums

MOST_STRIKES = 1000
"""Of one check; more help nobody, and a hostile report could have millions."""

Check = Callable[[Subject], Iterable[Strike]]

CHECKS: tuple[Check, ...] = (check_marker, check_last_year, check_placeholders, check_stray_quotes, check_sums)
"""Those that may find an error; the others, which only warn, are imported when they are wanted."""


def run_checks(subject: Subject, *, errors_only: bool = False) -> list[Strike]:
    """Return the strikes of every check; with `errors_only` those that only warn are left out."""
    checks = CHECKS
    if not errors_only:
        from govreport.rules.warnings import WARNING_CHECKS

        checks += WARNING_CHECKS
    return [strike for check in checks for strike in islice(check(subject), MOST_STRIKES)]
