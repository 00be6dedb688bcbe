"""Today: what needs this person, late first; deadlines set by law; what moved."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries import shell, visit
from dueregard.web.pages.queries import today as queries


@require_safe
@staff_page
def today(request: HttpRequest, council_slug: str) -> HttpResponse:
    """What needs me today?"""
    visitor = visit(request, council_slug)
    context = {
        "shell": shell(visitor, "today"),
        "things": queries.things(visitor),
        "deadlines": queries.deadlines(visitor),
        "moved": queries.moved(visitor),
        "on": visitor.on,
    }
    return render(request, "pages/today.jinja", context)
