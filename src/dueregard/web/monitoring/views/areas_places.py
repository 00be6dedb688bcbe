"""One subject of an area for staff: all its groups, a map and a list of authorities, a list of wards; and as files.

The functions that end in `_at` serve both doors: see `areas_public`.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dueregard.domain.monitoring.profile import SUBJECTS
from dueregard.domain.monitoring.profile_report import READ_FIRST
from dueregard.web.monitoring.forms import areas as forms
from dueregard.web.monitoring.queries import areas as queries
from dueregard.web.monitoring.queries import areas_files, areas_places, areas_rows
from dueregard.web.monitoring.queries.areas_places import Place, Places
from dueregard.web.monitoring.views.areas_door import Door, staff_door
from dueregard.web.organisation.access import data_page, staff_page
from dueregard.web.ui.components import Listing, cut, paginate, read_listing, table_response

_ByShare = Callable[..., Places]


@staff_page
@require_safe
def subject(request: HttpRequest, council_slug: str, area: str, subject: str) -> HttpResponse:
    """Who lives here, by one subject: all groups."""
    return subject_at(request, staff_door(request, council_slug, area), subject)


@data_page
@require_safe
def subject_as_file(request: HttpRequest, council_slug: str, area: str, subject: str, ending: str) -> HttpResponse:
    """Give the same figures as a file."""
    return subject_file_at(request, staff_door(request, council_slug, area), subject, ending)


@staff_page
@require_safe
def map_page(request: HttpRequest, council_slug: str, area: str, subject: str) -> HttpResponse:
    """Where is a group's share high and where low, among the authorities around?"""
    return map_at(request, staff_door(request, council_slug, area), subject)


@data_page
@require_safe
def map_as_file(request: HttpRequest, council_slug: str, area: str, subject: str, ending: str) -> HttpResponse:
    """Give the same authorities as a file."""
    door = staff_door(request, council_slug, area)
    return places_file_at(request, door, subject, ending, by_share=areas_places.authorities_by_share)


@staff_page
@require_safe
def wards_page(request: HttpRequest, council_slug: str, area: str, subject: str) -> HttpResponse:
    """In which wards is a group's share high and in which low?"""
    return wards_at(request, staff_door(request, council_slug, area), subject)


@data_page
@require_safe
def wards_as_file(request: HttpRequest, council_slug: str, area: str, subject: str, ending: str) -> HttpResponse:
    """Give the same wards as a file."""
    door = staff_door(request, council_slug, area)
    return places_file_at(request, door, subject, ending, by_share=areas_places.wards_by_share)


def subject_at(request: HttpRequest, door: Door, subject: str) -> HttpResponse:
    """Show one subject, at either door."""
    profile = door.profile(only=_known(subject))
    why = next((why for _code, why in profile.absent), "")
    table = areas_rows.subject_table(profile.sections[0], whole=True) if profile.sections else None
    return door.page(
        request,
        "subject",
        heading=areas_rows.heading(profile),
        table=table,
        why=why,
        profile=profile,
        read_first=READ_FIRST,
        has_map=not door.wards and areas_places.can_be_mapped(door.area),
        has_wards=areas_places.has_ward_figures(door.area, subject),
    )


def subject_file_at(request: HttpRequest, door: Door, subject: str, ending: str) -> HttpResponse:
    """Give one subject as a file, at either door."""
    profile = door.profile(only=_known(subject))
    if not profile.sections:
        raise Http404
    book = areas_files.subject_workbook(profile, visitor=door.visitor)
    return table_response(request, book, ending, f"{subject.replace('_', '-')}-{door.area.code}")


def map_at(request: HttpRequest, door: Door, subject: str) -> HttpResponse:
    """Show the map with its table, at either door."""
    places, listing, rows = _listed(request, door, subject, areas_places.authorities_by_share, name="map")
    drawn = areas_places.map_of(places)
    return _places_page(request, door, "map", places, listing, rows, drawn=drawn)


def wards_at(request: HttpRequest, door: Door, subject: str) -> HttpResponse:
    """Show the wards by a share, at either door."""
    places, listing, rows = _listed(request, door, subject, areas_places.wards_by_share, name="wards")
    return _places_page(request, door, "wards", places, listing, rows)


def places_file_at(request: HttpRequest, door: Door, subject: str, ending: str, *, by_share: _ByShare) -> HttpResponse:
    """Give places by a share as a file, at either door."""
    name = "map" if by_share is areas_places.authorities_by_share else "wards"
    places, _listing, rows = _listed(request, door, subject, by_share, name=name)
    book = areas_files.places_workbook(places, rows, visitor=door.visitor)
    return table_response(request, book, ending, f"{name}-{subject.replace('_', '-')}-{door.area.code}")


def _listed(
    request: HttpRequest, door: Door, subject: str, by_share: _ByShare, *, name: str
) -> tuple[Places, Listing, list[Place]]:
    """Read what the address asks of a list of places, and give them. An unknown group is not used."""
    whole = by_share(door.area, _known(subject), "")
    listing = read_listing(
        request,
        filters=forms.place_filters(whole.groups),
        orders=forms.place_orders(),
        path=door.to(name, subject, plain=True),
    )
    places = by_share(door.area, subject, listing.one("group"))
    order = listing.order.name if listing.order else "share"
    return places, listing, places.wanted(words=listing.one("words"), order=order, falling=listing.is_falling)


def _places_page(
    request: HttpRequest, door: Door, template: str, places: Places, listing: Listing, rows: list[Place], **more: object
) -> HttpResponse:
    shown = paginate(rows[cut(listing, found=len(rows))], listing, found=len(rows), total=len(places.items))
    return door.page(
        request,
        template,
        subject=listing.path.rstrip("/").split("/")[-2],
        places=places,
        listing=listing,
        page=shown,
        finding=areas_places.described(places),
        read_first=READ_FIRST,
        within=queries.within_words(door.area),
        **more,
    )


def _known(subject: str) -> str:
    if subject not in SUBJECTS:
        raise Http404
    return subject
