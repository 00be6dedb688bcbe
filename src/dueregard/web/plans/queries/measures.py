"""What is measured in a plan, of its actions and of its objectives, and where is it going?

The one idea: a measure is one card wherever it is shown: its picture's points, and the same in words. The measures of
objectives are read for a whole plan at once, in three queries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.http import Http404

from dueregard.domain.plans import model as domain
from dueregard.domain.plans.measures_said import points_of, say_goal, say_trend, title_of
from dueregard.domain.plans.progress import number_of
from dueregard.web.plans.models import Level, Measure
from dueregard.web.plans.queries.whole import domain_level, domain_measure
from dueregard.web.ui.components.formats import short_day


@dataclass(frozen=True, slots=True)
class MeasureCard:
    """A measure: what it aims at and where it is going, in words, and its figures as points of a picture."""

    id: UUID
    measure: domain.Measure
    title: str
    goal: str
    trend: str
    points: tuple[tuple[str, float], ...]
    target: float | None


@dataclass(frozen=True, slots=True)
class MeasuredLevel:
    """An objective with its measures; `names` are those above it and its own, from the top."""

    id: UUID
    names: tuple[str, ...]
    kind: str
    why: str | None
    success_measure: str | None
    measures: tuple[MeasureCard, ...]

    @property
    def title(self) -> str:
        """Give its own name."""
        return self.names[-1]


@dataclass(frozen=True, slots=True)
class LevelPage:
    """Everything one page says of a section or objective."""

    id: UUID
    content: domain.Level
    measures: tuple[MeasureCard, ...]
    actions: int
    above: tuple[str, ...]

    @property
    def title(self) -> str:
        """Give its own name."""
        return self.content.path[-1]


def measure_card(measure: domain.Measure, ident: UUID) -> MeasureCard:
    """Give a measure as it is shown. No query."""
    target = number_of(measure.target)
    return MeasureCard(
        id=ident,
        measure=measure,
        title=title_of(measure),
        goal=say_goal(measure),
        trend=say_trend(measure),
        points=tuple((short_day(on), float(number)) for on, number in points_of(measure)),
        target=None if target is None else float(target),
    )


def measured_levels(plan_id: UUID) -> tuple[MeasuredLevel, ...]:
    """Give the objectives of a plan that have measures, in the plan's order. Three queries; one where none has any."""
    rows = Level.objects.filter(plan_id=plan_id, pk__in=Measure.objects.filter(level__plan_id=plan_id).values("level"))
    return tuple(
        MeasuredLevel(
            id=row.pk,
            names=tuple(row.path),
            kind=row.kind,
            why=row.why,
            success_measure=row.success_measure,
            measures=_cards(row.measures.all()),
        )
        for row in rows.order_by("position").prefetch_related("measures__values")
    )


def as_public(levels: Iterable[MeasuredLevel], text: Callable[[str | None], str]) -> tuple[MeasuredLevel, ...]:
    """Give measured objectives as anybody may read them: `text` takes names of people out of a text. No query."""

    def card(one: MeasureCard) -> MeasureCard:
        kept = one.measure
        words: dict[str, Any] = {
            name: text(getattr(kept, name)) or None for name in ("name", "unit", "source", "group", "compared_with")
        }
        values = tuple(replace(value, source=text(value.source) or None) for value in kept.values)
        return measure_card(replace(kept, **{**words, "name": words["name"] or ""}, values=values), one.id)

    return tuple(
        replace(
            level,
            names=tuple(text(name) for name in level.names),
            why=text(level.why) or None,
            success_measure=text(level.success_measure) or None,
            measures=tuple(map(card, level.measures)),
        )
        for level in levels
    )


def level_page(plan_id: UUID, level_id: UUID) -> LevelPage:
    """Give everything about a section or objective of a plan. Five queries.

    Raises:  Http404 for a level of another plan, as for none.
    """
    rows = Level.objects.filter(plan_id=plan_id, pk=level_id).prefetch_related("contributions", "measures__values")
    row = rows.first()
    if row is None:
        raise Http404
    return LevelPage(
        id=row.pk,
        content=domain_level(row),
        measures=_cards(row.measures.all()),
        actions=row.actions.count(),
        above=tuple(row.path[:-1]),
    )


def _cards(rows: Iterable[Measure]) -> tuple[MeasureCard, ...]:
    return tuple(measure_card(domain_measure(row), row.pk) for row in rows)
