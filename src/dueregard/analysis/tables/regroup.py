"""How are categories brought together? A counted table over fewer, wider categories, without reading the records again.

The one idea: counts of leaves that become one are added up, and groups and totals are made anew from the leaves. It
serves an outcome of many wordings that is asked of as yes or no, small groups that are merged, and a table without one
of its dimensions. Every leaf must be said where it goes: none is dropped in silence.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from dueregard.analysis.released.dimensions import TOTAL, Category, Dimension, Kind
from dueregard.analysis.tables.table import Table, complete
from dueregard.terms.errors import UsedWrongly

YES, NO = "yes", "no"


def regroup(table: Table, *, dimension: str, into: Dimension, members: Mapping[str, str]) -> Table:
    """Give the table over other categories of one dimension.

    Takes:   `members`, for each leaf of the old dimension, the leaf of the new one that it belongs to.
    Raises:  UsedWrongly where the dimension is not there, a leaf has no place, or a place is no leaf.

    >>> old = complete("t", [Dimension.flat("eth", "Group", ("A", "B", "C"))], np.array([3, 4, 20]))
    >>> new = regroup(old, dimension="eth", into=Dimension.flat("eth", "Group", ("A or B", "C")),
    ...     members={"A": "A or B", "B": "A or B", "C": "C"})
    >>> new.counts.tolist()
    [7, 20, 27]
    """
    axis, old = _axis(table, dimension)
    homeless = [leaf for leaf in old.leaves if members.get(leaf) not in into.leaves]
    if homeless:
        raise UsedWrongly("A category is given no place among the new ones.", where=old.label)
    leaves = _leaves(table)
    shape = list(leaves.shape)
    shape[axis] = len(into.leaves)
    merged = np.zeros(shape, dtype=np.int64)
    at = [into.leaves.index(members[leaf]) for leaf in old.leaves]
    np.add.at(np.moveaxis(merged, axis, 0), at, np.moveaxis(leaves, axis, 0))
    dimensions = (*table.dimensions[:axis], into, *table.dimensions[axis + 1 :])
    return complete(table.code, dimensions, merged, title=table.title)


def as_outcome(table: Table, *, dimension: str, yes: Collection[str], label: str = "") -> Table:
    """Give the table with one dimension as yes or no: `yes` are the leaves that count as it.

    Leaves that are no answer (not known, preferred not to say …) stay what they are.
    Raises:  UsedWrongly where a leaf named is not there.

    >>> old = complete("t", [Dimension.flat("o", "Outcome", ("Arrest", "Warning", "Nothing"))], np.array([3, 4, 20]))
    >>> as_outcome(old, dimension="o", yes=["Arrest", "Warning"]).counts.tolist()
    [7, 20, 27]
    """
    _, old = _axis(table, dimension)
    if unknown := sorted(set(yes) - set(old.leaves)):
        raise UsedWrongly("There is no such outcome.", where=", ".join(unknown), mend=f"One of: {_some(old)}.")
    kinds = {leaf: old.category(leaf) for leaf in old.leaves}
    silent = tuple(category for category in kinds.values() if category.kind is not Kind.VALUE)
    into = Dimension(
        old.code,
        label or old.label,
        (
            Category(YES, "Yes", parent=TOTAL),
            Category(NO, "No", parent=TOTAL),
            *(Category(one.code, one.label, one.kind, TOTAL) for one in silent),
            Category(TOTAL, "All", Kind.TOTAL),
        ),
    )
    members = {
        leaf: leaf if category.kind is not Kind.VALUE else (YES if leaf in yes else NO)
        for leaf, category in kinds.items()
    }
    return regroup(table, dimension=dimension, into=into, members=members)


def without(table: Table, *, dimension: str) -> Table:
    """Give the table without one of its dimensions: everybody, whatever their category."""
    axis, _ = _axis(table, dimension)
    rest = (*table.dimensions[:axis], *table.dimensions[axis + 1 :])
    return complete(table.code, rest, _leaves(table).sum(axis=axis), title=table.title)


def _axis(table: Table, dimension: str) -> tuple[int, Dimension]:
    for axis, one in enumerate(table.dimensions):
        if one.code == dimension:
            return axis, one
    raise UsedWrongly("The table does not run over this.", where=dimension)


def _leaves(table: Table) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    places = [[over.codes.index(leaf) for leaf in over.leaves] for over in table.dimensions]
    return np.asarray(table.counts[np.ix_(*places)] if places else table.counts, dtype=np.int64)


def _some(dimension: Dimension) -> str:
    return ", ".join(dimension.leaves[:12]) + (" …" if len(dimension.leaves) > 12 else "")
