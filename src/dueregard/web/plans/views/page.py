"""What every page here begins with and ends in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from markupsafe import Markup

from dueregard.web.organisation.queries import Visitor, shell
from dueregard.web.plans.queries.beside import beside
from dueregard.web.ui.components.pieces import rendered


def page(
    request: HttpRequest, template: str, visitor: Visitor, *, here: str = "plans", status: int = 200, **context: Any
) -> HttpResponse:
    """Show a page of this council."""
    shown = {"shell": shell(visitor, here), "visitor": visitor, "address": _Addresses(visitor.council.slug), **context}
    return render(request, f"plans/{template}.jinja", shown, status=status)


def said_beside(
    request: HttpRequest, page: str, visitor: Visitor, *, plan_slug: str, action_id: UUID | None = None
) -> tuple[Markup, ...]:
    """Give what rooms above this one show on a page of ours, rendered, in order."""
    pieces = beside(page, visitor, plan_slug=plan_slug, action_id=action_id)
    return tuple(rendered(one.template, one.context, request=request) for one in pieces)


class _Addresses:
    """Gives the addresses of this council's pages: `address("plan", plan.slug)`."""

    def __init__(self, council_slug: str) -> None:
        self._council_slug = council_slug

    def __call__(self, name: str, *parts: Any) -> str:
        return to(self._council_slug, name, *parts)


def to(council_slug: str, name: str, *parts: Any) -> str:
    """Give the address of one of our pages."""
    return reverse(f"plans:{name}", args=[council_slug, *parts])


def person_id(visitor: Visitor) -> UUID:
    """Give the id of the person who is signed in: `staff_page` lets nobody else through."""
    assert visitor.person is not None
    return visitor.person.id


def sent(request: HttpRequest) -> QueryDict | None:
    """Give what a form was sent with: None when the page is only asked for, so that an empty form is looked at, too."""
    return request.POST if request.method == "POST" else None
