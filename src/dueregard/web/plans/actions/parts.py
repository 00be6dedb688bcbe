"""How is a part of an action completed?

The one idea: completing is an act of its own, with its day, so that the person who did the work needs one button and no
form. It never changes the action's own status: what follows from the parts is shown beside it.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from dueregard.domain.plans.progress import is_finished
from dueregard.domain.plans.states import Status
from dueregard.web.plans.actions.editing import changing, record
from dueregard.web.plans.actions.editing_actions import number_fact
from dueregard.web.plans.models import SubAction


def complete_part(part_id: UUID, *, on: date, by: UUID) -> bool:
    """Say that a part is complete since a day; False where it was complete already.

    Raises:  SubAction.DoesNotExist; MoveNotAllowed for a closed plan.
    """
    found = SubAction.objects.select_related("action").get(pk=part_id)
    with changing(found.action.plan_id) as plan:
        row = SubAction.objects.get(pk=part_id)
        if is_finished(status=row.status, outcome=None):
            return False
        before = {"status": row.status, "completed_on": row.completed_on.isoformat() if row.completed_on else None}
        row.status, row.completed_on = Status.COMPLETE, on
        row.save(update_fields=["status", "completed_on"])
        record(
            plan,
            "part_completed",
            by=by,
            subject=f"plans.action:{row.action_id}",
            before=before,
            after={"status": str(Status.COMPLETE), "completed_on": on.isoformat()},
            facts={**number_fact(found.action), "id": str(row.pk)},
        )
    return True
