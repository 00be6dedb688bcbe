"""How do the lists of this room of the product lead to each other?"""

from __future__ import annotations

from django.urls import NoReverseMatch
from django.utils.translation import gettext as _

from dueregard.web.assessments.access.reading import can_see_register
from dueregard.web.assessments.views.page import to
from dueregard.web.organisation.queries import Visitor


def rooms(visitor: Visitor, *, here: str) -> list[tuple[str, str, bool]]:
    """Give the lists beside each other: words, address, and whether it is the one that is shown."""
    if not can_see_register(visitor):
        return []
    found = []
    for name, words in (
        ("assessments", _("Assessments")),
        ("decisions", _("Forward plan")),
        ("policies", _("Policies")),
        ("budget_rounds", _("Budget rounds")),
        ("promises", _("Promises")),
        ("reviews", _("Reviews")),
    ):
        try:
            found.append((words, to(visitor.council.slug, name), name == here))
        except NoReverseMatch:
            continue
    return found
