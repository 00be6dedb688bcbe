"""Which sums does a reader know? All cells of all tables, and every sum that holds between them.

The one idea: a cell is what it counts, not where it stands. Its key is the set of its (dimension, category) pairs with
totals left out, so that the margin that two linked tables share, or a cell that was in last month's release, is one
unknown and not two. Along each dimension each group or total is the sum of its parts, in every combination of the other
dimensions: these sums, and nothing else, are what plain arithmetic has to work with. A part that no table shows is an
unknown of its own, nought or more; so is a margin that two tables without totals share and neither shows.
Source: cox-1981, fischetti-salazar-2005 (linked and hierarchical tables as one linear system).
It refuses tables that do not add up, and an earlier release that gives another figure for the same cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from dueregard.analysis.released.cells import State
from dueregard.analysis.released.dimensions import TOTAL, Dimension, Kind
from dueregard.analysis.released.table import ReleasedTable
from dueregard.analysis.tables.table import Counts, Table
from dueregard.terms.errors import UsedWrongly

Key: TypeAlias = frozenset[tuple[str, str]]
Mask: TypeAlias = NDArray[np.bool_]
Rules: TypeAlias = dict[str, tuple[tuple[str | None, tuple[str, ...]], ...]]
_UNKNOWN = -1


@dataclass(frozen=True, slots=True, eq=False)
class System:
    """Cells and the sums between them: equation × cell, a total +1 and its parts −1.

    `values` are true counts, save for cells hidden in an earlier release that no table here counts: those hold some
    whole numbers that fit, which serve as well, for what a reader can infer depends on what is published alone.
    `published_before` cells cannot be hidden any more; `hidden_before` cells stay hidden; `ours` are cells of the
    tables given; `places` says, for each table, which cell stands where.
    """

    keys: tuple[Key, ...]
    values: Counts = field(repr=False)
    sums: csr_matrix = field(repr=False)
    places: tuple[NDArray[np.int64], ...] = field(repr=False)
    published_before: Mask = field(repr=False)
    hidden_before: Mask = field(repr=False)
    ours: Mask = field(repr=False)

    @property
    def size(self) -> int:
        """Give the number of distinct cells."""
        return len(self.keys)


def build(tables: Sequence[Table], *, before: Sequence[ReleasedTable] = (), least_hidden: int = 0) -> System:
    """Put linked tables, and what was released of the same people before, into one system.

    Takes:   `least_hidden`, what a reader takes a hidden count to be at least: so much must cells have, too, that were
             hidden before and are counted by no table here, or the numbers put in their place would be no witness.
    Raises:  UsedWrongly where tables do not add up or contradict one another or an earlier release.
    """
    cells = _Cells()
    places = tuple(cells.take(table.dimensions, table.counts.ravel(), where=table.code) for table in tables)
    mine = len(cells.keys)
    published, hidden = _earlier(cells, before)
    rules = _rules([*(table.dimensions for table in tables), *(table.dimensions for table in before)])
    sums = _sums(cells, rules)
    values = np.array(cells.values, dtype=np.int64)
    values = _fill_in(values, sums, least=np.where(_mask(len(values), hidden - published), least_hidden, 0))
    if sums.shape[0] and np.any(sums @ values):
        raise UsedWrongly(
            "The figures do not add up to their totals.",
            mend="Give exact counts of one population; tables that are linked must count the same people.",
        )
    size = len(cells.keys)
    return System(
        keys=tuple(cells.keys),
        values=values,
        sums=sums,
        places=places,
        published_before=_mask(size, published),
        hidden_before=_mask(size, hidden - published),
        ours=np.arange(size) < mine,
    )


class _Cells:
    """Distinct cells as they are met, with what is known of their counts."""

    def __init__(self) -> None:
        self.numbers: dict[Key, int] = {}
        self.keys: list[Key] = []
        self.values: list[int] = []

    def add(self, key: Key, value: int, *, where: str) -> int:
        number = self.numbers.setdefault(key, len(self.keys))
        if number == len(self.keys):
            self.keys.append(key)
            self.values.append(value)
        elif value != _UNKNOWN:
            if self.values[number] not in (value, _UNKNOWN):
                raise UsedWrongly(
                    "Two tables give different figures for the same cell.",
                    where=where,
                    mend="Tables that are linked, or follow one another, must count the same people.",
                )
            self.values[number] = value
        return number

    def take(self, dimensions: Sequence[Dimension], values: Iterable[int], *, where: str) -> NDArray[np.int64]:
        """Add the cells of one table; give their numbers, in the table's order."""
        shape = tuple(len(dimension.categories) for dimension in dimensions)
        parts = [_coordinates(dimension) for dimension in dimensions]
        numbers = [
            self.add(frozenset().union(*at) if at else frozenset(), int(value), where=where)
            for at, value in zip(product(*parts), values, strict=True)
        ]
        return np.array(numbers, dtype=np.int64).reshape(shape)


def is_whole(dimension: Dimension, code: str) -> bool:
    """Say whether a category is everybody: the total, where all other categories are part of it."""
    category = dimension.category(code)
    roots = [one for one in dimension.categories if one.parent is None]
    return category.parent is None and len(roots) == 1 and (category.kind is Kind.TOTAL or code == TOTAL)


def _coordinates(dimension: Dimension) -> list[Key]:
    return [
        frozenset() if is_whole(dimension, code) else frozenset({(dimension.code, code)}) for code in dimension.codes
    ]


def _earlier(cells: _Cells, before: Sequence[ReleasedTable]) -> tuple[set[int], set[int]]:
    """Add what was released before; say which cells were published with their exact count and which were not."""
    published: set[int] = set()
    hidden: set[int] = set()
    for table in before:
        exact = [cell.state is State.RELEASED and isinstance(cell.value, int) for cell in table.cells]
        values = [int(cell.value or 0) if known else _UNKNOWN for cell, known in zip(table.cells, exact, strict=True)]
        numbers = cells.take(table.dimensions, values, where=table.code).ravel()
        for number, known, cell in zip(numbers, exact, table.cells, strict=True):
            if cell.state is not State.MISSING:  # the gate leaves unsaid what this release's readers have not seen
                (published if known else hidden).add(int(number))
    return published, hidden


def _rules(dimensions: Iterable[tuple[Dimension, ...]]) -> Rules:
    """Say, for each dimension of any table, what is the sum of what; None stands for everybody."""
    rules: dict[str, dict[tuple[str | None, tuple[str, ...]], None]] = {}
    for dimension in dict.fromkeys(one for several in dimensions for one in several):
        here = rules.setdefault(dimension.code, {})
        roots = tuple(category.code for category in dimension.categories if category.parent is None)
        if not (len(roots) == 1 and is_whole(dimension, roots[0])):
            here[None, tuple(sorted(roots))] = None
        for code in dimension.codes:
            if parts := dimension.children(code):
                here[None if is_whole(dimension, code) else code, tuple(sorted(parts))] = None
    return {code: tuple(here) for code, here in rules.items()}


def _sums(cells: _Cells, rules: Rules) -> csr_matrix:
    """Write down every sum that holds; parts that no table shows become cells of their own."""
    _add_shared_margins(cells, rules)
    found: set[tuple[int, tuple[int, ...]]] = set()
    for key in tuple(cells.keys):
        at = dict(key)
        for code, several in rules.items():
            rest = frozenset(pair for pair in key if pair[0] != code)
            for whole, parts in several:
                if at.get(code) != whole:
                    continue
                wanted = [rest | {(code, part)} for part in parts]
                if any(one in cells.numbers for one in wanted):
                    numbers = tuple(cells.add(one, _UNKNOWN, where=code) for one in wanted)
                    found.add((cells.numbers[key], numbers))
    rows, columns, signs = [], [], []
    for row, (whole_number, numbers) in enumerate(sorted(found)):
        rows += [row] * (len(numbers) + 1)
        columns += [whole_number, *numbers]
        signs += [1] + [-1] * len(numbers)
    return csr_matrix((np.array(signs, dtype=np.float64), (rows, columns)), shape=(len(found), len(cells.keys)))


def _add_shared_margins(cells: _Cells, rules: Rules) -> None:
    """Add what no table shows and two sums give: the margin b of a × b and of b × c, both without totals.

    One sum alone says nothing of a whole that nobody has seen. What is added may itself be a part of something.
    """
    wholes_of: dict[tuple[str, str], list[tuple[str | None, tuple[str, ...]]]] = {}
    for code, several in rules.items():
        for rule in several:
            for part in rule[1]:
                wholes_of.setdefault((code, part), []).append(rule)
    fresh: Sequence[Key] = tuple(cells.keys)
    sums: dict[Key, set[tuple[str, tuple[str, ...]]]] = {}
    while fresh:
        for key in fresh:
            for code, category in key:
                for whole, parts in wholes_of.get((code, category), ()):
                    rest = key - {(code, category)}
                    above = rest if whole is None else rest | {(code, whole)}
                    if above not in cells.numbers:
                        sums.setdefault(above, set()).add((code, parts))
        shared = [above for above, several in sums.items() if len(several) > 1]
        for above in shared:
            cells.add(above, _UNKNOWN, where="a margin that no table shows")
            del sums[above]
        fresh = shared


def _fill_in(values: Counts, sums: csr_matrix, *, least: Counts) -> Counts:
    """Give cells whose count nobody handed in some whole numbers that fit."""
    unknown = np.flatnonzero(values == _UNKNOWN)
    if not len(unknown):
        return values
    from scipy.optimize import Bounds, LinearConstraint, milp

    known = np.where(values == _UNKNOWN, 0, values)
    part = sums[:, unknown]
    held = np.asarray(part.getnnz(axis=1)) > 0
    right = -(sums @ known)[held]
    answer = milp(
        np.ones(len(unknown)),
        constraints=LinearConstraint(part[held], right, right) if held.any() else (),
        integrality=np.ones(len(unknown)),
        bounds=Bounds(least[unknown], np.inf),
    )
    if answer.x is None:
        raise UsedWrongly(
            "These tables do not fit one another, or an earlier release.",
            mend="Tables that are linked, or follow one another, must count the same people.",
        )
    filled = values.copy()
    filled[unknown] = np.rint(answer.x).astype(np.int64)
    return filled


def _mask(size: int, numbers: Iterable[int]) -> Mask:
    mask = np.zeros(size, dtype=bool)
    mask[list(numbers)] = True
    return mask
