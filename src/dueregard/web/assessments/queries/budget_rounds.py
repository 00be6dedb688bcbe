"""Which decisions are looked at together, and what do they do to whom, taken together?

The one idea: the map is made of findings, two queries for however many decisions. A decision counts with its newest
assessment that has not been given up; what a visitor may not read yet counts as not assessed for them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404

from dueregard.domain.assessments.cumulative import Assessed
from dueregard.domain.assessments.model import Effect, Group, Impact, Severity, Weight, group_of_key
from dueregard.domain.assessments.states import AssessmentState, DecisionState
from dueregard.terms.laws import labels as labels_of_laws
from dueregard.web.assessments.access import reading as access
from dueregard.web.assessments.models.register import BudgetRound, Decision
from dueregard.web.assessments.models.writing import Assessment, Finding
from dueregard.web.assessments.queries.whole import head_of, heads
from dueregard.web.organisation.queries import Visitor, characteristics


@dataclass(frozen=True, slots=True)
class BudgetRoundCard:
    """A budget round with how far its decisions have come."""

    id: UUID
    slug: str
    name: str
    about: str
    closed_on: date | None
    made_at: datetime
    decisions: int
    assessed: int
    amount: int | None


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision of a map: the address of its assessment is `assessment_id`, where the visitor may read it."""

    id: UUID
    number: str
    title: str
    amount: int | None
    decides_on: date | None
    places: tuple[str, ...]
    assessment_id: UUID | None
    assessment_number: str
    is_exempt: bool

    @property
    def code(self) -> str:
        """What it is called in the address of a page."""
        return str(self.id)

    @property
    def label(self) -> str:
        """Its number and title."""
        return f"{self.number} {self.title}".strip()


def budget_rounds(council_id: UUID, *, words: str = "", state: str = "") -> QuerySet[BudgetRound]:
    """Give the rows of a council's budget rounds, narrowed."""
    rows = BudgetRound.objects.filter(council=council_id)
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(about__icontains=words))
    if state:
        rows = rows.filter(closed_on__isnull=state == "open")
    return rows


def budget_round_cards(rows: QuerySet[BudgetRound]) -> tuple[BudgetRoundCard, ...]:
    """Turn rows into cards. Two queries."""
    has_assessment = Exists(Assessment.objects.filter(decision=OuterRef("pk")).exclude(state=_GIVEN_UP))
    found = list(rows)
    counts: dict[UUID, list[Any]] = defaultdict(lambda: [0, 0, None])
    live = Decision.objects.filter(budget_round__in=[row.pk for row in found]).exclude(state=_CALLED_OFF)
    for round_id, amount, assessed in live.annotate(has=has_assessment).values_list("budget_round", "amount", "has"):
        count = counts[round_id]
        count[0] += 1
        count[1] += bool(assessed)
        count[2] = amount if count[2] is None else count[2] + (amount or 0)
    return tuple(
        BudgetRoundCard(row.pk, row.slug, row.name, row.about, row.closed_on, row.made_at, *counts[row.pk])
        for row in found
    )


def budget_round_card(council_id: UUID, slug: str) -> BudgetRoundCard:
    """Give one budget round. Two queries.

    Raises:  Http404 where the council has none such.
    """
    found = budget_round_cards(BudgetRound.objects.filter(council=council_id, slug=slug))
    if not found:
        raise Http404
    return found[0]


def decisions_to_choose(council_id: UUID, *, round_id: UUID | None, most: int = 500) -> tuple[tuple[str, str], ...]:
    """Give the decisions that a round can hold: its own, and those planned that are in no other. One query."""
    rows = Decision.objects.filter(council=council_id)
    free = Q(budget_round__isnull=True, state=str(DecisionState.PLANNED))
    rows = rows.filter(free | Q(budget_round=round_id)) if round_id else rows.filter(free)
    return tuple((str(row.pk), f"{row.number} {row.title}".strip()) for row in rows.order_by("number", "title")[:most])


def chosen_decisions(round_id: UUID) -> tuple[str, ...]:
    """Give the ids of a round's decisions. One query."""
    return tuple(str(pk) for pk in Decision.objects.filter(budget_round=round_id).values_list("pk", flat=True))


def live_decisions(council_id: UUID, *, directorate: str = "", only: str = "") -> QuerySet[Decision]:
    """Give all decisions that stand and have an assessment: planned, or taken (`only`: "planned" or "decided")."""
    rows = Decision.objects.filter(council=council_id).exclude(state=_CALLED_OFF)
    rows = rows.filter(Exists(Assessment.objects.filter(decision=OuterRef("pk")).exclude(state=_GIVEN_UP)))
    if directorate:
        rows = rows.filter(directorate=directorate)
    return rows.filter(state=only) if only else rows


def round_decisions(round_id: UUID) -> QuerySet[Decision]:
    """Give the decisions of a round that stand."""
    return Decision.objects.filter(budget_round=round_id).exclude(state=_CALLED_OFF).order_by("number", "title")


def lines_of(rows: Iterable[Decision], *, visitor: Visitor) -> tuple[DecisionLine, ...]:
    """Turn decisions into lines, each with its newest assessment that the visitor may read. Three queries."""
    found = sorted(rows, key=_naturally)
    newest: dict[UUID, Any] = {}
    assessments = heads(visitor.council.id).filter(decision__in=[row.pk for row in found]).exclude(state=_GIVEN_UP)
    for row in assessments.order_by("made_at"):
        newest[row.decision_id] = row
    seen = {key: row for key, row in newest.items() if access.can_see(visitor, head_of(row))}
    return tuple(
        DecisionLine(
            id=row.pk,
            number=row.number,
            title=row.title,
            amount=row.amount,
            decides_on=row.decided_on or row.decides_on,
            places=tuple(row.places),
            assessment_id=seen[row.pk].pk if row.pk in seen else None,
            assessment_number=seen[row.pk].number if row.pk in seen else "",
            is_exempt=row.is_exempt,
        )
        for row in found
    )


def assessed_of(lines: Collection[DecisionLine]) -> tuple[Assessed, ...]:
    """Give lines as the map takes them: each with what its assessment found. One query."""
    impacts: dict[UUID, list[Impact]] = defaultdict(list)
    group = cache(group_of_key)
    wanted = Finding.objects.filter(assessment__in=[line.assessment_id for line in lines if line.assessment_id])
    for key, of, effect, severity, people in wanted.values_list(
        "assessment", "group_key", "mark_effect", "mark_severity", "mark_people"
    ):
        weight = Weight(Severity(severity) if severity else None, people=people)
        impacts[key].append(Impact(group(of), Effect(effect) if effect else None, before=weight))
    return tuple(
        Assessed(
            line.code,
            line.label,
            tuple(impacts[line.assessment_id]) if line.assessment_id else (),
            line.amount,
            line.places,
        )
        for line in lines
    )


def group_names(council_id: UUID, groups: Iterable[Group]) -> dict[Group, str]:
    """Say groups in the council's words: its own characteristics by their names. One query."""
    labels = {**labels_of_laws(), **{each.code: each.label for each in characteristics(council_id)}}
    return {
        group: " and ".join(
            f"{labels.get(code, code)}: {part}" if part else labels.get(code, code) for code, part in group.parts
        )
        for group in groups
    }


def count_of(council_id: UUID) -> int:
    """Say how many budget rounds a council has. One query."""
    return BudgetRound.objects.filter(council=council_id).aggregate(count=Count("pk"))["count"] or 0


def _naturally(row: Decision) -> tuple[tuple[int, str], ...]:
    """Sort S2 before S10, and what has no number by its day and title."""
    if not row.number:
        day = row.decides_on.isoformat() if row.decides_on else "9"
        return ((1, ""), (0, day), (0, row.title))
    pieces = re.findall(r"\d+|\D+", row.number)
    return ((0, ""), *((int(piece), "") if piece.isdigit() else (0, piece) for piece in pieces))


_GIVEN_UP = str(AssessmentState.GIVEN_UP)
_CALLED_OFF = str(DecisionState.CALLED_OFF)
