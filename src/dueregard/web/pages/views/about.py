"""About this site: how accessible it is, what it keeps about people, and what its words mean."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dueregard.web.organisation.queries import public_visit, shell


def _page(request: HttpRequest, council_slug: str, name: str) -> HttpResponse:
    return render(request, f"pages/{name}.jinja", {"shell": shell(public_visit(request, council_slug))})


@require_safe
def accessibility(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Can I use this, and what if I cannot?"""
    return _page(request, council_slug, "accessibility")


@require_safe
def privacy(request: HttpRequest, council_slug: str) -> HttpResponse:
    """What does this site keep about me?"""
    return _page(request, council_slug, "privacy")


@require_safe
def words(request: HttpRequest, council_slug: str) -> HttpResponse:
    """What do the words mean?"""
    return _page(request, council_slug, "words")
