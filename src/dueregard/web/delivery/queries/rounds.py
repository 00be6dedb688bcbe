"""Which rounds are there, and how far has each come?

The one idea: an action counts as answered once anybody who was asked about it in the round has answered: of two people
who share a post, one answer is enough, and the other is not chased. All counts are made by the database.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from dueregard.domain.delivery.chasing import Chasing, Timetable, from_json
from dueregard.domain.delivery.chasing_calendar import WorkingDays, working_days
from dueregard.domain.delivery.rounds import RoundState
from dueregard.web.delivery.models.rounds import Ask, QuietDays, Request, Round


@dataclass(frozen=True, slots=True)
class Counts:
    """How far a round has come: people and actions."""

    people: int = 0
    answered: int = 0
    not_asked: int = 0
    actions: int = 0
    actions_answered: int = 0

    @property
    def asked(self) -> int:
        """How many people were asked."""
        return self.people - self.not_asked


@dataclass(frozen=True, slots=True)
class RoundCard:
    """A round as pages show it."""

    id: UUID
    council_id: UUID
    slug: str
    name: str
    period_start: date
    period_end: date
    words: str
    opens_on: date
    due_on: date
    closes_on: date | None
    rules: Chasing
    state: RoundState
    job_id: UUID | None
    job_state: str
    opened_at: datetime | None
    closed_at: datetime | None
    counts: Counts = field(default_factory=Counts)

    @property
    def is_draft(self) -> bool:
        """Whether nobody has been asked yet."""
        return self.state is RoundState.DRAFT

    @property
    def is_open(self) -> bool:
        """Whether answers are taken."""
        return self.state in {RoundState.OPEN, RoundState.OPENING}

    @property
    def is_stopped(self) -> bool:
        """Whether its opening was stopped or failed on the way."""
        return self.state is RoundState.OPENING and self.job_state not in {"waiting", "running"}

    def timetable(self, calendar: WorkingDays) -> Timetable:
        """Give the days of its chasing."""
        return Timetable(self.rules, self.opens_on, self.due_on, self.closes_on, calendar)


@dataclass(frozen=True, slots=True)
class QuietCard:
    """Days of the council's own on which no reminder goes out."""

    id: UUID
    name: str
    first: date
    last: date


def answered_by_anybody(round_id: str = "request__round") -> Exists:
    """Give the condition, on an ask, that somebody has answered about its action in its round."""
    return Exists(
        Ask.objects.filter(request__round=OuterRef(round_id), action=OuterRef("action"), answered_at__isnull=False)
    )


def waiting_asks(among: Q | None = None) -> QuerySet[Ask]:
    """Give the query for asks that wait for an answer of the person who was asked.

    Takes:   `among`, what makes asks those of *one* round: what was answered in it is then looked up once, and not for
             each ask anew.
    """
    rows = Ask.objects.filter(answered_at__isnull=True, handed_to__isnull=True, request__why="")
    if among is None:
        return rows.filter(~answered_by_anybody())
    answered = Ask.objects.filter(among, answered_at__isnull=False).values("action")
    return rows.filter(among, ~Q(action__in=answered))


def number_of(rows: Any, by: str, *, what: str = "pk", distinct: bool = False) -> Coalesce:
    """Give, as a column of another query, how many rows there are by a column; nought where there are none."""
    counted = rows.order_by().values(by).annotate(number=Count(what, distinct=distinct)).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def rounds_of(council_id: UUID, *, words: str = "", state: str = "") -> QuerySet[Round]:
    """Give the query for a council's rounds."""
    rows = Round.objects.filter(council_id=council_id)
    for word in words.split()[:5]:
        rows = rows.filter(name__icontains=word)
    return rows.filter(state=state) if state else rows


def sorted_by(rows: QuerySet[Round], order: str, *, falling: bool) -> QuerySet[Round]:
    """Sort a query of rounds: by opened, due or name."""
    column = F({"opened": "opens_on", "due": "due_on", "name": "name"}[order])
    return rows.order_by(column.desc() if falling else column.asc(), "name", "pk")


def round_rows(rows: QuerySet[Round], *, among: Q | None = None) -> tuple[RoundCard, ...]:
    """Give rounds with their counts. One query, however many. `among`: as `waiting_asks`, where it is one round."""
    mine = OuterRef("pk")
    requests = Request.objects.filter(round=mine)
    waiting = waiting_asks(among).filter(request=OuterRef("pk"))
    asks = Ask.objects.filter(request__round=mine)
    return tuple(
        _card(row)
        for row in rows.select_related("job").annotate(
            people=number_of(requests, "round"),
            not_asked=number_of(requests.exclude(why=""), "round"),
            answered=number_of(requests.filter(~Exists(waiting), why="", asks__isnull=False), "round", distinct=True),
            actions=number_of(asks, "request__round", what="action", distinct=True),
            actions_answered=number_of(
                asks.filter(answered_at__isnull=False), "request__round", what="action", distinct=True
            ),
        )
    )


def round_card(council_id: UUID, slug: str) -> RoundCard:
    """Give one round with its counts, by its address. One query. Raises Http404 where there is none."""
    among = Q(request__round__council=council_id, request__round__slug=slug)
    found = round_rows(Round.objects.filter(council_id=council_id, slug=slug), among=among)
    if not found:
        raise Http404
    return found[0]


def open_rounds(council_id: UUID) -> tuple[RoundCard, ...]:
    """Give the rounds in which answers are taken, soonest due first. One query."""
    rows = Round.objects.filter(council_id=council_id, state__in=(RoundState.OPEN, RoundState.OPENING))
    return round_rows(rows.order_by("due_on", "name"))


def count_of(council_id: UUID) -> int:
    """Say how many rounds a council has. One query."""
    return Round.objects.filter(council_id=council_id).count()


def newest_rules(council_id: UUID) -> Chasing:
    """Give the rules of the newest round, as a proposal for the next; the usual ones where there is none. One query."""
    kept = Round.objects.filter(council_id=council_id).order_by("-made_at").values_list("chasing", flat=True).first()
    return from_json(kept or {})


def quiet_days(council_id: UUID) -> tuple[QuietCard, ...]:
    """Give the council's own quiet days. One query."""
    rows = QuietDays.objects.filter(council_id=council_id)
    return tuple(QuietCard(*each) for each in rows.values_list("pk", "name", "first", "last"))


def calendar_of(council_id: UUID, *, nation: str, on: date) -> WorkingDays:
    """Give the council's calendar around a day: three years of bank holidays and its own quiet days. One query."""
    own = ((each.first, each.last, each.name) for each in quiet_days(council_id))
    return working_days(nation, (on.year - 1, on.year, on.year + 1), own=own)


def is_asked_about(council_id: UUID, action_id: UUID) -> date | None:
    """Say since when an action is asked about in a round that is open, for its concerns. One query."""
    asked = Q(request__round__council=council_id, request__round__state__in=(RoundState.OPEN, RoundState.OPENING))
    found = Ask.objects.filter(asked, action=action_id).order_by("request__round__opens_on")
    return found.values_list("request__round__opens_on", flat=True).first()


def _card(row: Round) -> RoundCard:
    return RoundCard(
        id=row.pk,
        council_id=row.council_id,
        slug=row.slug,
        name=row.name,
        period_start=row.period_start,
        period_end=row.period_end,
        words=row.words,
        opens_on=row.opens_on,
        due_on=row.due_on,
        closes_on=row.closes_on,
        rules=from_json(row.chasing),
        state=RoundState(row.state),
        job_id=row.job_id,
        job_state=row.job.state if row.job else "",
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        counts=Counts(row.people, row.answered, row.not_asked, row.actions, row.actions_answered),  # type: ignore[attr-defined]  # annotated
    )
