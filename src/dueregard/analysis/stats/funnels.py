"""Which places lie further from the average than chance would take them?

The one idea: chance moves small places more than large ones, so the limits narrow with size, like a funnel. Within
them nothing can be said; outside the outer ones there is something to explain. Where nearly every place lies outside,
the places differ in ways the funnel does not know: then the limits are widened (overdispersion), and it is said.
Sources: sources.toml#phe-technical-guidance, sources.toml#spiegelhalter-2005, sources.toml#garwood-1936.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor, isfinite, log10, sqrt

from dueregard.analysis.stats.proportions import wilson_limits
from dueregard.analysis.stats.rates import poisson_limits
from dueregard.analysis.stats.values import (
    ORDINARY,
    STRICT,
    BadFigures,
    Interval,
    check_count,
    check_part,
    check_same_length,
    z_of,
)

POINTS = 100
"""How many points of the limits' curves are given. Source: sources.toml#phe-indicator-methods."""


class Standing(StrEnum):
    """Where a place stands: outside the outer limits, between them, or within."""

    LOW_STRICT = "Low (0.001)"
    LOW = "Low (0.025)"
    WITHIN = "Not significant"
    HIGH = "High (0.025)"
    HIGH_STRICT = "High (0.001)"


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """The limits at one size of place; `at` is people for shares, observed events for ratios and rates."""

    at: float
    ordinary: Interval
    strict: Interval


@dataclass(frozen=True, slots=True)
class EventsPoint:
    """For so many observed events: the expected events at which they lie on each limit, and the ratio there (1 = as
    expected). `low` means fewer than expected: its expected number is the larger one."""

    at: int
    ordinary_expected: Interval
    ordinary: Interval
    strict_expected: Interval
    strict: Interval


def share_funnel(
    counts: Sequence[float], bases: Sequence[float], *, sizes: Sequence[int] = (), widened: float = 1.0
) -> tuple[float, tuple[FunnelPoint, ...]]:
    """Give the average share and the limits around it for places of many sizes (100 of them, unless `sizes` are given).

    Takes:   `widened`, the factor of `overdispersion`, where the limits are to be wider.
    Source:  sources.toml#phe-technical-guidance

    >>> average, points = share_funnel([20], [100], sizes=[200])
    >>> average, round(points[0].ordinary.low, 6), round(points[0].strict.high, 6)
    (0.2, 0.144564, 0.287405)
    """
    average = _average(counts, bases)
    points = tuple(
        FunnelPoint(
            size,
            *(
                Interval(max(0.0, average - reach), min(1.0, average + reach))
                for reach in (
                    z_of(confidence) * sqrt(average * (1 - average) / size) * sqrt(widened)
                    for confidence in (ORDINARY, STRICT)
                )
            ),
        )
        for size in (sizes or sizes_of_funnel(bases))
    )
    return average, points


def share_standing(counts: Sequence[float], bases: Sequence[float]) -> tuple[Standing, ...]:
    """Say for each place whether its share is unlike the average of all.

    Source:  sources.toml#phe-technical-guidance (the average held against each share's Wilson limits)

    >>> [standing.value for standing in share_standing([500, 30], [1000, 100])]
    ['Not significant', 'Low (0.001)']
    """
    average = _average(counts, bases)
    return tuple(
        _standing(
            average,
            wilson_limits(count, base),
            wilson_limits(count, base, confidence=STRICT),
        )
        for count, base in zip(counts, bases, strict=True)
    )


def events_funnel(observed: Sequence[float], expected: Sequence[float]) -> tuple[EventsPoint, ...]:
    """Give, for many numbers of observed events, the limits of observed over expected.

    Source:  sources.toml#garwood-1936, sources.toml#phe-technical-guidance

    >>> point = events_funnel([30, 70], [35, 60])[0]
    >>> point.at, round(point.ordinary_expected.high, 4), round(point.ordinary.low, 4)
    (30, 42.8269, 0.7005)
    """
    check_same_length(observed=observed, expected=expected)
    for figure in (*observed, *expected):
        check_count(figure)
    return tuple(_events_point(size) for size in sizes_of_funnel(expected, upper=observed))


def events_standing(observed: Sequence[float], expected: Sequence[float]) -> tuple[Standing, ...]:
    """Say for each place whether its observed events are unlike the expected ones.

    Source:  sources.toml#garwood-1936

    >>> [standing.value for standing in events_standing([51, 69], [71.47, 45.62])]
    ['Low (0.025)', 'High (0.001)']
    """
    check_same_length(observed=observed, expected=expected)
    for due in expected:
        check_count(due, name="The number expected")
    return tuple(
        _standing(due, poisson_limits(seen), poisson_limits(seen, confidence=STRICT))
        for seen, due in zip(observed, expected, strict=True)
    )


def rate_standing(events: Sequence[float], people: Sequence[float]) -> tuple[Standing, ...]:
    """Say for each place whether its rate is unlike the rate of all together.

    Source:  sources.toml#garwood-1936

    >>> [standing.value for standing in rate_standing([40, 100], [1000, 1000])]
    ['Low (0.001)', 'High (0.001)']
    """
    average = average_rate(events, people)
    return events_standing(events, [average * base for base in people])


def average_rate(events: Sequence[float], people: Sequence[float]) -> float:
    """Give the rate of all places together, per person.

    Raises:  BadFigures where there is nobody.
    """
    check_same_length(events=events, people=people)
    for figure in (*events, *people):
        check_count(figure)
    if not all(people):
        raise BadFigures("A place has nobody in it.")
    return sum(events) / sum(people)


def overdispersion(z_scores: Sequence[float], *, trimmed: float = 0.1) -> float:
    """Give the factor of the variance by which places differ beyond chance: 1 where they do not.

    Takes:   how many standard errors each place lies from the average; the outermost tenth at each end is pulled in
             (winsorised) first, so that a few true outliers do not hide themselves.
    Source:  sources.toml#spiegelhalter-2005

    >>> overdispersion([-1.0, 1.0, 0.5, -0.5]), overdispersion([-3.0, 3.0, 3.0, -3.0])
    (1.0, 9.0)
    """
    if not z_scores:
        raise BadFigures("There are no places.")
    if not 0 <= trimmed < 0.5:
        raise BadFigures("The part pulled in lies between 0 and a half.")
    ranked = sorted(z_scores)
    out = floor(trimmed * len(ranked))
    low, high = ranked[out], ranked[-1 - out]
    return max(1.0, sum(min(max(z, low), high) ** 2 for z in ranked) / len(ranked))


def share_scores(counts: Sequence[float], bases: Sequence[float]) -> tuple[float, ...]:
    """Give how many standard errors each place's share lies from the average of all; nought where nobody differs."""
    average = _average(counts, bases)
    if average in (0, 1):
        return (0.0,) * len(counts)
    return tuple(
        (count / base - average) / sqrt(average * (1 - average) / base)
        for count, base in zip(counts, bases, strict=True)
    )


def events_scores(observed: Sequence[float], expected: Sequence[float]) -> tuple[float, ...]:
    """Give how many standard errors each observed number lies from the expected one, after a square root."""
    check_same_length(observed=observed, expected=expected)
    return tuple(2 * (sqrt(seen) - sqrt(due)) for seen, due in zip(observed, expected, strict=True))


def widened_standing(scores: Sequence[float], *, factor: float) -> tuple[Standing, ...]:
    """Say where each place stands once the limits are widened by the factor of `overdispersion`.

    Source:  sources.toml#spiegelhalter-2005

    >>> [standing.value for standing in widened_standing([2.5, -9.0], factor=4.0)]
    ['Not significant', 'Low (0.001)']
    """
    wide = sqrt(factor)
    return tuple(
        _standing(
            0.0,
            Interval(score - z_of(ORDINARY) * wide, score + z_of(ORDINARY) * wide),
            Interval(score - z_of(STRICT) * wide, score + z_of(STRICT) * wide),
        )
        for score in scores
    )


def sizes_of_funnel(bases: Sequence[float], *, upper: Sequence[float] | None = None) -> tuple[int, ...]:
    """Give the 100 sizes at which a funnel's limits are drawn: whole numbers, closer together where places are small.

    The axis runs from 1, or from below the smallest place where the largest is less than twice as large, to above the
    largest; each size is one more than the last at least.

    Source:  sources.toml#phe-indicator-methods

    >>> sizes_of_funnel([60, 7392])[-1], sizes_of_funnel([60, 7392])[:3]
    (7800, (1, 2, 3))
    """
    if not bases or not all(isfinite(base) and base > 0 for base in bases):
        raise BadFigures("Every place has a size above nought.")
    smallest, largest = min(bases), max(max(bases) if upper is None else max(upper), 1)
    start = 1 if max(bases) > 2 * smallest else max(1, _down(0.95 * smallest))
    end = _up(1.05 * largest)
    sizes = [start]
    for left in range(POINTS - 1, 0, -1):
        last = sizes[-1]
        sizes.append(max(last + 1, round(last * (end / last) ** (1 / left))))
    return tuple(sizes)


def _average(counts: Sequence[float], bases: Sequence[float]) -> float:
    check_same_length(counts=counts, bases=bases)
    for count, base in zip(counts, bases, strict=True):
        check_part(count, base)
        if not base:
            raise BadFigures("A place has nobody in it.")
    if not counts:
        raise BadFigures("There are no places.")
    return sum(counts) / sum(bases)


def _standing(average: float, ordinary: Interval, strict: Interval) -> Standing:
    for limits, low, high in (
        (strict, Standing.LOW_STRICT, Standing.HIGH_STRICT),
        (ordinary, Standing.LOW, Standing.HIGH),
    ):
        if limits.high is not None and average > limits.high:
            return low
        if limits.low is not None and average < limits.low:
            return high
    return Standing.WITHIN


def _events_point(seen: int) -> EventsPoint:
    ordinary, strict = poisson_limits(seen), poisson_limits(seen, confidence=STRICT)
    return EventsPoint(seen, ordinary, _ratio(seen, ordinary), strict, _ratio(seen, strict))


def _ratio(seen: int, due: Interval) -> Interval:
    return Interval(seen / due.high if due.high else None, seen / due.low if due.low else None)


def _down(value: float) -> int:
    """Round down to one digit that counts."""
    step = int(10 ** floor(log10(value))) if value >= 1 else 1
    return int(value // step) * step


def _up(value: float) -> int:
    """Round up to two digits that count."""
    step = int(10 ** max(0, floor(log10(value)) - 1))
    return ceil(value / step) * step
