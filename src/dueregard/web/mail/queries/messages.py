"""What became of messages, and by which way do they go?

The one idea: others know a message by its key, and get a card: to whom, about what, where it stands, in words. The text
of a message and its links are never read here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from dueregard.web.mail.models import Message, Pace

STATES = tuple(Message.State.values)
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class MessageCard:
    """A message as other pages show it."""

    id: UUID
    key: str
    to: str
    person_id: UUID | None
    subject: str
    state: str
    why: str
    sent_by: str
    tries: int
    made_at: datetime
    not_before: datetime | None
    sent_at: datetime | None
    delivered_at: datetime | None
    has_text: bool

    @property
    def may_have_gone(self) -> bool:
        """Whether it failed in such a way that it may have reached somebody all the same."""
        return self.state == Message.State.FAILED and bool(self.sent_by)

    @property
    def can_be_sent_again(self) -> bool:
        """Whether a person may say that it is to be sent once more."""
        return self.state == Message.State.FAILED and self.has_text

    @property
    def is_reached(self) -> bool:
        """Whether it went, as far as anybody knows."""
        return self.state == Message.State.SENT


@dataclass(frozen=True, slots=True)
class Rest:
    """That sending rests: why, and until when."""

    until: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the list. "" is no filter."""

    state: str = ""
    words: str = ""


def way() -> str:
    """Say by which way messages go: "smtp", "notify", "outbox" (kept here, nothing leaves) or "none". No query."""
    return str(settings.MAIL_WAY)


def states(keys: Iterable[str]) -> dict[str, MessageCard]:
    """Give the messages of these keys, by key; a key that is not known is left out. One query for each 500 keys."""
    wanted = sorted(set(keys))
    parts = (wanted[first : first + AT_ONCE] for first in range(0, len(wanted), AT_ONCE))
    return {row.key: card(row) for part in parts for row in _rows(Message.objects.filter(key__in=part))}


def counts(prefix: str, *, council_id: UUID | None = None) -> dict[str, int]:
    """Say how many messages stand in each state, of those whose key begins so ("delivery.request:"). One query."""
    found = Message.objects.filter(key__startswith=prefix)
    if council_id is not None:
        found = found.filter(council_id=council_id)
    told = dict(found.order_by().values_list("state").annotate(number=Count("pk")))
    return {state: told.get(state, 0) for state in STATES}


def of_council(council_id: UUID) -> Mapping[str, int]:
    """Say how many messages of a council stand in each state. One query."""
    return counts("", council_id=council_id)


def for_council(council_id: UUID, wanted: Wanted = Wanted()) -> QuerySet[Message]:  # frozen
    """Give the query for a council's messages that are asked for, newest first; `cards` turns a part of it to cards."""
    rows = Message.objects.filter(council_id=council_id)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    for word in wanted.words.split()[:6]:
        rows = rows.filter(Q(to__icontains=word) | Q(subject__icontains=word))
    return rows.order_by("-made_at", "pk")


def sorted_by(rows: QuerySet[Message], order: str, *, falling: bool) -> QuerySet[Message]:
    """Sort a query of messages: by made (when it was asked for), to, subject or sent."""
    field = {"made": "made_at", "to": "to", "subject": "subject", "sent": "sent_at"}[order]
    by = F(field).desc(nulls_last=True) if falling else F(field).asc(nulls_last=True)
    return rows.order_by(by, "-made_at", "pk")


def cards(rows: QuerySet[Message]) -> tuple[MessageCard, ...]:
    """Give messages as cards. One query."""
    return tuple(card(row) for row in _rows(rows))


def message(council_id: UUID, message_id: UUID) -> MessageCard:
    """Give one message of a council. One query.

    Raises:  Http404 for a message of another council, as for none.
    """
    found = _rows(Message.objects.filter(council_id=council_id, pk=message_id)).first()
    if found is None:
        raise Http404
    return card(found)


def rest() -> Rest | None:
    """Say whether all sending rests because of a fault that is not of one message. One query."""
    row = Pace.objects.filter(pk=1, rest_until__gt=timezone.now()).first()
    return Rest(until=row.rest_until, why=row.why) if row and row.rest_until else None


def card(row: Message) -> MessageCard:
    """Turn a row into a card. No query."""
    return MessageCard(
        id=row.pk,
        key=row.key,
        to=row.to,
        person_id=row.person_id,
        subject=row.subject,
        state=row.state,
        why=row.why,
        sent_by=row.sent_by,
        tries=row.tries,
        made_at=row.made_at,
        not_before=row.not_before,
        sent_at=row.sent_at,
        delivered_at=row.delivered_at,
        has_text=row.has_text if hasattr(row, "has_text") else bool(row.body),
    )


def _rows(rows: QuerySet[Message]) -> QuerySet[Message]:
    """Leave the texts where they are."""
    return rows.annotate(has_text=~Q(body="")).defer("body", "links")
