"""What would make an action easier to follow up? Advice beside its form, never in its way.

The one idea: the check of `domain.plans` looks at the action among its neighbours and proposes words from them; it
refuses nothing and judges nobody.
"""

from __future__ import annotations

from uuid import UUID

from dueregard.domain.plans.measures import FoundMeasure, measures_of
from dueregard.domain.plans.model import Plan as PlanValue
from dueregard.domain.plans.smart.rules import Remark
from dueregard.domain.plans.smart.single import remarks_on_action
from dueregard.web.plans.models import Action, Plan
from dueregard.web.plans.queries.whole import PARTS, domain_action, key_of, period_of

_NEIGHBOURS = 60


def advice_on(plan_id: UUID, action_id: UUID) -> tuple[Remark, ...]:
    """Give the remarks on an action, seen among those near it. Nine queries."""
    plan = Plan.objects.defer("left_over").get(pk=plan_id)
    place = Action.objects.values_list("position", flat=True).get(pk=action_id)
    near = Action.objects.filter(
        plan_id=plan_id, position__gte=place - _NEIGHBOURS // 2, position__lte=place + _NEIGHBOURS // 2
    )
    rows = list(near.select_related("level").prefetch_related(*PARTS).order_by("position"))
    content = PlanValue(plan_period=period_of(plan), key=key_of(plan), actions=tuple(map(domain_action, rows)))
    at = next(number for number, row in enumerate(rows, start=1) if row.pk == action_id)
    return remarks_on_action(content, at)


def proposed_measures(action_id: UUID) -> tuple[FoundMeasure, ...]:
    """Give the measures that stand in an action's own words and are not kept yet. Eight queries."""
    row = Action.objects.select_related("level").prefetch_related(*PARTS).get(pk=action_id)
    content = domain_action(row)
    kept = {(one.name.casefold(), one.target) for one in content.measures}
    return tuple(one for one in measures_of(content) if (one.measure.name.casefold(), one.measure.target) not in kept)[
        :5
    ]
