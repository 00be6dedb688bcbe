"""Which actions are mine?

The one idea: an action is mine while I hold a post that leads it, in every plan that is in use. Three queries.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from dueregard.domain.plans.states import PlanState
from dueregard.web.plans.models import Action, ActionLead
from dueregard.web.plans.queries.lists import FINISHED, ActionRow, action_rows, labels_from, sorted_by

IN_USE = (PlanState.ADOPTED, PlanState.PUBLISHED, PlanState.WITHDRAWN)


def led_by(council_id: UUID, post_ids: Iterable[UUID]) -> QuerySet[Action]:
    """Give the query for the actions that these posts lead, in the council's plans that are in use."""
    leads = ActionLead.objects.filter(post_id__in=tuple(post_ids)).values("action")
    return Action.objects.filter(plan__council_id=council_id, plan__state__in=IN_USE, pk__in=leads)


def my_actions(council_id: UUID, post_ids: Iterable[UUID], *, on: date) -> tuple[ActionRow, ...]:
    """Give the actions that these posts lead, those not finished first, soonest first. Four queries."""
    rows = led_by(council_id, post_ids)
    open_ones = action_rows(sorted_by(rows.exclude(FINISHED), "due", falling=False), on=on, labels=labels_from({}))
    done = action_rows(sorted_by(rows.filter(FINISHED), "due", falling=False), on=on, labels=labels_from({}))
    return (*open_ones, *done)
