"""What does it cost to judge a table? The attack on patterns as large as a council's largest.

The one idea: the tables are made up here, from a seed, in the sizes that the research measured (925 cells two ways,
10,175 cells three ways, 60,000 people), hidden by the rule of thumb that people use by hand: small counts, then the
next smallest until every line has two. That is not safe, and the judge has to say where. Limits: 1 s and 30 s.
"""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import NDArray

from dueregard.analysis.attack.judge import attack
from dueregard.analysis.released.cells import HIDDEN, Cell
from dueregard.analysis.released.dimensions import TOTAL, Category, Dimension, Kind
from dueregard.analysis.released.table import Audience, Method, Population, ReleasedTable
from dueregard.analysis.tables.table import Table, complete

THRESHOLD = 10
LIMITS = {"two ways, 925 cells": 1.0, "three linked, 2,971 cells": 10.0, "three ways, 10,175 cells": 30.0}
_SEED = 20


def main() -> bool:
    """Print the seconds; say whether all are under their limits."""
    print("Judging a table: one run, two workers")
    print(f"{'table':30}{'hidden':>8}{'recovered':>11}{'undecided':>11}{'seconds':>9}  limit")
    fits = []
    for name, tables in (
        ("two ways, 925 cells", [made_up(12_000, ages=0)]),
        ("three linked, 2,971 cells", linked(60_000)),
        ("three ways, 10,175 cells", [made_up(60_000, ages=10)]),
    ):
        published = [by_hand(table) for table in tables]
        began = time.perf_counter()
        found = attack(published)
        seconds = time.perf_counter() - began
        fits.append(seconds <= LIMITS[name] and not found.undecided)
        print(
            f"{name:30}{found.hidden:>8,}{len(found.recovered):>11,}{len(found.undecided):>11,}{seconds:>9.2f}"
            f"  {LIMITS[name]:.0f} s"
        )
    return all(fits)


def made_up(people: int, *, ages: int) -> Table:
    """Count made-up people by ward (32 in 4 areas) × ethnic group (19 in 5), and × age band where asked."""
    chance = np.random.default_rng(_SEED)
    wards = _grouped("ward", [f"W{n:02}" for n in range(32)], lambda n: f"A{n // 8}")
    groups = _grouped("eth", [f"E{n:02}" for n in range(19)], lambda n: f"B{min(n // 4, 4)}")
    dimensions = [wards, groups]
    shares = np.outer(chance.uniform(0.5, 1.5, 32), chance.pareto(0.9, 19) + 0.05)
    if ages:
        dimensions.append(Dimension.flat("age", "Age", [f"{10 * n}s" for n in range(ages)]))
        shares = np.multiply.outer(shares, chance.uniform(0.3, 1.5, ages))
    shares = shares * chance.uniform(0.5, 1.5, shares.shape)
    leaves = chance.multinomial(people, (shares / shares.sum()).ravel()).reshape(shares.shape)
    return complete("made-up", dimensions, leaves)


def linked(people: int) -> list[Table]:
    """Count the same made-up people by ward × ethnic group, ward × age × sex and ethnic group × age × disability."""
    chance = np.random.default_rng(_SEED)
    dimensions = [
        _grouped("ward", [f"W{n:02}" for n in range(32)], lambda n: f"A{n // 8}"),
        _grouped("eth", [f"E{n:02}" for n in range(19)], lambda n: f"B{min(n // 4, 4)}"),
        *(Dimension.flat(code, code, values) for code, values in (("age", "0123456789"), ("sex", "FM"), ("dis", "YN"))),
    ]
    shares = [
        chance.uniform(0.5, 1.5, 32),
        chance.pareto(0.9, 19) + 0.05,
        chance.uniform(0.3, 1.5, 10),
        np.array([0.5, 0.5]),
        np.array([0.2, 0.8]),
    ]
    records = [chance.choice(len(share), people, p=share / share.sum()) for share in shares]
    tables = []
    for axes in ((0, 1), (0, 2, 3), (1, 2, 4)):
        leaves = np.zeros([len(shares[axis]) for axis in axes], dtype=np.int64)
        np.add.at(leaves, tuple(records[axis] for axis in axes), 1)
        tables.append(complete("-".join(map(str, axes)), [dimensions[axis] for axis in axes], leaves))
    return tables


def by_hand(table: Table) -> ReleasedTable:
    """Hide small counts, and then the next smallest until no line has only one hidden."""
    hidden = (table.counts > 0) & (table.counts < THRESHOLD)
    changed = True
    while changed:
        changed = False
        for axis, dimension in enumerate(table.dimensions):
            for parent in dict.fromkeys(each.parent for each in dimension.categories if each.parent):
                places = [n for n, category in enumerate(dimension.categories) if category.parent == parent]
                places.append(dimension.codes.index(parent))
                changed |= _complete_lines(table.counts, hidden, axis, places)
    cells = tuple(
        HIDDEN if mask else Cell(int(count)) for mask, count in zip(hidden.ravel(), table.counts.ravel(), strict=True)
    )
    return ReleasedTable(
        table.code, "", table.dimensions, cells, Population("p", ""), Audience.PUBLIC, Method.SUPPRESSION
    )


def _complete_lines(counts: NDArray[np.int64], hidden: NDArray[np.bool_], axis: int, places: list[int]) -> bool:
    lines = np.moveaxis(np.take(hidden, places, axis=axis), axis, -1)
    figures = np.moveaxis(np.take(counts, places, axis=axis), axis, -1)
    changed = False
    for at in np.argwhere(lines.sum(axis=-1) == 1):
        line = figures[tuple(at)].astype(float)
        line[lines[tuple(at)] | (line == 0)] = np.inf
        if np.isfinite(line).any():
            place = list(at)
            place.insert(axis, places[int(line.argmin())])
            hidden[tuple(place)] = True
            changed = True
    return changed


def _grouped(code: str, leaves: list[str], group_of) -> Dimension:  # type: ignore[no-untyped-def]
    groups = dict.fromkeys(group_of(n) for n in range(len(leaves)))
    return Dimension(
        code,
        code,
        (
            *(Category(leaf, leaf, parent=group_of(n)) for n, leaf in enumerate(leaves)),
            *(Category(group, group, Kind.GROUP, TOTAL) for group in groups),
            Category(TOTAL, TOTAL, Kind.TOTAL),
        ),
    )


if __name__ == "__main__":
    main()
