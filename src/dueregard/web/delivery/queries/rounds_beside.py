"""Beside an action, for whoever sees rounds: who was asked about it in an open round, and has anybody answered?"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse

from dueregard.domain.delivery.rounds import ANSWERABLE
from dueregard.web.delivery.access.rounds import can_see_rounds
from dueregard.web.delivery.models.rounds import Ask
from dueregard.web.organisation.queries import Visitor
from dueregard.web.plans.queries.beside import Said

MOST = 6


def beside_action(visitor: Visitor, _plan_slug: str, action_id: UUID | None) -> Iterable[Said]:
    """Give who was asked about an action, and what became of it. One query."""
    if action_id is None or not can_see_rounds(visitor):
        return
    asks = Ask.objects.filter(
        action=action_id, request__round__council=visitor.council.id, request__round__state__in=ANSWERABLE
    ).select_related("request__round")
    people = tuple(
        (
            ask.request.name,
            reverse("delivery:round_owner", args=[visitor.council.slug, ask.request.round.slug, ask.request_id]),
            ask.request.round.name,
            ask.request.why,
            ask.answered_at,
        )
        for ask in asks.order_by("request__round__due_on", "request__name")[:MOST]
    )
    if people:
        yield {"template": "delivery/rounds_on_action.jinja", "context": {"people": people}}
