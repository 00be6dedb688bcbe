"""Is a group present as often as in the population it is held against?

The one idea: two readings of the same two shares. The index divides them (1 = parity), the gap subtracts them (in
percentage points); a small group has a large index soon, a large group a large gap, so both are said.
Sources: sources.toml#lga-workforce-practice. The population is taken as known: a census figure has no limits here.
"""

from __future__ import annotations

from dataclasses import dataclass

from dueregard.analysis.stats.proportions import proportion
from dueregard.analysis.stats.values import ORDINARY, BadFigures, Estimate, Interval, not_calculable


@dataclass(frozen=True, slots=True)
class Representation:
    """How a group's share compares: `index` (1 = parity) and `gap_points` (percentage points, 0 = parity)."""

    share: Estimate
    population_share: float
    index: Estimate
    gap_points: Estimate


def representation(
    count: float | None, base: float | None, population_share: float | None, *, confidence: float = ORDINARY
) -> Representation | None:
    """Hold a group's share against its share of the population, which lies between 0 and 1.

    Gives:   None where a figure is missing; no index where the population has none of the group.
    Source:  sources.toml#lga-workforce-practice

    >>> found = representation(180, 1000, 0.27)
    >>> round(found.index.value, 3), round(found.gap_points.value, 1)
    (0.667, -9.0)
    """
    share = proportion(count, base, confidence=confidence)
    if share is None or population_share is None:
        return None
    if not 0 <= population_share <= 1:
        raise BadFigures("A share of the population lies between 0 and 1.", mend="27% is written 0.27.")
    if share.value is None:
        return Representation(share, population_share, share, share)
    index = (
        share.times(1 / population_share)
        if population_share
        else not_calculable("The population has none of this group.", method=share.method)
    )
    low, high = share.limits.low, share.limits.high
    gap = Estimate(
        (share.value - population_share) * 100,
        Interval(
            None if low is None else (low - population_share) * 100,
            None if high is None else (high - population_share) * 100,
        ),
        share.method,
    )
    return Representation(share, population_share, index, gap)


def expected_count(base: float, population_share: float) -> float:
    """Give how many of a group there would be at parity.

    >>> expected_count(1000, 0.25)
    250.0
    """
    return base * population_share
