"""What do the cells of a released table say about a group? Counts and bases, or the reason why there are none.

The one idea: everything that is compared is read from released cells, here and nowhere else. A share has for its base
those who declared: "prefer not to say", "not known", "not asked" and "not applicable" are counted apart and never in
it. Where a cell that is needed is hidden, the answer is hidden, too, whatever else could be added up.
Source: sources.toml#gss-ethnicity-data (declared base), docs/reference/comparing.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from dueregard.analysis.released.cells import State
from dueregard.analysis.released.dimensions import TOTAL, Category, Dimension, Kind
from dueregard.analysis.released.table import ReleasedTable
from dueregard.terms.errors import UsedWrongly

NOT_DECLARED = (Kind.PREFER_NOT_TO_SAY, Kind.NOT_KNOWN, Kind.NOT_ASKED, Kind.NOT_APPLICABLE, Kind.UNPLACED)
ANSWERS = (Kind.VALUE, Kind.GROUP)


class Gap(StrEnum):
    """Why a figure is not there."""

    HIDDEN = "hidden"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"


_GAPS = {State.SUPPRESSED: Gap.HIDDEN, State.MISSING: Gap.MISSING, State.NOT_APPLICABLE: Gap.NOT_APPLICABLE}


@dataclass(frozen=True, slots=True)
class Figure:
    """A whole number, or why it is not there."""

    value: int | None
    gap: Gap | None = None

    def __sub__(self, other: Figure) -> Figure:
        """Take one figure from another; a gap in either is a gap."""
        if self.value is None or other.value is None:
            return self if self.value is None else other
        return Figure(max(0, self.value - other.value))

    def __add__(self, other: Figure) -> Figure:
        """Add two figures; a gap in either is a gap."""
        if self.value is None or other.value is None:
            return self if self.value is None else other
        return Figure(self.value + other.value)


NOUGHT = Figure(0)


def figure(table: ReleasedTable, at: Mapping[str, str]) -> Figure:
    """Give a cell's count, or its gap. Dimensions left out stand for their totals.

    Raises:  UsedWrongly where the table has no total for a dimension that was left out.
    """
    cell = table.cell(at)
    return Figure(None, _GAPS[cell.state]) if cell.value is None else Figure(int(cell.value))


def dimension_of(table: ReleasedTable, code: str) -> Dimension:
    """Give one dimension of a table.

    Raises:  UsedWrongly where the table does not run over it.
    """
    for dimension in table.dimensions:
        if dimension.code == code:
            return dimension
    raise UsedWrongly("The table does not run over this.", where=code)


def answers(dimension: Dimension, *, groups: bool = True) -> tuple[Category, ...]:
    """Give the categories that are answers: values, and groups of values where asked for."""
    return tuple(c for c in dimension.categories if c.kind is Kind.VALUE or (groups and c.kind is Kind.GROUP))


def not_declared(table: ReleasedTable, *, dimension: str, at: Mapping[str, str] | None = None) -> dict[Kind, Figure]:
    """Give how many gave no answer, by the kind of not answering; a kind that the table lacks is not in the answer."""
    found: dict[Kind, Figure] = {}
    for category in dimension_of(table, dimension).categories:
        if category.kind in NOT_DECLARED:
            more = figure(table, {**(at or {}), dimension: category.code})
            found[category.kind] = found.get(category.kind, NOUGHT) + more
    return found


def declared(table: ReleasedTable, *, dimension: str, at: Mapping[str, str] | None = None) -> Figure:
    """Give how many declared: all, less those who gave no answer. Where the table has no total, the answers added up.

    >>> from dueregard.analysis.released.cells import Cell
    >>> from dueregard.analysis.released.table import Audience, Method, Population
    >>> sex = Dimension("sex", "Sex", (Category("F", "Women", parent="Total"), Category("M", "Men", parent="Total"),
    ...     Category("NK", "Not known", Kind.NOT_KNOWN, "Total"), Category("Total", "All", Kind.TOTAL)))
    >>> table = ReleasedTable("t", "Staff", (sex,), (Cell(60), Cell(30), Cell(10), Cell(100)),
    ...     Population("p", "Staff"), Audience.PUBLIC, Method.SUPPRESSION)
    >>> declared(table, dimension="sex").value
    90
    """
    place = dict(at or {})
    over = dimension_of(table, dimension)
    if TOTAL in over.codes:
        base = figure(table, {**place, dimension: TOTAL})
        for missing in not_declared(table, dimension=dimension, at=place).values():
            base = base - missing
        return base
    total = NOUGHT
    for category in answers(over, groups=False):
        total = total + figure(table, {**place, dimension: category.code})
    return total
