"""How are categories brought together? A counted table over fewer, wider categories, without reading the records again.

The one idea: counts of leaves that become one are added up, and groups and totals are made anew from the leaves. It
serves an outcome of many wordings that is asked of as yes or no, small groups that are merged, and a table without one
of its dimensions, or without the total of one. Every leaf must be said where it goes: none is dropped in silence.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import numpy as np

from dueregard.analysis.released.dimensions import TOTAL, Category, Dimension, Kind
from dueregard.analysis.tables.table import Table, complete
from dueregard.terms.errors import UsedWrongly

YES, NO = "yes", "no"
OTHER_WORDINGS = "Other wordings"
"""Where wordings go that so few rows hold that the wording alone could tell of somebody."""


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


def merge_rare(table: Table, *, dimension: str, below: int) -> Table:
    """Give the table with the wordings that 1 to `below` − 1 people have brought together in one category.

    Ways of not answering keep their own category, and a dimension with groups stays as it is: its categories come from
    a published list, which tells of nobody. Where nothing is rare the table is given back as it is.

    >>> old = complete("t", [Dimension.flat("unit", "Unit", ("A", "B", "C"))], np.array([3, 40, 2]))
    >>> merge_rare(old, dimension="unit", below=10).dimensions[0].codes
    ('B', 'Other wordings', 'Total')
    """
    axis, old = _axis(table, dimension)
    if any(category.kind is Kind.GROUP for category in old.categories):
        return table
    people = _leaves(table).sum(axis=tuple(other for other in range(len(table.dimensions)) if other != axis))
    is_value = {leaf: old.category(leaf).kind is Kind.VALUE for leaf in old.leaves}
    rare = {leaf for leaf, n in zip(old.leaves, people, strict=True) if is_value[leaf] and 0 < n < below}
    if not rare:
        return table
    top = TOTAL if TOTAL in old.codes else None
    kept = tuple(
        category for category in old.categories if category.code not in rare and category.kind is not Kind.TOTAL
    )
    totals = tuple(category for category in old.categories if category.kind is Kind.TOTAL)
    other = Category(OTHER_WORDINGS, OTHER_WORDINGS, Kind.VALUE, top)
    values = tuple(category for category in kept if category.kind is Kind.VALUE)
    silent = tuple(category for category in kept if category.kind is not Kind.VALUE)
    into = Dimension(old.code, old.label, (*values, other, *silent, *totals))
    members = {leaf: OTHER_WORDINGS if leaf in rare else leaf for leaf in old.leaves}
    return regroup(table, dimension=dimension, into=into, members=members)


def without(table: Table, *, dimension: str) -> Table:
    """Give the table without one of its dimensions: everybody, whatever their category."""
    axis, _ = _axis(table, dimension)
    rest = (*table.dimensions[:axis], *table.dimensions[axis + 1 :])
    return complete(table.code, rest, _leaves(table).sum(axis=axis), title=table.title)


def without_total(table: Table, *, dimension: str) -> Table:
    """Give the table without the total of one dimension, whose parts then stand by themselves.

    >>> old = complete("t", [Dimension.flat("sex", "Sex", ("F", "M"))], np.array([3, 4]))
    >>> new = without_total(old, dimension="sex")
    >>> new.counts.tolist(), [category.parent for category in new.dimensions[0].categories]
    ([3, 4], [None, None])
    """
    axis, old = _axis(table, dimension)
    totals = {category.code for category in old.categories if category.kind is Kind.TOTAL or category.code == TOTAL}
    kept = [place for place, code in enumerate(old.codes) if code not in totals]
    categories = tuple(
        replace(one, parent=None) if one.parent in totals else one for one in (old.categories[place] for place in kept)
    )
    dimensions = (*table.dimensions[:axis], replace(old, categories=categories), *table.dimensions[axis + 1 :])
    return replace(table, dimensions=dimensions, counts=np.ascontiguousarray(np.take(table.counts, kept, axis=axis)))


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
