"""Which area is meant? Nations, regions, counties, combined authorities, authorities old and new, and wards, by name.

The one idea: an area is the sum of units of the Census (authorities of 2021, or wards of 2022). A council made since,
a county, a region and a set that someone puts together are therefore all the same kind of thing. A name is forgiven
its capitals, its "&" and its "Royal Borough of"; where it could mean several areas, all are named and none is taken.
Source: council register of mySociety; codes and wards of the Office for National Statistics (data/manifest.json).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from dueregard.analysis.baselines import store
from dueregard.terms.errors import UsedWrongly


class Level(StrEnum):
    """What kind of area it is."""

    NATION = "nation"
    REGION = "region"
    COMBINED = "combined"
    COUNTY = "county"
    AUTHORITY = "authority"
    WARD = "ward"
    SET = "set"


@dataclass(frozen=True, slots=True)
class Area:
    """An area, and the units of the Census that it is the sum of.

    `region` and `nation` are codes, empty where there is none; `authority` is that of a ward or of a set of wards.
    `until` is the day on which a former council ended; `successors` are the codes of those that came after it.
    """

    code: str
    name: str
    level: Level
    parts: tuple[str, ...]
    kind: str = ""
    region: str = ""
    nation: str = ""
    authority: str = ""
    until: str = ""
    successors: tuple[str, ...] = ()

    @property
    def units(self) -> str:
        """Say of which units the area is made: "authority" or "ward"."""
        return "ward" if self.parts and self.parts[0].startswith(("E05", "W05")) else "authority"

    @property
    def letter(self) -> str:
        """Give the letter of the nation that its units are in: E, W, S or N; "EW" where they are in both."""
        return "".join(sorted({part[0] for part in self.parts}))


_NOISE = re.compile(
    r"\b(the|royal|london|metropolitan|county|city|district|borough|boro|unitary|authority|mayoral|combined|council|corporation"
    r"|ua|of|and|upon)\b"
)
_MOST_NAMED = 12
_LONG_CODE = 60


@cache
def everything() -> Mapping[str, Area]:
    """Give every area above the ward, by code; former ones that have no figures are among them."""
    rows = store.frame("areas.parquet").rows(named=True)
    return MappingProxyType({
        row["code"]: Area(
            row["code"], row["name"], Level(row["level"]), tuple(row["parts"].split()), row["kind"], row["region"],
            row["nation"], until=row["until"], successors=tuple(row["successors"].split()),
        )
        for row in rows
    })  # fmt: skip


def by_code(code: str) -> Area:
    """Give an area by its nine-character code, wards included; codes that an area had before are known.

    Raises:  UsedWrongly where nothing has this code.
    """
    wanted = code.strip().upper()
    if wanted in everything():
        return everything()[wanted]
    if found := _names().get(wanted.casefold()):
        return everything()[found[0]]
    if wanted in _wards():
        return _wards()[wanted]
    raise UsedWrongly("No area has this code.", where=wanted[:12], mend="Search with: dueregard baseline areas WORD.")


def find(name: str) -> Area:
    """Give the one area that a name or code means.

    Raises:  UsedWrongly where none has it, where several could be meant (all are named), or where the area ended
             before the Census (its successor is named).

    >>> find("metropolitan borough of trafford").name, find("Brighton & Hove").code
    ('Trafford', 'E06000043')
    """
    if re.fullmatch(r"[EWSNK]\d{8}", name.strip().upper()):
        return _with_figures(by_code(name))
    found = _candidates(name)
    if not found:
        near = search(name)
        mend = f"Did you mean {_listed(near)}?" if near else "Search with: dueregard baseline areas WORD."
        raise UsedWrongly(f"No area is called “{name.strip()[:60]}”.", mend=mend)
    if len(found) > 1:
        raise UsedWrongly(
            f"“{name.strip()[:60]}” could be several areas: {_listed(found)}.", mend="Give the whole name, or the code."
        )
    return _with_figures(found[0])


def search(words: str) -> tuple[Area, ...]:
    """Give all areas above the ward in whose name or other names every word stands, or begins a word.

    >>> [area.name for area in search("newcastle u")]
    ['Newcastle upon Tyne', 'Newcastle-under-Lyme']
    """
    wanted = _plain(words).split()
    codes = {
        code
        for name, found in _names().items()
        for code in found
        if wanted and all(any(part.startswith(word) for part in name.split()) for word in wanted)
    }
    return tuple(sorted((everything()[code] for code in codes), key=lambda area: (bool(area.until), area.name)))


def wards_of(area: Area) -> tuple[Area, ...]:
    """Give the wards (of December 2022) of an area, by name."""
    if area.units == "ward":
        return tuple(_wards()[code] for code in area.parts)
    inside = set(area.parts)
    return tuple(sorted((w for w in _wards().values() if w.authority in inside), key=lambda ward: ward.name))


def wards(area: Area, names: Iterable[str]) -> Area:
    """Give some wards of an area, by name or code, as one area.

    Raises:  UsedWrongly where a ward is not in the area; its wards are named.

    >>> wards(find("Trafford"), ["altrincham", "Hale Barns"]).name
    'Altrincham and Hale Barns (Trafford)'
    """
    known = wards_of(area)
    chosen: list[Area] = []
    for name in names:
        same = [ward for ward in known if _plain(name) == _plain(ward.name) or name.strip().upper() == ward.code]
        same = same or [ward for ward in known if _plain(ward.name).startswith(_plain(name))]
        if len(same) != 1:
            there = ", ".join(ward.name for ward in known) or "none is known"
            raise UsedWrongly(f"“{name.strip()[:60]}” is not one ward of {area.name}.", mend=f"Its wards: {there}.")
        chosen += [ward for ward in same if ward not in chosen]
    if not chosen:
        raise UsedWrongly("No ward is named.", mend="Name at least one.")
    made = together(chosen)
    said = " and ".join([", ".join(w.name for w in chosen[:-1]), chosen[-1].name][len(chosen) == 1 :])
    return replace(made, name=f"{said} ({area.name})")


def together(areas: Sequence[Area], *, name: str = "") -> Area:
    """Give several areas as one: a partnership of councils, some wards.

    Raises:  UsedWrongly where there are none, where wards and authorities are mixed, or where two overlap.
    """
    parts = [part for area in areas for part in area.parts]
    if not parts or len({area.units for area in areas}) != 1:
        raise UsedWrongly("Only authorities can be added to authorities, and wards to wards.")
    if len(set(parts)) != len(parts):
        raise UsedWrongly("Two of these areas overlap: the same people would be counted twice.")
    if len(areas) == 1:
        return areas[0]
    code = "+".join(sorted(area.code for area in areas))
    if len(code) > _LONG_CODE:
        code = f"set-{hashlib.sha256(code.encode()).hexdigest()[:12]}"
    return Area(
        code,
        name or ", ".join(area.name for area in areas),
        Level.SET,
        tuple(parts),
        "Set",
        region=_only({area.region for area in areas}),
        nation=_only({area.nation for area in areas}),
        authority=_only({area.authority for area in areas}),
    )


def current_authorities(area: Area) -> tuple[Area, ...]:
    """Give today's authorities in an area: for a map, or to stand beside each other."""
    inside = set(area.parts)
    known = (a for a in everything().values() if a.level is Level.AUTHORITY and not a.until and a.parts)
    return tuple(sorted((a for a in known if inside.issuperset(a.parts)), key=lambda a: a.name))


def codes_of(area: Area) -> tuple[str, ...]:
    """Give the codes that an area has or had, its own first: other bodies may know it by another.

    >>> codes_of(find("Sheffield"))
    ('E08000019', 'E08000039')
    """
    other = sorted(
        name.upper() for name, codes in _names().items() if area.code in codes and re.fullmatch(r"[ewsn]\d{8}", name)
    )
    return (area.code, *(code for code in other if code != area.code))


def _only(values: set[str]) -> str:
    return values.pop() if len(values) == 1 else ""


def _candidates(name: str) -> tuple[Area, ...]:
    """Look for the whole name, then without the words that councils put round it, then for a beginning."""
    plain = _plain(name)
    codes = _names().get(plain) or _bare_names().get(_bare(plain)) or ()
    found = [everything()[code] for code in codes]
    if not found:
        return _best(a for a in search(name) if any(_plain(n).startswith(plain.split()[0]) for n in (a.name,)))
    return _best(found)


def _best(found: Iterable[Area]) -> tuple[Area, ...]:
    """Keep today's areas where there are any; of areas with the same people, keep the authority."""
    every = list(found)
    kept = [area for area in every if not area.until] or every
    by_people: dict[tuple[str, ...], Area] = {}
    for area in sorted(kept, key=lambda a: a.level is not Level.AUTHORITY):
        by_people.setdefault(tuple(sorted(area.parts)) or (area.code,), area)
    return tuple(by_people.values())


def _with_figures(area: Area) -> Area:
    if area.parts:
        return area
    later = " and ".join(everything()[code].name for code in area.successors if code in everything())
    raise UsedWrongly(
        f"{area.name} ended before the Census of 2021 and has no figures of its own.", mend=f"Ask for {later}."
    )


@cache
def _names() -> Mapping[str, tuple[str, ...]]:
    """Give the codes that each name stands for: names, official names and former codes, in plain letters."""
    found: dict[str, list[str]] = {}
    for row in store.frame("areas.parquet").rows(named=True):
        for name in {row["name"], *filter(None, row["aliases"].split("|"))}:
            codes = found.setdefault(_plain(name), [])
            if row["code"] not in codes:
                codes.append(row["code"])
    return MappingProxyType({name: tuple(codes) for name, codes in found.items()})


@cache
def _bare_names() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, codes in _names().items():
        if bare := _bare(name):
            found[bare] = tuple(dict.fromkeys((*found.get(bare, ()), *codes)))
    return MappingProxyType(found)


@cache
def _wards() -> Mapping[str, Area]:
    rows = store.frame("wards.parquet").rows(named=True)
    above = {area.parts[0]: area for area in everything().values() if len(area.parts) == 1}
    return MappingProxyType({
        row["code"]: Area(
            row["code"], row["name"], Level.WARD, (row["code"],), "Ward", above[row["authority"]].region,
            above[row["authority"]].nation, row["authority"],
        )
        for row in rows
    })  # fmt: skip


def _plain(name: str) -> str:
    """Give a name in small letters without accents, marks and double blanks; "&" is "and".

    >>> _plain("Stoke-on-Trent & Ynys Môn, City of")
    'stoke on trent and ynys mon city of'
    """
    letters = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^a-z0-9 ]", " ", kept.replace("'", "").replace("\u2019", "")).split())


def _bare(plain: str) -> str:
    return " ".join(_NOISE.sub(" ", plain).split())


def _listed(found: Sequence[Area]) -> str:
    shown = [f"{area.name} ({area.kind or area.level}, {area.code})" for area in found[:_MOST_NAMED]]
    more = len(found) - len(shown)
    return "; ".join(shown) + (f"; and {more} more" if more else "")
