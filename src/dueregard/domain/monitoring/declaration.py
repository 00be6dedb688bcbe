"""How many told us? The share who declared, preferred not to say, or are not known, for each characteristic.

The one idea: declaration is over everyone who could have been asked; "prefer not to say" is an answer that we respect
and count apart from silence; "not asked" and "does not apply" are in no base. What silence could do to a share is
bounded: if all who did not tell us were in the group, or none of them.
Sources: sources.toml#gss-ethnicity-data, sources.toml#manski-bounds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dueregard.analysis.released.dimensions import TOTAL, Kind
from dueregard.analysis.released.table import ReleasedTable
from dueregard.analysis.stats.proportions import proportion
from dueregard.analysis.stats.values import Estimate, Interval
from dueregard.domain.monitoring.figures import NOUGHT, Figure, declared, dimension_of, figure, not_declared


@dataclass(frozen=True, slots=True)
class Declaration:
    """How many of `asked` declared, preferred not to say, or gave no answer."""

    dimension: str
    label: str
    asked: Figure
    declared: Figure
    prefer_not_to_say: Figure
    not_known: Figure
    not_asked: Figure
    rate: Estimate | None
    response: Estimate | None


def declaration(table: ReleasedTable, *, dimension: str) -> Declaration:
    """Say how many declared one characteristic.

    Gives:   `rate`, declared out of those asked; `response`, declared or "prefer not to say" out of those asked; None
             where a figure that is needed is hidden.
    Source:  sources.toml#gss-ethnicity-data

    >>> from dueregard.analysis.released.cells import Cell
    >>> from dueregard.analysis.released.dimensions import Category, Dimension
    >>> from dueregard.analysis.released.table import Audience, Method, Population
    >>> sex = Dimension("sex", "Sex", (Category("F", "Women", parent="Total"),
    ...     Category("PNS", "Prefer not to say", Kind.PREFER_NOT_TO_SAY, "Total"),
    ...     Category("NK", "Not known", Kind.NOT_KNOWN, "Total"), Category("Total", "All", Kind.TOTAL)))
    >>> found = declaration(ReleasedTable("t", "Staff", (sex,), (Cell(863), Cell(70), Cell(67), Cell(1000)),
    ...     Population("p", "Staff"), Audience.PUBLIC, Method.SUPPRESSION), dimension="sex")
    >>> round(found.rate.value, 3), round(found.response.value, 3)
    (0.863, 0.933)
    """
    missing = not_declared(table, dimension=dimension)
    over = dimension_of(table, dimension)
    told = declared(table, dimension=dimension)
    preferred = missing.get(Kind.PREFER_NOT_TO_SAY, NOUGHT)
    silent = missing.get(Kind.NOT_KNOWN, NOUGHT) + missing.get(Kind.UNPLACED, NOUGHT)
    outside = missing.get(Kind.NOT_ASKED, NOUGHT) + missing.get(Kind.NOT_APPLICABLE, NOUGHT)
    asked = figure(table, {dimension: TOTAL}) - outside if TOTAL in over.codes else told + preferred + silent
    answered = told + preferred
    return Declaration(
        dimension=dimension,
        label=over.label,
        asked=asked,
        declared=told,
        prefer_not_to_say=preferred,
        not_known=silent,
        not_asked=outside,
        rate=proportion(told.value, asked.value) if asked.value else None,
        response=proportion(answered.value, asked.value) if asked.value else None,
    )


def declarations(tables: Sequence[ReleasedTable], *, dimension: str) -> tuple[Declaration, ...]:
    """Say it for each of several periods, in the order of their days."""
    dated = sorted(tables, key=_when)
    return tuple(declaration(table, dimension=dimension) for table in dated)


def bounds(count: Figure, *, base: Figure, unknown: Figure) -> Interval | None:
    """Give the least and the most that a share could be, whoever the people are who did not tell.

    Gives:   None where a figure is hidden or nobody is there.
    Source:  sources.toml#manski-bounds

    >>> limits = bounds(Figure(30), base=Figure(100), unknown=Figure(20))
    >>> round(limits.low, 3), round(limits.high, 3)
    (0.25, 0.417)
    """
    if count.value is None or base.value is None or unknown.value is None or not base.value + unknown.value:
        return None
    whole = base.value + unknown.value
    return Interval(min(count.value, base.value) / whole, (min(count.value, base.value) + unknown.value) / whole)


def _when(table: ReleasedTable) -> tuple[str, str]:
    return (table.population.on.isoformat() if table.population.on else "9999", table.code)
