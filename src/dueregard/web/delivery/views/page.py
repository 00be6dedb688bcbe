"""What every page here begins with and ends in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from dueregard.web.organisation.queries import Visitor, shell


def page(
    request: HttpRequest, template: str, visitor: Visitor, *, here: str = "", status: int = 200, **context: Any
) -> HttpResponse:
    """Show a page of this council."""
    shown = {"shell": shell(visitor, here), "visitor": visitor, "address": _Addresses(visitor.council.slug), **context}
    return render(request, f"delivery/{template}.jinja", shown, status=status)


class _Addresses:
    """Gives the addresses of this council's pages: `address("question", card.id)`."""

    def __init__(self, council_slug: str) -> None:
        self._council_slug = council_slug

    def __call__(self, name: str, *parts: Any) -> str:
        return to(self._council_slug, name, *parts)


def to(council_slug: str, name: str, *parts: Any) -> str:
    """Give the address of one of our pages."""
    return reverse(f"delivery:{name}", args=[council_slug, *parts])


def sent(request: HttpRequest) -> QueryDict | None:
    """Give what a form was sent with: None when the page is only asked for, so that an empty form is looked at, too."""
    return request.POST if request.method == "POST" else None
