"""What surrounds every request: its number, its true sender, its headers, and the page for a refusal.

The one idea: whatever a view forgets, the answer still leaves safely. `Requests` stands first: it numbers the request,
believes only as many forwarded addresses as there are proxies of ours, and puts on the headers of `HEADERS`. `Refusals`
stands last, next to the views, and turns an error of ours into a page with its message. The content security policy is
django-csp's; faults that nobody foresaw go to `views.our_fault`.
"""

from __future__ import annotations

import ipaddress
import logging
import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from dueregard.terms.errors import DueRegardError
from dueregard.web.ui.components import problems
from dueregard.web.ui.components.refusals import Gone, TooMany

Next = Callable[[HttpRequest], HttpResponseBase]

# A test asks every address for exactly these. A view that needs a stricter value sets it.
HEADERS: Final[dict[str, str]] = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(self), "
        "geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), "
        "publickey-credentials-get=(), screen-wake-lock=(), usb=(), xr-spatial-tracking=()"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
}

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
# Not within a council: `/a-council/my-actions/calendar/` carries none
_SECRET: Final = re.compile(
    r"((?<![\w-])/(?:calendar|invitation|set-up|account/confirm-email|account/password/reset/key)/(?!done/)"
    # Within a council: everything but the pages that stand at addresses without a secret
    r"|/answer/(?!somebody-else/|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/))[^/\s]+"
)
_request_id: ContextVar[str] = ContextVar("request_id", default="-")


class RequestIdFilter(logging.Filter):
    """Gives every line of the log the number of the request it belongs to, as `{request_id}`."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Add the number; keep every line."""
        record.request_id = _request_id.get()
        return True


class SecretFilter(logging.Filter):
    """Takes the secret out of addresses that carry one (links in mail, calendars), before a line reaches any log."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Put an ellipsis in place of each secret; keep every line."""
        told = record.getMessage()
        kept = _SECRET.sub(r"\1…", told)
        if kept != told:
            record.msg, record.args = kept, ()
        return True


class Requests:
    """Number the request, find its true sender, and put the headers on the answer."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Surround one request."""
        request.id = uuid.uuid4().hex
        token = _request_id.set(request.id)
        _set_true_sender(request)
        try:
            response = self.get_response(request)
        finally:
            _request_id.reset(token)
        response["X-Request-ID"] = request.id
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        _set_cache(request, response)
        return response


class Refusals:
    """Turn our own errors, and bare answers such as 405, into pages a reader can use."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; a bare "wrong method" gets a page, and a redirect of a part of a page moves the whole."""
        response = self.get_response(request)
        if response.status_code == 405 and isinstance(response, HttpResponse) and not response.content:
            page = problems.problem_page(request, problems.wrong_way())
            page["Allow"] = response.get("Allow", "GET, HEAD")
            if "Referrer-Policy" in response.headers:  # a view that is stricter stays so when it refuses
                page["Referrer-Policy"] = response["Referrer-Policy"]
            return page
        if response.status_code in _REDIRECTS and request.headers.get("HX-Request") == "true":
            return _moving_the_whole_page(response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Give the page for an error of ours; leave all others to Django and to `views`."""
        if isinstance(exception, Gone):
            return problems.problem_page(request, problems.gone(exception.reason, exception.heading))
        if isinstance(exception, TooMany):
            page = problems.problem_page(request, problems.too_many(exception.reason))
            page["Retry-After"] = str(exception.retry_after_seconds)
            return page
        if isinstance(exception, DueRegardError):
            return problems.problem_page(request, problems.bad_request(exception.message, exception.mend or ""))
        return None


def _moving_the_whole_page(redirect: HttpResponseBase) -> HttpResponse:
    """Answer a part of a page that asked again, and was sent elsewhere, so that the page goes and not the part."""
    answer = HttpResponse(headers={"HX-Redirect": redirect["Location"]})
    answer.cookies = redirect.cookies
    return answer


def _set_true_sender(request: HttpRequest) -> None:
    """Put the address of the person's own machine in REMOTE_ADDR; forged headers are dropped.

    Each proxy adds the address it was called from on the right, so with two proxies of ours the second from the right
    is true, and everything further left is hearsay.
    """
    forwarded = request.META.pop("HTTP_X_FORWARDED_FOR", "")
    trusted = settings.TRUSTED_PROXIES
    if trusted < 1:
        return
    said = [part.strip() for part in forwarded.split(",") if part.strip()]
    if len(said) < trusted:
        return
    try:
        request.META["REMOTE_ADDR"] = str(ipaddress.ip_address(said[-trusted]))
    except ValueError:
        return


def _set_cache(request: HttpRequest, response: HttpResponseBase) -> None:
    """Keep pages of signed-in people out of every cache; let others be kept, but asked about each time."""
    if request.path.startswith(settings.STATIC_URL):
        return
    if settings.SESSION_COOKIE_NAME in request.COOKIES or response.cookies or "Authorization" in request.headers:
        response["Cache-Control"] = "private, no-store"
        patch_vary_headers(response, ("Cookie", "Authorization"))
    else:
        response.setdefault("Cache-Control", "no-cache")
