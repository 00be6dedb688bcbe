"""Which areas are there, which one is the council's own, and what is its profile?

The one idea: official figures never change while the program runs, so that a profile is worked out once and kept in
the process. Only which area is the council's own stands in the database: one query.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from uuid import UUID

from django.http import Http404

from dueregard.analysis.baselines import areas
from dueregard.analysis.baselines.areas import Area, Level
from dueregard.domain.monitoring.profile import SUBJECTS, Profile, equality_profile
from dueregard.terms.errors import UsedWrongly
from dueregard.web.monitoring.models import AreaChoice

MOST_WARDS = 100
"""How many wards may be put together: their codes stand in the address, and some servers refuse a longer one."""
_NATIONS = frozenset("EWSN")
"""What codes begin with: England and Wales together, which begins otherwise, is only there to be set beside."""
_HAVE_WARDS = frozenset({Level.AUTHORITY, Level.COUNTY, Level.COMBINED})


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An area as a list shows it. `within` is its region, or its nation where it has none."""

    code: str
    name: str
    kind: str
    level: str
    within: str
    until: date | None


def own_area(council_id: UUID) -> Area | None:
    """Give the area that the council chose as its own. One query."""
    code = AreaChoice.objects.filter(council_id=council_id).values_list("area_code", flat=True).first()
    return areas.by_code(code) if code else None


def area_or_404(code: str) -> Area:
    """Give an area above the ward that has figures. No query.

    Raises:  Http404 where there is none of this code.
    """
    try:
        area = areas.by_code(code)
    except UsedWrongly:
        raise Http404 from None
    if not area.parts or area.level is Level.WARD or area.code != code or code[0] not in _NATIONS:
        raise Http404
    return area


def proposals(council_name: str) -> tuple[AreaRow, ...]:
    """Give the areas that a council's name could mean, for a person to choose from; none is taken. No query."""
    try:
        found = [areas.find(council_name)]
    except UsedWrongly:
        found = [area for area in areas.search(council_name) if area.parts][:4]
    return tuple(_row(area) for area in found)


def area_rows(*, words: str = "", kind: str = "", order: str = "name", falling: bool = False) -> list[AreaRow]:
    """Give the areas that are asked for. No query."""
    codes = {area.code for area in areas.search(words)} if words else None
    found = [row for row in _rows() if (codes is None or row.code in codes) and (not kind or row.level == kind)]
    if order == "region":
        found.sort(key=lambda row: (row.within, row.name))
    return found[::-1] if falling else found


def count_of_areas() -> int:
    """Give how many areas there are to choose from. No query."""
    return len(_rows())


def profile_of(area: Area, *, wards: Sequence[str] = (), beside: str = "", only: str = "") -> Profile:
    """Give the profile of an area, or of some of its wards; of one subject where `only` names it. No query.

    Takes:   `beside`, the code of another area to set it beside in place of the region and nation.
    Raises:  Http404 where there is no such ward, no such other area, or no such subject.
    """
    try:
        return _profile(area.code, tuple(wards), beside, only)
    except UsedWrongly:
        raise Http404 from None


def has_wards(area: Area) -> bool:
    """Say whether wards of an area can be chosen."""
    return area.level in _HAVE_WARDS and bool(areas.wards_of(area))


def wards_of(area: Area) -> tuple[Area, ...]:
    """Give the wards that can be chosen in an area.

    Raises:  Http404 where there are none to choose from: regions and nations have too many, Scotland has none here.
    """
    if not has_wards(area):
        raise Http404
    return areas.wards_of(area)


def known_wards(area: Area, asked: Sequence[str]) -> tuple[Area, ...]:
    """Give those wards of an area that an address asks for, in the area's order; what it does not know is left out."""
    wanted = set(asked)
    return tuple(ward for ward in wards_of(area) if ward.code in wanted) if wanted else ()


def others_to_compare(area: Area) -> tuple[tuple[str, str], ...]:
    """Give the council areas that this one can be set beside: those of its nation."""
    return tuple(
        (row.code, row.name)
        for row in _rows()
        if row.level == Level.AUTHORITY and row.code[0] in area.letter and row.code != area.code and not row.until
    )


def within_words(area: Area) -> str:
    """Say in which region and nation an area is."""
    names = [areas.by_code(code).name for code in (area.region, area.nation) if code and code != area.code]
    return ", ".join(dict.fromkeys(names))


@lru_cache(maxsize=256)
def _profile(code: str, wards: tuple[str, ...], beside: str, only: str) -> Profile:
    area = areas.by_code(code)
    chosen: tuple[Area, ...] = ()
    if beside:
        nation = areas.by_code(area.nation) if area.nation and area.nation != area.code else None
        chosen = tuple(dict.fromkeys(filter(None, (areas.by_code(beside), nation))))
    if only and only not in SUBJECTS:
        raise UsedWrongly("There is no such subject.")
    return equality_profile(area, wards, only=(only,) if only else (), beside=chosen)


@cache
def _rows() -> tuple[AreaRow, ...]:
    found = (_row(area) for area in areas.everything().values() if area.parts and area.code[0] in _NATIONS)
    return tuple(sorted(found, key=lambda row: row.name))


def _row(area: Area) -> AreaRow:
    names = [areas.by_code(code).name for code in (area.region, area.nation) if code and code != area.code]
    kind = area.kind or area.level.value.capitalize()
    until = date.fromisoformat(area.until) if area.until else None
    return AreaRow(area.code, area.name, kind, area.level.value, next(iter(names), ""), until)
