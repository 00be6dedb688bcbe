"""What was counted? A raw table: every figure, safe or not. It is never shown, logged or put in an error.

The one idea: an array with one axis for each dimension and one place for each category, groups and totals included, so
that protection, attack and release all speak of the same cells. Its `repr` gives no figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dueregard.analysis.released.dimensions import Dimension
from dueregard.terms.errors import UsedWrongly

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Counts over dimensions: one axis each, one place for each category, in the dimension's order.

    Raises:  UsedWrongly where the shape is not that of the dimensions, or a count is below nought.
    """

    code: str
    dimensions: tuple[Dimension, ...]
    counts: Counts = field(repr=False)
    title: str = ""

    def __post_init__(self) -> None:
        if self.counts.shape != tuple(len(dimension.categories) for dimension in self.dimensions):
            raise UsedWrongly("The figures do not have the shape of the table's dimensions.", where=self.code)
        if self.counts.size and self.counts.min() < 0:
            raise UsedWrongly("A count is below nought.", where=self.code)
        self.counts.flags.writeable = False


def complete(code: str, dimensions: Sequence[Dimension], leaves: Counts, *, title: str = "") -> Table:
    """Make a table from the counts of the leaves: groups and totals are added up along each axis.

    Takes:   `leaves`, leaf × leaf × …, in the order of `dimension.leaves`.

    >>> table = complete("t", [Dimension.flat("sex", "Sex", ("F", "M"))], np.array([3, 4]))
    >>> table.counts.tolist()
    [3, 4, 7]
    """
    counts = leaves
    for axis, dimension in enumerate(dimensions):
        counts = np.moveaxis(np.tensordot(membership(dimension), counts, axes=(1, axis)), 0, axis)
    return Table(code, tuple(dimensions), np.array(counts, dtype=np.int64, order="C"), title=title)


def membership(dimension: Dimension) -> Counts:
    """Say which leaves add up to which category: category × leaf, of noughts and ones.

    >>> membership(Dimension.flat("sex", "Sex", ("F", "M"))).tolist()
    [[1, 0], [0, 1], [1, 1]]
    """
    leaves = dimension.leaves
    matrix = np.zeros((len(dimension.categories), len(leaves)), dtype=np.int64)
    parents = {category.code: category.parent for category in dimension.categories}
    places = {code: place for place, code in enumerate(dimension.codes)}
    for column, leaf in enumerate(leaves):
        at: str | None = leaf
        while at is not None:
            matrix[places[at], column] = 1
            at = parents[at]
    return matrix
