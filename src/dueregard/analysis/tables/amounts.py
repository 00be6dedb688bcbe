"""What do the amounts add up to, and who dominates them? A raw table of sums: never shown, logged or put in an error.

The one idea: a sum can give a person away although many share it, where one or two of them make up most of it. Every
cell, groups and totals included, therefore carries how many contribute and how large the two largest contributions are,
which is all that the dominance rules (n, k and p %) need.
Amounts are whole hundredths (pence): sums of whole numbers are the same in whatever order an engine adds them up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields

import numpy as np

from dueregard.analysis.released.dimensions import Dimension
from dueregard.analysis.tables.table import Counts, Table, complete, membership
from dueregard.terms.errors import UsedWrongly


@dataclass(frozen=True, slots=True, eq=False)
class AmountTable:
    """Sums over dimensions, in hundredths: one axis for each dimension, one place for each category.

    `counts` are the rows of a cell, `contributors` those of them that have an amount: the others have none, or one that
    is not a number. `sums` add up the amounts, `sizes` their absolute values; `first` and `second` are the two largest
    absolute values, nought where there are not so many contributors. Without negative amounts `sizes` equals `sums`.
    Raises:  UsedWrongly where a shape is not that of the dimensions.
    """

    code: str
    dimensions: tuple[Dimension, ...]
    amount: str
    counts: Counts = field(repr=False)
    contributors: Counts = field(repr=False)
    sums: Counts = field(repr=False)
    sizes: Counts = field(repr=False)
    first: Counts = field(repr=False)
    second: Counts = field(repr=False)
    title: str = ""

    def __post_init__(self) -> None:
        shape = tuple(len(dimension.categories) for dimension in self.dimensions)
        for one in fields(self):
            figures = getattr(self, one.name)
            if isinstance(figures, np.ndarray):
                if figures.shape != shape:
                    raise UsedWrongly("The figures do not have the shape of the table's dimensions.", where=self.code)
                figures.flags.writeable = False

    @property
    def rows(self) -> Table:
        """Give the table of rows behind the sums: those that have an amount and those that have none."""
        return Table(self.code, self.dimensions, self.counts, title=self.title)


@dataclass(frozen=True, slots=True, eq=False)
class Leaves:
    """The figures of an amount table for the leaves alone: leaf × leaf × … each."""

    counts: Counts = field(repr=False)
    contributors: Counts = field(repr=False)
    sums: Counts = field(repr=False)
    sizes: Counts = field(repr=False)
    first: Counts = field(repr=False)
    second: Counts = field(repr=False)


def complete_amounts(
    code: str, dimensions: Sequence[Dimension], leaves: Leaves, *, amount: str, title: str = ""
) -> AmountTable:
    """Make an amount table from the figures of the leaves.

    Counts and sums are added up along each axis; of the largest, the two largest of all leaves of a category are taken.

    >>> one = np.array([2, 1])
    >>> leaves = Leaves(one, one, np.array([30, 9]), np.array([30, 9]), np.array([20, 9]), np.array([10, 0]))
    >>> table = complete_amounts("t", [Dimension.flat("sex", "Sex", ("F", "M"))], leaves, amount="pay")
    >>> table.sums.tolist(), table.first.tolist(), table.second.tolist()
    ([30, 9, 39], [20, 9, 20], [10, 0, 10])
    """
    first, second = leaves.first, leaves.second
    for axis, dimension in enumerate(dimensions):
        first, second = _largest_along(axis, dimension, first, second)

    def added(figures: Counts) -> Counts:
        return _sums(dimensions, figures)

    return AmountTable(
        code, tuple(dimensions), amount, added(leaves.counts), added(leaves.contributors), added(leaves.sums),
        added(leaves.sizes), first, second, title=title,
    )  # fmt: skip


def _sums(dimensions: Sequence[Dimension], leaves: Counts) -> Counts:
    if leaves.size and leaves.min() < 0:  # a `Table` takes no figure below nought, an amount may be one
        return _sums(dimensions, np.maximum(leaves, 0)) - _sums(dimensions, np.maximum(-leaves, 0))
    return complete("sums", dimensions, leaves).counts.copy()


def _largest_along(axis: int, dimension: Dimension, first: Counts, second: Counts) -> tuple[Counts, Counts]:
    both = np.stack([np.moveaxis(first, axis, 0), np.moveaxis(second, axis, 0)])
    made = np.zeros((2, len(dimension.categories), *both.shape[2:]), dtype=np.int64)
    for place, members in enumerate(membership(dimension).astype(bool)):
        of_it = both[:, members].reshape(-1, *both.shape[2:])
        if len(of_it):
            made[1, place], made[0, place] = np.partition(of_it, -2, axis=0)[-2:]
    return (
        np.ascontiguousarray(np.moveaxis(made[0], 0, axis)),
        np.ascontiguousarray(np.moveaxis(made[1], 0, axis)),
    )
