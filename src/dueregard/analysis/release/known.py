"""What does a reader of this release know already? Earlier releases of the same people, by audience.

The one idea: what a wider audience has seen is known in a narrower one. So a release is judged for each audience that
it reaches: for its own, with all that its own and wider ones have seen; and for each narrower one, with what that has
seen besides. Only what is hidden from an audience must not follow for it. A view for those who need to know is logged,
not counted: no release reckons with it. A withdrawn release stays known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dueregard.analysis.released.cells import Cell, State
from dueregard.analysis.released.table import Audience, Method, Population, ReleasedTable
from dueregard.analysis.released.units import PEOPLE

WIDEST_FIRST = (Audience.PUBLIC, Audience.INTERNAL, Audience.ANALYST)
_UNSAID = Cell(None, State.MISSING)


def of_the_same_people(before: Iterable[ReleasedTable], population: Population) -> tuple[ReleasedTable, ...]:
    """Give the earlier releases that can be set against one about this population.

    They are about the same people, about people within or around them, or about the same group on another day.
    """
    earlier = [table for table in before if table.method is not Method.EXEMPT]
    above = {table.population.code: table.population.within for table in earlier}
    above[population.code] = population.within
    ours = _chain(population.code, above)
    return tuple(table for table in earlier if ours & _chain(table.population.code, above))


def _chain(code: str, above: dict[str, str | None]) -> set[str]:
    """Give a population and all that it is within."""
    chain: set[str] = set()
    at: str | None = code
    while at is not None and at not in chain:
        chain.add(at)
        at = above.get(at)
    return chain


def seen_by(before: Sequence[ReleasedTable], audience: Audience) -> tuple[ReleasedTable, ...]:
    """Give what an audience has seen of earlier releases: its own and the wider ones; no need-to-know view."""
    reach = WIDEST_FIRST[: WIDEST_FIRST.index(audience) + 1]
    return tuple(table for table in before if table.audience in reach and table.audience is not Audience.ANALYST)


def audiences_reached(before: Sequence[ReleasedTable], audience: Audience) -> tuple[Audience, ...]:
    """Give the audiences for which a release must be judged: its own, and narrower ones that have seen something."""
    seen = {table.audience for table in before} - {Audience.ANALYST}
    narrower = WIDEST_FIRST[WIDEST_FIRST.index(audience) + 1 :]
    return (audience, *(one for one in narrower if one in seen))


def for_the_protector(
    before: Sequence[ReleasedTable], population: Population, audience: Audience, *, unit: str = PEOPLE
) -> tuple[ReleasedTable, ...]:
    """Give what the protector must reckon with, of exactly these people and counted in the same unit.

    A wider audience's hidden cells may be shown to this one, and a narrower one's published cells are not known here:
    both are left unsaid. A narrower one's hidden cells stay hidden, or what is published here would give them back.
    """
    known = []
    for table in before:
        if table.population.code != population.code or table.audience is Audience.ANALYST or table.unit != unit:
            continue
        place, own = WIDEST_FIRST.index(table.audience), WIDEST_FIRST.index(audience)
        if place < own:
            known.append(_unsaid(table, hidden=True))
        elif place > own:
            known.append(_unsaid(table, hidden=False))
        else:
            known.append(table)
    return tuple(known)


def _unsaid(table: ReleasedTable, *, hidden: bool) -> ReleasedTable:
    return replace(
        table,
        cells=tuple(_UNSAID if (cell.state is State.SUPPRESSED) is hidden else cell for cell in table.cells),
    )
