"""Every answer leaves with the headers and cookies of `headers.toml`, whatever the address and whoever asks."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from addresses import Route, routes
from asking import Answer, address, ask, table
from django.test import override_settings
from town import ZOE, Town

from people import DEE

pytestmark = pytest.mark.django_db
SAID = tomllib.loads((Path(__file__).parent / "headers.toml").read_text(encoding="utf-8"))
ROUTES = [route for route in routes() if route.name in table()]
_NONCE = re.compile(r" 'nonce-[\w+/=-]{16,}'")
PUBLIC_CACHE = "no-cache"
HTTPS: dict[str, Any] = {
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "SESSION_COOKIE_NAME": "__Host-session",
    "CSRF_COOKIE_NAME": "__Host-csrf",
    "LANGUAGE_COOKIE_SECURE": True,
    "SECURE_HSTS_SECONDS": 31_536_000,
}
"""As settings.py sets them where DUEREGARD_SITE_URL begins with https; tests/repo holds the settings to it."""


def _policy(answer: Answer) -> dict[str, str]:
    said = _NONCE.sub("", answer.response.get("Content-Security-Policy", ""))
    return {
        name: rest for part in said.split(";") if (words := part.strip()) for name, _, rest in [words.partition(" ")]
    }


def wrong_with_headers(route: Route, answer: Answer, *, is_signed_in: bool) -> Iterator[str]:
    """Give every header that is missing, other than the file says, or looser."""
    wanted: Mapping[str, str] = {**SAID["every"], **SAID["stricter"].get(route.name, {})}
    for name, value in wanted.items():
        if answer.response.get(name) != value:
            yield f"{name}: {answer.response.get(name)!r}"
    policy = _policy(answer)
    if policy != SAID["policy"] and policy != {"default-src": "'none'", "sandbox": ""}:
        yield f"Content-Security-Policy: {policy}"
    if "unsafe" in answer.response.get("Content-Security-Policy", ""):
        yield "Content-Security-Policy: unsafe"
    cache = answer.response.get("Cache-Control", "")
    if is_signed_in and not {"no-store", "private"} <= {part.strip() for part in cache.split(",")}:
        yield f"Cache-Control: {cache!r}"
    if not is_signed_in and not ({"no-cache", "no-store"} & {part.strip() for part in cache.split(",")}):
        yield f"Cache-Control: {cache!r}"
    if "Server" in answer.response or "X-Powered-By" in answer.response:
        yield "says what it runs on"
    if answer.response.get("Access-Control-Allow-Origin"):
        yield "lets other sites read it"


def wrong_with_cookies(answer: Answer) -> Iterator[str]:
    """Give every cookie that is not as the file says."""
    said = SAID["cookies"]
    for name, morsel in answer.response.cookies.items():
        if name not in said["names"]:
            yield f"{name} is not in the list"
        for part in ("secure", "httponly", "samesite", "path"):
            if morsel[part] != said[part] and morsel.value:
                yield f"{name}: {part} is {morsel[part]!r}"
        if morsel["domain"]:
            yield f"{name} is for other hosts, too"


@pytest.mark.parametrize(("name", "methods"), [(ZOE, ("GET",)), (DEE, ("GET", "POST"))])
def test_every_answer_has_the_headers(town: Town, name: str, methods: tuple[str, ...]) -> None:
    wrong = {}

    for route in ROUTES:
        for method in methods:
            answer = ask(town, name, method, address(route, town))
            if found := list(wrong_with_headers(route, answer, is_signed_in=name != DEE)):
                wrong[f"{method} {route.name}"] = (answer.status, found)

    assert wrong == {}


def test_every_cookie_is_as_strict_as_it_can_be(town: Town) -> None:
    wrong, seen = {}, set()
    renamed = {
        name: {"__Host-session" if cookie == "sessionid" else cookie: value for cookie, value in cookies.items()}
        for name, cookies in town.cookies.items()
    }
    town.cookies.update(renamed)

    with override_settings(**HTTPS):
        for route in ROUTES:
            for name, method in ((ZOE, "GET"), (DEE, "GET"), (DEE, "POST")):
                answer = ask(town, name, method, address(route, town))
                seen |= set(answer.response.cookies)
                if found := list(wrong_with_cookies(answer)):
                    wrong[f"{method} {route.name} as {name}"] = found

    assert wrong == {}
    assert {"__Host-session", "__Host-csrf"} <= seen


# Planted faults: one header less, one looser policy, one careless cookie.


def _front(town: Town) -> tuple[Route, Answer]:
    route = next(route for route in ROUTES if route.name == "pages:front")
    return route, ask(town, DEE, "GET", address(route, town))


@pytest.mark.parametrize("header", sorted(SAID["every"]))
def test_checker_sees_a_header_less(town: Town, header: str) -> None:
    route, answer = _front(town)
    assert list(wrong_with_headers(route, answer, is_signed_in=False)) == []

    del answer.response.headers[header]

    assert list(wrong_with_headers(route, answer, is_signed_in=False)) == [f"{header}: None"]


def test_checker_sees_a_looser_policy(town: Town) -> None:
    route, answer = _front(town)
    answer.response["Content-Security-Policy"] += " 'unsafe-inline'"

    assert len(list(wrong_with_headers(route, answer, is_signed_in=False))) == 2


def test_checker_sees_a_private_page_that_may_be_kept(town: Town) -> None:
    route, answer = _front(town)

    assert list(wrong_with_headers(route, answer, is_signed_in=True)) == [f"Cache-Control: '{PUBLIC_CACHE}'"]


def test_checker_sees_a_careless_cookie(town: Town) -> None:
    _route, answer = _front(town)
    answer.response.set_cookie("tracking", "1", domain="example.org")

    assert list(wrong_with_cookies(answer)) == [
        "tracking is not in the list",
        "tracking: secure is ''",
        "tracking: httponly is ''",
        "tracking: samesite is ''",
        "tracking is for other hosts, too",
    ]
