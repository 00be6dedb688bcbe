"""The pages that Django asks for when something is wrong, and the gallery of components.

Named in `web/urls.py` (handler400 and so on) and in settings (CSRF_FAILURE_VIEW). The gallery shows every component
with made-up content, for people who build pages and for the browser tests; it is not there in production.
"""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import TooManyFilesSent
from django.shortcuts import render

from dueregard.web.ui.components import problems
from dueregard.web.ui.components import specimens as made_up
from dueregard.web.ui.components.refusals import NotAllowed

_log = logging.getLogger("dueregard.web")
_LAST_RESORT = (
    "<!doctype html><html lang='en-GB'><title>Something went wrong – Due Regard</title>"
    "<h1>Something went wrong here, not with you</h1>"
    "<p>Nothing you had saved is lost. Quote {} when you write to us.</p>"
)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request cannot be understood. What it said is not repeated."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return problems.problem_page(request, problems.too_large())
    return problems.problem_page(request, problems.bad_request())


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403, with the reason where a view gave one."""
    reason = exception.reason if isinstance(exception, NotAllowed) else ""
    return problems.problem_page(request, problems.not_allowed(reason))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, the same for what is not there and for what is not the reader's to know of."""
    return problems.problem_page(request, problems.not_found())


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429, also for the sign-in library's own limits."""
    return problems.problem_page(request, problems.too_many())


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without a good token. Which part failed is in the log, not on the page."""
    return problems.problem_page(request, problems.form_too_old())


def our_fault(request: HttpRequest) -> HttpResponse:
    """500, with a reference that stands in the log beside the traceback's request number."""
    reference = problems.new_reference()
    _log.error("Reference %s: request %s, %s %s", reference, getattr(request, "id", "-"), request.method, request.path)
    try:
        return problems.problem_page(request, problems.our_fault(reference))
    except Exception:  # noqa: BLE001  # the page for a fault must not fail: the log already has the first fault
        return HttpResponse(_LAST_RESORT.format(reference), status=500)


def gallery(request: HttpRequest, part: str = "components") -> HttpResponse:
    """Show every component, or one of the sample pages, with made-up content."""
    if not made_up.is_shown(settings.DUEREGARD_ENV) or part not in made_up.PARTS:
        raise Http404
    return render(request, f"ui/gallery/{part}.jinja", made_up.context(request, part))
