"""The checks that only warn, in the order in which they run: links, prose, completeness, names, dates."""

from collections.abc import Callable, Iterable

from govreport.finding import Strike
from govreport.rules.against_tables import check_against_tables
from govreport.rules.children import check_children
from govreport.rules.citations import check_numbers, check_old_notice, check_titles
from govreport.rules.completeness import (
    check_accountability,
    check_aspects,
    check_fee_amount,
    check_fee_sentence,
    check_period,
    check_problems,
)
from govreport.rules.contents import check_contents
from govreport.rules.dates import (
    check_budgets,
    check_lone_dates,
    check_notices,
    check_publication,
    check_stale_year,
)
from govreport.rules.digits import check_document_numbers, check_full_width
from govreport.rules.gaps import check_gaps, check_template_words
from govreport.rules.growth import check_growth
from govreport.rules.illustrations import check_illustrations
from govreport.rules.links import check_links
from govreport.rules.lists import check_lists, check_products
from govreport.rules.marks import (
    check_doubled_marks,
    check_half_width,
    check_straight_quotes,
    check_titles_within,
)
from govreport.rules.names import check_names, check_scope, check_title
from govreport.rules.numbering import check_numbering
from govreport.rules.pairs import check_pairs
from govreport.rules.paragraph_ends import check_final_stop
from govreport.rules.privacy import check_privacy
from govreport.rules.repeated import check_repeated
from govreport.rules.repetition import check_repetition
from govreport.rules.residue import check_residue
from govreport.rules.roundness import check_roundness
from govreport.rules.shares import check_shares
from govreport.rules.subject import Subject
from govreport.rules.words import check_words

WARNING_CHECKS: tuple[Callable[[Subject], Iterable[Strike]], ...] = (
    check_links,
    check_children,
    check_repetition,
    check_growth,
    check_stale_year,
    check_notices,
    check_budgets,
    check_against_tables,
    check_fee_amount,
    check_lists,
    check_products,
    check_shares,
    check_repeated,
    check_roundness,
    check_period,
    check_contents,
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
    check_lone_dates,
    check_half_width,
    check_titles_within,
    check_straight_quotes,
    check_doubled_marks,
    check_pairs,
    check_words,
    check_final_stop,
    check_numbering,
    check_full_width,
    check_residue,
    check_document_numbers,
    check_gaps,
    check_template_words,
    check_privacy,
    check_illustrations,
)
