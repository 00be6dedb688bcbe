"""Who was asked in a round, has their message gone, what have they answered, and who could not be reached?

The one idea: one row a person. What was answered is counted by the database; what became of the message is asked of
`mail` by its key, once for a page. "Not reached" are those whom nobody could ask, and those whose message failed or
came back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.web.delivery.models.rounds import Ask, Link, Reminder, Request, Round
from dueregard.web.delivery.queries.rounds import answered_by_anybody, number_of, waiting_asks
from dueregard.web.mail.queries.messages import MessageCard, for_council, states
from dueregard.web.plans.queries.across import ActionLine, lines_of
from dueregard.web.plans.queries.concerns import concerns_of

ANSWERED, PARTLY, WAITING, NOT_ASKED = "answered", "partly", "waiting", "not_asked"
NOT_REACHED = "not_reached"
FAULTS = frozenset({"failed", "bounced", "withdrawn"})


@dataclass(frozen=True, slots=True)
class OwnerRow:
    """Somebody who was asked, or could not be. `state` is answered, partly, waiting or not_asked."""

    id: UUID
    name: str
    email: str
    person_id: UUID | None
    why: str
    asked_at: datetime | None
    times_asked: int
    asks: int
    answered: int
    waiting: int
    chased_on: date | None
    mail_state: str = ""
    mail_why: str = ""

    @property
    def state(self) -> str:
        """How far this person has come."""
        if self.why:
            return NOT_ASKED
        if not self.waiting:
            return ANSWERED
        return PARTLY if self.answered else WAITING

    @property
    def is_reached(self) -> bool:
        """Whether a message can have come to them."""
        return not self.why and self.mail_state not in FAULTS

    @property
    def not_reached_because(self) -> str:
        """Why nothing came to them, in words; "" where it did, as far as we know."""
        if self.why:
            return self.why
        if self.mail_state in FAULTS:
            return (
                self.mail_why
                or {
                    "failed": _("The message could not be sent."),
                    "bounced": _("The message came back."),
                    "withdrawn": _("The message was taken back."),
                }[self.mail_state]
            )
        return ""


@dataclass(frozen=True, slots=True)
class AskRow:
    """One action that somebody is asked about."""

    id: UUID
    action: ActionLine
    is_drafted: bool
    answered_at: datetime | None
    is_by_link: bool
    answered_by_other: bool
    handed_to: str
    concerns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link of a request, without its address: that is made when it is asked for."""

    id: UUID
    name: str
    email: str
    is_delegate: bool
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None

    @property
    def is_good(self) -> bool:
        """Whether it still opens the page."""
        return self.revoked_at is None and self.expires_at > timezone.now()


@dataclass(frozen=True, slots=True)
class ChasedRow:
    """That somebody was reminded, or others told of them."""

    kind: str
    on: date
    message_key: str


@dataclass(frozen=True, slots=True)
class OwnerPage:
    """Everything about one person in a round."""

    owner: OwnerRow
    asks: tuple[AskRow, ...]
    links: tuple[LinkRow, ...]
    chased: tuple[ChasedRow, ...]
    messages: tuple[tuple[str, MessageCard], ...]


def message_keys(request_id: UUID, times_asked: int) -> tuple[str, ...]:
    """Give the keys of the messages that asked somebody, the oldest first."""
    return tuple(f"delivery.request:{request_id}:{number}" for number in range(1, times_asked + 1))


def owners_of(round_id: UUID, *, words: str = "", state: str = "") -> QuerySet[Request]:
    """Give the query for the people of a round; three queries more where those not reached are asked for."""
    rows = Request.objects.filter(round_id=round_id)
    for word in words.split()[:5]:
        rows = rows.filter(Q(name__icontains=word) | Q(email__icontains=word))
    rows = _counted(rows, round_id)
    if state == NOT_REACHED:
        return rows.filter(Q(pk__in=_faulty(round_id)) | ~Q(why=""))
    if state == NOT_ASKED:
        return rows.exclude(why="")
    conditions = {
        ANSWERED: Q(waiting=0),
        PARTLY: Q(waiting__gt=0, answered__gt=0),
        WAITING: Q(waiting__gt=0, answered=0),
    }
    return rows.filter(conditions[state], why="") if state in conditions else rows


def sorted_by(rows: QuerySet[Request], order: str, *, falling: bool) -> QuerySet[Request]:
    """Sort people: by name, by how many answers are waited for, or by when they were last reminded."""
    column = F({"name": "name", "waiting": "waiting", "chased": "chased_on"}[order])
    return rows.order_by(column.desc(nulls_last=True) if falling else column.asc(nulls_last=True), "name", "pk")


def owner_rows(rows: Iterable[Request]) -> tuple[OwnerRow, ...]:
    """Give people as rows, with what became of their newest message. One query, and one of mail."""
    found = tuple(_row(row) for row in rows)
    keys = {row.id: message_keys(row.id, row.times_asked)[-1] for row in found if row.times_asked}
    mail = states(keys.values()) if keys else {}
    return tuple(_with_mail(row, mail.get(keys.get(row.id, ""))) for row in found)


def owner_page(round_id: UUID, request_id: UUID, *, on: date, since: date) -> OwnerPage:
    """Give everything about one person in a round. At most 11 queries. Raises Http404 where there is none.

    Takes:   `since`, the day the round opened: an update before it is no answer to it.
    """
    rows = owner_rows(_counted(Request.objects.filter(round_id=round_id, pk=request_id), round_id))
    if not rows:
        raise Http404
    owner = rows[0]
    chased = tuple(
        ChasedRow(*each)
        for each in Reminder.objects.filter(request=request_id).values_list("kind", "on", "message_key")
    )
    keys = (*message_keys(request_id, owner.times_asked), *(each.message_key for each in chased if each.message_key))
    mail = states(keys) if keys else {}
    links = Link.objects.filter(request=request_id).order_by("-made_at")
    return OwnerPage(
        owner=owner,
        asks=ask_rows(request_id, on=on, since=since),
        links=tuple(
            LinkRow(one.pk, one.name, one.email, one.is_delegate, one.made_at, one.expires_at, one.revoked_at)
            for one in links
        ),
        chased=chased,
        messages=tuple((key, mail[key]) for key in dict.fromkeys(keys) if key in mail),
    )


def ask_rows(request_id: UUID, *, on: date, since: date) -> tuple[AskRow, ...]:
    """Give what somebody is asked about, in the order of their plans, and why it needs attention. Six queries."""
    rows = (
        Ask.objects.filter(request=request_id)
        .annotate(by_other=answered_by_anybody())
        .select_related("handed_to")
        .order_by("action__plan__title", "action__position")
    )
    found = tuple(rows)
    lines = lines_of(row.action_id for row in found)
    concerns = concerns_of([row.action_id for row in found], on=on, since=since)
    return tuple(
        AskRow(
            id=row.pk,
            action=lines[row.action_id],
            is_drafted=bool(row.draft) and row.answered_at is None,
            answered_at=row.answered_at,
            is_by_link=row.answered_by_link_id is not None,
            answered_by_other=row.answered_at is None and row.by_other,  # type: ignore[attr-defined]  # annotated
            handed_to=row.handed_to.name if row.handed_to else "",
            concerns=tuple(each.reason for each in concerns.get(row.action_id, ())),
        )
        for row in found
    )


def not_reached(round_id: UUID) -> int:
    """Say how many people of a round were not reached. Four queries."""
    return owners_of(round_id, state=NOT_REACHED).count()


def counts_by_state(round_id: UUID) -> Mapping[str, int]:
    """Count the people of a round by how far they have come. One query."""
    rows = _counted(Request.objects.filter(round_id=round_id), round_id)
    found = rows.aggregate(
        whole=Count("pk", filter=Q(why="", waiting=0)),
        part=Count("pk", filter=Q(why="", waiting__gt=0, answered__gt=0)),
        none=Count("pk", filter=Q(why="", waiting__gt=0, answered=0)),
        nobody=Count("pk", filter=~Q(why="")),
    )
    return {ANSWERED: found["whole"], PARTLY: found["part"], WAITING: found["none"], NOT_ASKED: found["nobody"]}


def waiting_actions(request_ids: Iterable[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """Give the actions about which each of these still has to answer, in the plans' order. One query."""
    rows = waiting_asks().filter(request__in=tuple(request_ids)).order_by("action__plan__title", "action__position")
    found: dict[UUID, tuple[UUID, ...]] = {}
    for request, action in rows.values_list("request_id", "action_id"):
        found[request] = (*found.get(request, ()), action)
    return found


def actions_asked(request_ids: Sequence[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """Give all actions that each of these is asked about, in the plans' order. One query."""
    rows = Ask.objects.filter(request__in=request_ids).order_by("action__plan__title", "action__position")
    found: dict[UUID, tuple[UUID, ...]] = {}
    for request, action in rows.values_list("request_id", "action_id"):
        found[request] = (*found.get(request, ()), action)
    return found


def _counted(rows: QuerySet[Request], round_id: UUID) -> QuerySet[Request]:
    asks = Ask.objects.filter(request=OuterRef("pk"))
    waiting = waiting_asks(Q(request__round=round_id)).filter(request=OuterRef("pk"))
    newest = Reminder.objects.filter(request=OuterRef("pk")).order_by("-on").values("on")[:1]
    return rows.annotate(
        total=number_of(asks, "request"),
        answered=number_of(asks.filter(answered_at__isnull=False), "request"),
        waiting=number_of(waiting, "request"),
        chased_on=Subquery(newest),
    )


def _faulty(round_id: UUID) -> list[UUID]:
    """Give whose newest message failed or came back. Three queries: asked of the few messages that did, not of all."""
    council: UUID = Round.objects.values_list("council_id", flat=True).get(pk=round_id)
    found = for_council(council).filter(state__in=FAULTS, key__startswith="delivery.request:")
    newest: dict[UUID, int] = {}
    for key in found.values_list("key", flat=True):
        ident, _colon, number = key.removeprefix("delivery.request:").partition(":")
        newest[UUID(ident)] = max(int(number), newest.get(UUID(ident), 0))
    asked = Request.objects.filter(round_id=round_id, pk__in=newest, times_asked__gt=0)
    return [pk for pk, times in asked.values_list("pk", "times_asked") if newest[pk] == times]


def _row(row: Any) -> OwnerRow:
    return OwnerRow(
        id=row.pk,
        name=row.name,
        email=row.email,
        person_id=row.person_id,
        why=row.why,
        asked_at=row.asked_at,
        times_asked=row.times_asked,
        asks=row.total,
        answered=row.answered,
        waiting=row.waiting,
        chased_on=row.chased_on,
    )


def _with_mail(row: OwnerRow, mail: MessageCard | None) -> OwnerRow:
    return replace(row, mail_state=mail.state, mail_why=mail.why) if mail else row
