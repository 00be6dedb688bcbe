"""Which parts of actions (sub-actions, milestones) are whose, and when are they due?

The one idea: a part has an owner of its own, so it is somebody's work even where another post leads the action. A part
is mine while I hold the post that it names, in every plan that is in use.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, QuerySet

from dueregard.domain.plans import progress
from dueregard.web.plans.models import SubAction
from dueregard.web.plans.queries.mine import IN_USE


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part as a row of a list, with the action it is of."""

    id: UUID
    text: str
    label: str | None
    action_id: UUID
    action_title: str
    plan_slug: str
    plan_title: str
    due_date: date | None
    days_late: int | None
    status: str | None
    is_finished: bool
    completed_on: date | None


def owned_by(council_id: UUID, post_ids: Iterable[UUID]) -> QuerySet[SubAction]:
    """Give the query for the parts that these posts own, in the council's plans that are in use."""
    return SubAction.objects.filter(
        post_id__in=tuple(post_ids), action__plan__council_id=council_id, action__plan__state__in=IN_USE
    )


def my_parts(council_id: UUID, post_ids: Iterable[UUID], *, on: date) -> tuple[PartRow, ...]:
    """Give the parts that these posts own, those not finished first, soonest first. One query."""
    rows = owned_by(council_id, post_ids).select_related("action__plan")
    rows = rows.defer("action__search_text", "action__sources", "action__original", "action__plan__left_over")
    found = [_row(part, on=on) for part in rows.order_by(F("due_date").asc(nulls_last=True), "action_id", "position")]
    return tuple(sorted(found, key=lambda row: row.is_finished))


def our_status(status: str | None) -> str | None:
    """Give a part's status where it is one of ours; a document may print anything.

    >>> our_status("complete"), our_status("Done, mostly")
    ('complete', None)
    """
    return status if status in progress.STATUS_ORDER else None


def _row(part: SubAction, *, on: date) -> PartRow:
    action = part.action
    return PartRow(
        id=part.pk,
        text=part.text,
        label=part.label,
        action_id=action.pk,
        action_title=action.title or action.text,
        plan_slug=action.plan.slug,
        plan_title=action.plan.title,
        due_date=part.due_date,
        days_late=progress.days_late(part.due_date, status=part.status, outcome=action.outcome, on=on),
        status=our_status(part.status),
        is_finished=progress.is_finished(status=part.status, outcome=None)
        or progress.is_finished(status=action.status, outcome=action.outcome),
        completed_on=part.completed_on,
    )
