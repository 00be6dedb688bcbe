"""Who may look at official figures of areas, and who says which area is the council's own?

The one idea: these figures are public, so all staff of a council read them. Which area is ours decides what the public
sees under our name, so that is for the few who answer for figures, and for the administrator.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from dueregard.web.monitoring.access.datasets import HasRoles
from dueregard.web.ui.components import NotAllowed

CHOOSERS = frozenset({"equalities_officer", "analyst", "administrator"})


def can_choose_area(visitor: HasRoles) -> bool:
    """Say which area is the council's own."""
    return not visitor.roles.isdisjoint(CHOOSERS)


def check_can_choose_area(visitor: HasRoles) -> None:
    """Stop unless `can_choose_area`."""
    if not can_choose_area(visitor):
        raise NotAllowed(_("Only an equalities officer, an analyst or an administrator says which area is ours."))
