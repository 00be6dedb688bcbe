"""Who came, who left? Two releases about almost the same people, on different days, set against each other.

The one idea: where the whole count of two days differs by fewer than the threshold, a cell that differs by as few tells
of those few: 214 staff with 11 disabled, then 213 with 10, says that the one who left was disabled. Where more people
came or went, the differences are sums of comings and goings and say nothing certain.
Source: terms/data/sources.toml#figures-attackers (differencing between years).
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from dueregard.analysis.attack.facts import cell_at
from dueregard.analysis.attack.judgement import At, Recovered
from dueregard.analysis.released.attackers import Attacker
from dueregard.analysis.released.cells import State
from dueregard.analysis.released.table import Population, ReleasedTable


def changes(tables: Sequence[ReleasedTable], threshold: int | None) -> tuple[Recovered, ...]:
    """Give the cells whose change between two days tells of fewer people than the threshold."""
    if threshold is None:
        return ()
    populations = {table.population.code: table.population for table in tables}
    found = []
    for earlier, later in itertools.combinations(populations.values(), 2):
        if _are_the_same_people(earlier, later):
            found += _between(_shown(tables, earlier), _shown(tables, later), earlier, later, threshold)
    return tuple(found)


def _are_the_same_people(one: Population, other: Population) -> bool:
    """Say whether two populations are one group of people on two days."""
    return one.within is not None and one.within == other.within and one.on is not None and one.on != other.on


def _shown(tables: Sequence[ReleasedTable], population: Population) -> dict[At, int]:
    return {
        cell_at(dict(zip((dimension.code for dimension in table.dimensions), codes, strict=True))): cell.value
        for table in tables
        if table.population.code == population.code and table.unit == "people"
        for codes, cell in table.rows()
        if cell.state is State.RELEASED and isinstance(cell.value, int)
    }


def _between(
    then: Mapping[At, int], now: Mapping[At, int], earlier: Population, later: Population, threshold: int
) -> list[Recovered]:
    everyone: At = ()
    if everyone not in then or everyone not in now or not 0 < abs(then[everyone] - now[everyone]) < threshold:
        return []
    few = abs(then[everyone] - now[everyone])
    return [
        Recovered(
            f"{earlier.code} against {later.code}",
            at,
            float(abs(then[at] - count)),
            float(abs(then[at] - count)),
            attacker=Attacker.A0,
            how="difference between two days",
        )
        for at, count in now.items()
        if at != everyone and at in then and 0 < abs(then[at] - count) <= few
    ]
