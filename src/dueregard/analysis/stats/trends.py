"""Is it going up or down, and is the change since last time more than chance?

The one idea: over several periods, a straight line with Student's limits; between two, the difference of two estimates
with limits made from theirs. A trend says nothing of why, and a straight line nothing of turns.
Sources: sources.toml#student-1908, sources.toml#zou-donner-2008. It refuses fewer than three periods for a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import fsum, sqrt

from dueregard.analysis.stats.means import t_of
from dueregard.analysis.stats.proportions import square_and_add
from dueregard.analysis.stats.values import (
    NO_LIMITS,
    ORDINARY,
    BadFigures,
    Estimate,
    Interval,
    check_confidence,
    check_same_length,
    not_calculable,
    z_of,
)

FEWEST_PERIODS = 3


class Direction(StrEnum):
    """Which way it goes, where that is more than chance."""

    RISING = "rising"
    FALLING = "falling"
    NOT_CLEAR = "no clear change"


@dataclass(frozen=True, slots=True)
class Trend:
    """A line: `slope` per period, `start` its height at the first period, and which way it goes."""

    slope: Estimate
    start: float | None
    direction: Direction
    periods: int


def trend(
    times: Sequence[float],
    values: Sequence[float | None],
    errors: Sequence[float] | None = None,
    *,
    confidence: float = ORDINARY,
) -> Trend:
    """Fit a line through values over time; values that are missing are left out.

    Takes:   `errors`, standard errors of the values: each is then weighed by how sure it is, and the limits are
             normal; without them each weighs the same, and the limits are Student's.
    Gives:   no slope for fewer than three periods.
    Source:  sources.toml#student-1908

    >>> found = trend([2021, 2022, 2023, 2024], [10.0, 12.0, 14.5, 16.0])
    >>> round(found.slope.value, 3), found.direction.value
    (2.05, 'rising')
    """
    check_same_length(times=times, values=values, **({} if errors is None else {"errors": errors}))
    check_confidence(confidence)
    kept = [
        (time, value, 1.0 if errors is None else errors[at])
        for at, (time, value) in enumerate(zip(times, values, strict=True))
        if value is not None
    ]
    if len({time for time, _, _ in kept}) < FEWEST_PERIODS:
        why = f"There are fewer than {FEWEST_PERIODS} periods."
        return Trend(not_calculable(why), None, Direction.NOT_CLEAR, len(kept))
    if any(not error > 0 for _, _, error in kept):
        raise BadFigures("A standard error is not above nought.")
    weights = [1 / error**2 for _, _, error in kept]
    total = fsum(weights)
    middle = fsum(w * time for w, (time, _, _) in zip(weights, kept, strict=True)) / total
    height = fsum(w * value for w, (_, value, _) in zip(weights, kept, strict=True)) / total
    spread = fsum(w * (time - middle) ** 2 for w, (time, _, _) in zip(weights, kept, strict=True))
    slope = fsum(w * (time - middle) * value for w, (time, value, _) in zip(weights, kept, strict=True)) / spread
    if errors is None:
        left = fsum((value - height - slope * (time - middle)) ** 2 for time, value, _ in kept)
        freedom = len(kept) - 2
        reach, method = t_of(confidence, freedom=freedom) * sqrt(left / freedom / spread), "least squares"
    else:
        reach, method = z_of(confidence) / sqrt(spread), "weighted least squares"
    limits = Interval(slope - reach, slope + reach)
    return Trend(Estimate(slope, limits, method), height + slope * (kept[0][0] - middle), _direction(limits), len(kept))


@dataclass(frozen=True, slots=True)
class Change:
    """What changed between two periods: `difference` in the unit of the two, and which way."""

    difference: Estimate
    direction: Direction


def change(before: Estimate | None, after: Estimate | None) -> Change | None:
    """Give `after` less `before`, two estimates of different people, with limits of the confidence that theirs have.

    Gives:   None where one was not given; no value where one has none.
    Source:  sources.toml#zou-donner-2008

    >>> from dueregard.analysis.stats.proportions import proportion
    >>> found = change(proportion(48, 80), proportion(56, 70))
    >>> round(found.difference.value, 3), found.direction.value
    (0.2, 'rising')
    """
    if before is None or after is None:
        return None
    if before.value is None or after.value is None:
        return Change(not_calculable("One of the two periods has no value."), Direction.NOT_CLEAR)
    limits = square_and_add(after.value, after.limits, before.value, before.limits)
    return Change(Estimate(after.value - before.value, limits, "square and add"), _direction(limits))


def _direction(limits: Interval) -> Direction:
    if limits == NO_LIMITS:
        return Direction.NOT_CLEAR
    if limits.low is not None and limits.low > 0:
        return Direction.RISING
    if limits.high is not None and limits.high < 0:
        return Direction.FALLING
    return Direction.NOT_CLEAR
