"""What every page of rounds begins with and ends in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from dueregard.web.delivery.access import rounds as access
from dueregard.web.delivery.queries.rounds import RoundCard, round_card
from dueregard.web.organisation.queries import Visitor, shell, visit


def page(request: HttpRequest, template: str, visitor: Visitor, *, status: int = 200, **context: Any) -> HttpResponse:
    """Show a page of this council."""
    shown = {"shell": shell(visitor, "rounds"), "visitor": visitor, "address": _Addresses(visitor.council.slug)}
    return render(request, f"delivery/rounds_{template}.jinja", {**shown, **context}, status=status)


class _Addresses:
    """Gives the addresses of this council's pages: `address("round", card.slug)`."""

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


def seeing(request: HttpRequest, council_slug: str) -> Visitor:
    """Let in who may see rounds."""
    visitor = visit(request, council_slug)
    access.check_can_see_rounds(visitor)
    return visitor


def keeping(request: HttpRequest, council_slug: str) -> Visitor:
    """Let in who keeps rounds."""
    visitor = visit(request, council_slug)
    access.check_can_keep_rounds(visitor)
    return visitor


def keeping_round(request: HttpRequest, council_slug: str, round_slug: str) -> tuple[Visitor, RoundCard]:
    """Let in who keeps rounds, and give the round. Raises Http404 where there is none."""
    visitor = keeping(request, council_slug)
    return visitor, round_card(visitor.council.id, round_slug)
