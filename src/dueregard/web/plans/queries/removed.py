"""What was taken out of a plan in the last thirty days, and can be put back?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dueregard.web.plans.models import Removed

DAYS_KEPT = 30
_KINDS: dict[str, str | Promise] = {
    "action": _("Action"),
    "part": _("Part of an action"),
    "measure": _("Measure"),
    "update": _("Update"),
    "evidence": _("Evidence"),
    "level_measure": _("Measure of an objective"),
    "level": _("Section or objective"),
    "contribution": _("Who shaped it"),
}


@dataclass(frozen=True, slots=True)
class RemovedCard:
    """Something removed: what, by whom, and until when it can be put back."""

    id: UUID
    kind: str
    title: str
    who: str
    removed_at: datetime
    until: datetime


def removed_of(plan_id: UUID) -> tuple[RemovedCard, ...]:
    """Give what can be put back into a plan, the latest first. One query."""
    since = timezone.now() - timedelta(days=DAYS_KEPT)
    rows = Removed.objects.filter(plan_id=plan_id, restored_at__isnull=True, removed_at__gte=since)
    return tuple(
        RemovedCard(
            id=row.pk,
            kind=str(_KINDS.get(row.kind, row.kind)),
            title=row.title,
            who=row.removed_by.full_name,
            removed_at=row.removed_at,
            until=row.removed_at + timedelta(days=DAYS_KEPT),
        )
        for row in rows.select_related("removed_by").defer("rows")[:500]
    )


def check_removed(plan_id: UUID, removed_id: UUID) -> None:
    """Stop unless it was removed from this plan. One query.

    Raises:  Http404.
    """
    if not Removed.objects.filter(plan_id=plan_id, pk=removed_id).exists():
        raise Http404
