"""Which hidden cells can move at all? A quick look at the sums, before any programme is asked.

The one idea: a cell that is the only hidden one in some sum cannot move; take it as known, look again, and go on until
nothing changes. What is taken away is settled without a programme, and the order in which it went says why. What is
left falls apart into blocks that share no sum: each is a small programme of its own.
Source: cox-1981 (sums with one unknown), fischetti-salazar-2005 (reduction).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from dueregard.analysis.disclosure.system import Mask

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Cells that may move together, in rising order, and the sums among them; `rows` are the sums' own numbers."""

    cells: Numbers
    rows: Numbers
    sums: csr_matrix


@dataclass(frozen=True, slots=True, eq=False)
class Cores:
    """What is left of a pattern: blocks, which block each cell is in (−1: it cannot move), and what settled the others.

    `settled` gives, for a cell that cannot move, the sum that says so; `turns` these cells in the order of going.
    """

    blocks: tuple[Block, ...]
    block_of: Numbers
    settled: Numbers
    turns: tuple[Numbers, ...]


def find_cores(sums: csr_matrix, hidden: Mask) -> Cores:
    """Take away what cannot move, and split the rest into blocks."""
    size = sums.shape[1]
    left = hidden.copy()
    settled = np.full(size, -1, dtype=np.int64)
    ones = csr_matrix((np.ones_like(sums.data), sums.indices, sums.indptr), shape=sums.shape)
    turns: list[Numbers] = []
    while True:
        alone = np.flatnonzero(ones @ left.astype(np.float64) == 1.0)
        if not len(alone):
            break
        part = ones[alone][:, np.flatnonzero(left)].tocoo()
        cells = np.flatnonzero(left)[part.col]
        cells, first = np.unique(cells, return_index=True)
        settled[cells] = alone[part.row[first]]
        turns.append(cells)
        left[cells] = False
    return _blocks(sums, left, settled, tuple(turns))


def _blocks(sums: csr_matrix, left: Mask, settled: Numbers, turns: tuple[Numbers, ...]) -> Cores:
    block_of = np.full(len(left), -1, dtype=np.int64)
    cells = np.flatnonzero(left)
    if not len(cells):
        return Cores((), block_of, settled, turns)
    part = csr_matrix(sums[:, cells])
    count, labels = connected_components(part.T @ part, directed=False)
    block_of[cells] = labels
    blocks = []
    order = np.argsort(labels, kind="stable")
    for places in np.split(order, np.searchsorted(labels[order], np.arange(1, count))):
        inside = part[:, places]
        rows = np.flatnonzero(inside.getnnz(axis=1))
        blocks.append(Block(cells[places], rows, csr_matrix(inside[rows])))
    return Cores(tuple(blocks), block_of, settled, turns)


def parts_of(block: Block, labels: Numbers, *, where: Mask) -> Iterator[Block]:
    """Split a block by labels of its cells, as if other parts were published; give parts with a cell in `where`."""
    for label in np.unique(labels[where]):
        places = np.flatnonzero(labels == label)
        inside = block.sums[:, places]
        rows = np.flatnonzero(inside.getnnz(axis=1))
        yield Block(block.cells[places], block.rows[rows], csr_matrix(inside[rows]))
