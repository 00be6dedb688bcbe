"""Which of an indicator's figures can a plan have as the values of a measure? Those that everybody may see, by period.

The one idea: a plan can be public, so only figures of public releases leave here, each with its day and its source.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from dueregard.analysis.released.dimensions import TOTAL
from dueregard.analysis.released.table import Audience
from dueregard.domain.monitoring.figures import answers
from dueregard.domain.monitoring.indicators import Asks, Better
from dueregard.domain.monitoring.indicators_rows import rate_at
from dueregard.web.monitoring.queries.indicators import IndicatorCard
from dueregard.web.monitoring.queries.indicators_periods import periods_of

AGAINST = "|"
"""Stands between the two figures of a gap in what an indicator is said to measure."""


@dataclass(frozen=True, slots=True)
class MeasuredValue:
    """One value: its day, the percentage as text, and where it is from."""

    on: date
    value: str
    source: str
    is_everyone: bool


def public_values(card: IndicatorCard, measured: str) -> tuple[MeasuredValue, ...]:
    """Give the values of one figure, oldest first; a period where it is hidden has none. One query."""
    by_code, _sign, code = measured.partition("=")
    thing = next((one for one in card.definition.by if one.code == by_code), None)
    if thing is None:
        return ()
    periods, _withdrawn = periods_of(card.id, card.definition, audiences=(Audience.PUBLIC,))
    found = []
    for period in reversed(periods):
        if (table := period.tables.get(by_code)) is None:
            continue
        rate = rate_at(table, card.definition, thing, code, minimum_base=period.minimum_base)
        if rate.value is not None:
            found.append(MeasuredValue(period.end, f"{rate.value:f}", _source(period.label), code == TOTAL))
    return tuple(found)


def gap_values(card: IndicatorCard, measured: str, compared: str) -> tuple[MeasuredValue, ...]:
    """Give how far a group is behind another, in percentage points, oldest first. Two queries.

    Behind is what the indicator counts as worse: a lower share, or, where lower is better, a higher one. Both figures
    are released for everybody; a period where either is hidden has none.
    """
    sign = -1 if card.definition.better is Better.LOWER else 1
    others = {value.on: Decimal(value.value) for value in public_values(card, compared)}
    return tuple(
        replace(value, value=f"{sign * (others[value.on] - Decimal(value.value)):f}", is_everyone=False)
        for value in public_values(card, measured)
        if value.on in others
    )


def values_of(card: IndicatorCard, measured: str) -> tuple[MeasuredValue, ...]:
    """Give the values of what a measure was said to follow: a figure, or two with `AGAINST` between them: their gap."""
    first, _against, second = measured.partition(AGAINST)
    return gap_values(card, first, second) if second else public_values(card, first)


def measurable(card: IndicatorCard) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Give the figures that can be a measure, by the thing they are by: value and words. One query."""
    periods, _withdrawn = periods_of(card.id, card.definition, audiences=(Audience.PUBLIC,))
    found = []
    for thing in card.definition.by:
        table = next((each.tables[thing.code] for each in periods if thing.code in each.tables), None)
        if table is None:
            continue
        over = next(each for each in table.dimensions if each.code == thing.code)
        options = [(f"{thing.code}={c.code}", c.label) for c in answers(over)]
        if card.definition.asks is Asks.OUTCOME:
            everyone = _("All %(unit)s") % {"unit": card.definition.unit}
            options.insert(0, (f"{thing.code}={TOTAL}", everyone))
        found.append((thing.label, tuple(options)))
    return tuple(found)


def _source(label: str) -> str:
    return _("Released figures, %(period)s") % {"period": label}
