"""What need not be protected? Counts of actions, official statistics, and an appendix for those who decide.

The one idea: an exemption is said aloud, with its kind and its reason, on the table itself. Counts of things that are
no people, and figures that an official body has published under its own protection, tell nothing of a person through
us. An appendix for decision makers shows what the public may not see; it is logged by its caller and never public.
"""

from __future__ import annotations

from enum import StrEnum

from dueregard.analysis.released.cells import Cell
from dueregard.analysis.released.table import Audience, Method, Origin, Population, ReleasedTable
from dueregard.analysis.tables.table import Table
from dueregard.terms.errors import UsedWrongly


class Exemption(StrEnum):
    """Why a table is exempt."""

    NOT_PEOPLE = "Counts of actions or other things that are no people."
    OFFICIAL = "Official statistics, published and protected by their producer."
    DECISION_MAKERS = "An appendix for those who decide; its release is logged."


def exempt(
    table: Table,
    *,
    why: Exemption,
    reason: str,
    population: Population,
    audience: Audience,
    unit: str,
    title: str = "",
    origins: tuple[Origin, ...] = (),
    notes: tuple[str, ...] = (),
) -> ReleasedTable:
    """Release a table as it is, for a reason that is printed with it.

    Raises:  UsedWrongly without a reason, for a public appendix, or where things that are no people are called people.
    """
    if not reason.strip():
        raise UsedWrongly("An exemption needs a reason.", where=table.code)
    if why is Exemption.DECISION_MAKERS and audience is Audience.PUBLIC:
        raise UsedWrongly("An appendix for those who decide is never public.", where=table.code)
    if why is Exemption.NOT_PEOPLE and unit == "people":
        raise UsedWrongly("People are never exempt as things.", where=table.code)
    return ReleasedTable(
        code=table.code,
        title=title or table.title,
        dimensions=table.dimensions,
        cells=tuple(Cell(int(count)) for count in table.counts.ravel()),
        population=population,
        audience=audience,
        method=Method.EXEMPT,
        unit=unit,
        exemption=f"{why.value} {reason.strip()}",
        origins=origins,
        notes=notes,
    )
