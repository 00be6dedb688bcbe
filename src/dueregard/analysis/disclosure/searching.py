"""How is the cheapest safe pattern approached, and how far is it still? Search and bound, in turn, until near enough.

The one idea: there is a safe pattern from the first moment on, and from then on it only gets cheaper while the bound
only rises; whoever waits may stop at any time. The rounds are: a quick pattern; inequalities against fractions, until
none is broken (the bound of the linear master); a pattern grown where the fractions point; then the master in whole
cells, whose answer is tried, mended, trimmed, and teaches new inequalities. In a large table the quick pattern is
made cheaper part by part before that, for as long as this gains (measured: decision record 0038).
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
from dueregard.analysis.disclosure.improving import improve
from dueregard.analysis.disclosure.programmes import Floats
from dueregard.analysis.disclosure.proving import Proof, prove
from dueregard.analysis.disclosure.system import Mask

Progress = Callable[[float, float], None]
_A_LITTLE = 1e-3
_NOTHING = 1e-6
_MOST_ROUNDS = 500
_MASTER_SECONDS = 10.0
_SHARE_FOR_FRACTIONS = 0.4  # of the time: then a pattern is due
_SHARE_IF_LARGE = 0.25  # a pattern is there, and what is left is for a cheaper one
_SHARE_FOR_MASTER = 0.4  # of what is left: its answer has to be mended, too
_LIKELY = 0.9


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

    def raise_bound(self, worth: float) -> None:
        """Take a higher bound; where every cell's cost is whole, so is that of the cheapest pattern."""
        sure = worth - _NOTHING * max(1.0, abs(worth))
        costs = self.problem.cost[self.problem.free]
        if np.all(costs == np.rint(costs)):
            sure = float(np.ceil(sure))
        self.bound = max(self.bound, min(sure, self.cost))

    def offer(self, pattern: Pattern) -> None:
        """Take a pattern if it leaves no more cells short than the best, and is cheaper."""
        if pattern.short.sum() <= self.best.short.sum() and self.problem.price(pattern.hidden) < self.cost - _NOTHING:
            self.best = pattern


def search(
    problem: Problem,
    *,
    gap: float,
    stop: Stop,
    cancelled: Stop,
    remaining: Callable[[], float],
    progress: Progress | None = None,
) -> tuple[Search, Stopped]:
    """Make a safe pattern, then cheaper ones, and raise the bound, until they meet or `stop` says so.

    Takes:   `stop`, whether time is over (the first pattern is finished all the same) or it was cancelled;
             `remaining`, seconds left.
    """
    separator, master = Separator(problem), Master(problem)
    everything = problem.forced | problem.free
    nothing = np.zeros(problem.size, dtype=bool)
    found = Search(problem, Pattern(everything, Proof.empty(problem.size), nothing))
    tell = progress or (lambda cost, bound: None)
    is_large = problem.near is not None
    if is_large and not _begin_at_once(found, stop, cancelled, tell):
        return found, Stopped.CANCELLED
    began = remaining()

    def is_late() -> bool:
        share = _SHARE_IF_LARGE if is_large else _SHARE_FOR_FRACTIONS
        return stop() or (began - remaining()) > share * began

    fractions = _bound_by_fractions(found, separator, master, is_late, tell)
    if is_large:
        for better in improve(problem, found.best, fractions=fractions, stop=lambda: stop() or found.gap <= gap):
            found.offer(better)
            tell(found.cost, found.bound)
    else:
        likely = problem.forced | (fractions > _LIKELY)
        guide = problem.cost * (1.0 - fractions) + _A_LITTLE * problem.cost
        first = grow(problem, likely, cost=guide, stop=cancelled)
        if not cancelled():
            found.best = trim(problem, first, stop=stop)
            tell(found.cost, found.bound)
    while found.gap > gap and not stop():
        if not _round_in_whole_cells(found, separator, master, gap, stop, remaining):
            break
        tell(found.cost, found.bound)
    if found.cost - found.bound <= _NOTHING * max(1.0, found.cost):
        return found, Stopped.OPTIMAL
    return found, Stopped.GAP if found.gap <= gap else Stopped.CANCELLED if cancelled() else Stopped.TIME


def _begin_at_once(found: Search, stop: Stop, cancelled: Stop, tell: Progress) -> bool:
    """Have a fair pattern of a large table in hand before the long work; say whether it was finished."""
    quick = grow(found.problem, found.problem.forced, stop=cancelled)
    if not cancelled():
        found.best = trim(found.problem, quick, far=False, stop=stop)
        tell(found.cost, found.bound)
    return not cancelled()


def _bound_by_fractions(found: Search, separator: Separator, master: Master, is_late: Stop, tell: Progress) -> Floats:
    """Add inequalities until fractions break none, or it is late; cells that broke one are looked at again first."""
    problem = found.problem
    fractions = problem.forced.astype(np.float64)
    proof = Proof.empty(problem.size)
    watched = np.flatnonzero(
        prove(
            problem.sums,
            problem.forced,
            problem.reach,
            proof=proof,
            near=problem.near,
            exact=False,
            far=problem.near is None,
        )
    )
    broken = watched
    for _ in range(_MOST_ROUNDS):
        broken = _cut(separator, master, fractions, broken, is_late)
        if not len(broken):
            broken = _cut(separator, master, fractions, watched, is_late)
        answer = master.fractions() if len(broken) else None
        if answer is None:
            break
        fractions, worth = answer
        found.raise_bound(worth)
        tell(found.cost, found.bound)
        if is_late():
            break
    return fractions


def _cut(
    separator: Separator, master: Master, fractions: Floats, numbers: NDArray[np.int64], stop: Stop, *, slack: int = 1
) -> NDArray[np.int64]:
    """Add the inequalities that a pattern breaks; give the cells for whose sake."""
    separator.aim(fractions, slack=slack)
    separator.show(numbers)
    broken = []
    for number in numbers:
        if stop():
            break
        if not separator.is_shown(int(number)):
            cut = separator.cut(int(number))
            if cut is not None and master.add(cut):
                broken.append(int(number))
    return np.array(broken, dtype=np.int64)


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
        known=found.best.hidden,
        seconds=min(remaining() * _SHARE_FOR_MASTER, _MASTER_SECONDS),
        gap=min(gap / 2, _A_LITTLE * 2),
    )
    if answer is None:
        return False
    hidden, bound = answer
    found.raise_bound(bound)
    proof = Proof.empty(problem.size)
    is_small = problem.near is None
    short = prove(problem.sums, hidden, problem.reach, proof=proof, near=problem.near, exact=is_small, far=is_small)
    if not short.any():
        found.offer(Pattern(hidden, proof, short))
        return found.gap > gap and problem.price(hidden) > found.bound + _NOTHING
    mended = grow(problem, hidden, proof=proof, stop=stop)
    found.offer(mended)  # at once: what follows may not be finished in time
    if not mended.short.any():
        found.offer(trim(problem, mended, far=is_small, stop=stop))
    return _cut_pattern(separator, master, hidden, short, stop)


def _cut_pattern(separator: Separator, master: Master, hidden: Mask, short: Mask, stop: Stop) -> bool:
    """Add the inequalities that a whole pattern breaks; say whether there is a new one."""
    fractions, numbers = hidden.astype(np.float64), np.flatnonzero(short)
    return any(len(_cut(separator, master, fractions, numbers, stop, slack=slack)) for slack in (1, 50))
