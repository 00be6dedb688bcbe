"""What the year end has to say beside a plan: how far it is, and where its report stands.

The one idea: a plan's page may not know this room, so this room leaves a function there. It writes nothing; it stands
among the actions because these are gathered when the app is ready.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.http import Http404

from dueregard.domain.plans.states import PlanState
from dueregard.web.delivery.access.year_end import can_see_report
from dueregard.web.delivery.queries.reports import reports_of_plan, signatory_of
from dueregard.web.delivery.queries.year_end_pages import standing
from dueregard.web.organisation.queries import Visitor
from dueregard.web.plans.queries import beside
from dueregard.web.plans.queries.plans import plan_card


def beside_plan(visitor: Visitor, plan_slug: str, _action_id: UUID | None) -> Iterable[beside.Said]:
    """Say how far the year end is, once it has begun or the plan's time is over. At most seven queries."""
    try:
        plan = plan_card(visitor.council.id, plan_slug)
    except Http404:
        return []
    if plan.state == PlanState.DRAFT or not plan.actions:
        return []
    seen = standing(plan.id)
    is_over = plan.period_end is not None and plan.period_end < visitor.on
    if plan.state != PlanState.CLOSED and not is_over and not seen.counts.decided and not seen.proposed:
        return []
    signatory = signatory_of(visitor.council.id)
    reports = tuple(
        card
        for card in reports_of_plan(plan.id, council_id=visitor.council.id)
        if can_see_report(visitor, is_draft=card.published_at is None, signatory=signatory)
    )
    return [
        {
            "template": "delivery/year_end_beside_plan.jinja",
            "context": {"seen": seen, "plan": plan, "reports": reports[:1]},
        }
    ]


beside.register("plan", beside_plan)
