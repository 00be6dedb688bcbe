"""Tables and policies for the tests of disclosure control: small ones by hand, and any number by chance."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.random import Generator

from dueregard.analysis.disclosure.policy import Policy
from dueregard.analysis.released.attackers import Attacker
from dueregard.analysis.released.dimensions import TOTAL, Category, Dimension, Kind
from dueregard.analysis.released.table import Audience, Method
from dueregard.analysis.tables.table import Table, complete

MOST_CELLS = 400


def plain_policy(*, threshold: int = 10, width: int = 1, attacker: str = "A1", **others: object) -> Policy:
    """Give a policy that knows a threshold and little else."""
    return Policy(
        "made-up", "1", "Made up", "service", Audience.PUBLIC, Method.SUPPRESSION, threshold, "for tests", "none",
        width=width, attacker=Attacker(attacker), **others,
    )  # fmt: skip


def grouped(code: str, groups: dict[str, Sequence[str]], *, total: bool = True) -> Dimension:
    """Make a dimension of groups with their leaves."""
    top = TOTAL if total else None
    leaves = tuple(Category(leaf, leaf, parent=group) for group, several in groups.items() for leaf in several)
    inner = tuple(Category(group, group, Kind.GROUP, top) for group in groups)
    return Dimension(code, code, leaves + inner + ((Category(TOTAL, TOTAL, Kind.TOTAL),) if total else ()))


def any_dimension(chance: Generator, code: str) -> Dimension:
    """Draw a dimension: flat or in groups, mostly with a total."""
    total = bool(chance.random() < 0.9)
    if chance.random() < 0.5:
        return Dimension.flat(code, code, [f"{code}{n}" for n in range(int(chance.integers(2, 6)))], total=total)
    sizes = chance.integers(1, 4, int(chance.integers(2, 4)))
    return grouped(
        code, {f"{code}g{g}": [f"{code}{g}{n}" for n in range(size)] for g, size in enumerate(sizes)}, total=total
    )


def any_linked(chance: Generator) -> list[Table]:
    """Draw one table of one to four dimensions, or two or three that share some of them, of the same people."""
    dimensions = [any_dimension(chance, code) for code in "abcd"[: int(chance.integers(1, 5))]]
    while math.prod(len(dimension.categories) for dimension in dimensions) > MOST_CELLS:
        dimensions = dimensions[:-1]
    shape = [len(dimension.leaves) for dimension in dimensions]
    scale = float(chance.choice([0.7, 3.0, 12.0]))
    people = chance.poisson(chance.gamma(0.6, scale, shape)).astype(np.int64)
    wanted = [tuple(range(len(dimensions)))]
    if len(dimensions) > 1 and chance.random() < 0.5:
        size = min(2, len(dimensions))
        several = chance.choice([0, 1], size=(3, len(dimensions)))
        wanted = sorted({tuple(np.flatnonzero(row)) for row in several if row.sum() >= 1}) or wanted
        wanted = wanted if any(len(one) >= size for one in wanted) else [*wanted, tuple(range(size))]
    tables = []
    for axes in wanted:
        others = tuple(axis for axis in range(len(dimensions)) if axis not in axes)
        leaves = people.sum(axis=others) if others else people
        tables.append(complete("-".join("abcd"[axis] for axis in axes), [dimensions[axis] for axis in axes], leaves))
    return tables
