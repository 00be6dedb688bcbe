"""The judge recovers exactly what is the same in every table that fits, found by trying them all.

Small random tables with a group and totals, any cells hidden; the other way is to write down every filling of the
leaves and keep those that agree with all that is published.
"""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from dueregard.analysis.attack.facts import cell_at
from dueregard.analysis.attack.judge import attack
from dueregard.analysis.released.attackers import Attacker
from dueregard.analysis.released.cells import HIDDEN, Cell
from dueregard.analysis.released.dimensions import TOTAL, Category, Dimension, Kind
from dueregard.analysis.released.table import Audience, Method, Population, ReleasedTable
from dueregard.analysis.tables.table import complete, membership

THRESHOLD = 3
TREE = Dimension(
    "eth",
    "",
    (
        Category("a", "", parent="G"),
        Category("b", "", parent="G"),
        Category("c", "", parent=TOTAL),
        Category("G", "", Kind.GROUP, TOTAL),
        Category(TOTAL, "", Kind.TOTAL),
    ),
)
PAIR = Dimension.flat("sex", "", ("x", "y"))


def fillings(total: int, leaves: int) -> np.ndarray:
    """Give every way to share a total among leaves: filling × leaf."""
    cuts = itertools.combinations(range(total + leaves - 1), leaves - 1)
    edges = np.array([(-1, *cut, total + leaves - 1) for cut in cuts])
    return np.diff(edges, axis=1) - 1


def every_table(truth: np.ndarray) -> np.ndarray:
    """Give every table with this grand total: table × eth × sex, groups and totals included."""
    shares = fillings(int(truth[-1, -1]), len(TREE.leaves) * len(PAIR.leaves)).reshape(-1, 3, 2)
    return np.einsum("el,nlm,sm->nes", membership(TREE), shares, membership(PAIR))


def by_hand(truth: np.ndarray, hidden: np.ndarray, attacker: Attacker) -> dict[tuple[str, str], int]:
    """Give the hidden cells that are the same in every table that fits."""
    fits = every_table(truth)
    fits = fits[(fits[:, ~hidden] == truth[~hidden]).all(axis=1)]
    if attacker is not Attacker.A0:
        fits = fits[(fits[:, hidden] >= 1).all(axis=1)]
    if attacker is Attacker.A2:
        small = hidden & (truth < THRESHOLD)
        fits = fits[(fits[:, small] < THRESHOLD).all(axis=1) & (fits[:, hidden & ~small] >= THRESHOLD).all(axis=1)]
    same = hidden & (fits.min(axis=0) == fits.max(axis=0))
    return {(TREE.codes[e], PAIR.codes[s]): int(truth[e, s]) for e, s in np.argwhere(same)}


def check(seed: int) -> None:
    chance = np.random.default_rng(seed)
    table = complete("t", (TREE, PAIR), chance.integers(0, 4, (3, 2)))
    hidden = (chance.random(table.counts.shape) < chance.uniform(0.3, 0.8)) & (table.counts > 0)
    hidden[-1, -1] = False
    released = ReleasedTable(
        "t",
        "",
        table.dimensions,
        tuple(HIDDEN if h else Cell(int(c)) for h, c in zip(hidden.ravel(), table.counts.ravel(), strict=True)),
        Population("p", ""),
        Audience.PUBLIC,
        Method.SUPPRESSION,
    )
    names = {cell_at({"eth": e, "sex": s}): (e, s) for e, s in itertools.product(TREE.codes, PAIR.codes)}
    small = {at for at, (e, s) in names.items() if table.counts[TREE.codes.index(e), PAIR.codes.index(s)] < THRESHOLD}
    for attacker in Attacker:
        found = attack([released], attacker=attacker, threshold=THRESHOLD, distinguishable=small)
        assert not found.undecided
        assert {names[one.at]: one.low for one in found.recovered} == by_hand(table.counts, hidden, attacker), seed
        assert all(one.low == one.high for one in found.recovered)


@pytest.mark.parametrize("start", range(0, 200, 50))
def test_what_is_the_same_in_every_table_that_fits(start: int) -> None:
    for seed in range(start, start + 50):
        check(seed)


@pytest.mark.deep
@pytest.mark.timeout(900)
def test_what_is_the_same_in_every_table_that_fits_at_length() -> None:
    for seed in range(10_000, 13_000):
        check(seed)
