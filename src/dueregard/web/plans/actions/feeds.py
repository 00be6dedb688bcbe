"""How is a calendar's secret address made and ended?

The one idea: the address is shown once, when it is made; we keep its hash. Making a new one ends the one before.
"""

from __future__ import annotations

import secrets
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from dueregard.web.accounts.queries import hash_of
from dueregard.web.ledger import actions as ledger
from dueregard.web.plans.models import CalendarFeed


def make_feed(*, council_id: UUID, by: UUID, plan_id: UUID | None = None) -> str:
    """Make the secret of a calendar address and give it: of one plan, or of the actions the person leads."""
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        _end(council_id, by, plan_id)
        feed = CalendarFeed.objects.create(
            council_id=council_id, person_id=by, plan_id=plan_id, token_sha256=hash_of(secret)
        )
        _record(feed, "plans.feed_made")
    return secret


def revoke_feed(*, council_id: UUID, by: UUID, plan_id: UUID | None = None) -> None:
    """End the person's address for this plan, or for their own actions. Doing so twice changes nothing."""
    with transaction.atomic():
        for feed in _end(council_id, by, plan_id):
            _record(feed, "plans.feed_revoked")


def _end(council_id: UUID, person_id: UUID, plan_id: UUID | None) -> list[CalendarFeed]:
    alive = CalendarFeed.objects.select_for_update().filter(
        council_id=council_id, person_id=person_id, plan_id=plan_id, revoked_at__isnull=True
    )
    ended = list(alive)
    now = timezone.now()
    for feed in ended:
        feed.revoked_at = now
        feed.save(update_fields=["revoked_at"])
    return ended


def _record(feed: CalendarFeed, kind: str) -> None:
    ledger.record(
        chain=f"council:{feed.council_id}",
        kind=kind,
        by=f"person:{feed.person_id}",
        subject=f"plans.feed:{feed.pk}",
        facts={"plan": str(feed.plan_id) if feed.plan_id else None},
    )
