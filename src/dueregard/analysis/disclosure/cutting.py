"""How cheap can a safe pattern be? Cutting planes: what every safe pattern has in common, one inequality at a time.

The one idea: say x is 1 for a cell that is hidden and 0 for one that is not (or a fraction, while we are looking for a
bound). A cell is protected if it can be moved up and down by enough in all when each cell i may move by no more than
its reach times x_i. If it cannot, the prices of the two programmes say why: for any prices of the sums, what is left
over on each cell, taken at its true reach, bounds every movement, so that (left over × reach) · x ≥ width holds for
*every* safe pattern. Terms that are worth more than the whole right side are cut to it, since x is 0 or 1. The cheapest
x that meets all inequalities found so far costs no more than the cheapest safe pattern: a lower bound, at any moment.
Source: fischetti-salazar-2000 (protection-level inequalities; sliding protection); fischetti-salazar-2005.
The bound is rigorous whatever the programmes' tolerances: an inequality is built from rounded prices afresh, and is
true for any prices.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from dueregard.analysis.disclosure.cores import Block, find_cores, parts_of
from dueregard.analysis.disclosure.growing import Problem
from dueregard.analysis.disclosure.programmes import Answer, Floats, Programme
from dueregard.analysis.disclosure.system import Mask

_NOTHING = 1e-6
_ALL = -1
_MANY = 20  # cells in one block: from here on it pays to move them together first
_ROUNDS_TOGETHER = 3
_VIOLATED = 1e-3
_FINEST = 720.0  # prices are rounded to this fraction: they are nearly always halves, thirds and the like


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """One inequality: weights · x[cells] ≥ least (for a secondary cell s: ≥ x[s], its own weight being negative)."""

    cells: NDArray[np.int64]
    weights: Floats
    least: float


class Separator:
    """Finds inequalities that a pattern breaks: aim it at a pattern, then ask it of one cell after another."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._turned = csr_matrix(problem.sums.T)
        self._up = np.where(problem.forced | problem.free, problem.reach.up, 0).astype(np.float64)
        self._down = np.where(problem.forced | problem.free, problem.reach.down, 0).astype(np.float64)

    def aim(self, fractions: Floats, *, slack: int = 1) -> None:
        """Set the pattern (0 to 1 for each cell) that is to be tried.

        Takes:   `slack`, by how many widths a cell may move: 1 finds the sharpest inequalities.
        """
        self.fractions = fractions
        self._most = float(self.problem.reach.widest * slack)
        self._cores = find_cores(self.problem.sums, fractions > _NOTHING)
        self._programmes: dict[tuple[int, int], tuple[Block, Programme]] = {}
        self.up_shown = np.zeros(self.problem.size)
        self.down_shown = np.zeros(self.problem.size)

    def show(self, numbers: NDArray[np.int64]) -> None:
        """Move many cells at once, by random weights: what has its range needs no look of its own."""
        chance = np.random.default_rng(1)
        for which in np.unique(self._cores.block_of[numbers]):
            mine = numbers[self._cores.block_of[numbers] == which]
            if which < 0 or len(mine) < _MANY:
                continue
            block, programme = self._programme(int(which), _ALL)
            places = np.searchsorted(block.cells, mine)
            for _ in range(_ROUNDS_TOGETHER):
                open_still = np.array([not self.is_shown(int(number)) for number in mine])
                weights = np.zeros(len(block.cells))
                weights[places[open_still]] = chance.uniform(0.5, 1.5, int(open_still.sum()))
                weights *= np.where(self._down[block.cells] > 0, chance.choice((-1.0, 1.0), len(weights)), 1.0)
                for sign in (1.0, -1.0):
                    programme.seek(-sign * weights)
                    self._keep(block, programme.solve())
            programme.seek(0.0)

    def _keep(self, block: Block, answer: Answer | None) -> None:
        if answer is not None:
            self.up_shown[block.cells] = np.maximum(self.up_shown[block.cells], answer.point)
            self.down_shown[block.cells] = np.maximum(self.down_shown[block.cells], -answer.point)

    def is_shown(self, number: int) -> bool:
        """Say whether the movements found so far show that the pattern gives this cell its range."""
        width = self.problem.reach.width[number]
        if not self.problem.forced[number]:
            width = width * self.fractions[number]
        return bool(self.up_shown[number] + self.down_shown[number] >= width - _VIOLATED)

    def cut(self, number: int) -> Cut | None:
        """Give an inequality that the pattern breaks for want of range of this cell, if one is found."""
        if self._cores.block_of[number] < 0:
            left = np.zeros(self.problem.size)
            left[number] = 1.0
            left = self._without_settled(left)
            return self._inequality(number, _worth(left, self._up, self._down) + _worth(-left, self._up, self._down))
        if self.problem.near is not None:
            cut = self._cut_within(number, int(self.problem.near[number]))
            if cut is not None or self.is_shown(number):
                return cut
        return self._cut_within(number, _ALL)

    def _cut_within(self, number: int, label: int) -> Cut | None:
        """Look for one by moving the cell within its block, or within its near relatives there."""
        weights = np.zeros(self.problem.size)
        for sign in (1.0, -1.0):
            prices = self._move(number, sign, label)
            if prices is None:
                return None
            left = self._turned @ prices
            left[number] += sign
            weights += _worth(self._without_settled(left), self._up, self._down)
        return self._inequality(number, weights)

    def _move(self, number: int, sign: float, label: int) -> Floats | None:
        """Move a cell as far as the pattern lets it; give the prices of the sums (of all sums)."""
        block, programme = self._programme(int(self._cores.block_of[number]), label)
        place = int(np.searchsorted(block.cells, number))
        programme.seek_one(place, -sign)
        answer = programme.solve()
        programme.seek_one(place, 0.0)
        if answer is None:
            return None
        self._keep(block, answer)
        prices = np.zeros(self.problem.sums.shape[0])
        prices[block.rows] = np.rint(answer.prices * _FINEST) / _FINEST
        return prices

    def _programme(self, which: int, label: int) -> tuple[Block, Programme]:
        if (which, label) not in self._programmes:
            block = self._cores.blocks[which]
            if label != _ALL and self.problem.near is not None:
                labels = self.problem.near[block.cells]
                block = next(parts_of(block, labels, where=labels == label))
            share = self.fractions[block.cells]
            self._programmes[which, label] = (
                block,
                Programme(
                    block.sums,
                    lower=-np.minimum(self._down[block.cells], self._most) * share,
                    upper=np.minimum(self._up[block.cells], self._most) * share,
                ),
            )
        return self._programmes[which, label]

    def _without_settled(self, left: Floats) -> Floats:
        """Charge the sums that settled cells, last first, so that nothing is left over on a cell that cannot move."""
        sums, cores = self.problem.sums, self._cores
        left[np.abs(left) < _NOTHING] = 0.0
        for cells in reversed(cores.turns):
            for cell in cells[left[cells] != 0.0]:
                row = slice(sums.indptr[cores.settled[cell]], sums.indptr[cores.settled[cell] + 1])
                numbers, signs = sums.indices[row], sums.data[row]
                left[numbers] -= left[cell] / signs[numbers == cell][0] * signs
                left[cell] = 0.0
        left[np.abs(left) < _NOTHING] = 0.0
        return left

    def _inequality(self, number: int, weights: Floats) -> Cut | None:
        problem = self.problem
        least = float(problem.reach.width[number]) - float(weights[problem.forced].sum())
        if least <= _NOTHING:
            return None
        use = (weights > _NOTHING) & problem.free
        use[number] = False
        cells = np.flatnonzero(use)
        worth = np.minimum(weights[cells], least)
        if problem.forced[number]:
            if worth.sum() < least - _NOTHING:  # no pattern can give it that much: not a matter of what is hidden
                return None
            broken = worth @ self.fractions[cells] < least - _VIOLATED
            return Cut(cells, worth, least) if broken else None
        # A secondary cell asks for its range only where it is hidden itself.
        broken = worth @ self.fractions[cells] < least * self.fractions[number] - _VIOLATED
        return Cut(np.append(cells, number), np.append(worth, -least), 0.0) if broken else None


def _worth(left: Floats, up: Floats, down: Floats) -> Floats:
    """Say by how much each cell, at its true reach, can help a movement, given what is left over on it."""
    return np.where(left > 0, left * up, -left * down)


class Master:
    """The cheapest x that meets all inequalities found so far: as fractions, or in whole cells."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.columns = np.flatnonzero(problem.free & np.isfinite(problem.cost))
        self._place = np.full(problem.size, -1)
        self._place[self.columns] = np.arange(len(self.columns))
        self._seen: set[bytes] = set()
        self.cuts: list[Cut] = []
        self._waiting: list[Cut] = []
        self._programme = Programme(
            csr_matrix((0, len(self.columns))), lower=0.0, upper=1.0, cost=problem.cost[self.columns], primal=False
        )

    def add(self, cut: Cut) -> bool:
        """Take an inequality in; say whether it is new."""
        order = np.argsort(cut.cells)
        name = cut.cells[order].tobytes() + np.round(cut.weights[order], 6).tobytes()
        if name in self._seen:
            return False
        self._seen.add(name)
        self.cuts.append(cut)
        self._waiting.append(cut)
        return True

    def fractions(self) -> tuple[Floats, float] | None:
        """Give the cheapest fractions for all cells (1 where forced), and what they cost."""
        rows, least = self._rows(self._waiting)
        self._programme.add_rows(rows, lower=least)
        self._waiting = []
        answer = self._programme.solve()
        if answer is None:
            return None
        return self._spread(answer.point), answer.worth

    def cells(self, *, known: Mask, seconds: float, gap: float) -> tuple[Mask, float] | None:
        """Give the cheapest whole pattern that was found in time, and a lower bound on all of them.

        Takes:   `known`, a safe pattern to begin with; `gap`, how near to the best is near enough.
        """
        rows, least = self._rows(self.cuts)
        programme = Programme(
            rows,
            row_lower=least,
            row_upper=np.inf,
            lower=0.0,
            upper=1.0,
            cost=self.problem.cost[self.columns],
            whole=True,
        )
        programme.set(time_limit=max(0.1, seconds), mip_rel_gap=gap)
        programme.start_from(known[self.columns].astype(np.float64))
        answer = programme.solve()
        if answer is None:
            return None
        return self._spread(answer.point) > 0.5, answer.bound

    def _spread(self, point: Floats) -> Floats:
        fractions = self.problem.forced.astype(np.float64)
        fractions[self.columns] = np.clip(point, 0.0, 1.0)
        return fractions

    def _rows(self, cuts: list[Cut]) -> tuple[csr_matrix, Floats]:
        starts = np.cumsum([0, *(len(cut.cells) for cut in cuts)])
        columns = self._place[np.concatenate([cut.cells for cut in cuts])] if cuts else np.zeros(0, dtype=np.int64)
        weights = np.concatenate([cut.weights for cut in cuts]) if cuts else np.zeros(0)
        return (
            csr_matrix((weights, columns, starts), shape=(len(cuts), len(self.columns))),
            np.array([cut.least for cut in cuts]),
        )
