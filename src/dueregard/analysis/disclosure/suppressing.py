"""Which cells are hidden in the end? A safe pattern at once, cheaper ones while there is time.

The one idea: whatever stops the search, the answer is a pattern that was proved. If time or patience end before there is
even a first one, everything that can be hidden is: counts that are all hidden may as well be twice what they are, so
none of them is known.
A cell that cannot get its range with everything hidden is beyond any pattern: it gets as much range as there is, and is
named with what would help.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from dueregard.analysis.disclosure.growing import Pattern, Problem, grow, trim
from dueregard.analysis.disclosure.patterns import Setting
from dueregard.analysis.disclosure.proving import Proof, Reach, prove
from dueregard.analysis.disclosure.searching import Progress, Search, Stopped, search
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

    problem, first, beyond = _first(setting.problem, stop)
    if progress is not None:
        progress(problem.price(first.hidden), 0.0)
    if not stop():
        first = trim(problem, first, stop=stop)
    if stop():
        found, stopped = Search(problem, first), Stopped.TIME
    else:
        found, stopped = search(problem, first, gap=gap, stop=stop, remaining=remaining, progress=progress)
    if stopped is Stopped.TIME and cancelled():
        stopped = Stopped.CANCELLED
    return Suppressed(
        found.best.hidden,
        found.cost,
        found.bound,
        found.gap,
        stopped,
        tuple(_named(setting, number, width) for number, width in sorted(beyond.items()))
        + tuple((int(number), _KNOWN_BEFORE, _MEND, 0) for number in _published_unsafe(setting)),
    )


def _first(problem: Problem, stop: Callable[[], bool]) -> tuple[Problem, Pattern, dict[int, int]]:
    """Give a first safe pattern; and, for cells that no pattern can protect as asked, the range they can have."""
    beyond: dict[int, int] = {}
    pattern = grow(problem, problem.forced, stop=stop)
    while pattern.short.any():
        everything = problem.forced | problem.free
        if stop():
            return problem, Pattern(everything, Proof.empty(problem.size), np.zeros(problem.size, dtype=bool)), beyond
        most = _ranges_at_most(problem, everything, pattern)
        widths = problem.reach.width.copy()
        for number in np.flatnonzero(pattern.short):
            beyond[int(number)] = widths[number] = min(most[number], widths[number] - 1)
        problem = replace(problem, reach=replace(problem.reach, width=widths))
        pattern = grow(problem, pattern.hidden, proof=pattern.proof, stop=stop)
    return problem, pattern, beyond


def _ranges_at_most(problem: Problem, everything: Mask, pattern: Pattern) -> dict[int, int]:
    """Say how wide the range of each cell in need becomes if everything that may be hidden is."""
    only = np.where(pattern.short, problem.reach.width, 0)
    reach = Reach(problem.reach.down, problem.reach.up, only)
    proof = Proof.empty(problem.size)
    prove(problem.sums, everything, reach, proof=proof)
    return {int(number): int(proof.up[number] + proof.down[number]) for number in np.flatnonzero(pattern.short)}


def _published_unsafe(setting: Setting) -> list[int]:
    return [int(number) for number in np.flatnonzero(setting.unsafe & setting.system.published_before)]


def _named(setting: Setting, number: int, width: int) -> tuple[int, str, str, int]:
    why = _KNOWN_BEFORE if setting.system.published_before.any() and width == 0 else _TOO_NARROW
    return number, why, _MEND, width
