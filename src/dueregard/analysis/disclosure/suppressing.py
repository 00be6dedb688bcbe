"""Which cells are hidden in the end? A safe pattern at once, cheaper ones while there is time.

The one idea: whatever stops the search, the answer is a pattern that was proved. If time or patience end before there
is even a first one, everything that can be hidden is: counts that are all hidden may as well be twice what they are, so
none of them is known.
A cell that cannot get its range with everything hidden is beyond any pattern: it gets as much range as there is, and is
named with what would help.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from dueregard.analysis.disclosure.growing import Pattern, Problem
from dueregard.analysis.disclosure.patterns import Setting
from dueregard.analysis.disclosure.proving import Proof, prove
from dueregard.analysis.disclosure.searching import Progress, Stopped, search
from dueregard.analysis.disclosure.system import Mask

_KNOWN_BEFORE = "It can be worked out from what was published before."
_TOO_NARROW = "Nothing that may be hidden gives a reader more doubt about it."
_MEND = "Merge its category with a neighbour, leave out a total or a dimension, or give a coarser table."


@dataclass(frozen=True, slots=True, eq=False)
class Suppressed:
    """Which cells are hidden, at what cost, and how far from the best; and cells beyond any pattern."""

    hidden: Mask
    cost: float
    bound: float
    gap: float
    stopped: Stopped
    unprotectable: tuple[tuple[int, str, str, int], ...]


def suppress(
    setting: Setting,
    *,
    gap: float,
    until: float,
    progress: Progress | None,
    cancelled: Callable[[], bool],
) -> Suppressed:
    """Find a pattern in which every hidden cell has its range, and then cheaper ones.

    Takes:   `until`, on the monotonic clock.
    """

    def remaining() -> float:
        return until - time.monotonic()

    def stop() -> bool:
        return remaining() <= 0 or cancelled()

    problem, beyond = setting.problem, dict[int, int]()
    while True:
        found, stopped = search(
            problem, gap=gap, stop=stop, cancelled=cancelled, remaining=remaining, progress=progress
        )
        if not found.best.short.any() or cancelled():
            break
        problem = _with_what_there_is(problem, found.best, beyond)
    return Suppressed(
        found.best.hidden,
        found.cost,
        found.bound,
        found.gap,
        stopped,
        tuple(_named(setting, number, width) for number, width in sorted(beyond.items()))
        + tuple((int(number), _KNOWN_BEFORE, _MEND, 0) for number in _published_unsafe(setting)),
    )


def _with_what_there_is(problem: Problem, pattern: Pattern, beyond: dict[int, int]) -> Problem:
    """Ask no more, for cells that stay short, than what hiding everything would give them.

    Where that is as much as they need, no change in whole numbers was found with few cells hidden: then their
    neighbours in every sum are hidden, too.
    """
    everything = problem.forced | problem.free
    only = np.where(pattern.short, problem.reach.width, 0)
    proof = Proof.empty(problem.size)
    prove(problem.sums, everything, replace(problem.reach, width=only), proof=proof)
    widths, forced = problem.reach.width.copy(), problem.forced.copy()
    is_all = bool(np.array_equal(forced, everything))
    for number in np.flatnonzero(pattern.short):
        most = int(proof.up[number] + proof.down[number])
        if most < widths[number] or is_all:
            beyond[int(number)] = widths[number] = min(most, int(widths[number]) - 1)
        else:
            rows = problem.sums[:, [number]].nonzero()[0]
            forced[np.unique(problem.sums[rows].indices)] = True
    forced &= everything
    if np.array_equal(forced, problem.forced) and np.array_equal(widths, problem.reach.width):
        forced = everything
    return replace(problem, forced=forced, reach=replace(problem.reach, width=widths))


def _published_unsafe(setting: Setting) -> list[int]:
    return [int(number) for number in np.flatnonzero(setting.unsafe & setting.system.published_before)]


def _named(setting: Setting, number: int, width: int) -> tuple[int, str, str, int]:
    why = _KNOWN_BEFORE if setting.system.published_before.any() and width == 0 else _TOO_NARROW
    return number, why, _MEND, width
