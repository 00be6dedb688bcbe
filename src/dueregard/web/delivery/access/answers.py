"""Who may answer what they are asked?

The one idea: whoever was asked, about what is theirs (`queries.links.asks_of`), and nobody in their place. Signed in,
everybody of the council may look whether they are asked anything; by a link, nobody sees more than what it was sent
for.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from dueregard.web.ui.components import NotAllowed


def can_answer(visitor: Any) -> bool:
    """See what one is asked, and answer it: everybody who is signed in, about what they themselves are asked."""
    return visitor.person is not None and bool(visitor.roles)


def check_can_answer(visitor: Any) -> None:
    """Stop unless `can_answer`."""
    if not can_answer(visitor):
        raise NotAllowed(_("Only people of this council can answer here."))
