"""What was promised in assessments, which action keeps it, and how does it stand today?

The one idea: a promise's standing is never kept; it follows from the plan's action on the day it is asked, for one
promise (`domain.assessments.promises.standing`) and for a list of thousands alike, where the database works it out.
Who may see the assessment sees its promises; once its decision is taken, all staff do, unless it is exempt.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.http import Http404

from dueregard.domain.assessments.promises import PromiseState, Standing, standing
from dueregard.domain.assessments.states import SEEN_BY_DECIDERS, AssessmentState, DecisionState
from dueregard.domain.plans.states import Outcome, Status
from dueregard.web.assessments.models.after import Promise, PromisePlace
from dueregard.web.assessments.models.writing import Author
from dueregard.web.organisation.queries import Visitor
from dueregard.web.plans.queries.keeping import ActionStanding, standings

TO_REPORT = "to_report"
LISTED = (*Standing, TO_REPORT)


@dataclass(frozen=True, slots=True)
class Dropping:
    """That it was asked to drop a promise: why, of whom, and what was answered in whose name."""

    because: str
    asked_of: str
    asked_by: str
    asked_at: datetime | None
    answer: str = ""
    answer_name: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None
    is_left_out: bool = False

    @property
    def is_of_one(self) -> bool:
        """Whether the same person asked and wrote the answer down, which a reader should know."""
        return bool(self.answered_by) and self.answered_by == self.asked_by


@dataclass(frozen=True, slots=True)
class PromiseCard:
    """A promise as pages show it. `action` is None while nothing keeps it."""

    id: UUID
    assessment_id: UUID
    number: str
    title: str
    code: str
    text: str
    owner: str
    owner_id: UUID | None
    due_on: date | None
    measure: str
    groups: tuple[str, ...]
    version: int | None
    earlier: tuple[dict[str, Any], ...]
    state: PromiseState
    standing: Standing
    action: ActionStanding | None
    body: str
    delegated_to: str
    is_decided: bool
    is_exempt: bool
    decision_id: UUID | None
    dropping: Dropping | None
    reported_on: date | None
    reported_in: str
    made_at: datetime

    @property
    def is_to_report(self) -> bool:
        """Whether the body that decided has yet to be told that it was dropped."""
        return self.state is PromiseState.DROPPED and self.reported_on is None

    @property
    def by_when(self) -> date | None:
        """The day of the action that keeps it, else its own."""
        return (self.action.due_date if self.action else None) or self.due_on


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the list of promises. "" is no filter."""

    words: str = ""
    standing: str = ""
    directorate: str = ""


@dataclass(frozen=True, slots=True)
class PlaceCard:
    """Where promises of an assessment become actions, as somebody chose."""

    plan_id: UUID | None
    level_id: UUID | None


@dataclass(frozen=True, slots=True)
class Body:
    """A body that is to be told of dropped promises, and which."""

    name: str
    cards: tuple[PromiseCard, ...] = field(default=())


def promises_of(council_id: UUID, assessment_id: UUID, *, on: date) -> tuple[PromiseCard, ...]:
    """Give the promises of an assessment, in the order of their codes. At most five queries."""
    return cards_of(_rows(council_id).filter(assessment=assessment_id), on=on)


def promise_card(council_id: UUID, promise_id: UUID, *, on: date) -> PromiseCard:
    """Give one promise of a council. At most five queries.

    Raises:  Http404 for a promise of another council, as for none.
    """
    found = cards_of(_rows(council_id).filter(pk=promise_id), on=on)
    if not found:
        raise Http404
    return found[0]


def promises_on_action(council_id: UUID, action_id: UUID, *, on: date) -> tuple[PromiseCard, ...]:
    """Give the promises that an action keeps. At most five queries."""
    return cards_of(_rows(council_id).filter(action=action_id), on=on)


def promises_wanted(visitor: Visitor, asked: Asked) -> QuerySet[Promise]:
    """Give the query for the promises of a council that a visitor may see and asks for. One query itself at most."""
    rows = _rows(visitor.council.id).filter(seen(visitor))
    for word in asked.words.split()[:6]:
        rows = rows.filter(
            Q(text__icontains=word) | Q(assessment__title__icontains=word) | Q(assessment__number__iexact=word)
        )
    if asked.directorate:
        rows = rows.filter(assessment__directorate=asked.directorate)
    rows = rows.annotate(stands=_stands(visitor.on))
    if asked.standing == TO_REPORT:
        return rows.filter(state=PromiseState.DROPPED, reported_on=None)
    return rows.filter(stands=asked.standing) if asked.standing else rows


def sorted_promises(rows: QuerySet[Promise], order: str, *, falling: bool) -> QuerySet[Promise]:
    """Sort a query of promises: by the day they are due, or by assessment."""
    if order == "assessment":
        return rows.order_by("-assessment__number" if falling else "assessment__number", "code", "pk")
    day = Coalesce("action__due_date", "due_on")
    due = day.desc(nulls_last=True) if falling else day.asc(nulls_last=True)
    return rows.order_by(due, "assessment__number", "code", "pk")


def counts_by_standing(visitor: Visitor) -> dict[str, int]:
    """Give how many promises a visitor may see stand how. One query."""
    rows = promises_wanted(visitor, Asked()).order_by().values("stands").annotate(number=Count("pk"))
    return {row["stands"]: row["number"] for row in rows}


def to_report(visitor: Visitor) -> tuple[Body, ...]:
    """Give the dropped promises of which the bodies that decided are to be told, by body. At most five queries."""
    cards = cards_of(promises_wanted(visitor, Asked(standing=TO_REPORT))[:500], on=visitor.on)
    bodies: dict[str, list[PromiseCard]] = {}
    for card in cards:
        bodies.setdefault(card.body, []).append(card)
    return tuple(Body(name, tuple(found)) for name, found in sorted(bodies.items()))


def place_card(assessment_id: UUID) -> PlaceCard | None:
    """Give where promises become actions, where somebody chose. One query."""
    row = PromisePlace.objects.filter(assessment=assessment_id).first()
    return PlaceCard(row.plan_id, row.level_id) if row else None


def cards_of(rows: Iterable[Any], *, on: date) -> tuple[PromiseCard, ...]:
    """Turn rows of promises into cards. At most five queries, whatever their number."""
    found = list(rows)
    if not found:
        return ()
    council = found[0].assessment.council_id
    actions = standings(council, {row.action_id for row in found if row.action_id})
    return tuple(_card(row, actions.get(row.action_id) if row.action_id else None, on=on) for row in found)


def seen(visitor: Visitor, prefix: str = "assessment__") -> Q:
    """Give the condition that a visitor may see what hangs on an assessment: as `access.promises.can_see_promise`."""
    if visitor.has_role("equalities_officer", "auditor"):
        return Q()
    if visitor.person is None or not visitor.roles:
        return Q(pk__in=())
    own = Author.objects.filter(person=visitor.person.id).values("assessment")
    who = Q(**{f"{prefix}author": visitor.person.id}) | Q(**{f"{prefix}checker": visitor.person.id})
    who |= Q(**{f"{prefix}pk__in": own})
    who |= Q(**{f"{prefix}state__in": [AssessmentState.DECIDED, AssessmentState.NOT_NEEDED]})
    is_open = {f"{prefix}decision__state": DecisionState.DECIDED, f"{prefix}is_exempt": False}
    who |= Q(**is_open, **{f"{prefix}decision__is_exempt": False})
    if visitor.has_role("directorate_lead"):
        who |= Q(**{f"{prefix}directorate__in": visitor.directorate_ids})
    decides = {f"{prefix}state__in": list(SEEN_BY_DECIDERS), f"{prefix}decision__body__in": visitor.board_ids}
    return who | Q(**decides)


def _stands(on: date) -> Case:
    """Work out in the database how a promise stands, as `standing` does for one."""
    done = Q(action__status=Status.COMPLETE)
    ended = Q(action__status=Status.CLOSED) | Q(action__outcome__in=[Outcome.DROPPED, Outcome.CLOSED])
    late = Q(action__due_date__lt=on) | Q(action__due_date=None, due_on__lt=on)
    return Case(
        When(state=PromiseState.DROP_ASKED, then=Value(str(Standing.DROP_ASKED))),
        When(state=PromiseState.DROPPED, then=Value(str(Standing.DROPPED))),
        When(action=None, then=Value(str(Standing.WITHOUT_ACTION))),
        When(done, then=Value(str(Standing.KEPT))),
        When(ended, then=Value(str(Standing.ENDED_OTHERWISE))),
        When(late, then=Value(str(Standing.LATE))),
        default=Value(str(Standing.UNDER_WAY)),
        output_field=CharField(),
    )


def _rows(council_id: UUID) -> QuerySet[Promise]:
    return Promise.objects.filter(assessment__council=council_id).select_related(
        "assessment__decision__body", "owner", "version", "drop_asked_by", "drop_answered_by"
    ).defer("version__content", "version__figures")  # fmt: skip


def _card(row: Promise, action: ActionStanding | None, *, on: date) -> PromiseCard:
    assessment, decision = row.assessment, row.assessment.decision
    state = PromiseState(row.state)
    return PromiseCard(
        id=row.pk,
        assessment_id=assessment.pk,
        number=assessment.number,
        title=assessment.title,
        code=row.code,
        text=row.text,
        owner=row.owner.title if row.owner else row.owner_words,
        owner_id=row.owner_id,
        due_on=row.due_on,
        measure=row.measure,
        groups=tuple(row.groups),
        version=row.version.number if row.version else None,
        earlier=tuple(row.earlier),
        state=state,
        standing=standing(
            state,
            has_action=action is not None,
            status=action.status if action else None,
            outcome=action.outcome if action else None,
            due_on=(action.due_date if action else None) or row.due_on,
            on=on,
        ),
        action=action,
        body=(decision.body.name if decision.body else decision.body_words) if decision else "",
        delegated_to=decision.delegated_to if decision else "",
        is_decided=decision is not None and decision.state == DecisionState.DECIDED,
        is_exempt=assessment.is_exempt or bool(decision and decision.is_exempt),
        decision_id=assessment.decision_id,
        dropping=_dropping(row),
        reported_on=row.reported_on,
        reported_in=row.reported_in,
        made_at=row.made_at,
    )


def _dropping(row: Promise) -> Dropping | None:
    if row.drop_asked_at is None:
        return None
    return Dropping(
        because=row.drop_because,
        asked_of=row.drop_to,
        asked_by=row.drop_asked_by.full_name if row.drop_asked_by else "",
        asked_at=row.drop_asked_at,
        answer=row.drop_answer,
        answer_name=row.drop_answer_by_words,
        answered_by=row.drop_answered_by.full_name if row.drop_answered_by else "",
        answered_at=row.drop_answered_at,
        is_left_out=row.drop_asked_by_id is None,
    )
