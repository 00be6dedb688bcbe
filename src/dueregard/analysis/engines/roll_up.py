"""From groups to tables: every table of a report is added up from the groups of its grouping set.

The one idea: what a raw value means is decided here, once for each different value and not for each row. Groups whose
values mean the same ("F", " F") fall together; everything is whole numbers and adds up exactly.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.analysis.engines.categories import Placing, place_bands, place_found, place_given
from dueregard.analysis.engines.planning import GroupingSet, Key, Where, keys_of
from dueregard.analysis.engines.running import Groups
from dueregard.analysis.engines.values import Family, code_of
from dueregard.analysis.tables.amounts import AmountTable, Leaves, complete_amounts
from dueregard.analysis.tables.specs import By, CountSpec
from dueregard.analysis.tables.table import Counts, Table, complete
from dueregard.terms.errors import UsedWrongly

MOST_CELLS = 20_000_000
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Coded:
    """A key's codes: one place for each group, and the code at each place."""

    places: Places = field(repr=False)
    codes: tuple[str | None, ...] = field(repr=False)


class RollUp:
    """The groups of one grouping set, ready to be added up."""

    def __init__(
        self, groups: Groups, one: GroupingSet, *, keys: Sequence[Key], wheres: Sequence[Where],
        families: Mapping[str, Family], chosen: NDArray[np.bool_] | None,
    ) -> None:  # fmt: skip
        self._groups = groups
        self._chosen = chosen
        self._wheres = wheres
        self._coded = {
            key: _code(self._column(f"k{keys.index(key)}"), Family.WHOLE if key.bands else families[key.column])
            for key in one.keys
        }

    def table(self, spec: CountSpec) -> Table | AmountTable:
        """Make one table.

        Raises:  UsedWrongly where it would have too many cells, or a category lies in two groups.
        """
        dimensions, flat, shape = self._placed(spec)

        def leaves(name: str) -> Counts:
            return _added(flat, self._figures(name), shape)

        counts = leaves(f"n{self._wheres.index(spec.where)}")
        if spec.amount is None:
            return complete(spec.code, dimensions, counts, title=spec.title)
        first, second = self._largest(flat, shape)
        found = Leaves(counts, leaves("contributors"), leaves("total"), leaves("size"), first, second)
        return complete_amounts(spec.code, dimensions, found, amount=spec.amount, title=spec.title)

    def _placed(self, spec: CountSpec) -> tuple[list[Any], Places, tuple[int, ...]]:
        """Give the table's dimensions, where each group's leaf lies in it, and the shape of its leaves."""
        dimensions, shape, parts = [], [], []
        for by in spec.by:
            placing, places = self._place(by)
            leaves = placing.dimension.leaves
            dimensions.append(placing.dimension)
            shape.append(len(leaves))
            parts.append(places)
        if math.prod(len(dimension.categories) for dimension in dimensions) > MOST_CELLS:
            raise UsedWrongly(
                "The table would have too many cells.", where=", ".join(by.column for by in spec.by),
                mend="Leave out a column, or put a number into bands.",
            )  # fmt: skip
        many = len(self._figures("n0"))
        flat = np.zeros(many, dtype=np.int64)
        for size, places in zip(shape, parts, strict=True):
            flat = flat * size + places
        return dimensions, flat, tuple(shape)

    def _place(self, by: By) -> tuple[Placing, Places]:
        key, *above = keys_of(by)
        coded = self._coded[key]
        if by.dimension is not None:
            placing = place_given(by.dimension, coded.codes)
        elif by.bands:
            placing = place_bands(by, coded.codes)
        else:
            placing = place_found(by, self._together([coded, *(self._coded[one] for one in above)]))
        leaf_places = {code: place for place, code in enumerate(placing.dimension.leaves)}
        lookup = np.array([leaf_places[placing.leaf_of[code]] for code in coded.codes], dtype=np.int64)
        return placing, lookup[coded.places] if len(lookup) else coded.places

    def _together(self, coded: Sequence[Coded]) -> set[tuple[str | None, ...]]:
        """Give the codes that come together in some group."""
        if len(coded) == 1:
            return {(code,) for code in coded[0].codes}
        flat = np.zeros(len(coded[0].places), dtype=np.int64)
        for one in coded:
            flat = flat * max(len(one.codes), 1) + one.places
        _, at = np.unique(flat, return_index=True)
        return {tuple(one.codes[one.places[row]] for one in coded) for row in at.tolist()}

    def _largest(self, flat: Places, shape: tuple[int, ...]) -> tuple[Counts, Counts]:
        first = self._figures("first")
        second = np.where(self._figures("at_first") > 1, first, self._figures("below"))
        places, sizes = np.concatenate([flat, flat]), np.concatenate([first, second])
        in_order = np.lexsort((sizes, places))
        places, sizes = places[in_order], sizes[in_order]
        made = np.zeros((2, math.prod(shape)), dtype=np.int64)
        last = np.flatnonzero(np.diff(places, append=-1))
        # Each group gives two sizes, so that the one before the last of a leaf is of the same leaf.
        made[0, places[last]], made[1, places[last]] = sizes[last], sizes[last - 1]
        return made[0].reshape(shape), made[1].reshape(shape)

    def _column(self, name: str) -> list[Any]:
        values = self._groups[name]
        return values if self._chosen is None else [values[row] for row in np.flatnonzero(self._chosen).tolist()]

    def _figures(self, name: str) -> Counts:
        return np.array([value or 0 for value in self._column(name)], dtype=np.int64)


def chosen_rows(sets: Sequence[int], number: int) -> NDArray[np.bool_]:
    """Say which groups are those of a grouping set."""
    chosen: NDArray[np.bool_] = np.array(sets, dtype=np.int64) == number
    return chosen


def _added(flat: Places, figures: Counts, shape: tuple[int, ...]) -> Counts:
    made = np.zeros(math.prod(shape), dtype=np.int64)
    np.add.at(made, flat, figures)
    return made.reshape(shape)


def _code(values: Sequence[Any], family: Family) -> Coded:
    raw_places: dict[Any, int] = {}
    raw = np.fromiter((raw_places.setdefault(value, len(raw_places)) for value in values), np.int64, len(values))
    codes: dict[str | None, int] = {}
    meaning = np.array([codes.setdefault(code_of(value, family), len(codes)) for value in raw_places], dtype=np.int64)
    return Coded(meaning[raw] if len(meaning) else raw, tuple(codes))
