"""When were the owners of an action asked about it, and when did somebody answer?

The one idea: asking is what a round did and its reminders; nothing else counts, because only that can be shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone

from dueregard.domain.delivery.year_end import Asking
from dueregard.web.delivery.models.rounds import Ask


def asking_of(action_ids: Iterable[UUID]) -> dict[UUID, Asking]:
    """Give the askings of actions; one that was never asked about is not among them. Two queries."""
    rows = (
        Ask.objects.filter(action__in=list(action_ids), request__asked_at__isnull=False)
        .select_related("request")
        .prefetch_related("request__reminders")
    )
    found: dict[UUID, Asking] = {}
    for row in rows:
        before = found.get(row.action_id, Asking())
        asked = row.request.asked_at
        days = {timezone.localdate(asked)} if asked else set()
        # One request is about several actions: a reminder after the answer about this one was about the others.
        answered = timezone.localdate(row.answered_at) if row.answered_at else None
        days |= {one.on for one in row.request.reminders.all() if answered is None or one.on <= answered}
        last = max((day for day in (before.answered_on, answered) if day), default=None)
        found[row.action_id] = Asking(tuple(sorted({*before.asked_on, *days})), last)
    return found
