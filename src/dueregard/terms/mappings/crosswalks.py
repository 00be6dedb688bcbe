"""How does a category of one classification stand to another classification?

The one idea: every step says its quality: *exact*, the same people; *narrower*, the source is a part of the target;
*broader*, the source also holds people whom the target does not. Some steps cannot be made at all, and then no code is
given, with the reason. Over several steps the quality is the most careful one that holds: exact only where all are
exact, broader as soon as one is broader. Age bands are held against each other by their first and last year.

Source:  `data/mappings/crosswalks.toml`, each entry with its source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Literal

from dueregard.terms.citations import read_data
from dueregard.terms.classifications.catalogue import classification, classifications
from dueregard.terms.classifications.model import NO_ANSWERS, Category, Classification
from dueregard.terms.errors import UsedWrongly

Quality = Literal["exact", "narrower", "broader"]


@dataclass(frozen=True, slots=True)
class Step:
    """Where a category goes: its code in the target, how the source stands to it, and what must be known about it.

    `code` is None where it cannot be placed; `note` then says why.
    """

    code: str | None
    quality: Quality | None
    note: str = ""

    def then(self, following: Step) -> Step:
        """Give this step and another after it as one."""
        if self.code is None or following.code is None:
            return Step(None, None, self.note if self.code is None else following.note)
        qualities = {self.quality, following.quality}
        quality: Quality = "broader" if "broader" in qualities else "narrower" if "narrower" in qualities else "exact"
        return Step(following.code, quality, " ".join(dict.fromkeys(n for n in (self.note, following.note) if n)))


@cache
def crosswalk(source: str, target: str) -> Mapping[str, Step]:
    """Give, for every answer of one classification, where it goes in another.

    Raises:  UsedWrongly where no way is known from the one to the other.

    >>> crosswalk("ethnic_group_16", "ethnic_group_5")["chinese"].code
    'asian'
    """
    path = _path(source, target)
    if path is None:
        raise UsedWrongly(f"No way is known from {source} to {target}.", mend="Choose one of the same subject.")
    steps = {category.code: Step(category.code, "exact") for category in classification(source).answers}
    for first, second in pairwise(path):
        table = _direct(first, second)
        steps = {code: step.then(table[step.code]) if step.code is not None else step for code, step in steps.items()}
    return MappingProxyType(steps)


def has_crosswalk(source: str, target: str) -> bool:
    """Say whether a way is known from one classification to another."""
    return _path(source, target) is not None


@cache
def _path(source: str, target: str) -> tuple[str, ...] | None:
    """Give the way with the fewest steps; the order of the data file decides between ways of the same length."""
    known = set(classifications())
    ways: list[tuple[str, ...]] = [(source,)] if source in known else []
    seen = {source}
    while ways:
        way = ways.pop(0)
        if way[-1] == target:
            return way
        for following in _neighbours(way[-1]):
            if following not in seen:
                seen.add(following)
                ways.append((*way, following))
    return None


def _neighbours(source: str) -> tuple[str, ...]:
    listed = tuple(to for start, to in _listed() if start == source)
    return listed or tuple(key for key in classifications() if _are_ages(source, key))


@cache
def _listed() -> Mapping[tuple[str, str], Mapping[str, Any]]:
    return MappingProxyType({(e["from"], e["to"]): e for e in read_data("mappings/crosswalks.toml")["crosswalk"]})


@cache
def _direct(source: str, target: str) -> Mapping[str, Step]:
    first, second = classification(source), classification(target)
    if _are_ages(source, target):
        steps = {one.code: _age_step(one, second) for one in first.values}
    else:
        entry = _listed()[source, target]
        steps = {one.code: _step(one, first, second, entry) for one in first.answers}
    return MappingProxyType({**steps, **{one.code: Step(one.code, "exact") for one in NO_ANSWERS}})


def _step(one: Category, first: Classification, second: Classification, entry: Mapping[str, Any]) -> Step:
    stated = entry.get("entries", {}).get(one.code)
    if stated is not None:
        return Step(stated.get("code"), stated.get("quality"), stated.get("note", ""))
    if (entry.get("same") or entry.get("climb")) and second.has(one.code):
        return Step(one.code, "exact")
    if one.kind != "value":
        return Step(one.kind, "exact")
    if entry.get("climb"):
        above = one.parent
        while above is not None and not second.has(above):
            above = first.category(above).parent
        if above is not None:
            return Step(above, "narrower")
    if "otherwise" in entry:
        return Step(entry["otherwise"], "narrower")
    return Step(None, None, f"{first.title} and {second.title} have no category for this in common.")


def _are_ages(source: str, target: str) -> bool:
    return source != target and all(classification(key).characteristic == "age" for key in (source, target))


def _age_step(one: Category, target: Classification) -> Step:
    return band_step(one.from_age or 0, one.to_age, target)


def band_step(first: int, last: int | None, target: Classification) -> Step:
    """Say in which age band of a classification all ages from `first` to `last` (None: no end) lie.

    >>> band_step(18, 24, classification("age_workforce"))
    Step(code='age_16_to_24', quality='narrower', note='')
    """
    for band in target.values:
        low, high = band.from_age or 0, band.to_age
        if low <= first and (high is None or (last is not None and last <= high)):
            same = (low, high) == (first, last)
            return Step(band.code, "exact" if same else "narrower")
    return Step(None, None, f"It reaches over more than one band of {target.title}.")
