"""Released tables for tests, from counts written out. Hidden cells are None."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from dueregard.analysis.released.cells import HIDDEN, Cell
from dueregard.analysis.released.dimensions import TOTAL, Category, Dimension, Kind
from dueregard.analysis.released.table import Audience, Method, Population, ReleasedTable

KINDS = {"PNS": Kind.PREFER_NOT_TO_SAY, "NK": Kind.NOT_KNOWN, "NA": Kind.NOT_APPLICABLE}


def dimension(code: str, values: Sequence[str], *, groups: Mapping[str, str] | None = None) -> Dimension:
    """Make a dimension with a total; `groups` says which value is in which group; PNS, NK and NA are no answers."""
    groups = groups or {}
    leaves = tuple(Category(v, v, KINDS.get(v, Kind.VALUE), groups.get(v, TOTAL)) for v in values)
    over = tuple(Category(g, g, Kind.GROUP, TOTAL) for g in dict.fromkeys(groups.values()))
    return Dimension(code, code, (*leaves, *over, Category(TOTAL, "All", Kind.TOTAL)))


def released(
    dimensions: Sequence[Dimension],
    counts: Sequence[int | None],
    *,
    code: str = "table",
    on: date | None = None,
    method: Method = Method.SUPPRESSION,
) -> ReleasedTable:
    """Make a released table; `counts` run over all categories, the last dimension fastest."""
    cells = tuple(HIDDEN if count is None else Cell(count) for count in counts)
    people = Population(f"{code}-people", "People", on=on)
    return ReleasedTable(code, code, tuple(dimensions), cells, people, Audience.PUBLIC, method)
