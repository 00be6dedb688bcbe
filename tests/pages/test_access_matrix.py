"""Every page, as everybody: who gets it is what `access.toml` says, and nothing is changed by looking."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import asking
import pytest
from addresses import Route, as_lines, routes
from asking import DOORS, expected, table, wrong_with
from town import EVERYBODY, Town

from people import AMINA, BEN, EVE, JOAN

pytestmark = pytest.mark.django_db
ROUTES = routes()


def _wrong(town: Town, route: Route, *, as_: tuple[str, ...] = EVERYBODY, methods: str = "GET POST") -> list[str]:
    """Ask for a route as each of them and give all that is wrong."""
    asked = [(name, method) for name in as_ for method in methods.split()]
    return [words for name, method in asked for words, _answer in wrong_with(route, town, name, method) if words]


def _route(name: str) -> Route:
    return next(route for route in ROUTES if route.name == name)


def test_every_address_is_listed() -> None:
    listed = (Path(__file__).parent / "routes.txt").read_text(encoding="utf-8").splitlines()

    assert list(as_lines()) == listed, "run `python tests/pages/addresses.py > tests/pages/routes.txt` and say who may"


def test_every_address_says_who_may() -> None:
    names = {route.name for route in ROUTES}

    assert names - set(table()) == set(), "say in access.toml who gets them"
    assert set(table()) - names == set(), "these are no more"


def test_every_address_of_a_council_has_a_door() -> None:
    """A page under a council is at a staff or data door, or is one of the public ones named here."""
    public = {route.name for route in ROUTES if route.is_of_council and table()[route.name]["door"] == "public"}

    assert public == {
        *(f"assessments:public_{what}" for what in ("register", "register_as_file", "everything")),
        *(f"assessments:public_assessment{what}" for what in ("", "_as_file")),
        *(f"delivery:answer{what}" for what in ("", "_link", "_action", "_hand_on")),
        *(f"delivery:public_report{what}" for what in ("", "_actions", "_as_file", "_version")),
        *(f"delivery:public_report_version{what}" for what in ("_actions", "_as_file")),
        *(f"monitoring:facts{what}" for what in ("", "_subject", "_map", "_wards")),
        *(f"monitoring:facts{what}_as_file" for what in ("", "_subject", "_map", "_wards")),
        "monitoring:public_indicators",
        "monitoring:public_indicator",
        "monitoring:public_indicator_as_file",
        "monitoring:public_release",
        "monitoring:public_release_as_file",
        "monitoring:public_release_groups",
        "organisation:logo",
        "organisation:colours",
        "pages:front",
        "pages:plan",
        "pages:actions",
        "pages:actions_file",
        "pages:action",
        "pages:plan_file",
        "pages:accessibility",
        "pages:privacy",
        "pages:words",
    }


def test_eve_is_told_nothing() -> None:
    """At the doors of another council's staff she finds nothing, or hears that nobody may ask in this way."""
    told = {
        (route.name, method, expected(route, method)[EVE])
        for route in ROUTES
        if table()[route.name]["door"] in {"staff", "data"}
        for method in ("GET", "POST")
    }

    assert {answer for _name, _method, answer in told} <= {"404", "405"}


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_page_is_for_whom_it_says(town: Town, route: Route) -> None:
    assert _wrong(town, route) == []


def test_data_addresses_ask_for_a_token(town: Town) -> None:
    data = [route for route in ROUTES if table().get(route.name, {}).get("door") == "data"]

    answers = {route.name: asking.ask(town, "dee", "GET", asking.address(route, town)) for route in data}

    assert len(answers) >= 4
    assert {a.response["WWW-Authenticate"] for a in answers.values()} == {'Basic realm="Due Regard", charset="UTF-8"'}


# Planted faults: what the checker is there for, it must find.


def _nothing(*_given: Any, **_named: Any) -> None:
    return None


def test_checker_sees_a_view_without_its_check(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dueregard.web.organisation.access.check_can_keep_people", _nothing)

    assert _wrong(town, _route("organisation:invitations"), as_=(BEN,), methods="GET") == [
        "GET organisation:invitations as ben: 200, not 403"
    ]


def test_checker_sees_a_write_by_the_auditor(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dueregard.web.plans.access.check_can_publish", _nothing)

    (words,) = _wrong(town, _route("plans:publish"), as_=(JOAN,), methods="POST")

    assert words == "POST plans:publish as joan: 302, not 403"


def test_checker_sees_a_page_that_writes_when_looked_at(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    from dueregard.web.accounts.models import Person
    from dueregard.web.organisation import access

    def looks_and_writes(visitor: Any) -> None:
        Person.objects.filter(pk=visitor.person.id).update(known_as="seen")

    monkeypatch.setattr(access, "check_can_see_people", looks_and_writes)

    assert _wrong(town, _route("organisation:people"), as_=(AMINA,), methods="GET") == [
        "GET organisation:people as amina: 200, and yet it wrote to accounts_person"
    ]


def test_checker_wants_every_route_and_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "table", lambda: {"new:page": {"door": "public", "get": "staff 200"}})

    with pytest.raises(KeyError, match="dee, eve"):
        expected(Route("new:page", "new/", ()), "GET")
    with pytest.raises(KeyError):
        expected(Route("unlisted", "unlisted/", ()), "GET")
    assert set(DOORS) == {"public", "account", "staff", "data"}
