"""The judge never recovers what the protector hid: random tables, groups, linked tables, one release after another.

The protector and the judge are separate code; what one proves the other must find. Adding a dimension, or releasing
again, never makes a published cell wrong. 2,000 random sets at length; in CI a seeded 132, with three releases each.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest

from dueregard.analysis.attack.judge import attack
from dueregard.analysis.disclosure.policy import Policy
from dueregard.analysis.disclosure.protect import Protected, protect
from dueregard.analysis.released.attackers import Attacker
from dueregard.analysis.released.dimensions import TOTAL, Category, Dimension, Kind
from dueregard.analysis.released.table import Audience, Method, Population, ReleasedTable
from dueregard.analysis.tables.table import Table, complete

THRESHOLD = 5
STAFF = Population("staff", "")


def policy(attacker: Attacker) -> Policy:
    return Policy(
        "p", "1", "", "service", Audience.PUBLIC, Method.SUPPRESSION, THRESHOLD, "", "figures-attackers",
        attacker=attacker,
    )  # fmt: skip


def dimension(code: str, chance: np.random.Generator) -> Dimension:
    """Make a dimension of two to four leaves, some with groups."""
    size = int(chance.integers(2, 5))
    leaves = [f"{code}{n}" for n in range(size)]
    if size < 4:
        return Dimension.flat(code, "", leaves)
    cut = int(chance.integers(1, size - 1))
    groups = [f"{code}-first" if n < cut else f"{code}-second" for n in range(size)]
    return Dimension(
        code,
        "",
        (
            *(Category(leaf, "", parent=group) for leaf, group in zip(leaves, groups, strict=True)),
            *(Category(group, "", Kind.GROUP, TOTAL) for group in dict.fromkeys(groups)),
            Category(TOTAL, "", Kind.TOTAL),
        ),
    )


def shown(done: Protected, population: Population = STAFF) -> tuple[ReleasedTable, ...]:
    return tuple(
        ReleasedTable(
            one.table.code, "", one.table.dimensions, one.cells(), population, Audience.PUBLIC, Method.SUPPRESSION
        )
        for one in done.tables
    )


def linked(records: np.ndarray, dimensions: Sequence[Dimension], over: Sequence[Sequence[int]]) -> list[Table]:
    """Count the same people over several sets of dimensions."""
    tables = []
    for axes in over:
        others = tuple(axis for axis in range(records.ndim) if axis not in axes)
        kept = [dimensions[axis] for axis in axes]
        tables.append(complete("-".join(d.code for d in kept), kept, records.sum(axis=others)))
    return tables


def figures_are_true(done: Protected) -> bool:
    return all(
        cell.value is None or cell.value == int(count)
        for one in done.tables
        for cell, count in zip(one.cells(), one.table.counts.ravel(), strict=True)
    )


def check(seed: int) -> None:
    chance = np.random.default_rng(seed)
    attacker = (Attacker.A1, Attacker.A0, Attacker.A2)[seed % 3 if seed % 2 else 0]
    dimensions = [dimension(code, chance) for code in ("ward", "eth", "age")]
    size = [len(one.leaves) for one in dimensions]
    people = chance.poisson(chance.gamma(0.8, chance.choice([3.0, 8.0, 20.0]), size))
    plans = [[(0, 1)], [(0, 1, 2)], [(0, 1), (1, 2)], [(0,), (0, 1), (0, 2), (1, 2)]]
    tables = linked(people, dimensions, plans[int(chance.integers(len(plans)))])
    first = protect(tables, policy=policy(attacker), seconds=1.0, gap=0.9)
    judge([first], shown(first), attacker, seed)
    if attacker is not Attacker.A2:  # the protector is told of earlier tables, not of their marks
        more = linked(people, dimensions, [(0, 1, 2)])
        before = shown(first)
        second = protect(more, policy=policy(attacker), before=before, seconds=1.0, gap=0.9)
        judge([second, first], [*shown(second), *before], attacker, seed)
        next_year = Population("staff-next", "", date(2027, 3, 31), "staff-of-all-years")
        moved = np.maximum(people + chance.integers(-2, 3, size), 0)
        third = protect(linked(moved, dimensions, [(0, 1)]), policy=policy(attacker), seconds=1.0, gap=0.9)
        judge([third, second, first], [*shown(third, next_year), *shown(second), *before], attacker, seed)


def judge(several: Sequence[Protected], tables: Sequence[ReleasedTable], attacker: Attacker, seed: int) -> None:
    small, others = set(), set()
    for one, table in zip(several[0].tables, shown(several[0]), strict=True):
        for number, (codes, cell) in enumerate(table.rows()):
            at = tuple(sorted((d.code, c) for d, c in zip(one.table.dimensions, codes, strict=True) if c != TOTAL))
            if cell.value is None:
                is_small = one.primary.flat[number] and one.table.counts.flat[number] < THRESHOLD
                (small if is_small else others).add(at)
    found = attack(
        tables, attacker=attacker, threshold=THRESHOLD, distinguishable=small, secondary=others - small, seconds=20.0
    )
    beyond = {tuple(sorted(one.at)) for done in several for one in done.unprotectable}
    assert all(map(figures_are_true, several)), seed
    assert not found.undecided, seed
    assert {one.at for one in found.recovered} <= beyond, seed


@pytest.mark.parametrize("start", range(0, 132, 44))
def test_nothing_hidden_is_recovered(start: int) -> None:
    for seed in range(start, start + 44):
        check(seed)


@pytest.mark.deep
@pytest.mark.timeout(3600)
def test_nothing_hidden_is_recovered_at_length() -> None:
    for seed in range(1_000, 3_000):
        check(seed)
