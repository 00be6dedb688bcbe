"""Is a pattern of hidden cells safe? Witnesses prove it: whole tables that fit all that is published, and differ.

The one idea: take any change of the hidden cells, in whole numbers, that leaves every sum and every published figure as
it is. The true table with that change is another table that a reader cannot rule out, so every cell that the change
moves is not exactly known, and by how much it moves is by how much it is not. One change (a *witness*) settles many
cells at once. To find them, a linear programme moves as many unsettled cells as it can, each with a random weight; when
the best it can do with random weights is nothing, up and down, then no unsettled cell can move at all, and that is
proved, too (a random weighting of what is not always nought is nought with probability nought).
Source: fischetti-salazar-2000 (the attacker's problem); cox-1981. Decision record 0020.
It never takes a change in fractions of people for a proof: a range of 2.4 to 2.9 is no protection.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from dueregard.analysis.disclosure.cores import Block, find_cores
from dueregard.analysis.disclosure.programmes import Floats, Programme
from dueregard.analysis.disclosure.system import Mask

Move = NDArray[np.int64]
_NOTHING = 1e-6
_MULTIPLES = (1, 2, 3, 4, 6)
_ROUNDS_WITHOUT_GAIN = 3


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """How far each cell may move if it is hidden, and how wide its range must be (nought: it may be known).

    `down` and `up` are the steps left to the least and the most that a reader must allow for.
    """

    down: NDArray[np.int64]
    up: NDArray[np.int64]
    width: NDArray[np.int64]

    @property
    def widest(self) -> int:
        """Give the widest range asked for, at least 1."""
        return max(1, int(self.width.max(initial=0)))


@dataclass(slots=True, eq=False)
class Proof:
    """What has been shown of a pattern: the witnesses, and how far they move each cell down and up."""

    down: NDArray[np.int64]
    up: NDArray[np.int64]
    moves: list[Move] = field(default_factory=list)

    @classmethod
    def empty(cls, size: int) -> Proof:
        """Begin with nothing shown."""
        return cls(np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64))

    def take(self, move: Move) -> bool:
        """Keep a witness if it shows anything new."""
        gains = bool(np.any(move > self.up) or np.any(-move > self.down))
        if gains:
            np.maximum(self.up, move, out=self.up)
            np.maximum(self.down, -move, out=self.down)
            self.moves.append(move)
        return gains

    def short(self, hidden: Mask, reach: Reach) -> Mask:
        """Say which hidden cells are not shown to have the range they need."""
        return hidden & (self.up + self.down < reach.width)

    def without(self, cells: Mask) -> Proof:
        """Give what is still shown once these cells are published."""
        rest = Proof.empty(len(self.up))
        for move in self.moves:
            if not np.any(move[cells]):
                rest.take(move)
        return rest


def prove(sums: csr_matrix, hidden: Mask, reach: Reach, *, proof: Proof, seed: int = 1, exact: bool = True) -> Mask:
    """Look for witnesses until every hidden cell has its range, or it is settled which have not.

    Takes:   `proof`, witnesses known already, to which those found are added; `exact`: also try cell by cell those that
             the joint programmes leave open.
    Gives:   the cells whose range is not shown to be wide enough; none of them is shown safe by anything.
    """
    short = proof.short(hidden, reach)
    if not short.any():
        return short
    for block in find_cores(sums, hidden).blocks:
        if short[block.cells].any():
            search = _Search(block, reach, proof)
            search.together(np.random.default_rng(seed))
            if exact:
                search.one_by_one()
    return proof.short(hidden, reach)


class _Search:
    """The programme of one block of hidden cells."""

    def __init__(self, block: Block, reach: Reach, proof: Proof) -> None:
        self.reach, self.proof = reach, proof
        self.columns, self.part = block.cells, block.sums
        most = reach.widest
        self.lower = -np.minimum(reach.down[self.columns], most).astype(np.float64)
        self.upper = np.minimum(reach.up[self.columns], most).astype(np.float64)
        self.programme = Programme(self.part, lower=self.lower, upper=self.upper)

    def _short(self) -> Mask:
        return self.proof.up[self.columns] + self.proof.down[self.columns] < self.reach.width[self.columns]

    def together(self, chance: np.random.Generator) -> None:
        """Move all unsettled cells at once, by random weights, until nothing more is gained or nothing moves."""
        barren = 0
        while barren < _ROUNDS_WITHOUT_GAIN:
            short = self._short()
            if not short.any():
                return
            weights = np.where(short, chance.uniform(0.5, 1.5, len(short)), 0.0)
            weights *= np.where(self.lower < 0, chance.choice((-1.0, 1.0), len(short)), 1.0)
            gained, moved = False, False
            for sign in (1.0, -1.0):
                self.programme.seek(-sign * weights)
                answer = self.programme.solve()
                if answer is not None and -answer.worth > _NOTHING:
                    moved = True
                    gained = self._take(answer.point) or gained
            if not moved:
                return
            barren = 0 if gained else barren + 1

    def one_by_one(self) -> None:
        """Take each cell that is still short alone: as far up and down as it goes, in whole numbers."""
        for place in np.flatnonzero(self._short()):
            number = self.columns[place]
            for sign in (1.0, -1.0):
                if self.proof.up[number] + self.proof.down[number] >= self.reach.width[number]:
                    break
                cost = np.zeros(len(self.columns))
                cost[place] = -sign
                self.programme.seek(cost)
                answer = self.programme.solve()
                if answer is None or -answer.worth <= _NOTHING:
                    continue
                if not self._take(answer.point) or abs(answer.point[place]) > self._shown(number, sign) + _NOTHING:
                    self._in_whole_numbers(cost)

    def _shown(self, number: int, sign: float) -> int:
        return int(self.proof.up[number] if sign > 0 else self.proof.down[number])

    def _in_whole_numbers(self, cost: Floats) -> None:
        down = -np.minimum(self.reach.down[self.columns], 10 * self.reach.widest)
        up = np.minimum(self.reach.up[self.columns], 10 * self.reach.widest)
        answer = Programme(self.part, lower=down, upper=up, cost=cost, whole=True).solve()
        if answer is not None:
            self._take(answer.point)

    def _take(self, point: Floats) -> bool:
        """Turn a point into witnesses: each part of it that stands alone, or a multiple of it, if whole and checked."""
        gained = False
        for cells in self._apart(point):
            for multiple in _MULTIPLES:
                scaled = point[cells] * multiple
                whole = np.rint(scaled)
                if np.abs(scaled - whole).max() <= _NOTHING:
                    gained = self._take_whole(cells, whole.astype(np.int64)) or gained
                    break
        return gained

    def _apart(self, point: Floats) -> list[NDArray[np.int64]]:
        """Split the cells that move into sets that share no sum."""
        moving = np.flatnonzero(np.abs(point) > _NOTHING)
        part = self.part[:, moving]
        count, labels = connected_components(part.T @ part, directed=False)
        order = np.argsort(labels, kind="stable")
        return np.split(moving[order], np.searchsorted(labels[order], np.arange(1, count))) if count else []

    def _take_whole(self, cells: NDArray[np.int64], whole: Move) -> bool:
        numbers = self.columns[cells]
        if np.any(whole < -self.reach.down[numbers]) or np.any(whole > self.reach.up[numbers]):
            return False
        if np.any(self.part[:, cells] @ whole):
            return False
        move = np.zeros(len(self.proof.up), dtype=np.int64)
        move[numbers] = whole
        gained = self.proof.take(move)
        if np.all(-whole >= -self.reach.down[numbers]) and np.all(-whole <= self.reach.up[numbers]):
            gained = self.proof.take(-move) or gained
        return gained
