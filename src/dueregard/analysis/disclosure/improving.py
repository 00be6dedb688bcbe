"""Can a part of a safe pattern be had cheaper? Publish a few cells, hide afresh for what they served, compare.

The one idea: a pattern that was grown cell by cell pays for early choices. Take one cell that is hidden for others'
sake, and up to three of those that move with it in the same witnesses; publish them; give the cells that are short now
the cheapest changes that serve them. If that is safe and costs less, keep it; if not, nothing is lost. Which cell to
take is drawn by chance: dear ones often, and those seldom that the bound by fractions hides as well. The changes are
sought with the fractions as a guide, too.
Source: fischetti-salazar-2005, section 5, for the two steps; trying them again on parts: decision record 0038.
It is for large tables: on small ones the master in whole cells finds the cheapest pattern sooner.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dueregard.analysis.disclosure.growing import Cheapest, Pattern, Problem, Stop, in_order
from dueregard.analysis.disclosure.programmes import Floats
from dueregard.analysis.disclosure.proving import prove
from dueregard.analysis.disclosure.system import Mask

_NOTHING = 1e-6
_A_LITTLE = 1e-3
_SELDOM = 0.02  # weight of a cell that the bound hides wholly
_MOST_BESIDE = 3  # measured: none or eight of them find less in the same time
_DRY = 150  # tries without a gain: then something else is worth its time more


def improve(problem: Problem, pattern: Pattern, *, fractions: Floats, stop: Stop) -> Iterator[Pattern]:
    """Give cheaper and cheaper patterns, each as safe as the first, until few tries gain or `stop` says so.

    Takes:   `fractions`, how far the cheapest fractions hide each cell (0 to 1).
    """
    cheapest = Cheapest(problem, problem.cost * (1.0 - fractions) + _A_LITTLE * problem.cost)
    chance = np.random.default_rng(1)
    best, dry = pattern, 0
    while dry < _DRY and not stop():
        extra = np.flatnonzero(best.hidden & ~problem.forced)
        if not len(extra):
            return
        weights = problem.cost[extra] * (1.0 - fractions[extra] + _SELDOM)
        first = int(chance.choice(extra, p=weights / weights.sum()))
        other = _without(problem, best, _with_some_beside(problem, best, first, chance), cheapest, stop)
        dry += 1
        if other is not None:
            best, dry = other, 0
            yield best


def _with_some_beside(problem: Problem, pattern: Pattern, first: int, chance: np.random.Generator) -> list[int]:
    """Add some of the cells that move together with a cell, and were hidden for others' sake as it was."""
    beside = sorted(pattern.proof.moved_with(first) - {first})
    extra = [number for number in beside if pattern.hidden[number] and not problem.forced[number]]
    several = min(int(chance.integers(0, _MOST_BESIDE + 1)), len(extra))
    return [first, *map(int, chance.choice(extra, several, replace=False))] if several else [first]


def _without(
    problem: Problem, pattern: Pattern, published: list[int], cheapest: Cheapest, stop: Stop
) -> Pattern | None:
    """Give a cheaper pattern that begins without some cells, or None."""
    price = problem.price(pattern.hidden) - _NOTHING
    other = Pattern(pattern.hidden.copy(), pattern.proof.copy(), pattern.short.copy())
    for number in published:
        other.proof.forget(number)
        other.hidden[number] = False
    for number in in_order(_short(problem, other) & ~pattern.short, problem):
        if other.proof.short(other.hidden, problem.reach)[number]:
            is_wider = not stop() and cheapest.widen(int(number), other)
            if not is_wider or problem.price(other.hidden) >= price:
                return None
    other.short = _short(problem, other)
    is_safe = not (other.short & ~pattern.short).any()
    return other if is_safe and problem.price(other.hidden) < price else None


def _short(problem: Problem, pattern: Pattern) -> Mask:
    """Look for witnesses near by, and say which hidden cells have not the range they need."""
    return prove(
        problem.sums,
        pattern.hidden,
        problem.reach,
        proof=pattern.proof,
        near=problem.near,
        exact=False,
        far=problem.near is None,
    )
