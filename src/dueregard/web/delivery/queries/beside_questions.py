"""What have boards to say beside an action?

The one idea: plans may not know what is built on them, so this leaves a function with `plans.queries.beside`, and the
page of an action asks it. Only staff pages ask: no name of a member reaches a public page this way.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from dueregard.web.delivery.access.boards import can_answer, can_ask
from dueregard.web.delivery.queries.questions import questions_on
from dueregard.web.organisation.queries import Visitor
from dueregard.web.plans.queries.beside import Said, register
from dueregard.web.plans.queries.watching import boards_of


def questions_beside(visitor: Visitor, plan_slug: str, action_id: UUID | None) -> Iterable[Said]:
    """Give what boards said about an action, and where the visitor may ask for one of its boards. Four queries."""
    if action_id is None:
        return
    cards = questions_on(visitor.council.id, action_id, on=visitor.on)
    mine = [board for board in boards_of(action_id) if can_ask(visitor, board.id)]
    if not cards and not mine:
        return
    may_answer = {card.id for card in cards if card.state == "open" and can_answer(visitor, card)}
    context = {"cards": cards, "boards": mine, "may_answer": may_answer, "action_id": action_id}
    yield {"template": "delivery/questions_on_action.jinja", "context": context}


register("action", questions_beside)
