"""What is the council to decide, when, and is regard to equality recorded before it?

The one idea: the forward plan is read beside its clock. Where regard stands is worked out from the same days in the
database (to narrow a list) and in `domain.assessments.clock` (to say it in words); a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Case, DateField, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, TruncDate
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as lazy

from dueregard.domain.assessments.clock import SOON_DAYS, Clock, Elsewhere, Known, Regard, Work, clock_of
from dueregard.domain.assessments.packs import Pack, pack_of
from dueregard.domain.assessments.states import AssessmentState, DecisionState
from dueregard.web.assessments.models.register import BudgetRound, Condition, Decision
from dueregard.web.assessments.models.writing import Assessment
from dueregard.web.assessments.queries.register_standing import recorded, works_of

STATE_WORDS = {
    "planned": lazy("Planned"),
    "decided": lazy("Decided"),
    "called_off": lazy("Called off"),
}
WHEN_WORDS = {
    "coming": lazy("Coming"),
    "soon": lazy("In the next four weeks"),
    "undated": lazy("No day set"),
    "past": lazy("Past"),
}
REGARD_WORDS = {
    Regard.NONE: lazy("Nothing recorded"),
    Regard.UNDER_WAY: lazy("An assessment is being written"),
    Regard.BEFORE: lazy("Recorded in an assessment"),
    Regard.ELSEWHERE: lazy("Recorded elsewhere"),
    Regard.AFTER: lazy("Recorded after the decision only"),
}
NOBODY = "-"


@dataclass(frozen=True, slots=True)
class DecisionCard:
    """A decision as lists and its page show it, with its clock."""

    id: UUID
    title: str
    number: str
    about: str
    policy_id: UUID | None
    policy: str
    budget_round_id: UUID | None
    budget_round: str
    budget_round_slug: str
    directorate_id: UUID | None
    directorate: str
    body_id: UUID | None
    body: str
    body_words: str
    decides_on: date | None
    papers_on: date | None
    amount: int | None
    places: tuple[str, ...]
    delegated_to: str
    state: DecisionState
    decided_on: date | None
    outcome: str
    paper_number: str
    paper_url: str
    minute: str
    minute_url: str
    regard_where: str
    regard_by: str
    regard_noted_on: date | None
    is_exempt: bool
    exempt_why: str
    version: int
    clock: Clock

    @property
    def day(self) -> date | None:
        """The day that counts: when it was taken, else when it is planned."""
        return self.decided_on or self.decides_on

    @property
    def state_words(self) -> str:
        """Where it stands."""
        return str(STATE_WORDS[self.state])

    @property
    def regard_words(self) -> str:
        """Where regard stands, in a few words."""
        return str(REGARD_WORDS[self.clock.regard])

    @property
    def is_planned(self) -> bool:
        """Whether it is still to be taken."""
        return self.state is DecisionState.PLANNED


@dataclass(frozen=True, slots=True)
class ConditionCard:
    """A condition that the body set."""

    text: str
    due_on: date | None
    met_on: date | None


@dataclass(frozen=True, slots=True)
class DecisionsWanted:
    """What a list of decisions is narrowed by."""

    words: str = ""
    when: str = ""
    state: str = ""
    body: str = ""
    directorate: str = ""
    budget_round: str = ""
    regard: str = ""
    directorate_ids: frozenset[UUID] | None = field(default=None)


def decisions_wanted(council_id: UUID, wanted: DecisionsWanted | None = None, *, on: date) -> QuerySet[Decision]:
    """Give the rows, to be counted, sorted and cut. No query yet."""
    wanted = wanted or DecisionsWanted()
    rows = Decision.objects.filter(council=council_id)
    for word in wanted.words.split()[:8]:
        rows = rows.filter(
            Q(title__icontains=word) | Q(about__icontains=word) | Q(number__icontains=word)
            | Q(body_words__icontains=word) | Q(body__name__icontains=word)
        )  # fmt: skip
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    for name in ("body", "directorate", "budget_round"):
        if value := getattr(wanted, name):
            rows = rows.filter(Q((f"{name}__isnull", True)) if value == NOBODY else Q((name, value)))
    if wanted.directorate_ids is not None:
        rows = rows.filter(directorate__in=wanted.directorate_ids)
    return _by_regard(_by_time(rows, wanted.when, on=on), wanted.regard, on=on)


def sorted_decisions(rows: QuerySet[Decision], order: str, *, falling: bool, on: date) -> QuerySet[Decision]:
    """Put rows in order: "day" (what comes next first, then what has no day, then the past), "title", "amount"."""
    if order == "title":
        return rows.order_by("-title" if falling else "title", "pk")
    if order == "amount":
        return rows.order_by(
            F("amount").desc(nulls_last=True) if falling else F("amount").asc(nulls_last=True), "title"
        )
    rows = rows.annotate(the_day=Coalesce("decided_on", "decides_on"))
    if falling:
        return rows.order_by(F("the_day").desc(nulls_last=True), "title", "pk")
    group = Case(
        When(the_day__gte=on, then=Value(0)), When(the_day__isnull=True, then=Value(1)), default=Value(2),
        output_field=IntegerField(),
    )  # fmt: skip
    coming = Case(When(the_day__gte=on, then=F("the_day")), output_field=DateField(null=True))
    return rows.annotate(group=group, coming=coming).order_by("group", "coming", "-the_day", "title", "pk")


def decision_cards(rows: Iterable[Decision], *, nation: str, on: date) -> tuple[DecisionCard, ...]:
    """Give rows as cards, each with its clock. Two queries for each five thousand."""
    if isinstance(rows, QuerySet):
        rows = rows.select_related("policy", "budget_round", "directorate", "body", "regard_by")
    found = list(rows)
    works = works_of([row.pk for row in found])
    pack = pack_of(nation)
    return tuple(_card(row, works.get(row.pk, ()), pack, on=on) for row in found)


def decision_card(council_id: UUID, decision_id: UUID, *, nation: str, on: date) -> DecisionCard:
    """Give one decision. Two queries.

    Raises:  Http404 where the council has none of the kind.
    """
    found = decision_cards(Decision.objects.filter(council=council_id, pk=decision_id), nation=nation, on=on)
    if not found:
        raise Http404
    return found[0]


def decisions_of(policy_id: UUID, *, nation: str, on: date) -> tuple[DecisionCard, ...]:
    """Give the decisions about a policy, the newest first. Two queries."""
    rows = Decision.objects.filter(policy=policy_id).order_by(F("decides_on").desc(nulls_first=True))
    return decision_cards(rows, nation=nation, on=on)


def conditions_of(decision_id: UUID) -> tuple[ConditionCard, ...]:
    """Give the conditions that were set. One query."""
    rows = Condition.objects.filter(decision=decision_id)
    return tuple(ConditionCard(row.text, row.due_on, row.met_on) for row in rows)


def round_choices(council_id: UUID) -> list[tuple[str, str]]:
    """Give the budget rounds, the newest first, to choose from. One query."""
    rows = BudgetRound.objects.filter(council=council_id).order_by("-made_at")
    return [(str(row.pk), row.name) for row in rows]


def due_soon(council_id: UUID, *, on: date, directorate_ids: frozenset[UUID] | None = None) -> QuerySet[Decision]:
    """Give the planned decisions of the next four weeks, and past ones that nobody closed."""
    wanted = DecisionsWanted(state="planned", directorate_ids=directorate_ids)
    return decisions_wanted(council_id, wanted, on=on).filter(decides_on__lte=on + timedelta(days=SOON_DAYS))


def waiting_for_regard(
    council_id: UUID, *, nation: str, on: date, directorate_ids: frozenset[UUID] | None = None
) -> QuerySet[Decision]:
    """Give those that are due soon whose clock still warns."""
    rows = due_soon(council_id, on=on, directorate_ids=directorate_ids)
    open_still = [Regard.NONE, Regard.UNDER_WAY, Regard.AFTER]
    if pack_of(nation).needs_assessment:
        open_still.append(Regard.ELSEWHERE)
    return _with_regard(rows, on=on).filter(regard_code__in=[str(each) for each in open_still])


def _by_time(rows: QuerySet[Decision], when: str, *, on: date) -> QuerySet[Decision]:
    if when == "undated":
        return rows.filter(decided_on__isnull=True, decides_on__isnull=True)
    if not when:
        return rows
    rows = rows.annotate(day_of_it=Coalesce("decided_on", "decides_on"))
    if when == "past":
        return rows.filter(day_of_it__lt=on)
    rows = rows.filter(day_of_it__gte=on)
    return rows.filter(day_of_it__lte=on + timedelta(days=SOON_DAYS)) if when == "soon" else rows


def _by_regard(rows: QuerySet[Decision], regard: str, *, on: date) -> QuerySet[Decision]:
    return _with_regard(rows, on=on).filter(regard_code=regard) if regard else rows


def _with_regard(rows: QuerySet[Decision], *, on: date) -> QuerySet[Decision]:
    """Work out in the database where regard stands, as `clock_of` does: `regard_code`."""
    first = recorded().filter(decision=OuterRef("pk")).order_by("recorded_at").values("recorded_at")[:1]
    writing = Assessment.objects.filter(decision=OuterRef("pk")).exclude(state=str(AssessmentState.GIVEN_UP))
    past = Q(state="decided") | Q(decided_on__lte=on)
    late_after = Case(
        When(past, then=Coalesce("decided_on", "decides_on")),
        When(decides_on__lt=on, then=F("decides_on")),
        output_field=DateField(null=True),
    )
    rows = rows.annotate(
        first_on=TruncDate(Subquery(first)), noted_on=TruncDate("regard_noted_at"), late_after=late_after
    )
    has_where = ~Q(regard_where="") & Q(noted_on__isnull=False)
    in_time, noted_in_time = (
        Q(late_after__isnull=True) | Q(**{f"{name}__lte": F("late_after")}) for name in ("first_on", "noted_on")
    )
    return rows.annotate(
        regard_code=Case(
            When(Q(first_on__isnull=False) & in_time, then=Value(str(Regard.BEFORE))),
            When(has_where & noted_in_time, then=Value(str(Regard.ELSEWHERE))),
            When(Q(first_on__isnull=False) | has_where, then=Value(str(Regard.AFTER))),
            When(Exists(writing), then=Value(str(Regard.UNDER_WAY))),
            default=Value(str(Regard.NONE)),
        )
    )


def _card(row: Decision, works: tuple[Work, ...], pack: Pack, *, on: date) -> DecisionCard:
    noted_on = timezone.localdate(row.regard_noted_at) if row.regard_noted_at else None
    known = Known(
        DecisionState(row.state),
        row.decides_on,
        row.papers_on,
        row.decided_on,
        works,
        Elsewhere(row.regard_where, noted_on) if row.regard_where and noted_on else None,
    )
    return DecisionCard(
        id=row.pk,
        title=row.title,
        number=row.number,
        about=row.about,
        policy_id=row.policy_id,
        policy=row.policy.title if row.policy else "",
        budget_round_id=row.budget_round_id,
        budget_round=row.budget_round.name if row.budget_round else "",
        budget_round_slug=row.budget_round.slug if row.budget_round else "",
        directorate_id=row.directorate_id,
        directorate=row.directorate.name if row.directorate else "",
        body_id=row.body_id,
        body=row.body.name if row.body else row.body_words,
        body_words=row.body_words,
        decides_on=row.decides_on,
        papers_on=row.papers_on,
        amount=row.amount,
        places=tuple(row.places or ()),
        delegated_to=row.delegated_to,
        state=DecisionState(row.state),
        decided_on=row.decided_on,
        outcome=row.outcome,
        paper_number=row.paper_number,
        paper_url=row.paper_url,
        minute=row.minute,
        minute_url=row.minute_url,
        regard_where=row.regard_where,
        regard_by=row.regard_by.full_name if row.regard_by else "",
        regard_noted_on=noted_on,
        is_exempt=row.is_exempt,
        exempt_why=row.exempt_why,
        version=row.version,
        clock=clock_of(known, pack=pack, on=on),
    )
