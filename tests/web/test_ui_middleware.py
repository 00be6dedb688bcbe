"""Every answer leaves safely: headers, cache, sender, refusals, faults."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.test import Client, RequestFactory
from django.urls import path
from django.views.decorators.http import require_POST

from dueregard.terms.errors import CannotBeRead
from dueregard.web.ui.components import Gone, NotAllowed, TooMany
from dueregard.web.ui.components.problems import new_reference
from dueregard.web.ui.middleware import HEADERS, RequestIdFilter, Requests

MIDDLEWARE = [
    "dueregard.web.ui.middleware.Requests",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "csp.middleware.CSPMiddleware",
    "dueregard.web.ui.middleware.Refusals",
]
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
    "manifest-src 'self'",
}


def _raising(fault: Exception) -> Callable[..., HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        raise fault

    return view


def _well(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.META["REMOTE_ADDR"])


def _reading(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.POST.get("name", ""))


urlpatterns = [
    path("moved/", lambda request: redirect("/well/")),
    path("reads/", _reading),
    path("well/", _well),
    path("post-only/", require_POST(_well)),
    path("not-allowed/", _raising(NotAllowed("Only an equalities officer may publish a plan."))),
    path("not-allowed.csv", _raising(NotAllowed("Only an equalities officer may publish a plan."))),
    path("denied/", _raising(PermissionDenied("a secret"))),
    path("missing/", _raising(Http404("a secret"))),
    path("bad/", _raising(SuspiciousOperation("a secret"))),
    path("ours/", _raising(CannotBeRead("The file is a scan.", mend="Type it, or ask for the original."))),
    path("gone/", _raising(Gone("It was withdrawn on 4 May 2027: wrong dates.", heading="This plan was withdrawn"))),
    path("often/", _raising(TooMany("We sent three mails already.", retry_after_seconds=90))),
    path("broken/", _raising(ZeroDivisionError("a secret"))),
    path("broken.json", _raising(ZeroDivisionError("a secret"))),
]
handler400 = "dueregard.web.ui.views.bad_request"
handler403 = "dueregard.web.ui.views.not_allowed"
handler404 = "dueregard.web.ui.views.not_found"
handler500 = "dueregard.web.ui.views.our_fault"


@pytest.fixture
def client(settings: object) -> Client:
    settings.ROOT_URLCONF = __name__  # type: ignore[attr-defined]
    settings.MIDDLEWARE = MIDDLEWARE  # type: ignore[attr-defined]
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("address", ["/well/", "/missing/", "/not-allowed/", "/ours/", "/broken/", "/post-only/"])
def test_every_answer_has_the_headers(client: Client, address: str) -> None:
    answer = client.get(address)

    assert {name: answer[name] for name in HEADERS} == HEADERS
    assert set(answer["Content-Security-Policy"].split("; ")) == POLICY
    assert answer["Cache-Control"] == "no-cache"
    assert len(answer["X-Request-ID"]) == 32


def test_a_stricter_header_of_a_view_stays() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Referrer-Policy": "no-referrer"})

    answer = Requests(view)(RequestFactory().get("/"))

    assert answer["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("proof", ["cookie", "token"])
def test_pages_of_signed_in_people_are_in_no_cache(client: Client, settings: object, proof: str) -> None:
    if proof == "cookie":
        client.cookies[settings.SESSION_COOKIE_NAME] = "x"  # type: ignore[attr-defined]
        answer = client.get("/well/")
    else:
        answer = client.get("/well/", HTTP_AUTHORIZATION="Basic eDp5")

    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Vary"] == "Cookie, Authorization"


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/not-allowed/", 403, "Only an equalities officer may publish a plan."),
        ("/denied/", 403, "Your roles do not include this page."),
        ("/missing/", 404, "There is no page here"),
        ("/nowhere/", 404, "There is no page here"),
        ("/bad/", 400, "We could not use what was sent"),
        ("/ours/", 400, "The file is a scan."),
        ("/gone/", 410, "It was withdrawn on 4 May 2027: wrong dates."),
        ("/often/", 429, "We sent three mails already."),
        ("/broken/", 500, "Something went wrong here, not with you"),
        ("/post-only/", 405, "This address does not work that way"),
    ],
)
def test_a_refusal_is_a_page_with_its_reason(client: Client, address: str, status: int, words: str) -> None:
    answer = client.get(address)

    text = answer.content.decode()
    assert answer.status_code == status
    assert words in text
    assert text.count("<h1") == 1
    assert "a secret" not in text


def test_a_refusal_says_what_else_the_protocol_asks(client: Client) -> None:
    assert client.get("/post-only/")["Allow"] == "POST"
    assert client.get("/often/")["Retry-After"] == "90"
    assert "This plan was withdrawn" in client.get("/gone/").content.decode()
    assert "Type it, or ask for the original." in client.get("/ours/").content.decode()


def test_a_redirect_of_a_part_moves_the_whole_page(client: Client) -> None:
    whole, part = client.get("/moved/"), client.get("/moved/", headers={"hx-request": "true"})

    assert (whole.status_code, whole["Location"]) == (302, "/well/")
    assert (part.status_code, part["HX-Redirect"], part.content) == (200, "/well/", b"")


def test_too_much_at_once_is_said(client: Client, settings: object) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3  # type: ignore[attr-defined]

    answer = client.post("/reads/", {str(n): "x" for n in range(9)})

    assert answer.status_code == 413
    assert "That was too much at once" in answer.content.decode()


def test_files_get_plain_text(client: Client) -> None:
    answer = client.get("/not-allowed.csv")

    assert answer.status_code == 403
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode() == "Only an equalities officer may publish a plan.\n"


def test_programs_get_plain_text_by_what_they_accept(client: Client) -> None:
    answer = client.get("/missing/", headers={"accept": "application/json"})

    assert answer["Content-Type"] == "text/plain; charset=utf-8"


def test_a_form_without_its_token_is_explained(settings: object) -> None:
    settings.ROOT_URLCONF = __name__  # type: ignore[attr-defined]
    settings.MIDDLEWARE = MIDDLEWARE  # type: ignore[attr-defined]
    settings.CSRF_FAILURE_VIEW = "dueregard.web.ui.views.form_too_old"  # type: ignore[attr-defined]

    answer = Client(enforce_csrf_checks=True).post("/post-only/")

    assert answer.status_code == 403
    assert "This form was open too long" in answer.content.decode()


def test_our_fault_gives_a_reference_that_is_in_the_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, logger="dueregard.web"):
        answer = client.get("/broken/")

    (line,) = [record for record in caplog.records if record.name == "dueregard.web"]
    reference, request_id = line.args[0], line.args[1]  # type: ignore[index]
    assert f"Quote {reference} when you write to us." in answer.content.decode()
    assert request_id == answer["X-Request-ID"]
    assert "a secret" not in line.getMessage()


def test_our_fault_works_when_templates_do_not(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*anything: object, **more: object) -> None:
        raise OSError("no templates")

    monkeypatch.setattr("dueregard.web.ui.components.problems.render", fail)

    answer = client.get("/broken/")

    assert answer.status_code == 500
    assert b"Something went wrong here, not with you" in answer.content


def test_references_can_be_read_out_over_the_telephone() -> None:
    made = {new_reference() for _try in range(200)}

    assert len(made) > 190
    assert not set("".join(made)) & set("01OILBS5UZ") - {"5"}


@pytest.mark.parametrize(
    ("proxies", "forwarded", "sender"),
    [
        (0, "9.9.9.9", "127.0.0.1"),
        (1, "9.9.9.9", "9.9.9.9"),
        (1, "6.6.6.6, 9.9.9.9", "9.9.9.9"),
        (2, "6.6.6.6, 9.9.9.9, 10.0.0.1", "9.9.9.9"),
        (2, "9.9.9.9", "127.0.0.1"),
        (1, "not an address", "127.0.0.1"),
        (1, "2001:db8::1", "2001:db8::1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_sender_is_who_our_own_proxy_saw(
    client: Client, settings: object, proxies: int, forwarded: str, sender: str
) -> None:
    settings.TRUSTED_PROXIES = proxies  # type: ignore[attr-defined]

    assert client.get("/well/", HTTP_X_FORWARDED_FOR=forwarded).content.decode() == sender


def test_forged_senders_are_one_client(client: Client, settings: object) -> None:
    settings.TRUSTED_PROXIES = 1  # type: ignore[attr-defined]

    seen = {client.get("/well/", HTTP_X_FORWARDED_FOR=f"1.2.3.{n}, 9.9.9.9").content for n in range(100)}

    assert seen == {b"9.9.9.9"}


def test_log_lines_carry_the_number_of_their_request() -> None:
    record = logging.LogRecord("x", logging.INFO, "x", 1, "x", None, None)

    def view(request: HttpRequest) -> HttpResponse:
        RequestIdFilter().filter(record)
        return HttpResponse(request.id)

    answer = Requests(view)(RequestFactory().get("/"))

    assert record.request_id == answer.content.decode()  # type: ignore[attr-defined]
    RequestIdFilter().filter(record)
    assert record.request_id == "-"  # type: ignore[attr-defined]
