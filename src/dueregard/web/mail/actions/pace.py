"""Whose turn is it to send, when may the next message go, and must sending rest?

The one idea: everything is settled on one locked row. The one who sends holds it for a while and says so again with
each message; a holder that died loses it by itself. Letting go and "is there nothing left?" are one step, so that a
message that is queued at that moment is seen either by the one who leaves or by the one who comes.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from dueregard.web.mail.models import Pace

HELD_FOR = timedelta(minutes=5)
RESTS = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 30))


def take(holder: UUID) -> bool:
    """Begin to send. False when another sends already, or when sending rests."""
    now = timezone.now()
    with transaction.atomic():
        row = _locked()
        is_taken = row.holder not in {None, holder} and row.holder_until is not None and row.holder_until > now
        if is_taken or _rests(row, now):
            return False
        row.holder, row.holder_until = holder, now + HELD_FOR
        row.save()
    return True


def wait(holder: UUID) -> bool:
    """Wait until the next message may go. False when another has taken over meanwhile."""
    now = timezone.now()
    with transaction.atomic():
        row = _locked()
        if row.holder != holder:
            return False
        slot = max(now, row.next_at or now)
        row.next_at, row.holder_until = slot + _gap(), slot + HELD_FOR
        row.save()
    pause = (slot - timezone.now()).total_seconds()
    if pause > 0:
        time.sleep(pause)
    return True


def let_go(holder: UUID, *, if_so: Callable[[], bool] = lambda: True) -> bool:
    """Stop sending, if `if_so` says so while nobody else can come or go. Gives whether we stopped."""
    with transaction.atomic():
        row = _locked()
        if row.holder != holder:
            return True
        if not if_so():
            return False
        row.holder = row.holder_until = None
        row.save()
    return True


def rest(why: str) -> datetime:
    """Let all sending rest, each time a little longer, because the fault is not that of one message."""
    with transaction.atomic():
        row = _locked()
        row.rest_until = timezone.now() + RESTS[min(row.rests, len(RESTS) - 1)]
        row.rests, row.why = row.rests + 1, why[:300]
        row.save()
    return row.rest_until


def carry_on() -> None:
    """Note that sending works (again). Nothing is written where it did before."""
    Pace.objects.filter(pk=1, rests__gt=0).update(rests=0, rest_until=None, why="")


def _rests(row: Pace, now: datetime) -> bool:
    return row.rest_until is not None and row.rest_until > now


def _gap() -> timedelta:
    return timedelta(minutes=1) / settings.MAIL_PER_MINUTE if settings.MAIL_PER_MINUTE > 0 else timedelta(0)


def _locked() -> Pace:
    found = Pace.objects.select_for_update().filter(pk=1).first()
    if found is None:
        Pace.objects.bulk_create([Pace(pk=1)], ignore_conflicts=True)
        found = Pace.objects.select_for_update().get(pk=1)
    return found
