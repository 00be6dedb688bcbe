"""Who may do what with indicators and findings?

The one idea: figures that were let out for analysts stay with them, also on an indicator's page: which releases a
visitor sees follows from the audience they were let out to. Indicators are kept by those who keep records; that a
finding leads to an action is for whoever may change the plan (plans.access).
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from dueregard.analysis.released.table import Audience
from dueregard.web.monitoring.access.datasets import KEEPERS, READERS, HasRoles
from dueregard.web.ui.components import NotAllowed

SEERS = READERS | {"assessment_author"}


def can_see_indicators(visitor: HasRoles) -> bool:
    """Look at indicators and findings."""
    return not visitor.roles.isdisjoint(SEERS)


def check_can_see_indicators(visitor: HasRoles) -> None:
    """Stop unless `can_see_indicators`."""
    if not can_see_indicators(visitor):
        raise NotAllowed(
            _("Indicators are for analysts, equalities officers, authors of assessments and auditors of this council.")
        )


def can_keep_indicators(visitor: HasRoles) -> bool:
    """Define, change and retire an indicator, add a period, look for findings and answer them."""
    return not visitor.roles.isdisjoint(KEEPERS)


def check_can_keep_indicators(visitor: HasRoles) -> None:
    """Stop unless `can_keep_indicators`."""
    if not can_keep_indicators(visitor):
        raise NotAllowed(_("Only an analyst or an equalities officer of this council can change indicators."))


def audiences(visitor: HasRoles) -> tuple[Audience, ...]:
    """Give the audiences whose figures the visitor may see."""
    if not visitor.roles.isdisjoint(READERS):
        return (Audience.ANALYST, Audience.INTERNAL, Audience.PUBLIC)
    return (Audience.INTERNAL, Audience.PUBLIC) if visitor.roles else (Audience.PUBLIC,)
