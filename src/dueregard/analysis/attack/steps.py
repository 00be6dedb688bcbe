"""Which tables lie near one that fits? From a witness, by short steps in whole people, to many others.

The one idea: what differs between two whole tables that fit is a change that leaves every relation true. Changes near
a known table are easier to find than tables: one linear programme moves some dozens of open cells at once, each by no
more than is asked of it, and a small price on moving keeps the change short, so that it nearly always comes out whole.
What tangles is tried with fewer cells. Every table so reached is checked like any other before it clears a cell.
It proves that cells are safe, and nothing else: what it does not reach is still open.
"""

from __future__ import annotations

from collections.abc import Callable

import highspy
import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from dueregard.analysis.attack.polytope import Bools, Floats, Part, Whole

_NEAR = 1e-6
_SEVERAL = 64  # measured on 4,300 cells: 256 tangle
_PRICE = 0.02
_WIDEST = 1e6  # a range of pence is no matter of short steps


class Steps:
    """The programme of changes from one whole table that fits a part."""

    def __init__(self, part: Part, witness: Floats, *, width: Floats, has_time: Callable[[], bool]) -> None:
        self.part, self.witness, self.has_time = part, witness, has_time
        size = len(part.columns)
        most = np.minimum(width, _WIDEST)
        most = np.full(size, float(most.max(initial=1.0)))
        self._above = np.minimum(part.high - witness, most)
        self._below = np.minimum(witness - part.low, most)
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]  # it comes without types
        for option, value in (("output_flag", False), ("threads", 1)):
            self._solver.setOptionValue(option, value)
        self._solver.passModel(self._model())
        self._all = np.arange(2 * size, dtype=np.int32)

    def explore(self, is_open: Bools, take: Callable[[Floats], bool], *, seed: int) -> None:
        """Step this way and that until nothing more is gained.

        Takes:   `is_open`, which `take` changes as it is handed tables; `take` says whether a table fits.
        """
        chance, several = np.random.default_rng(seed), _SEVERAL
        while several and self.has_time():
            open_cells = np.flatnonzero(is_open)
            if not len(open_cells):
                return
            chosen = chance.choice(open_cells, min(several, len(open_cells)), replace=False)
            weights = np.zeros(len(is_open))
            weights[chosen] = chance.uniform(0.5, 1.5, len(chosen)) * chance.choice([-1.0, 1.0], len(chosen))
            for sign in (1.0, -1.0):
                for point in self._reached(sign * weights):
                    take(point)
            gained = int(is_open.sum()) < len(open_cells)
            several = min(several * 2, _SEVERAL) if gained else min(several, len(open_cells)) // 4

    def _reached(self, weights: Floats) -> list[Floats]:
        """Give the tables that one programme reaches: the whole change, or those parts of it that are whole."""
        cost = np.concatenate([_PRICE - weights, _PRICE + weights])
        self._solver.changeColsCost(len(cost), self._all, cost)
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return []
        both = np.array(self._solver.getSolution().col_value)
        move = both[: len(weights)] - both[len(weights) :]
        is_short_of_whole = np.abs(move - np.rint(move)) > _NEAR
        if not is_short_of_whole.any():
            return [self.witness + np.rint(move)] if move.any() else []
        points = []
        for cells in self._apart(move):
            if not is_short_of_whole[cells].any():
                point = self.witness.copy()
                point[cells] += np.rint(move[cells])
                points.append(point)
        return points

    def _apart(self, move: Floats) -> list[Whole]:
        """Split the cells that move into sets that share no relation."""
        moving = np.flatnonzero(np.abs(move) > _NEAR)
        inside = self.part.matrix[:, moving]
        count, labels = connected_components(inside.T @ inside, directed=False)
        order = np.argsort(labels, kind="stable")
        return np.split(moving[order], np.searchsorted(labels[order], np.arange(1, count)))

    def _model(self) -> highspy.HighsLp:
        """Changes up and changes down, each a variable of its own, so that moving can have a price."""
        part, endless = self.part, highspy.kHighsInf
        rows = sparse.hstack([part.matrix, -part.matrix], format="csr")
        sums = part.matrix @ self.witness
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = rows.shape
        model.col_cost_ = np.zeros(rows.shape[1])
        model.col_lower_ = np.zeros(rows.shape[1])
        model.col_upper_ = np.maximum(np.concatenate([self._above, self._below]), 0.0)
        model.row_lower_ = np.where(np.isfinite(part.row_low), part.row_low - sums, -endless)
        model.row_upper_ = np.where(np.isfinite(part.row_high), part.row_high - sums, endless)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = rows.indptr, rows.indices, rows.data
        return model
