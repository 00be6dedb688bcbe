"""How does somebody come in by a link that was sent to them, and what is said where it is no longer good?

The one idea: opening an address does nothing. It is swapped for a cookie that only this browser holds, and the reader
is sent on to an address without a secret; machines that open mail may do so as often as they like. A wrong address, one
that has ended and one of another council all lead to the same words.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dueregard.web.delivery.queries import links
from dueregard.web.delivery.queries.links import Answerer
from dueregard.web.delivery.views.page import page, to
from dueregard.web.organisation.queries import public_visit
from dueregard.web.ui.components import TooMany

View = Callable[..., HttpResponse]
COOKIE = "__Host-answer" if settings.IS_HTTPS else "answer"
WRONG_AN_HOUR = 60
"""How many wrong addresses one sender may try in an hour. A good one always works: a council may be one sender."""


def without_referrer(view: View) -> View:
    """Let no answer at an address with a secret, a refusal included, pass the address on."""

    @wraps(view)
    def guard(*args: Any, **kwargs: Any) -> HttpResponse:
        response = view(*args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        return response

    return guard


@without_referrer
@require_safe
def take_link(request: HttpRequest, council_slug: str, token: str) -> HttpResponse:
    """Swap the secret in an address for a cookie and go on without it. Nothing is recorded, and nothing used up."""
    public_visit(request, council_slug)
    link_id = links.link_of_token(token) if len(token) < 100 else None
    if link_id is None:
        _count_wrong(request)
    response = redirect(to(council_slug, "answer"))
    if link_id is None:
        response.delete_cookie(COOKIE, samesite="Lax")
    else:
        response.set_cookie(
            COOKIE,
            links.visit_of(link_id),
            max_age=links.VISIT_SECONDS,
            secure=settings.IS_HTTPS,
            httponly=True,
            samesite="Lax",
        )
    return guarded(response)


def came_by_link(request: HttpRequest, council_slug: str) -> Answerer | None:
    """Give who answers by the link that this browser opened, or None where it is not good."""
    link_id = links.link_of_visit(request.COOKIES.get(COOKIE, ""))
    return links.answerer_by_link(link_id, council_slug=council_slug) if link_id else None


def closed(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Say that a link is closed, and whom to ask. Why, and what it was for, is not told."""
    visitor = public_visit(request, council_slug)
    return guarded(page(request, "answers_closed", visitor, status=410, mine=to(council_slug, "answer_mine")))


def guarded(response: HttpResponse) -> HttpResponse:
    """Keep an answer out of caches and search engines."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _count_wrong(request: HttpRequest) -> None:
    sender = sha256(request.META.get("REMOTE_ADDR", "").encode()).hexdigest()[:24]
    key = f"wrong-link:{sender}"
    cache.add(key, 0, 60 * 60)
    try:
        tried = cache.incr(key)
    except ValueError:  # it ran out between the two
        return
    if tried > WRONG_AN_HOUR:
        raise TooMany(_("Too many links that do not exist were opened from here."), retry_after_seconds=60 * 60)
