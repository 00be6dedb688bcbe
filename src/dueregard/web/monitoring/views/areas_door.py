"""Through which door is an area looked at: by staff, any area, or by the public, the council's own?

The one idea: the same pages are shown at both doors; a door knows who asks, which area and which wards, how its pages
look, and the addresses on its side. What the public may not do (choose, compare, pick wards) has no address there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from dueregard.analysis.baselines.areas import Area
from dueregard.domain.monitoring.profile import Profile
from dueregard.web.monitoring.access import areas as access
from dueregard.web.monitoring.access.indicators import can_see_indicators
from dueregard.web.monitoring.queries import areas as queries
from dueregard.web.organisation.queries import Visitor, public_visit, shell, visit

_NAMES = {
    "profile": ("area", "facts"),
    "file": ("area_as_file", "facts_as_file"),
    "subject": ("area_subject", "facts_subject"),
    "subject_file": ("area_subject_as_file", "facts_subject_as_file"),
    "map": ("area_map", "facts_map"),
    "wards": ("area_subject_wards", "facts_wards"),
}


@dataclass(frozen=True, slots=True)
class Door:
    """Who looks at which area, with which wards of it and beside what, on which side."""

    visitor: Visitor
    area: Area
    is_public: bool
    is_own: bool
    wards: tuple[str, ...] = ()
    beside: str = ""

    @property
    def layout(self) -> str:
        """The layout of its pages."""
        return "ui/public.jinja" if self.is_public else "ui/staff.jinja"

    @property
    def query(self) -> str:
        """What every address carries on: the wards, and what is set beside."""
        pairs = [("ward", ward) for ward in self.wards] + ([("beside", self.beside)] if self.beside else [])
        return f"?{urlencode(pairs)}" if pairs else ""

    @property
    def above(self) -> str:
        """The address of the room above areas, for those who have it in their menu; "" for others."""
        return "" if self.is_public or not can_see_indicators(self.visitor) else self.staff("indicators")

    @property
    def can_choose(self) -> bool:
        """Whether this visitor may say that the area is the council's own."""
        return not self.is_public and access.can_choose_area(self.visitor)

    def to(self, name: str, *parts: Any, plain: bool = False) -> str:
        """Give the address of a page on this side; `plain` without wards and what is set beside."""
        staff, public = _NAMES[name]
        slug = self.visitor.council.slug
        if self.is_public:
            return reverse(f"monitoring:{public}", args=[slug, *parts])
        address = reverse(f"monitoring:{staff}", args=[slug, self.area.code, *parts])
        return address if plain else address + self.query

    def staff(self, name: str, *parts: Any) -> str:
        """Give the address of a page that only staff have."""
        return reverse(f"monitoring:{name}", args=[self.visitor.council.slug, *parts])

    def profile(self, *, only: str = "") -> Profile:
        """Give the profile that is looked at."""
        return queries.profile_of(self.area, wards=self.wards, beside=self.beside, only=only)

    def whose(self) -> str:
        """Say whose figures these are where the reader could take them for the council's: "" where they are."""
        return self.area.name if self.visitor.council.is_made_up else ""

    def page(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        """Show a page in the look of this side."""
        here = "facts" if self.is_public else "indicators"
        shown = {"shell": shell(self.visitor, here), "visitor": self.visitor, "door": self, "layout": self.layout}
        return render(request, f"monitoring/areas/{template}.jinja", {**shown, **context})


def staff_door(request: HttpRequest, council_slug: str, area: str) -> Door:
    """Open the door for staff. Six queries with those of `visit`.

    A ward or another area in the address that is not known is left out.

    Raises:  Http404 where there is no such area.
    """
    visitor = visit(request, council_slug)
    found = queries.area_or_404(area)
    own = queries.own_area(visitor.council.id)
    asked = request.GET.getlist("ward")[: queries.MOST_WARDS]
    wards = tuple(ward.code for ward in queries.known_wards(found, asked)) if asked else ()
    beside = request.GET.get("beside", "")
    known = beside in dict(queries.others_to_compare(found))
    return Door(visitor, found, False, own == found, wards, beside if known and not wards else "")


def public_door(request: HttpRequest, council_slug: str) -> Door:
    """Open the door for the public: the council's own area, whole. Two queries.

    Raises:  Http404 where the council has chosen none.
    """
    visitor = public_visit(request, council_slug)
    own = queries.own_area(visitor.council.id)
    if own is None:
        raise Http404
    return Door(visitor, own, True, True)
