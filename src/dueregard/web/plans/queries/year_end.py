"""What does a plan itself say became of its actions, and for which does it say nothing?"""

from __future__ import annotations

from uuid import UUID

from dueregard.web.plans.models import Action


def outcomes_in_plan(plan_id: UUID) -> tuple[tuple[UUID, int, str, str | None], ...]:
    """Give the actions that have an outcome: id, position, outcome and what is said of it. One query."""
    rows = Action.objects.filter(plan_id=plan_id, outcome__isnull=False).order_by("position")
    return tuple(
        (key, position, outcome, said or printed)
        for key, position, outcome, said, printed in rows.values_list(
            "pk", "position", "outcome", "year_end_report", "outcome_text"
        )
    )


def blank_outcomes(plan_id: UUID) -> int:
    """Count the actions without an outcome. One query."""
    return Action.objects.filter(plan_id=plan_id, outcome__isnull=True).count()
