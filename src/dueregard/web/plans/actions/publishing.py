"""How is a plan published, withdrawn and closed?

The one idea: a plan moves only as `domain.plans.states` allows; each move is a moment, a person and a ledger entry.
What was published can be withdrawn, and the reason is shown where the plan was.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.domain.plans.states import PlanState, check_can_move_plan
from dueregard.terms.errors import UsedWrongly
from dueregard.web.ledger import actions as ledger
from dueregard.web.plans.actions.closing import close_year
from dueregard.web.plans.models import Plan


def publish_plan(plan_id: UUID, *, by: UUID) -> None:
    """Publish a plan, or publish again one that was withdrawn or closed."""
    now = timezone.now()
    _move(
        plan_id,
        to=PlanState.PUBLISHED,
        by=by,
        kind="plans.published",
        fields={
            "published_at": now,
            "published_by_id": by,
            "withdrawn_at": None,
            "withdrawn_by_id": None,
            "withdrawn_reason": None,
            "closed_at": None,
            "closed_by_id": None,
        },
    )


def withdraw_plan(plan_id: UUID, *, reason: str, by: UUID) -> None:
    """Take a published plan back; the reason is shown at its address.

    Raises:  UsedWrongly without a reason.
    """
    reason = reason.strip()
    if not reason:
        raise UsedWrongly(_("Say why the plan is withdrawn."))
    _move(
        plan_id,
        to=PlanState.WITHDRAWN,
        by=by,
        kind="plans.withdrawn",
        fields={"withdrawn_at": timezone.now(), "withdrawn_by_id": by, "withdrawn_reason": reason},
        personal={"reason": reason},
    )


def close_plan(plan_id: UUID, *, by: UUID) -> None:
    """Close a plan that already says what became of each of its actions (one that came from a document, as history).

    A year that was worked at here is closed by `closing.close_year`, which writes the outcomes that were decided.
    Raises:  MoveNotAllowed where an action has no outcome.
    """
    close_year(plan_id, outcomes={}, by=by)


def _move(
    plan_id: UUID,
    *,
    to: PlanState,
    by: UUID,
    kind: str,
    fields: dict[str, Any],
    personal: dict[str, str] | None = None,
) -> None:
    with transaction.atomic():
        plan = Plan.objects.select_for_update().get(pk=plan_id)
        before = PlanState(plan.state)
        check_can_move_plan(before, to=to)
        for name, value in {**fields, "state": to}.items():
            setattr(plan, name, value)
        plan.save(update_fields=[*(name.removesuffix("_id") for name in fields), "state", "changed_at"])
        ledger.record(
            chain=f"council:{plan.council_id}",
            kind=kind,
            by=f"person:{by}",
            subject=f"plans.plan:{plan.pk}",
            facts={"title": plan.title, "before": str(before)},
            personal=personal,
        )
