"""What else is published beside a table? Percentages, rates and sums, each a linear relation between cells.

The one idea: a percentage of n in m, rounded to d decimals, says that 100 n is between (p - h) m and (p + h) m, with h
half of the last decimal; one published beside a hidden n or m is a fact like any total.
Source: terms/data/sources.toml#figures-attackers; disclosure control, back-calculation from percentages.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from dueregard.analysis.attack.judgement import At
from dueregard.analysis.released.dimensions import TOTAL


@dataclass(frozen=True, slots=True)
class Fact:
    """A linear relation that is published: `low` ≤ sum of coefficient × cell ≤ `high`."""

    terms: tuple[tuple[At, float], ...]
    low: float = -math.inf
    high: float = math.inf
    population: str | None = None


def cell_at(categories: Mapping[str, str]) -> At:
    """Name a cell by its categories; totals are left out.

    >>> cell_at({"sex": "F", "age": "Total"})
    (('sex', 'F'),)
    """
    return tuple(sorted((dimension, code) for dimension, code in categories.items() if code != TOTAL))


def percentage(
    of: Mapping[str, str], *, over: Mapping[str, str], percent: float, decimals: int, population: str | None = None
) -> tuple[Fact, ...]:
    """Say what a published percentage tells: `of` is so many percent of `over`, rounded half up or to even.

    >>> low, high = percentage({"sex": "F"}, over={}, percent=33.3, decimals=1)
    >>> [(cell, round(times, 2)) for cell, times in low.terms], low.low
    ([((('sex', 'F'),), 100.0), ((), -33.25)], 0.0)
    """
    half = 0.5 * 10.0**-decimals
    part, base = cell_at(of), cell_at(over)
    return (
        Fact(((part, 100.0), (base, -(percent - half))), low=0.0, population=population),
        Fact(((part, 100.0), (base, -(percent + half))), high=0.0, population=population),
    )
