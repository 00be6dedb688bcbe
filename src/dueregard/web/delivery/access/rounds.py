"""Who may see and keep rounds? The equalities officer keeps them; the auditor reads them.

Owners see their own part of a round on Today, and answer it in a page of their own; what they answer is on the action,
where everybody of the council reads it.
"""

from __future__ import annotations

from typing import Protocol

from django.utils.translation import gettext as _

from dueregard.web.ui.components import NotAllowed

KEEPERS = frozenset({"equalities_officer"})
READERS = frozenset({"equalities_officer", "auditor"})


class HasRoles(Protocol):
    """Anything that knows its roles: a Visitor."""

    @property
    def roles(self) -> frozenset[str]:
        """Role codes."""
        ...


def can_see_rounds(visitor: HasRoles) -> bool:
    """Rounds, who was asked, who answered."""
    return not visitor.roles.isdisjoint(READERS)


def check_can_see_rounds(visitor: HasRoles) -> None:
    """Stop unless `can_see_rounds`."""
    if not can_see_rounds(visitor):
        raise NotAllowed(_("Rounds are for equalities officers and auditors."))


def can_keep_rounds(visitor: HasRoles) -> bool:
    """Make, open, chase and close rounds; hand out links."""
    return not visitor.roles.isdisjoint(KEEPERS)


def check_can_keep_rounds(visitor: HasRoles) -> None:
    """Stop unless `can_keep_rounds`."""
    if not can_keep_rounds(visitor):
        raise NotAllowed(_("Only an equalities officer of this council can open rounds and ask people."))
