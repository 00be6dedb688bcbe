"""What may be published? A released table: cells with states over dimensions, and where they come from.

The one idea: this is the only kind of table that pages, files, charts and statistics ever see. It is made in three
places alone, which a test holds to: `analysis.release` (the gate), `analysis.baselines` (official statistics, exempt)
and `analysis.released` itself (reading one back from a file). It refuses to carry a hidden value.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from dueregard.analysis.released.cells import Cell
from dueregard.analysis.released.dimensions import Dimension
from dueregard.terms.errors import UsedWrongly


class Audience(StrEnum):
    """Who a table is for. A wider audience's tables are known to everyone in a narrower one."""

    ANALYST = "analyst"
    INTERNAL = "internal"
    PUBLIC = "public"


class Method(StrEnum):
    """How a table was protected; one method a release."""

    SUPPRESSION = "suppression"
    ROUNDING = "rounding"
    CELL_KEY = "cell_key"
    EXEMPT = "exempt"


@dataclass(frozen=True, slots=True)
class Population:
    """The people (or households) that were counted, on a day or in a period.

    `within` is the code of a population that holds all of these people; two tables of one population, or of one
    within the other, can be set against each other by an attacker.
    """

    code: str
    label: str
    on: date | None = None
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a table's figures come from: printed under every table and chart."""

    title: str
    publisher: str
    period: str
    method: str = ""
    url: str | None = None
    attribution: str = ""


@dataclass(frozen=True, slots=True)
class ReleasedTable:
    """A table that may be seen by its audience: group × group × … of counts, or of amounts.

    Takes:   `cells`, one for every combination of categories, the last dimension running fastest; `rounding_base`,
             where the figures are rounded to a base (a step, in pounds, for amounts) and the table says so.
    Raises:  UsedWrongly where the number of cells is not that of the categories, or an exemption has no reason.

    >>> sex = Dimension.flat("sex", "Sex", ("F", "M"))
    >>> table = ReleasedTable("staff", "Staff by sex", (sex,), (Cell(120), Cell(80), Cell(200)),
    ...     Population("staff-2026", "Staff"), Audience.PUBLIC, Method.SUPPRESSION)
    >>> table.cell({"sex": "Total"}).value, table.cell({}).value
    (200, 200)
    """

    code: str
    title: str
    dimensions: tuple[Dimension, ...]
    cells: tuple[Cell, ...]
    population: Population
    audience: Audience
    method: Method
    unit: str = "people"
    policy: str = ""
    exemption: str = ""
    origins: tuple[Origin, ...] = ()
    notes: tuple[str, ...] = ()
    rounding_base: int | Decimal | None = None

    def __post_init__(self) -> None:
        if len(self.cells) != math.prod(len(dimension.categories) for dimension in self.dimensions):
            raise UsedWrongly("A table must have one cell for every combination of its categories.", where=self.code)
        if (self.method is Method.EXEMPT) != bool(self.exemption):
            raise UsedWrongly("An exempt table says why it is exempt, and no other table does.", where=self.code)

    def cell(self, at: Mapping[str, str]) -> Cell:
        """Give the cell at these categories (dimension code → category code); the total where a dimension is left out.

        Raises:  UsedWrongly where a dimension or category is not in the table.
        """
        if unknown := set(at) - {dimension.code for dimension in self.dimensions}:
            raise UsedWrongly("The table does not run over this.", where=", ".join(sorted(unknown)))
        place = 0
        for dimension in self.dimensions:
            code = at.get(dimension.code, "Total")
            dimension.category(code)
            place = place * len(dimension.categories) + dimension.codes.index(code)
        return self.cells[place]

    def rows(self) -> Iterator[tuple[tuple[str, ...], Cell]]:
        """Give every cell with its category codes, in the order of the dimensions."""
        sizes = [len(dimension.categories) for dimension in self.dimensions]
        codes = [dimension.codes for dimension in self.dimensions]
        for number, cell in enumerate(self.cells):
            place, rest = [], number
            for size in reversed(sizes):
                rest, at = divmod(rest, size)
                place.append(at)
            yield tuple(names[at] for names, at in zip(codes, reversed(place), strict=True)), cell
