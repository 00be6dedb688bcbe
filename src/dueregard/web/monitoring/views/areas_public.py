"""Facts and figures for everybody: the council's own area, from official figures, and what the council has published.

The one idea: the public sees the pages that staff see, of the council's own area only. What other topics publish joins
this page by itself: each file `queries/facts_….py` gives `published(council_id, council_slug)`, links to what anybody
may read.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dueregard.web.monitoring import queries as topics
from dueregard.web.monitoring.queries import areas as queries
from dueregard.web.monitoring.queries import areas_places
from dueregard.web.monitoring.views import areas as pages
from dueregard.web.monitoring.views import areas_places as places
from dueregard.web.monitoring.views.areas_door import Door, public_door
from dueregard.web.organisation.queries import public_visit, shell


@require_safe
def facts(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Who lives here, and what does the council publish?"""
    visitor = public_visit(request, council_slug)
    published = published_links(visitor.council.id, council_slug)
    own = queries.own_area(visitor.council.id)
    if own is None:
        context = {"shell": shell(visitor, "facts"), "visitor": visitor, "published": published}
        return render(request, "monitoring/areas/facts_none.jinja", context)
    return pages.profile_page(request, Door(visitor, own, True, True), template="facts", published=published)


@require_safe
def facts_as_file(request: HttpRequest, council_slug: str, ending: str) -> HttpResponse:
    """Give the profile of the council's own area as a file."""
    return pages.profile_as_file(request, public_door(request, council_slug), ending)


@require_safe
def subject(request: HttpRequest, council_slug: str, subject: str) -> HttpResponse:
    """Give one subject of the council's own area: all groups."""
    return places.subject_at(request, public_door(request, council_slug), subject)


@require_safe
def subject_as_file(request: HttpRequest, council_slug: str, subject: str, ending: str) -> HttpResponse:
    """Give the same figures as a file."""
    return places.subject_file_at(request, public_door(request, council_slug), subject, ending)


@require_safe
def map_page(request: HttpRequest, council_slug: str, subject: str) -> HttpResponse:
    """Show a map of the authorities around, with its table."""
    return places.map_at(request, public_door(request, council_slug), subject)


@require_safe
def map_as_file(request: HttpRequest, council_slug: str, subject: str, ending: str) -> HttpResponse:
    """Give the same authorities as a file."""
    door = public_door(request, council_slug)
    return places.places_file_at(request, door, subject, ending, by_share=areas_places.authorities_by_share)


@require_safe
def wards_page(request: HttpRequest, council_slug: str, subject: str) -> HttpResponse:
    """Show the wards by a share."""
    return places.wards_at(request, public_door(request, council_slug), subject)


@require_safe
def wards_as_file(request: HttpRequest, council_slug: str, subject: str, ending: str) -> HttpResponse:
    """Give the same wards as a file."""
    door = public_door(request, council_slug)
    return places.places_file_at(request, door, subject, ending, by_share=areas_places.wards_by_share)


def published_links(council_id: UUID, council_slug: str) -> tuple[tuple[str, str, str], ...]:
    """Gather what other topics have published: heading, address, a sentence. As many queries as they cost."""
    names = [one.name for one in iter_modules(topics.__path__) if one.name.startswith("facts_")]
    found = [import_module(f"{topics.__name__}.{name}") for name in names]
    return tuple(link for topic in found for link in topic.published(council_id, council_slug))
