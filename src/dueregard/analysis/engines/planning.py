"""How is a whole report counted in one reading? By grouping sets, few of them, and rolling up.

The one idea: a table over ward and sex can be added up from one over ward, ethnic group and sex. The tables of a report
are therefore gathered into as few groupings as their width allows: one over the union of all columns where that stays
narrow, several side by side ("grouping sets") where it would have as many groups as there are rows. How wide a union
is gets estimated from a sample of rows; a wrong estimate costs time, never a figure.
Conditions are not grouped by: each becomes a count of its own, so that numerator and denominator cost one grouping.
Source: sources.toml#chao-1984, for the estimate.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from dueregard.analysis.tables.specs import By, Condition, CountSpec

WIDEST = 500_000
"""Groups up to which columns are counted together; above, the tables are counted side by side in the same reading."""

Where: TypeAlias = tuple[Condition, ...]
Width: TypeAlias = "Callable[[frozenset[Key]], float]"


@dataclass(frozen=True, slots=True)
class Key:
    """A column to group by: its values as they are, or the bands that they fall in."""

    column: str
    bands: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """An amount to add up, over the rows that meet the conditions."""

    column: str
    where: Where


@dataclass(frozen=True, slots=True)
class GroupingSet:
    """One grouping: its keys in order, the conditions to count under, and at most one amount to add up."""

    keys: tuple[Key, ...]
    wheres: tuple[Where, ...]
    measure: Measure | None
    specs: tuple[int, ...]


def keys_of(by: By) -> tuple[Key, ...]:
    """Give the keys that one column of a table needs: its own and those of the columns that group it."""
    return (Key(by.column, by.bands), *(Key(column) for column in by.within))


def make_plan(specs: Sequence[CountSpec], width: Width, *, widest: float = WIDEST) -> tuple[GroupingSet, ...]:
    """Gather the tables into groupings.

    Takes:   `width`, which estimates how many groups some keys have; it is asked only where there is a choice.
    """
    groups: list[tuple[frozenset[Key], Measure | None, list[int]]] = []
    for number, spec in enumerate(specs):
        needed = frozenset(key for by in spec.by for key in keys_of(by))
        measure = Measure(spec.amount, spec.where) if spec.amount is not None else None
        groups.append((needed, measure, [number]))
    groups.sort(key=lambda group: -len(group[0]))
    merged: list[tuple[frozenset[Key], Measure | None, list[int]]] = []
    for needed, measure, numbers in groups:
        for place, (keys, other, members) in enumerate(merged):
            if measure and other and measure != other:
                continue
            if needed <= keys or width(needed | keys) <= widest:
                merged[place] = (needed | keys, measure or other, [*members, *numbers])
                break
        else:
            merged.append((needed, measure, numbers))
    return tuple(_grouping_set(*group, specs=specs) for group in merged)


def _grouping_set(
    keys: frozenset[Key], measure: Measure | None, numbers: Sequence[int], *, specs: Sequence[CountSpec]
) -> GroupingSet:
    wheres = dict.fromkeys(specs[number].where for number in numbers)
    ordered = sorted(keys, key=lambda key: (key.column, key.bands))
    return GroupingSet(tuple(ordered), tuple(wheres), measure, tuple(sorted(numbers)))


def estimate_width(sample: Sequence[Hashable]) -> float:
    """Estimate how many different values there are, from those in a sample of rows.

    >>> estimate_width(["a", "b"] * 50), estimate_width(range(100)) > 1_000
    (2.0, True)
    """
    seen = Counter(Counter(sample).values())
    once, twice = seen[1], seen[2]
    return float(sum(seen.values()) + (once * once / (2 * twice) if twice else once * (once - 1) / 2))
