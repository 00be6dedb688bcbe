"""What has been decided about each action of a plan, what is still blank, and whom to ask?

The one idea: an action is blank until somebody whose decision counts has decided, or the plan itself already says what
became of it (a plan that came from a document may). A proposal leaves it blank.
"""

from __future__ import annotations

from uuid import UUID

from dueregard.domain.plans.carry_forward import Decision
from dueregard.domain.plans.model import Action
from dueregard.domain.plans.states import Outcome
from dueregard.web.delivery.models.year_end import NewAction, OutcomeDecision
from dueregard.web.plans.queries.year_end import outcomes_in_plan


def decisions_of(plan_id: UUID) -> tuple[Decision, ...]:
    """Give what was decided about each action that is not blank, in the plan's order. Three queries.

    A developed action names what it becomes by the names that `new_actions_of` gives.
    """
    decided = {
        row.action_id: Decision(
            row.action.position,
            Outcome(row.outcome),
            becomes=tuple(one.name for one in row.becomes.all()),
            reason=row.words or None,
        )
        for row in OutcomeDecision.objects.filter(year_end__plan_id=plan_id, state=OutcomeDecision.State.DECIDED)
        .select_related("action")
        .prefetch_related("becomes")
    }
    in_plan = {
        key: Decision(position, Outcome(outcome), reason=reason)
        for key, position, outcome, reason in outcomes_in_plan(plan_id)
    }
    return tuple(sorted((in_plan | decided).values(), key=lambda one: one.action))


def new_actions_of(plan_id: UUID) -> dict[str, Action]:
    """Give the new actions that developed ones become, by name, in order. One query."""
    rows = NewAction.objects.filter(year_end__plan_id=plan_id, comes_from__isnull=False).distinct()
    return {
        row.name: Action(action_text=row.text or row.name, action_title=row.name if row.text else None) for row in rows
    }
