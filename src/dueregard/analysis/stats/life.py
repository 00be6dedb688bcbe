"""How long does a person born (or aged 65) here live on, at today's death rates?

The one idea: an abridged life table over twenty ages (under 1, 1 to 4, then five years each, 90 and over), by Chiang's
second method, with the standard error of Silcocks and others, who also count chance in the last, open age.
Sources: sources.toml#chiang-1984, sources.toml#silcocks-2001, sources.toml#phe-indicator-methods.
It gives nothing for fewer than 5,000 people, for an age with nobody or more deaths than people, and for limits more
than 20 years apart: it says which.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import sqrt

from dueregard.analysis.stats.values import (
    ORDINARY,
    BadFigures,
    Estimate,
    Interval,
    check_count,
    check_same_length,
    not_calculable,
    z_of,
)

AGES = (0, 1, *range(5, 95, 5))
"""The ages at which the twenty bands begin."""
METHOD = "Chiang, using Silcocks et al for confidence limits"
_FIRST_YEAR_LIVED = 0.1
_WIDEST = 20.0  # years


@dataclass(frozen=True, slots=True)
class LifeRule:
    """When a life table is not given. Source: sources.toml#phe-indicator-methods."""

    fewest_people: float = 5000
    widest_limits_years: float = _WIDEST


@dataclass(frozen=True, slots=True)
class LifeExpectancy:
    """Years left at the start of a band, and the people and deaths of that band and all later ones."""

    age: int
    people: float
    deaths: float
    estimate: Estimate
    error_years: float | None


_RULE = LifeRule()


def life_expectancy(
    people: Sequence[float],
    deaths: Sequence[float],
    *,
    confidence: float = ORDINARY,
    rule: LifeRule = _RULE,
) -> tuple[LifeExpectancy, ...]:
    """Give the years left at each of the twenty ages.

    Takes:   people and deaths of the same years, by `AGES`.
    Gives:   no values, with the reason, where the table cannot be trusted.
    Raises:  BadFigures where there are not twenty bands.
    Source:  sources.toml#chiang-1984, sources.toml#silcocks-2001

    >>> people = [7060, 35059, 46974, 48489, 43219, 38561, 46009, 57208, 61435, 55601,
    ...           50209, 56416, 46411, 39820, 37978, 37039, 33288, 23306, 11936, 11936]
    >>> deaths = [17, 9, 4, 8, 20, 15, 24, 33, 50, 71, 100, 163, 263, 304, 536, 872, 1390, 1605, 1936, 1937]
    >>> [round(life_expectancy(people, deaths)[at].estimate.value, 4) for at in (0, 14)]
    [80.1696, 18.7686]
    """
    check_same_length(people=people, deaths=deaths)
    if len(people) != len(AGES):
        raise BadFigures(f"A life table has {len(AGES)} ages: {_AGES_SAID}.")
    for figure in (*people, *deaths):
        check_count(figure)
    later_people = tuple(accumulate(reversed(people)))[::-1]
    later_deaths = tuple(accumulate(reversed(deaths)))[::-1]
    why = _why_not(people, deaths, rule=rule)
    if why:
        return tuple(
            LifeExpectancy(age, n, d, not_calculable(why, method=METHOD), None)
            for age, n, d in zip(AGES, later_people, later_deaths, strict=True)
        )
    years, errors = _table(people, deaths)
    z = z_of(confidence)
    return tuple(
        LifeExpectancy(age, n, d, _estimate(e, error, z=z, rule=rule), error)
        for age, n, d, e, error in zip(AGES, later_people, later_deaths, years, errors, strict=True)
    )


_AGES_SAID = "under 1, 1 to 4, 5 to 9 and so on, 90 and over"


def _why_not(people: Sequence[float], deaths: Sequence[float], *, rule: LifeRule) -> str:
    if any(not n for n in people):
        return "An age has nobody in it."
    if any(d > n for n, d in zip(people, deaths, strict=True)):
        return "An age has more deaths than people."
    if sum(people) <= rule.fewest_people:
        return f"There are {rule.fewest_people:,.0f} people or fewer."
    if not deaths[-1]:
        return "Nobody died in the last age: how long people live in it is not known."
    return ""


def _estimate(years: float, error: float, *, z: float, rule: LifeRule) -> Estimate:
    if 2 * z * error > rule.widest_limits_years:
        return not_calculable(f"The limits are more than {rule.widest_limits_years:g} years apart.", method=METHOD)
    return Estimate(years, Interval(years - z * error, years + z * error), METHOD)


def _table(people: Sequence[float], deaths: Sequence[float]) -> tuple[list[float], list[float]]:
    """Work the table: the years left at each age, and their standard errors."""
    last = len(AGES) - 1
    rates = [d / n for n, d in zip(people, deaths, strict=True)]
    spans = [AGES[at + 1] - AGES[at] for at in range(last)] + [2 / rates[last]]
    lived = [_FIRST_YEAR_LIVED] + [0.5] * last
    dying = [min(1.0, n * m / (1 + n * m * (1 - a))) for n, m, a in zip(spans, rates, lived, strict=True)]
    dying[last] = 1.0
    alive = list(accumulate(dying[:last], lambda left, q: left * (1 - q), initial=1.0))
    years_lived = [spans[at] * (alive[at + 1] + lived[at] * (alive[at] - alive[at + 1])) for at in range(last)]
    years_lived.append(alive[last] / rates[last])
    still = list(accumulate(reversed(years_lived)))[::-1]
    years = [t / left for t, left in zip(still, alive, strict=True)]
    parts = [
        alive[at] ** 2 * ((1 - lived[at]) * spans[at] + years[at + 1]) ** 2 * _variance(dying[at], deaths[at])
        for at in range(last)
    ]
    parts.append((alive[last] / 2) ** 2 * 4 / (deaths[last] * rates[last] ** 2))
    errors = [sqrt(total) / left for total, left in zip(list(accumulate(reversed(parts)))[::-1], alive, strict=True)]
    return years, errors


def _variance(dying: float, deaths: float) -> float:
    return dying**2 * (1 - dying) / deaths if deaths else 0.0
