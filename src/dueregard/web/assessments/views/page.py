"""What every page here begins with and ends in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from markupsafe import Markup

from dueregard.web.assessments.queries.beside import beside
from dueregard.web.organisation.queries import Visitor, shell
from dueregard.web.ui.components.pieces import rendered


def page(
    request: HttpRequest,
    template: str,
    visitor: Visitor,
    *,
    here: str = "assessments",
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Show a page of this council."""
    shown = {"shell": shell(visitor, here), "visitor": visitor, "address": Addresses(visitor.council.slug), **context}
    return render(request, f"assessments/{template}.jinja", shown, status=status)


class Addresses:
    """Gives the addresses of this council's pages: `address("task_list", card.id)`."""

    def __init__(self, council_slug: str) -> None:
        self._council_slug = council_slug

    def __call__(self, name: str, *parts: Any) -> str:
        return to(self._council_slug, name, *parts)


def to(council_slug: str, name: str, *parts: Any) -> str:
    """Give the address of one of our pages."""
    return reverse(f"assessments:{name}", args=[council_slug, *parts])


def sent(request: HttpRequest) -> QueryDict | None:
    """Give what a form was sent with: None when the page is only asked for, so that an empty form is looked at, too."""
    return request.POST if request.method == "POST" else None


def said_beside(
    request: HttpRequest, page_name: str, visitor: Visitor, *, about: UUID, part_key: str = ""
) -> dict[str, list[Markup]]:
    """Give the pieces that other topics have for a page, rendered: `{"below": […], "side": […]}`."""
    found: dict[str, list[Markup]] = {"below": [], "side": []}
    address = Addresses(visitor.council.slug)
    for piece in beside(page_name, visitor, about=about, part_key=part_key):
        found[piece.place].append(rendered(piece.template, {"address": address, **piece.context}, request=request))
    return found
