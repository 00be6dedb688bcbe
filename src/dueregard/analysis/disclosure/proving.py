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

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from scipy.sparse.csgraph import connected_components

from dueregard.analysis.disclosure.cores import Block, find_cores, parts_of
from dueregard.analysis.disclosure.programmes import Floats, Programme
from dueregard.analysis.disclosure.system import Mask

Move: TypeAlias = NDArray[np.int64]
Numbers: TypeAlias = NDArray[np.int64]
Forgotten: TypeAlias = dict[int, tuple[Numbers, Move]]
_NOTHING = 1e-6
_MULTIPLES = (1, 2, 3, 4, 6)
_SEVERAL = 64  # cells moved at once; measured: more of them tangle on a table of 10,000 cells
_PRICES = (0.02, 1e-4)  # of moving a cell by one: first for short changes, then for any
_SECONDS_WHOLE = 5.0


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


class Proof:
    """What has been shown of a pattern: the witnesses, and how far they move each cell down and up.

    `forget` takes away the witnesses that move a cell, because it is published; `recall` brings them back.
    """

    def __init__(self, size: int) -> None:
        self.down = np.zeros(size, dtype=np.int64)
        self.up = np.zeros(size, dtype=np.int64)
        self._moves: dict[int, tuple[Numbers, Move]] = {}
        self._at: dict[int, dict[int, int]] = {}
        self._next = 0

    @classmethod
    def empty(cls, size: int) -> Proof:
        """Begin with nothing shown."""
        return cls(size)

    def copy(self) -> Proof:
        """Give a proof of its own that begins with the same witnesses."""
        other = Proof(len(self.up))
        other.down, other.up, other._next = self.down.copy(), self.up.copy(), self._next
        other._moves = dict(self._moves)
        other._at = {cell: dict(moves) for cell, moves in self._at.items()}
        return other

    def take(self, cells: Numbers, move: Move) -> bool:
        """Keep a witness, given by the cells that it moves and by how much, if it shows anything new."""
        if not (np.any(move > self.up[cells]) or np.any(-move > self.down[cells])):
            return False
        self.up[cells] = np.maximum(self.up[cells], move)
        self.down[cells] = np.maximum(self.down[cells], -move)
        self._keep(self._next, cells, move)
        self._next += 1
        return True

    def short(self, hidden: Mask, reach: Reach) -> Mask:
        """Say which hidden cells are not shown to have the range they need."""
        return hidden & (self.up + self.down < reach.width)

    def moved_with(self, cell: int) -> set[int]:
        """Give the cells that some witness moves together with a cell, itself among them."""
        return {int(other) for name in self._at.get(cell, ()) for other in self._moves[name][0]}

    def mark(self) -> int:
        """Give a mark to go back to."""
        return self._next

    def forget(self, cell: int) -> Forgotten:
        """Give up the witnesses that move a cell; give them, to recall them."""
        gone = {name: self._moves[name] for name in self._at.get(cell, ())}
        self._drop(gone)
        return gone

    def recall(self, mark: int, gone: Forgotten) -> None:
        """Go back to what was shown at the mark: without what came since, and with what has gone since."""
        self._drop({name: self._moves[name] for name in list(self._moves) if name >= mark})
        for name, (cells, move) in gone.items():
            if name < mark:
                self.up[cells] = np.maximum(self.up[cells], move)
                self.down[cells] = np.maximum(self.down[cells], -move)
                self._keep(name, cells, move)

    def _keep(self, name: int, cells: Numbers, move: Move) -> None:
        self._moves[name] = cells, move
        for cell, amount in zip(cells.tolist(), move.tolist(), strict=True):
            self._at.setdefault(cell, {})[name] = amount

    def _drop(self, gone: Forgotten) -> None:
        touched: set[int] = set()
        for name, (cells, _) in gone.items():
            del self._moves[name]
            for cell in cells.tolist():
                del self._at[cell][name]
                touched.add(cell)
        for cell in touched:
            amounts = self._at[cell].values()
            self.up[cell] = max(0, max(amounts, default=0))
            self.down[cell] = max(0, -min(amounts, default=0))


def prove(
    sums: csr_matrix,
    hidden: Mask,
    reach: Reach,
    *,
    proof: Proof,
    near: NDArray[np.int64] | None = None,
    seed: int = 1,
    exact: bool = True,
    far: bool = True,
) -> Mask:
    """Look for witnesses until every hidden cell has its range, or it is settled which have not.

    Takes:   `proof`, witnesses known already, to which those found are added; `near`, sets of cells in which to look
             first (cell → set); `exact`: also try cell by cell those that the joint programmes leave open; `far`: look
             beyond these sets, too.
    Gives:   the cells whose range is not shown to be wide enough; none of them is shown safe by anything.
    """
    short = proof.short(hidden, reach)
    if not short.any():
        return short
    for block in find_cores(sums, hidden).blocks:
        if near is not None:
            for part in parts_of(block, near[block.cells], where=short[block.cells]):
                _Search(part, reach, proof).together(np.random.default_rng(seed))
        if far and proof.short(hidden, reach)[block.cells].any():
            search = _Search(block, reach, proof)
            search.together(np.random.default_rng(seed))
            if exact:
                search.one_by_one()
    return proof.short(hidden, reach)


class _Search:
    """The programme of one block of hidden cells: how far each goes up, and, apart from that, how far down.

    Up and down are variables of their own, so that movement itself can be given a small price: what is found is then a
    few short changes side by side, which are nearly always whole, and not one tangle of halves.
    """

    def __init__(self, block: Block, reach: Reach, proof: Proof) -> None:
        self.reach, self.proof = reach, proof
        self.columns, self.part = block.cells, block.sums
        self.programme = Programme(hstack([self.part, -self.part], format="csc"), upper=self._most(1), primal=False)

    def _most(self, times: int) -> Floats:
        most = self.reach.widest * times
        reach = (self.reach.up[self.columns], self.reach.down[self.columns])
        return np.minimum(np.concatenate(reach), most).astype(np.float64)

    def _short(self) -> Mask:
        return self.proof.up[self.columns] + self.proof.down[self.columns] < self.reach.width[self.columns]

    def together(self, chance: np.random.Generator) -> None:
        """Move many unsettled cells at once, by random weights, until nothing more is gained.

        Too many at once get in each other's way and move by halves; then fewer are taken.
        """
        several = _SEVERAL
        while several:
            short = np.flatnonzero(self._short())
            if not len(short):
                return
            chosen = chance.choice(short, min(several, len(short)), replace=False)
            weights = np.zeros(len(self.columns))
            weights[chosen] = chance.uniform(0.5, 1.5, len(chosen))
            weights[chosen] *= np.where(
                self.reach.down[self.columns[chosen]] > 0, chance.choice((-1.0, 1.0), len(chosen)), 1.0
            )
            gained = self._try(weights, _PRICES[0])
            gained = self._try(-weights, _PRICES[0]) or gained
            several = min(several * 2, _SEVERAL) if gained else min(several, len(short)) // 4

    def one_by_one(self) -> None:
        """Take each cell that is still short alone: as far up and down as it goes, in whole numbers."""
        for place in np.flatnonzero(self._short()):
            number = self.columns[place]
            weights = np.zeros(len(self.columns))
            for sign, shown in ((1.0, self.proof.up), (-1.0, self.proof.down)):
                if self.proof.up[number] + self.proof.down[number] >= self.reach.width[number]:
                    break
                weights[place] = sign
                before = int(shown[number])
                if self._try(weights, _PRICES[-1]) and shown[number] > before:
                    continue
                if self._last_worth > before + _NOTHING:
                    self._in_whole_numbers(weights)

    def _try(self, weights: Floats, price: float) -> bool:
        """Move by weights; say whether a new witness came of it."""
        self.programme.seek(np.concatenate([price - weights, price + weights]))
        answer = self.programme.solve()
        if answer is None:
            return False
        move = self._move(answer.point)
        self._last_worth = float(weights @ move)
        return self._last_worth > _NOTHING and self._take(move)

    def _move(self, point: Floats) -> Floats:
        return point[: len(self.columns)] - point[len(self.columns) :]

    def _in_whole_numbers(self, weights: Floats) -> None:
        programme = Programme(
            hstack([self.part, -self.part], format="csc"),
            upper=self._most(10),
            cost=np.concatenate([_PRICES[-1] - weights, _PRICES[-1] + weights]),
            whole=True,
        )
        programme.set(time_limit=_SECONDS_WHOLE)
        answer = programme.solve()
        if answer is not None:
            self._take(self._move(answer.point))

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
        gained = self.proof.take(numbers, whole)
        if np.all(-whole >= -self.reach.down[numbers]) and np.all(-whole <= self.reach.up[numbers]):
            gained = self.proof.take(numbers, -whole) or gained
        return gained
