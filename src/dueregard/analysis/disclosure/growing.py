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

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

from dueregard.analysis.disclosure.programmes import Floats, Programme
from dueregard.analysis.disclosure.proving import Proof, Reach, prove
from dueregard.analysis.disclosure.system import Mask

_NOTHING = 1e-6
_A_LITTLE = 1e-4

Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """What is to be solved: the sums, how far cells reach, what hiding each costs, and what is given.

    `forced` cells are hidden whatever comes; `free` cells may be hidden as well; all others are published.
    `near` gives, for a cell, larger and larger sets of cells among which to look for a change; the last is all.
    """

    sums: csr_matrix
    reach: Reach
    cost: Floats
    forced: Mask
    free: Mask
    near: Callable[[int], list[NDArray[np.int64]]] | None = None

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
    cheapest = _Cheapest(problem, problem.cost if cost is None else cost)
    hopeless = np.zeros(problem.size, dtype=bool)
    while True:
        short = prove(problem.sums, pattern.hidden, problem.reach, proof=pattern.proof) & ~hopeless
        if not short.any() or stop():
            pattern.short = pattern.proof.short(pattern.hidden, problem.reach)
            return pattern
        for number in _in_order(short, problem):
            if stop():
                break
            if not pattern.proof.short(pattern.hidden, problem.reach)[number]:
                continue
            if not cheapest.widen(int(number), pattern):
                hopeless[number] = True


def trim(problem: Problem, pattern: Pattern, *, stop: Stop = bool) -> Pattern:
    """Publish again, the dearest first, each cell without which the pattern is still proved safe."""
    kept = pattern
    extra = np.flatnonzero(kept.hidden & ~problem.forced)
    for number in extra[np.argsort(-problem.cost[extra], kind="stable")]:
        if stop():
            break
        alone = np.zeros(problem.size, dtype=bool)
        alone[number] = True
        rest = kept.hidden & ~alone
        proof = kept.proof.without(alone)
        lost = prove(problem.sums, rest, problem.reach, proof=proof, exact=False) & ~kept.short
        if not lost.any():
            kept = Pattern(rest, proof, kept.short & rest)
    return kept


def _in_order(short: Mask, problem: Problem) -> NDArray[np.int64]:
    """Put those first whose own count is largest: their changes are dear, and serve the others on the way."""
    numbers = np.flatnonzero(short)
    return numbers[np.argsort(-problem.reach.down[numbers], kind="stable")]


class _Cheapest:
    """The programme of the cheapest change through a cell, on one neighbourhood after another."""

    def __init__(self, problem: Problem, cost: Floats) -> None:
        self.problem, self.cost = problem, cost
        self.may = problem.forced | problem.free
        self._whole: tuple[NDArray[np.int64], Programme] | None = None

    def widen(self, number: int, pattern: Pattern) -> bool:
        """Hide the cells of the cheapest change that gives a cell more range; say whether there was one."""
        for cells, programme in self._neighbourhoods(number):
            best: tuple[float, Floats] | None = None
            for sign in (1, -1):
                change = self._change(number, sign, cells, programme, pattern)
                if change is not None and (best is None or change[0] < best[0] - _NOTHING):
                    best = change
            if best is not None:
                self._hide(cells, best[1], pattern)
                return True
        return False

    def _neighbourhoods(self, number: int):  # type: ignore[no-untyped-def]
        if self.problem.near is not None:
            for cells in self.problem.near(number):
                cells = cells[self.may[cells]]
                yield cells, self._programme(cells)
        if self._whole is None:
            cells = np.flatnonzero(self.may)
            self._whole = cells, self._programme(cells)
        yield self._whole

    def _programme(self, cells: NDArray[np.int64]) -> Programme:
        part = self.problem.sums[:, cells]
        part = part[np.asarray(part.getnnz(axis=1)) > 0]
        return Programme(hstack([part, -part], format="csc"), primal=False)

    def _change(
        self, number: int, sign: int, cells: NDArray[np.int64], programme: Programme, pattern: Pattern
    ) -> tuple[float, Floats] | None:
        reach = self.problem.reach
        wanted = int(reach.width[number])
        other = int(pattern.proof.down[number] if sign > 0 else pattern.proof.up[number])
        amount = wanted - other
        if amount > (reach.up[number] if sign > 0 else reach.down[number]):
            return None
        most = max(amount, 1)
        hidden = pattern.hidden[cells]
        cost = np.where(hidden, _A_LITTLE, self.cost[cells] + _A_LITTLE)
        up = np.minimum(reach.up[cells], most).astype(np.float64)
        down = np.minimum(reach.down[cells], most).astype(np.float64)
        lower = np.zeros(2 * len(cells))
        upper = np.concatenate([up, down])
        place = int(np.searchsorted(cells, number))
        mine, back = (place, place + len(cells)) if sign > 0 else (place + len(cells), place)
        lower[mine] = upper[mine] = amount
        upper[back] = 0.0
        programme.seek(np.concatenate([cost, cost]))
        programme.bound(lower, upper)
        answer = programme.solve()
        if answer is None:
            return None
        move = answer.point[: len(cells)] - answer.point[len(cells) :]
        fresh = (np.abs(move) > _NOTHING) & ~hidden
        return float(self.cost[cells][fresh].sum()), move

    def _hide(self, cells: NDArray[np.int64], move: Floats, pattern: Pattern) -> None:
        pattern.hidden[cells[np.abs(move) > _NOTHING]] = True
        whole = np.rint(move)
        if np.abs(move - whole).max() <= _NOTHING:
            witness = np.zeros(self.problem.size, dtype=np.int64)
            witness[cells] = whole.astype(np.int64)
            if not np.any(self.problem.sums @ witness):
                pattern.proof.take(witness)
                reach = self.problem.reach
                if np.all(-witness >= -reach.down) and np.all(-witness <= reach.up):
                    pattern.proof.take(-witness)
