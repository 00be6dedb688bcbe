"""Is anything that was hidden recovered? The judge of all releases, before they go out and after.

The one idea: the judge sees what the public sees: released tables, of this release and of those before, and nothing
else. It pushes bounds, takes the system apart into components, and decides every hidden cell by witnesses, by two
linear programmes, or by branching over whole numbers. What it cannot decide in its time it calls undecided, never safe.
It shares no code with the protector and works another way: docs/decisions/0022-the-judge-stands-alone.md.
Source: terms/data/sources.toml#figures-attackers.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from dueregard.analysis.attack.bounds import propagate
from dueregard.analysis.attack.changes import changes
from dueregard.analysis.attack.facts import Fact
from dueregard.analysis.attack.judgement import At, Contradiction, Judgement, Range, Recovered
from dueregard.analysis.attack.known import PENCE, Rules, System, gather
from dueregard.analysis.attack.polytope import Bools, Floats, Part, Whole
from dueregard.analysis.attack.search import Found, search
from dueregard.analysis.released.attackers import Attacker
from dueregard.analysis.released.table import Audience, Method, ReleasedTable

SECONDS = 60.0
_WORTH_A_SECOND_WORKER = 400
_NEAR = 1e-6
_SEED = 7


@dataclass(slots=True)
class _Arrays:
    """A system as arrays, tightened as far as bounds alone go."""

    system: System
    matrix: sparse.csr_matrix
    low: Floats
    high: Floats
    row_low: Floats
    row_high: Floats
    whole: Bools
    is_target: Bools
    is_difference: Bools
    endless: float
    """Stands for no end at all: far above every figure that is published."""


def attack(
    tables: Sequence[ReleasedTable],
    *,
    attacker: Attacker = Attacker.A1,
    zeros_published: bool = True,
    threshold: int | None = None,
    distinguishable: Collection[At] | None = None,
    secondary: Collection[At] | None = None,
    audience: Audience | None = None,
    facts: Sequence[Fact] = (),
    width: int = 1,
    wide: Collection[At] | None = None,
    sum_widths: Mapping[At, int] | None = None,
    deviation: int | None = None,
    all_ranges: bool = False,
    seconds: float = SECONDS,
    workers: int = 2,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Judgement:
    """Work out every hidden cell that can be worked out from the tables.

    Takes:   `threshold`, for A2 and for differences between populations; `distinguishable`, the cells hidden for
             being small, and `secondary`, those hidden for others' sake (None: all the rest), which only A2 knows;
             `audience`: judge only what is hidden from it; `facts`, other figures published; `width`, in people: a cell
             counts as recovered where its range is narrower (of those in `wide`, if it is given; any other only where
             it is exact); `sum_widths`, the same for sums of money, in pence, by cell (any other: a penny);
             `deviation`, of perturbed or rounded figures, where it is known; `all_ranges`, to be told both ends for
             every hidden cell (slow for large tables).
    Raises:  Contradiction where the figures cannot all be true.
    Source:  sources.toml#figures-attackers
    """
    began = time.monotonic()
    until = began + seconds
    rules = Rules(attacker, zeros_published, threshold, distinguishable, secondary, deviation)
    counted = [table for table in tables if table.method is not Method.EXEMPT]
    arrays = _tighten(gather(counted, rules=rules, facts=facts, audience=audience))
    verdict = _Verdict(arrays, attacker, frozenset(distinguishable or ()), threshold, changes(counted, threshold))
    widths = _widths(arrays, width, wide, sum_widths or {})
    arrays.endless = max(arrays.endless, 10.0 * float(widths.max(initial=1.0)))  # where all that is large is hidden
    open_cells = verdict.settle(widths)
    parts = _components(arrays)
    for number, part in enumerate(parts):
        if progress is not None:
            progress(number, len(parts))
        targets = open_cells[part.columns]
        if targets.any():
            found = search(
                part,
                targets=targets,
                width=widths[part.columns],
                all_ranges=all_ranges,
                until=until,
                workers=workers if len(part.columns) >= _WORTH_A_SECOND_WORKER else 1,
                cancelled=cancelled,
            )
            verdict.take(part, found)
    if progress is not None:
        progress(len(parts), len(parts))
    return verdict.judgement(time.monotonic() - began, all_ranges=all_ranges)


def _widths(arrays: _Arrays, width: int, wide: Collection[At] | None, sum_widths: Mapping[At, int]) -> Floats:
    """Say how wide the range of each cell must be: in people, or in pence."""
    wanted, money = None if wide is None else set(wide), arrays.system.in_pence
    return np.array(
        [
            float(sum_widths.get(at, 1))
            if population in money
            else float(width)
            if wanted is None or at in wanted
            else 1.0
            for population, at in arrays.system.keys
        ]
    )


def _tighten(system: System) -> _Arrays:
    """Make arrays of the system and push the bounds."""
    size = len(system.keys)
    low, high = np.array(system.low, dtype=float), np.array(system.high, dtype=float)
    whole = np.array(system.is_whole, dtype=bool)
    row_low = np.concatenate(system.row_low) if system.row_low else np.zeros(0)
    row_high = np.concatenate(system.row_high) if system.row_high else np.zeros(0)
    matrix = sparse.csr_matrix(
        (
            np.concatenate(system.entry_values) if system.rows else np.zeros(0),
            (
                np.concatenate(system.entry_rows) if system.rows else np.zeros(0, dtype=np.int64),
                np.concatenate(system.entry_columns) if system.rows else np.zeros(0, dtype=np.int64),
            ),
        ),
        shape=(system.rows, size),
    )
    if not propagate(matrix, low, high, row_low, row_high, whole=whole):
        raise Contradiction(
            "The published figures cannot all be true of one population.",
            mend="Are noughts among the hidden cells, or are these tables about different people?",
        )
    targets = np.array(system.is_target, dtype=bool)
    differences = np.array(system.is_difference, dtype=bool)
    figures = np.concatenate([low, high[np.isfinite(high)], [100.0]])
    endless = 10.0 * float(figures.max())
    return _Arrays(system, matrix, low, high, row_low, row_high, whole, targets, differences, endless)


def _components(arrays: _Arrays) -> list[Part]:
    """Take out what is known, and give the parts that hang together, the largest first."""
    arrays.high[np.isinf(arrays.high)] = arrays.endless
    known = arrays.high - arrays.low < _NEAR
    fixed = np.where(known, arrays.low, 0.0)
    settled = arrays.matrix @ fixed
    loose = np.flatnonzero(~known)
    if not len(loose):
        return []
    inner = arrays.matrix[:, loose].tocsr()
    inner.eliminate_zeros()
    touched = np.flatnonzero(np.diff(inner.indptr))
    row_low, row_high = arrays.row_low - settled, arrays.row_high - settled
    kept = touched[_without_doubles(inner[touched], row_low[touched], row_high[touched])]
    matrix, row_low, row_high = inner[kept], row_low[kept], row_high[kept]
    links = abs(matrix).T @ abs(matrix)
    count, label = connected_components(links, directed=False)
    row_label = label[matrix.indices[matrix.indptr[:-1]]] if matrix.shape[0] else np.zeros(0, dtype=int)
    column_order, row_order = np.argsort(label, kind="stable"), np.argsort(row_label, kind="stable")
    column_cuts = np.searchsorted(label[column_order], np.arange(count + 1))
    row_cuts = np.searchsorted(row_label[row_order], np.arange(count + 1))
    parts = []
    for number in range(count):
        columns = column_order[column_cuts[number] : column_cuts[number + 1]]
        rows = row_order[row_cuts[number] : row_cuts[number + 1]]
        cells = loose[columns]
        parts.append(
            Part(
                cells,
                matrix[rows][:, columns].tocsr(),
                arrays.low[cells],
                arrays.high[cells],
                row_low[rows],
                row_high[rows],
                arrays.whole[cells],
            )
        )
    return sorted(parts, key=lambda part: -len(part.columns))


def _without_doubles(matrix: sparse.csr_matrix, row_low: Floats, row_high: Floats) -> Whole:
    """Give the rows that say something no other says; linked tables repeat many."""
    chance = np.random.default_rng(_SEED).normal(size=(matrix.shape[1], 2))
    marks = np.column_stack([np.round(matrix @ chance, 9), row_low, row_high])
    _, first = np.unique(marks, axis=0, return_index=True)
    return np.sort(first)


@dataclass(slots=True)
class _Verdict:
    """Gathers what is known of each hidden cell."""

    arrays: _Arrays
    attacker: Attacker
    primary: frozenset[At]
    threshold: int | None
    changes: tuple[Recovered, ...]
    recovered: dict[int, str] | None = None
    safe: Bools | None = None

    def settle(self, widths: Floats) -> Bools:
        """Decide by bounds alone; give the cells that are still open."""
        self.recovered = {}
        arrays = self.arrays
        self.safe = np.zeros(len(arrays.low), dtype=bool)
        known = arrays.high - arrays.low < widths - _NEAR
        for cell in np.flatnonzero(known & arrays.is_target):
            self.recovered[int(cell)] = "subtraction"
        # a difference between populations matters only where it can be small, and is known
        differences = arrays.is_difference & (arrays.high - arrays.low < _NEAR)
        for cell in np.flatnonzero(differences):
            if self._is_small(float(arrays.low[cell])):
                self.recovered[int(cell)] = "difference between populations"
        open_differences = arrays.is_difference & ~differences & (arrays.low < (self.threshold or 0))
        return (arrays.is_target & ~known) | open_differences

    def _is_small(self, figure: float) -> bool:
        return self.threshold is not None and 0 < figure < self.threshold

    def take(self, part: Part, found: Found) -> None:
        """Take over what one search found."""
        assert self.recovered is not None
        assert self.safe is not None
        cells, arrays = part.columns, self.arrays
        arrays.low[cells] = np.maximum(arrays.low[cells], found.least)
        arrays.high[cells] = np.minimum(arrays.high[cells], found.most)
        self.safe[cells] |= found.is_safe
        for place in np.flatnonzero(found.is_recovered):
            cell = int(cells[place])
            if arrays.is_target[cell]:
                is_exact = arrays.high[cell] - arrays.low[cell] < _NEAR
                self.recovered[cell] = "all relations together" if is_exact else "a range narrower than asked"
            elif self._is_small(float(arrays.low[cell])):
                self.recovered[cell] = "difference between populations"
            else:
                self.safe[cell] = True

    def judgement(self, seconds: float, *, all_ranges: bool) -> Judgement:
        """Say it."""
        assert self.recovered is not None
        assert self.safe is not None
        arrays = self.arrays
        hidden = np.flatnonzero(arrays.is_target)
        asked = np.flatnonzero(
            arrays.is_target
            | (arrays.is_difference & (arrays.low < (self.threshold or 0)) & (arrays.high - arrays.low >= _NEAR))
        )
        return Judgement(
            self.attacker,
            tuple(
                Recovered(*self._range(cell), attacker=self.attacker, how=how)
                for cell, how in sorted(self.recovered.items())
            )
            + self.changes,
            tuple(Range(*self._range(int(cell))) for cell in hidden) if all_ranges else (),
            tuple(
                Range(*self._range(int(cell)))
                for cell in asked
                if not self.safe[cell] and int(cell) not in self.recovered
            ),
            len(hidden),
            len(arrays.low),
            seconds,
        )

    def _range(self, cell: int) -> tuple[str, At, float, float | None, bool]:
        population, at = self.arrays.system.keys[cell]
        high = float(self.arrays.high[cell])
        scale = PENCE if population in self.arrays.system.in_pence else 1
        return (
            population,
            at,
            float(self.arrays.low[cell]) / scale,
            high / scale if high < self.arrays.endless / 2 else None,
            at in self.primary,
        )
