"""Who may make a bundle of a decision, have one, and see the legal advice on it?

The one idea: a bundle holds drafts, comments and names, so it is made by the equalities officer, and the auditor has
what was made. Legal advice stands apart: of all who work on a decision only the equalities officer sees it, who asks
for it and answers for what becomes of it. Authors, those who decide and the auditor do not; nor does the administrator,
who gives roles and would otherwise give it to themself unseen: taking the role is an entry in the ledger. A bundle with
advice in it follows the advice.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from dueregard.web.assessments.access.reading import check
from dueregard.web.organisation.queries import Visitor


def can_see_bundles(visitor: Visitor) -> bool:
    """Say whether they may see which bundles were made, and have them."""
    return visitor.has_role("equalities_officer", "auditor")


def check_can_see_bundles(visitor: Visitor) -> None:
    """Stop unless they may see which bundles were made."""
    reason = _("A bundle holds drafts and names. The equalities officer makes it, and the auditor can have it.")
    check(can_see_bundles(visitor), reason)


def can_make_bundle(visitor: Visitor) -> bool:
    """Say whether they may make a bundle."""
    return visitor.has_role("equalities_officer")


def check_can_make_bundle(visitor: Visitor) -> None:
    """Stop unless they may make a bundle."""
    check(can_make_bundle(visitor), _("A bundle is made by the equalities officer."))


def can_see_advice(visitor: Visitor) -> bool:
    """Say whether they may see legal advice, keep it and release it."""
    return visitor.has_role("equalities_officer")


def check_can_see_advice(visitor: Visitor) -> None:
    """Stop unless they may see legal advice."""
    check(can_see_advice(visitor), _("Legal advice is kept apart. Only the equalities officer can see it."))


def can_have_bundle(visitor: Visitor, *, with_legal_advice: bool) -> bool:
    """Say whether they may have this bundle."""
    return can_see_bundles(visitor) and (not with_legal_advice or can_see_advice(visitor))


def check_can_have_bundle(visitor: Visitor, *, with_legal_advice: bool) -> None:
    """Stop unless they may have this bundle."""
    check_can_see_bundles(visitor)
    if with_legal_advice:
        check_can_see_advice(visitor)
