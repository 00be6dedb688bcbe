"""What was foreseen, tied to which indicator, and what do the released figures say?

The one idea: a figure is one that an indicator has released to everybody; nothing that is hidden is looked at, and a
period where the figure is hidden says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404

from dueregard.domain.assessments.reviews import WATCHED, Range
from dueregard.web.assessments.models.after import Foresight
from dueregard.web.monitoring.queries.indicators import IndicatorCard, indicator_by_id
from dueregard.web.monitoring.queries.indicators_values import measurable, values_of


@dataclass(frozen=True, slots=True)
class ValueCard:
    """One released value: its day, the percentage, and where it is from."""

    on: date
    value: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class ForesightCard:
    """An expected effect: which figure, which range, over which time, why, and the values released since."""

    id: UUID
    assessment_id: UUID
    indicator_id: UUID
    indicator: str
    indicator_slug: str
    figure: str
    group_key: str
    expected: Range
    because: str
    made_by: str
    figure_words: str = ""
    values: tuple[ValueCard, ...] = ()

    @property
    def about(self) -> str:
        """What the figure is of, in words."""
        name = self.figure_words or self.figure.partition("=")[2]
        return f"{self.indicator}, {name}" if name else self.indicator

    @property
    def newest(self) -> ValueCard | None:
        """The newest value within the time it is about."""
        within = [each for each in self.values if self.expected.covers(each.on)]
        return within[-1] if within else None

    @property
    def has_left(self) -> bool:
        """Whether the newest value is outside the range."""
        return self.newest is not None and self.expected.leaves(self.newest.value)


def foresights_of(council_id: UUID, assessment_id: UUID) -> tuple[ForesightCard, ...]:
    """Give what was foreseen in an assessment, with the values released. One query, and three for each indicator."""
    rows = Foresight.objects.filter(assessment=assessment_id, assessment__council=council_id)
    found = []
    cards: dict[UUID, tuple[IndicatorCard, dict[str, str]]] = {}
    for row in rows.select_related("indicator", "made_by"):
        if row.indicator_id not in cards:
            card = indicator_by_id(row.indicator_id)
            words = {value: label for _thing, options in measurable(card) for value, label in options}
            cards[row.indicator_id] = (card, words)
        card, words = cards[row.indicator_id]
        values = tuple(ValueCard(one.on, Decimal(one.value), one.source) for one in values_of(card, row.of_group))
        found.append(_card(row, words=words.get(row.of_group, ""), values=values))
    return tuple(found)


def foresight_card(council_id: UUID, assessment_id: UUID, foresight_id: UUID) -> ForesightCard:
    """Give one of them. As `foresights_of`.

    Raises:  Http404 where the assessment has none such.
    """
    found = next((each for each in foresights_of(council_id, assessment_id) if each.id == foresight_id), None)
    if found is None:
        raise Http404
    return found


def watched_foresights(council_id: UUID) -> tuple[ForesightCard, ...]:
    """Give what was foreseen in the assessments that say what holds, without values. One query."""
    rows = Foresight.objects.filter(assessment__council=council_id, assessment__state__in=list(WATCHED))
    return tuple(_card(row) for row in rows.select_related("indicator", "made_by"))


def newest_values(figures: Iterable[tuple[UUID, str]]) -> dict[tuple[UUID, str], tuple[str, ValueCard]]:
    """Give what each figure is of, in words, and its newest released value, if it has one. Three queries for each."""
    found = {}
    for indicator_id, figure in figures:
        card = indicator_by_id(indicator_id)
        values = values_of(card, figure)
        if values:
            words = {value: label for _thing, options in measurable(card) for value, label in options}
            newest = ValueCard(values[-1].on, Decimal(values[-1].value), values[-1].source)
            found[indicator_id, figure] = (words.get(figure, ""), newest)
    return found


def _card(row: Any, *, words: str = "", values: tuple[ValueCard, ...] = ()) -> ForesightCard:
    return ForesightCard(
        id=row.pk,
        assessment_id=row.assessment_id,
        indicator_id=row.indicator_id,
        indicator=row.indicator.name,
        indicator_slug=row.indicator.slug,
        figure=row.of_group,
        group_key=row.group_key,
        expected=Range(row.low, row.high, row.since, row.until),
        because=row.because,
        made_by=row.made_by.full_name,
        figure_words=words,
        values=values,
    )
