"""How is the cheapest safe pattern approached, and how far is it still? Search and bound, in turn, until near enough.

The one idea: there is a safe pattern from the first moment on, and from then on it only gets cheaper while the bound
only rises; whoever waits may stop at any time. The rounds are: a quick pattern; inequalities against fractions, until
none is broken (the bound of the linear master); a pattern grown where the fractions point; then the master in whole
cells, whose answer is tried, mended, trimmed, and teaches new inequalities.
Source: fischetti-salazar-2000, section 4; decision record 0020.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from dueregard.analysis.disclosure.cutting import Master, Separator
from dueregard.analysis.disclosure.growing import Pattern, Problem, Stop, grow, trim
from dueregard.analysis.disclosure.programmes import Floats
from dueregard.analysis.disclosure.proving import Proof, prove
from dueregard.analysis.disclosure.system import Mask

Progress = Callable[[float, float], None]
_A_LITTLE = 1e-3
_NOTHING = 1e-6
_MOST_ROUNDS = 500
_MASTER_SECONDS = 10.0


class Stopped(StrEnum):
    """Why a search ended."""

    OPTIMAL = "optimal"
    GAP = "gap"
    TIME = "time"
    CANCELLED = "cancelled"


@dataclass(slots=True, eq=False)
class Search:
    """The best safe pattern so far, what it costs, and what any safe pattern costs at least."""

    problem: Problem
    best: Pattern
    bound: float = 0.0

    @property
    def cost(self) -> float:
        """Give the cost of the best pattern."""
        return self.problem.price(self.best.hidden)

    @property
    def gap(self) -> float:
        """Say by what share of its cost the best pattern may be dearer than the cheapest."""
        return max(0.0, (self.cost - self.bound) / self.cost) if self.cost else 0.0

    def offer(self, pattern: Pattern) -> None:
        """Take a pattern if it leaves no more cells short than the best, and is cheaper."""
        if pattern.short.sum() <= self.best.short.sum() and self.problem.price(pattern.hidden) < self.cost - _NOTHING:
            self.best = pattern


def search(
    problem: Problem,
    first: Pattern,
    *,
    gap: float,
    stop: Stop,
    remaining: Callable[[], float],
    progress: Progress | None = None,
) -> tuple[Search, Stopped]:
    """Make a safe pattern cheaper, and the bound higher, until they meet or `stop` says so.

    Takes:   `remaining`, seconds left.
    """
    found = Search(problem, first)
    separator, master = Separator(problem), Master(problem)
    tell = progress or (lambda cost, bound: None)

    def is_enough() -> bool:
        return found.gap <= gap or stop()

    fractions = _bound_by_fractions(found, separator, master, is_enough, tell)
    if not is_enough():
        guide = problem.cost * (1.0 - fractions) + _A_LITTLE * problem.cost
        found.offer(trim(problem, grow(problem, problem.forced, cost=guide, stop=stop), stop=stop))
        tell(found.cost, found.bound)
    while not is_enough():
        if not _round_in_whole_cells(found, separator, master, gap, stop, remaining):
            break
        tell(found.cost, found.bound)
    if found.cost - found.bound <= _NOTHING * max(1.0, found.cost):
        return found, Stopped.OPTIMAL
    return found, Stopped.GAP if found.gap <= gap else Stopped.TIME


def _bound_by_fractions(found: Search, separator: Separator, master: Master, is_enough: Stop, tell: Progress) -> Floats:
    problem = found.problem
    fractions = problem.forced.astype(np.float64)
    watched = np.flatnonzero(
        prove(problem.sums, problem.forced, problem.reach, proof=Proof.empty(problem.size), exact=False)
    )
    for _ in range(_MOST_ROUNDS):
        if is_enough() or not _cut(separator, master, fractions, watched, is_enough):
            break
        answer = master.fractions()
        if answer is None:
            break
        fractions, worth = answer
        found.bound = max(found.bound, worth - _NOTHING * abs(worth))
        tell(found.cost, found.bound)
    return fractions


def _cut(
    separator: Separator, master: Master, fractions: Floats, numbers: NDArray[np.int64], stop: Stop, *, slack: int = 1
) -> int:
    """Add the inequalities that a pattern breaks; give their number."""
    separator.aim(fractions, slack=slack)
    added = 0
    for number in numbers:
        if stop():
            break
        if not separator.is_shown(int(number)):
            cut = separator.cut(int(number))
            if cut is not None:
                added += master.add(cut)
    return added


def _round_in_whole_cells(
    found: Search,
    separator: Separator,
    master: Master,
    gap: float,
    stop: Stop,
    remaining: Callable[[], float],
) -> bool:
    """Solve the master in whole cells, learn from its answer; say whether another round can help."""
    problem = found.problem
    answer = master.cells(
        known=found.best.hidden, seconds=min(remaining(), _MASTER_SECONDS), gap=min(gap / 2, _A_LITTLE * 2)
    )
    if answer is None:
        return False
    hidden, bound = answer
    found.bound = max(found.bound, min(bound, found.cost))
    proof = Proof.empty(problem.size)
    short = prove(problem.sums, hidden, problem.reach, proof=proof)
    if not short.any():
        found.offer(Pattern(hidden, proof, short))
        return found.gap > gap and problem.price(hidden) > found.bound + _NOTHING
    added = _cut_pattern(separator, master, hidden, short, stop)
    found.offer(trim(problem, grow(problem, hidden, proof=proof, stop=stop), stop=stop))
    return added > 0


def _cut_pattern(separator: Separator, master: Master, hidden: Mask, short: Mask, stop: Stop) -> int:
    fractions = hidden.astype(np.float64)
    numbers = np.flatnonzero(short)
    return _cut(separator, master, fractions, numbers, stop) or _cut(
        separator, master, fractions, numbers, stop, slack=50
    )
