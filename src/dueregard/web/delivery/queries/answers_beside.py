"""Is whoever looks at an action asked about it? Then its page leads to the answer, which the round counts."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse

from dueregard.domain.delivery.rounds import ANSWERABLE
from dueregard.web.delivery.models.rounds import Ask
from dueregard.web.organisation.queries import Visitor
from dueregard.web.plans.queries.beside import Said


def beside_action(visitor: Visitor, _plan_slug: str, action_id: UUID | None) -> Iterable[Said]:
    """Give the line that leads to one's own answer, where one is asked and has not answered. One query."""
    if visitor.person is None or action_id is None:
        return
    waiting = Ask.objects.filter(
        action=action_id,
        request__person=visitor.person.id,
        request__round__council=visitor.council.id,
        request__round__state__in=ANSWERABLE,
        answered_at__isnull=True,
        handed_to__isnull=True,
    ).select_related("request__round")
    for ask in waiting.order_by("request__round__due_on")[:3]:
        yield {
            "template": "delivery/answers_on_action.jinja",
            "context": {
                "round": ask.request.round.name,
                "due_on": ask.request.round.due_on,
                "href": reverse("delivery:answer_mine_action", args=[visitor.council.slug, ask.pk]),
            },
        }
