"""Which pattern is safe and good, at once? Hide the cheapest change for each cell in need, then publish what can be.

The one idea: for a cell that is short of its range, the cheapest further cells to hide are those that the cheapest
change through it would move: one small linear programme, in which moving a cell that is hidden already costs nothing
and moving a published one costs what hiding it costs. Once all are safe, go through the cells hidden on the way, the
dearest first, and publish each without which the pattern is still proved safe.
In a large table the programme looks first at the cell's near relatives (parts of the same groups), which is where cheap
changes lie, and further only where there is no change among them.
Source: kelly-golden-assad-1992; fischetti-salazar-2005, section 5 (the same two steps).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

from dueregard.analysis.disclosure.programmes import Floats, Programme
from dueregard.analysis.disclosure.proving import Proof, Reach, prove
from dueregard.analysis.disclosure.system import Mask

_NOTHING = 1e-6
_A_LITTLE = 1e-4
_FAR = 16  # steps: widths of counts are below it, those of amounts are not
_ALL = -1

Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """What is to be solved: the sums, how far cells reach, what hiding each costs, and what is given.

    `forced` cells are hidden whatever comes; `free` cells may be hidden as well; all others are published.
    `near` numbers sets of near relatives, cell → set, among which to look first; None where all are looked at at once.
    `wider` numbers larger sets in the same way, to look at next.
    """

    sums: csr_matrix
    reach: Reach
    cost: Floats
    forced: Mask
    free: Mask
    near: NDArray[np.int64] | None = None
    wider: tuple[NDArray[np.int64], ...] = ()

    @property
    def size(self) -> int:
        """Give the number of cells."""
        return len(self.cost)

    def price(self, hidden: Mask) -> float:
        """Say what a pattern costs: that of its cells which were not forced."""
        return float(self.cost[hidden & ~self.forced].sum())


@dataclass(slots=True, eq=False)
class Pattern:
    """A set of hidden cells with the witnesses that show it safe, and the cells that are short all the same."""

    hidden: Mask
    proof: Proof
    short: Mask


def grow(
    problem: Problem,
    hidden: Mask,
    *,
    proof: Proof | None = None,
    cost: Floats | None = None,
    stop: Stop = bool,
) -> Pattern:
    """Hide further cells until every hidden cell has its range.

    Takes:   `hidden`, what is hidden already; `cost`, what to go by instead of the true costs.
    Gives:   a pattern; its `short` cells are those for which no change was found with everything free hidden, or that
             were not reached before `stop` said so.
    """
    pattern = Pattern(hidden.copy(), proof or Proof.empty(problem.size), np.zeros(problem.size, dtype=bool))
    cheapest = Cheapest(problem, problem.cost if cost is None else cost)
    hopeless = np.zeros(problem.size, dtype=bool)
    is_exact = False
    while True:
        short = prove(
            problem.sums,
            pattern.hidden,
            problem.reach,
            proof=pattern.proof,
            near=problem.near,
            exact=is_exact,
            far=is_exact or problem.near is None,  # what is open still is hidden for, which proves it, too
        )
        if is_exact or stop():
            pattern.short = short
            return pattern
        is_exact = not (short & ~hopeless).any()  # a last look, cell by cell, at what seems beyond help
        for number in in_order(short & ~hopeless, problem):
            if stop():
                break
            if pattern.proof.short(pattern.hidden, problem.reach)[number]:
                hopeless[number] = not cheapest.widen(int(number), pattern)


def trim(problem: Problem, pattern: Pattern, *, far: bool = True, stop: Stop = bool) -> Pattern:
    """Publish again, the dearest first, each cell without which the pattern is still proved safe.

    Takes:   `far`: look for proof beyond near relatives, too.
    """
    kept = Pattern(pattern.hidden.copy(), pattern.proof.copy(), pattern.short.copy())
    extra = np.flatnonzero(kept.hidden & ~problem.forced)
    for number in extra[np.argsort(-problem.cost[extra], kind="stable")]:
        if stop():
            break
        mark, gone = kept.proof.mark(), kept.proof.forget(int(number))
        kept.hidden[number] = False
        lost = prove(
            problem.sums,
            kept.hidden,
            problem.reach,
            proof=kept.proof,
            near=problem.near,
            exact=False,
            far=far,
        )
        if (lost & ~kept.short).any():
            kept.proof.recall(mark, gone)
            kept.hidden[number] = True
    kept.short &= kept.hidden
    return kept


def in_order(short: Mask, problem: Problem) -> NDArray[np.int64]:
    """Put those first whose own count is largest: their changes are dear, and serve the others on the way."""
    numbers = np.flatnonzero(short)
    return numbers[np.argsort(-problem.reach.down[numbers], kind="stable")]


def _fewer(most: int, least: int) -> Iterator[int]:
    """Count down from `most` to above `least`: by halves while it is far, then one by one."""
    while most > least:
        yield most
        most = least + (most - least) // 2 if most - least > _FAR else most - 1


class Cheapest:
    """The programme of the cheapest change through a cell, on one neighbourhood after another.

    Takes:   `cost`, what to go by: the true costs, or a guide.
    """

    def __init__(self, problem: Problem, cost: Floats) -> None:
        self.problem, self.cost = problem, cost
        self.may = problem.forced | problem.free
        self._programmes: dict[tuple[int, int], tuple[NDArray[np.int64], Programme]] = {}

    def widen(self, number: int, pattern: Pattern) -> bool:
        """Hide the cells of the cheapest change that gives a cell more range; say whether anything was gained."""
        for cells, programme in self._neighbourhoods(number):
            best: tuple[float, Floats] | None = None
            for sign in (1, -1):
                change = self._change(number, sign, cells, programme, pattern)
                if change is not None and (best is None or change[0] < best[0] - _NOTHING):
                    best = change
            if best is not None and self._hide(cells, best[1], pattern):
                return True
        return False

    def _neighbourhoods(self, number: int) -> Iterator[tuple[NDArray[np.int64], Programme]]:
        near = () if self.problem.near is None else (self.problem.near, *self.problem.wider)
        for which, labels in enumerate(near):
            here = int(labels[number])
            yield self._programme((which, here), self.may & (labels == here))
        yield self._programme((_ALL, _ALL), self.may)

    def _programme(self, name: tuple[int, int], among: Mask) -> tuple[NDArray[np.int64], Programme]:
        if name not in self._programmes:
            cells = np.flatnonzero(among)
            part = self.problem.sums[:, cells]
            part = part[np.asarray(part.getnnz(axis=1)) > 0]
            self._programmes[name] = cells, Programme(hstack([part, -part], format="csc"), primal=False)
        return self._programmes[name]

    def _change(
        self, number: int, sign: int, cells: NDArray[np.int64], programme: Programme, pattern: Pattern
    ) -> tuple[float, Floats] | None:
        """Give the cheapest change that moves a cell one way, as far as it needs to or as far as it goes."""
        reach, proof = self.problem.reach, pattern.proof
        shown, other = (proof.up, proof.down) if sign > 0 else (proof.down, proof.up)
        most = int((reach.up if sign > 0 else reach.down)[number])
        hidden = pattern.hidden[cells]
        cost = np.where(hidden, _A_LITTLE, self.cost[cells] + _A_LITTLE)
        programme.seek(np.concatenate([cost, cost]))
        place = int(np.searchsorted(cells, number))
        mine, back = (place, place + len(cells)) if sign > 0 else (place + len(cells), place)
        for amount in _fewer(min(int(reach.width[number] - other[number]), most), int(shown[number])):
            upper = np.concatenate([np.minimum(reach.up[cells], amount), np.minimum(reach.down[cells], amount)])
            lower = np.zeros(2 * len(cells))
            lower[mine] = amount
            upper[back] = 0
            programme.bound(lower, upper)
            answer = programme.solve()
            if answer is not None:
                move = answer.point[: len(cells)] - answer.point[len(cells) :]
                fresh = (np.abs(move) > _NOTHING) & ~hidden
                return float(self.cost[cells][fresh].sum()), move
        return None

    def _hide(self, cells: NDArray[np.int64], move: Floats, pattern: Pattern) -> bool:
        """Hide what a change moves, and keep it as a witness where it is whole; say whether anything is new."""
        moving = cells[np.abs(move) > _NOTHING]
        gained = not bool(pattern.hidden[moving].all())
        pattern.hidden[moving] = True
        whole = np.rint(move)
        if np.abs(move - whole).max() <= _NOTHING:
            witness = whole[np.abs(move) > _NOTHING].astype(np.int64)
            if not np.any(self.problem.sums[:, moving] @ witness):
                reach = self.problem.reach
                gained = pattern.proof.take(moving, witness) or gained
                if np.all(witness <= reach.down[moving]) and np.all(-witness <= reach.up[moving]):
                    gained = pattern.proof.take(moving, -witness) or gained
        return gained
