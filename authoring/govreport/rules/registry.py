"""All checks, in the order in which they run."""

from collections.abc import Callable, Iterable

from govreport.finding import Strike
from govreport.rules.against_tables import check_against_tables
from govreport.rules.citations import check_numbers, check_old_notice, check_titles
from govreport.rules.completeness import (
    check_accountability,
    check_aspects,
    check_fee_amount,
    check_fee_sentence,
    check_period,
    check_problems,
)
from govreport.rules.dates import check_publication, check_stale_year
from govreport.rules.growth import check_growth
from govreport.rules.links import check_links
from govreport.rules.lists import check_lists
from govreport.rules.names import check_names, check_scope, check_title
from govreport.rules.repeated import check_repeated
from govreport.rules.repetition import check_repetition
from govreport.rules.shares import check_shares
from govreport.rules.structure import check_marker, check_stray_quotes
from govreport.rules.subject import Subject
from govreport.rules.sums import check_sums

Check = Callable[[Subject], Iterable[Strike]]

CHECKS: tuple[Check, ...] = (
    check_marker,
    check_stray_quotes,
    check_sums,
    check_links,
    check_repetition,
    check_growth,
    check_stale_year,
    check_against_tables,
    check_fee_amount,
    check_lists,
    check_shares,
    check_repeated,
    check_period,
    check_aspects,
    check_accountability,
    check_problems,
    check_fee_sentence,
    check_numbers,
    check_old_notice,
    check_titles,
    check_names,
    check_scope,
    check_title,
    check_publication,
)


def run_checks(subject: Subject) -> list[Strike]:
    """Return the strikes of every check."""
    return [strike for check in CHECKS for strike in check(subject)]
