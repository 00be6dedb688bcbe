"""When does the job that sends begin?

The one idea: a nudge is cheap and may come too often. It starts the job unless one already waits in the queue: that one
will see everything that stands by then. The worker nudges by itself, too, for what waits for its hour, and for what a
crash forgot.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone

from dueregard.web.jobs.actions import start
from dueregard.web.jobs.queries import is_waiting
from dueregard.web.jobs.worker import often
from dueregard.web.mail.models import Message, Pace
from dueregard.web.mail.queries.messages import way

KIND = "mail.send"
State = Message.State


def nudge() -> None:
    """Start the job that sends, unless one waits already or there is no way to send."""
    if way() != "none" and not is_waiting(KIND):
        start(kind=KIND, council_id=None, by=None, payload={})


def is_due() -> bool:
    """Say whether a message may go now. One query."""
    return due().exists()


def due() -> QuerySet[Message]:
    """Give the messages that may go now, oldest first."""
    ready = Q(not_before__isnull=True) | Q(not_before__lte=timezone.now())
    return Message.objects.filter(ready, state=State.WAITING).order_by("made_at", "pk")


@often("mail.send")
def look() -> None:
    """Nudge where something is due or was left behind, and sending does not rest. Two or three queries."""
    if way() == "none" or Pace.objects.filter(pk=1, rest_until__gt=timezone.now()).exists():
        return
    if is_due() or Message.objects.filter(state=State.SENDING).exists():
        nudge()
