"""What else could be published, and what would each way cost? Alternatives to a table that hides much, side by side.

The one idea: fewer, larger categories need less hiding. Each alternative is another table of the same people, protected
in the same way, so that they can be compared by what they hide: the smallest part of each group merged with its
neighbour, a dimension without its total, a dimension by its groups alone.
It decides nothing: somebody who knows what the table is for chooses. No figure of a hidden cell is in the comparison.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from dueregard.analysis.disclosure.costs import Cost
from dueregard.analysis.disclosure.policy import Policy
from dueregard.analysis.disclosure.protect import Protected, protect
from dueregard.analysis.disclosure.system import is_whole
from dueregard.analysis.released.dimensions import Category, Dimension, Kind
from dueregard.analysis.released.table import ReleasedTable
from dueregard.analysis.tables.regroup import without_total
from dueregard.analysis.tables.table import Table, complete


@dataclass(frozen=True, slots=True, eq=False)
class Alternative:
    """One way to publish: in words, its table, and what protecting it hides: a share of its cells, at a cost."""

    words: str
    table: Table = field(repr=False)
    protected: Protected = field(repr=False)

    @property
    def cells(self) -> int:
        """Give the number of cells of its table."""
        return int(self.table.counts.size)

    @property
    def share_hidden(self) -> float:
        """Give the share of its cells that are hidden."""
        return self.protected.hidden / self.cells if self.cells else 0.0


def find_alternatives(
    table: Table,
    *,
    policy: Policy,
    before: Sequence[ReleasedTable] = (),
    cost: Cost | None = None,
    seconds: float = 5.0,
) -> tuple[Alternative, ...]:
    """Protect a table as it is and in every simple other form; the form that hides the smallest share comes first.

    Takes:   `seconds` for each; `before`, as for `protect`.
    """
    made = []
    for words, form in (("As it is", table), *_forms(table)):
        done = protect([form], policy=policy, before=before, cost=cost, seconds=seconds)
        made.append(Alternative(words, form, done))
    return tuple(sorted(made, key=lambda one: one.share_hidden))


def _forms(table: Table) -> Iterator[tuple[str, Table]]:
    for axis, dimension in enumerate(table.dimensions):
        if (merged := _merge_smallest(table, axis)) is not None:
            first, second, form = merged
            yield f"{dimension.label}: “{first}” and “{second}” as one", form
        if (coarser := _groups_alone(table, axis)) is not None:
            yield f"{dimension.label}: groups alone", coarser
        if (without := _without_total(table, axis)) is not None:
            yield f"{dimension.label}: without the total", without


def _merge_smallest(table: Table, axis: int) -> tuple[str, str, Table] | None:
    """Merge the leaf that counts fewest with the smallest of its neighbours in the same group."""
    dimension = table.dimensions[axis]
    sizes = dict(zip(dimension.leaves, _leaves(table).sum(axis=_others(table, axis)), strict=True))
    for leaf in sorted(sizes, key=lambda code: int(sizes[code])):
        parent = dimension.category(leaf).parent
        near = [other for other in sizes if other != leaf and dimension.category(other).parent == parent]
        if near and len(sizes) > 2:
            other = min(near, key=lambda code: int(sizes[code]))
            pair = [one for one in dimension.leaves if one in (leaf, other)]
            return (*(dimension.category(one).label for one in pair), _merged(table, axis, pair))  # type: ignore[return-value]  # two labels and a table
    return None


def _merged(table: Table, axis: int, pair: Sequence[str]) -> Table:
    dimension = table.dimensions[axis]
    first, second = (dimension.category(code) for code in pair)
    both = Category(f"{first.code}+{second.code}", f"{first.label} or {second.label}", Kind.VALUE, first.parent)
    categories = [both if one == first else one for one in dimension.categories if one != second]
    places = {code: place for place, code in enumerate(dimension.leaves)}
    leaves = np.array(_leaves(table))
    view = np.moveaxis(leaves, axis, 0)
    view[places[first.code]] += view[places[second.code]]
    return _again(
        table, axis, replace(dimension, categories=tuple(categories)), np.delete(leaves, places[second.code], axis)
    )


def _groups_alone(table: Table, axis: int) -> Table | None:
    """Leave out the leaves that are within a group."""
    dimension = table.dimensions[axis]
    gone = {
        leaf
        for leaf in dimension.leaves
        if (parent := dimension.category(leaf).parent) is not None and not is_whole(dimension, parent)
    }
    if not gone:
        return None
    kept = [place for place, code in enumerate(dimension.codes) if code not in gone]
    categories = tuple(dimension.categories[place] for place in kept)
    return _cut(table, axis, replace(dimension, categories=categories), kept)


def _without_total(table: Table, axis: int) -> Table | None:
    dimension = table.dimensions[axis]
    total = next((code for code in dimension.codes if is_whole(dimension, code)), None)
    if total is None or len(dimension.children(total)) < 2:
        return None
    return without_total(table, dimension=dimension.code)


def _cut(table: Table, axis: int, dimension: Dimension, kept: Sequence[int]) -> Table:
    dimensions = (*table.dimensions[:axis], dimension, *table.dimensions[axis + 1 :])
    counts = np.ascontiguousarray(np.take(table.counts, list(kept), axis=axis))
    return replace(table, dimensions=dimensions, counts=counts)


def _again(table: Table, axis: int, dimension: Dimension, leaves: np.ndarray) -> Table:
    dimensions = (*table.dimensions[:axis], dimension, *table.dimensions[axis + 1 :])
    return complete(table.code, dimensions, leaves, title=table.title)


def _leaves(table: Table) -> np.ndarray:
    places = [[dimension.codes.index(code) for code in dimension.leaves] for dimension in table.dimensions]
    return table.counts[np.ix_(*places)]


def _others(table: Table, axis: int) -> tuple[int, ...]:
    return tuple(other for other in range(len(table.dimensions)) if other != axis)
