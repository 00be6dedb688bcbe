"""Tables of amounts for the tests of disclosure control, made of people one by one, with some who earn most of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import product

import numpy as np
from numpy.random import Generator

from disclosure_made_up import any_dimension
from dueregard.analysis.released.dimensions import Dimension
from dueregard.analysis.tables.amounts import AmountTable, Leaves, complete_amounts

People = dict[tuple[int, ...], list[int]]
"""Leaf numbers → the pence of each person there."""


def amount_table(dimensions: Sequence[Dimension], people: People, *, code: str = "pay") -> AmountTable:
    """Make the table of these people's amounts."""
    shape = [len(dimension.leaves) for dimension in dimensions]
    counts, sums, first, second = (np.zeros(shape, dtype=np.int64) for _ in range(4))
    for at, pence in people.items():
        ordered = sorted(pence, reverse=True)
        counts[at], sums[at] = len(ordered), sum(ordered)
        first[at], second[at] = [*ordered, 0, 0][:2]
    return complete_amounts(
        code, dimensions, Leaves(counts, counts, sums, sums, first, second), amount="pay", title="Pay"
    )


def of_these(dimensions: Sequence[Dimension], axes: Sequence[int], people: People) -> AmountTable:
    """Make the table over some of the dimensions."""
    merged: People = {}
    for at, pence in people.items():
        merged.setdefault(tuple(at[axis] for axis in axes), []).extend(pence)
    return amount_table([dimensions[axis] for axis in axes], merged, code="-".join("abcd"[axis] for axis in axes))


def any_amounts(chance: Generator) -> list[AmountTable]:
    """Draw one table of amounts, or two that are linked."""
    dimensions = [any_dimension(chance, code) for code in "abc"[: int(chance.integers(1, 4))]]
    while math.prod(len(dimension.categories) for dimension in dimensions) > 200:
        dimensions = dimensions[:-1]
    spread = float(chance.choice([0.2, 0.8, 2.0]))
    middle = float(chance.choice([3.0, 7.0, 12.5]))  # of the logarithm of pence: from coppers to large salaries
    scale = float(chance.choice([4.0, 15.0, 60.0]))
    people = {
        at: [int(one) for one in np.exp(chance.normal(middle, spread, int(chance.poisson(chance.gamma(0.8, scale)))))]
        for at in product(*(range(len(dimension.leaves)) for dimension in dimensions))
    }
    everything = tuple(range(len(dimensions)))
    wanted = [everything]
    if len(dimensions) > 1 and chance.random() < 0.4:
        wanted = [everything[:2], everything[1:]] if len(dimensions) > 2 else [everything[:1], everything]
    return [of_these(dimensions, axes, people) for axes in wanted]
