"""Which action of a plan has which title? For those who know an action by its words: the made-up council."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from dueregard.domain.plans import progress
from dueregard.web.plans.models import Action


def ids_by_title(plan_id: UUID, *, only_open: bool = False) -> dict[str, UUID]:
    """Give the ids of a plan's actions by title, in order; `only_open` leaves out finished ones. One query."""
    finished = Q(status__in=progress.FINISHED_STATUSES) | Q(outcome__in=progress.FINISHED_OUTCOMES)
    rows = Action.objects.filter(plan_id=plan_id).order_by("position")
    rows = rows.exclude(finished) if only_open else rows
    return {title or "": ident for title, ident in rows.values_list("title", "pk")}
