"""Where is a group's share high and where low? The authorities round an area, or its wards, by the share of one group.

The one idea: one list of places serves the page, the map and the files. An area is shown among those of its region; a
Welsh, Scottish or Northern Irish one among those of its nation. No query: official figures are kept in the process.
It refuses wards for what was not published for wards: gender identity is never given for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from django.http import Http404
from django.utils.translation import gettext as _
from markupsafe import Markup

from dueregard.analysis.baselines import areas
from dueregard.analysis.baselines.areas import Area, Level
from dueregard.analysis.baselines.outlines import outlines
from dueregard.analysis.baselines.tables import across
from dueregard.analysis.released.dimensions import TOTAL
from dueregard.analysis.released.table import ReleasedTable
from dueregard.domain.monitoring.profile import subject_there
from dueregard.domain.monitoring.profile_wording import percent
from dueregard.publish.maps import SHADES, Shading, Shape, draw_map, shading
from dueregard.terms.errors import UsedWrongly
from dueregard.web.monitoring.queries.areas import wards_of
from dueregard.web.ui.components.drawings import drawn


@dataclass(frozen=True, slots=True)
class Place:
    """An authority or a ward with the share of a group. `is_here` marks the area that the page is about."""

    code: str
    name: str
    count: str
    total: str
    share: Fraction | None
    is_here: bool

    @property
    def words(self) -> str:
        """The share in words."""
        return percent(self.share)

    @property
    def bar(self) -> float | None:
        """The share in percent."""
        return None if self.share is None else float(self.share * 100)


@dataclass(frozen=True, slots=True)
class Places:
    """All places of a list, by name, with the group whose share it is, and where the figures come from."""

    around: str
    group: str
    group_code: str
    groups: tuple[tuple[str, str], ...]
    title: str
    base: str
    unit: str
    items: tuple[Place, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    attribution: tuple[str, ...]

    def wanted(self, *, words: str = "", order: str = "share", falling: bool = True) -> list[Place]:
        """Give the places that are asked for; those without a figure stand last."""
        found = [place for place in self.items if words.casefold() in place.name.casefold()]
        if order == "name":
            return found[::-1] if falling else found
        known = [place for place in found if place.share is not None]
        known.sort(key=lambda place: place.share or 0, reverse=falling)
        return known + [place for place in found if place.share is None]

    @property
    def most(self) -> float:
        """The largest share, in percent."""
        return max((place.bar or 0.0 for place in self.items), default=0.0)


@dataclass(frozen=True, slots=True)
class DrawnMap:
    """A map and its key: what each shade stands for, in words, the lightest first. `left_out` have no outline."""

    svg: Markup
    key: tuple[tuple[str, str], ...]
    left_out: tuple[str, ...]
    shading: Shading


def authorities_by_share(area: Area, subject: str, group: str) -> Places:
    """Give the authorities round an area by the share of a group, the first one where `group` is "".

    Raises:  Http404 where there is no such subject or group, or no figures of it.
    """
    if not can_be_mapped(area):
        raise Http404
    around = _around(area)
    return _places(area, tuple(a.code for a in areas.current_authorities(around)), around.name, subject, group)


def can_be_mapped(area: Area) -> bool:
    """Say whether an area stands among others on a map."""
    return len(areas.current_authorities(_around(area))) > 1


def wards_by_share(area: Area, subject: str, group: str) -> Places:
    """Give the wards of an area by the share of a group. As `authorities_by_share`."""
    return _places(area, tuple(ward.code for ward in wards_of(area)), area.name, subject, group)


def has_ward_figures(area: Area, subject: str) -> bool:
    """Say whether a subject was published for wards of an area."""
    try:
        subject_there(wards_of(area)[0], subject)
    except (UsedWrongly, Http404):
        return False
    return True


def map_of(places: Places, *, ident: str = "map") -> DrawnMap | None:
    """Draw authorities by share; None where no outline is known."""
    shades = shading([place.bar for place in places.items])
    known = outlines([areas.by_code(place.code) for place in places.items])
    by_code = {place.code: place for place in places.items}
    if not known:
        return None
    shapes = [
        Shape(o.area.code, o.rings, shades.shade(by_code[o.area.code].bar), by_code[o.area.code].is_here) for o in known
    ]
    svg = draw_map(shapes, title=_title(places), description=described(places), ident=ident)
    outlined = {outline.area.code for outline in known}
    key = tuple(
        (SHADES[n], _("%(low)s to %(high)s") % {"low": f"{low:.1f}%", "high": f"{high:.1f}%"})
        for n, (low, high) in enumerate(shades.limits)
    )
    left_out = tuple(place.name for place in places.items if place.code not in outlined)
    return DrawnMap(drawn(svg), key, left_out, shades)


def _title(places: Places) -> str:
    return _("%(group)s, share of %(base)s, authorities of %(around)s") % {
        "group": places.group, "base": places.base.lower(), "around": places.around,
    }  # fmt: skip


def described(places: Places) -> str:
    """Say in a sentence where a share is highest and lowest, and where the area stands among them."""
    ordered = [place for place in places.wanted() if place.share is not None]
    if not ordered:
        return _("No figures.")
    words = _("Highest in %(first)s (%(high)s), lowest in %(last)s (%(low)s).") % {
        "first": ordered[0].name, "high": ordered[0].words, "last": ordered[-1].name, "low": ordered[-1].words,
    }  # fmt: skip
    here = next((n for n, place in enumerate(ordered, start=1) if place.is_here), None)
    if here is not None:
        one = ordered[here - 1]
        words += " " + _("%(name)s (%(share)s) is number %(rank)s of %(count)s from the highest.") % {
            "name": one.name, "share": one.words, "rank": here, "count": len(ordered),
        }  # fmt: skip
    return words


def _around(area: Area) -> Area:
    if area.level in (Level.REGION, Level.NATION):
        return area
    return areas.by_code(area.region or area.nation)


def _places(area: Area, codes: Sequence[str], around: str, subject: str, group: str) -> Places:
    try:
        table = _table(tuple(codes), subject)
    except UsedWrongly:
        raise Http404 from None
    place_of, dimension = table.dimensions
    groups = tuple((one.code, one.label) for one in dimension.categories if one.code != TOTAL)
    chosen = group or groups[0][0]
    if chosen not in dict(groups):
        raise Http404
    items = []
    for category in place_of.categories:
        total, count = (table.cell({place_of.code: category.code, dimension.code: c}) for c in (TOTAL, chosen))
        share = Fraction(int(count.value)) / int(total.value) if count.value is not None and total.value else None
        here = category.code == area.code
        items.append(Place(category.code, category.label, count.in_words(), total.in_words(), share, here))
    first = subject_there(areas.by_code(codes[0]), subject)[1].population.label
    return Places(
        around=around,
        group=dict(groups)[chosen],
        group_code=chosen,
        groups=groups,
        title=dimension.label,
        base=first.removesuffix(f", {areas.by_code(codes[0]).name}"),
        unit=table.unit,
        items=tuple(sorted(items, key=lambda place: place.name)),
        notes=table.notes,
        sources=tuple(dict.fromkeys(f"{one.title}, {one.period}" for one in table.origins)),
        attribution=tuple(dict.fromkeys(one.attribution for one in table.origins)),
    )


@lru_cache(maxsize=128)
def _table(codes: tuple[str, ...], subject: str) -> ReleasedTable:
    places = [areas.by_code(code) for code in codes]
    if not places:
        raise UsedWrongly("There are no places.")
    used, _first = subject_there(places[0], subject)
    return across(places, by=used)
