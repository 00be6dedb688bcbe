"""Who may answer what they are asked?

The one idea: whoever was asked, about what is theirs (`queries.links.asks_of`), and nobody in their place. Signed in,
everybody of the council may look whether they are asked anything; by a link, nobody sees more than what it was sent
for. Only those who keep rounds make a link useless.
"""

from __future__ import annotations

from typing import Any, Protocol

from django.utils.translation import gettext as _

from dueregard.web.ui.components import NotAllowed

KEEPERS = frozenset({"equalities_officer"})


class HasRoles(Protocol):
    """Anything that knows its roles: a Visitor."""

    @property
    def roles(self) -> frozenset[str]:
        """Role codes."""
        ...


def can_answer(visitor: Any) -> bool:
    """See what one is asked, and answer it: everybody who is signed in, about what they themselves are asked."""
    return visitor.person is not None and bool(visitor.roles)


def check_can_answer(visitor: Any) -> None:
    """Stop unless `can_answer`."""
    if not can_answer(visitor):
        raise NotAllowed(_("Only people of this council can answer here."))


def can_revoke_links(visitor: HasRoles) -> bool:
    """See the links of a round, and make one useless."""
    return not visitor.roles.isdisjoint(KEEPERS)


def check_can_revoke_links(visitor: HasRoles) -> None:
    """Stop unless `can_revoke_links`."""
    if not can_revoke_links(visitor):
        raise NotAllowed(_("Only an equalities officer of this council can revoke links."))
