"""Things of another council are not there: not by their address, not by a hidden or chosen id in a form.

Asked for as somebody who may do everything in their own council, so that what stops them is the council and not a role.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from addresses import Route, routes
from asking import Answer, address, ask, expected, table
from filling import filled, forms_on
from town import ZOE, Town

from dueregard.web.accounts.models import Person
from dueregard.web.organisation.models import Board
from dueregard.web.plans.models import Plan
from dueregard.web.plans.queries.plans import plan_with_key
from people import EVE

pytestmark = pytest.mark.django_db
HANG_TOGETHER = {
    "delivery:answer_mine", "delivery:answer_mine_action", "delivery:answer_mine_hand_on",
    "delivery:ask", "delivery:question_put",
    "monitoring:define_indicator", "monitoring:define_official_indicator", "monitoring:edit_indicator",
    "monitoring:finding", "monitoring:new_release",
    "pages:indicator_measure", "plans:add_update", "plans:edit_part", "plans:new_part",
    "assessments:decision_change", "assessments:decision_new", "assessments:policy_change", "assessments:policy_new",
    "assessments:take_in",
}  # fmt: skip
"""Forms whose answers must fit each other, so that blind filling is refused: tests/web/test_monitoring_*,
test_delivery_boards_*, test_answer_page, test_plans_parts_pages, test_pages_measures_of_objectives,
test_assess_bringing and test_assess_register_* walk them."""
NOT_IDS = {
    "council_slug",
    "ending",
    "field",
    "kind",
    "part",
    "number",
    "place",
    "token",
    "code",
    "secret",
    "column",
    "area",
    "subject",
    "name",
    "which",
    "characteristic",
    "evidence_code",
    "release_number",
    "remark_print",
    "act",
    "key",
}
"""Parts of addresses that name no thing of a council, or are counted within one."""
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")

INSIDE = [
    route for route in routes() if route.is_of_council and table().get(route.name, {}).get("door") in {"staff", "data"}
]
WITH_IDS = [route for route in INSIDE if set(route.parts) - NOT_IDS]
ASKING = [route for route in INSIDE if table()[route.name]["get"] != "signed_in 405"]
"""Pages that can be looked at, and so may hold a form."""


@pytest.mark.parametrize("route", WITH_IDS, ids=lambda route: route.name)
def test_their_things_are_not_ours_by_address(town: Town, route: Route) -> None:
    wrong = []

    for part in sorted(set(route.parts) - NOT_IDS):
        path = address(route, town, swap={part: town.there[part]})
        for method in ("GET", "POST"):
            answer = ask(town, ZOE, method, path)
            wanted = "405" if expected(route, method)[ZOE] == "405" else "404"
            if answer.status != wanted or answer.written:
                wrong.append((method, part, answer.status, answer.written))

    assert wrong == []


@pytest.mark.parametrize("route", WITH_IDS, ids=lambda route: route.name)
def test_our_things_are_not_theirs_by_address(town: Town, route: Route) -> None:
    """Eve keeps her own council, and asks there for every thing of ours."""
    wrong = []

    for part in sorted(set(route.parts) - NOT_IDS):
        path = address(route, town, swap={**town.there, part: town.here[part]})
        for method in ("GET", "POST"):
            answer = ask(town, EVE, method, path)
            if answer.status not in {"404", "405"} or answer.written:
                wrong.append((method, part, answer.status, answer.written))

    assert wrong == []


def test_eve_has_pages_of_her_own(town: Town) -> None:
    """The control of the test above: with nothing of ours in the address she gets them."""
    mine = [route for route in WITH_IDS if route.name in {"plans:import", "plans:plan", "organisation:person"}]

    assert {ask(town, EVE, "GET", address(route, town, swap=town.there)).status for route in mine} == {"200"}


def test_checker_sees_a_page_that_forgets_the_council(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted fault: the page of a plan finds every council's plans by their slug alone."""

    def forgetful(_council_id: UUID, slug: str) -> Any:
        return plan_with_key(Plan.objects.get(slug=slug).council_id, slug)

    monkeypatch.setattr("dueregard.web.plans.views.plans.plan_with_key", forgetful)
    route = next(route for route in WITH_IDS if route.name == "plans:actions")

    assert ask(town, ZOE, "GET", address(route, town, swap={"plan_slug": town.there["plan_slug"]})).status == "200"


def _theirs(town: Town) -> dict[str, UUID]:
    names = ("post_id", "partner_id", "person_id", "directorate_id", "team_id", "level_id", "action_id", "import_id")
    return {name: town.there[name] for name in names} | {"board": _board(town)}


def _board(town: Town) -> UUID:
    return Board.objects.get(slug=town.there["board_slug"]).pk


def _with_their_ids(town: Town, sent: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Give what was sent with each id in it exchanged for each id of the other council."""
    for field, value in sent.items():
        one = value[0] if isinstance(value, list) and value else value
        if isinstance(one, str) and _UUID.search(one):
            for name, theirs in _theirs(town).items():
                changed = _UUID.sub(str(theirs), one)
                yield field, name, {**sent, field: [changed] if isinstance(value, list) else changed}


def _trials(town: Town, route: Route) -> Iterator[tuple[str, str, str, Answer]]:
    """Send each form of a page with each id exchanged: give where it went, which field, whose id, and the answer."""
    page = ask(town, ZOE, "GET", address(route, town))
    if page.is_page and page.status == "200":
        for form in forms_on(page.text, address(route, town)):
            for field, name, sent in _with_their_ids(town, filled(form)):
                yield form.action, field, name, ask(town, ZOE, "POST", form.action, sent)


@pytest.mark.parametrize("route", ASKING, ids=lambda route: route.name)
def test_their_ids_are_refused_in_forms(town: Town, route: Route) -> None:
    taken = [(action, field, name, one.written) for action, field, name, one in _trials(town, route) if one.written]

    assert taken == []


def test_forms_with_ids_are_taken_as_they_are(town: Town) -> None:
    """The control: what refuses their ids takes ours, so it was the id that was refused."""
    taken, refused = set(), set()

    for route in ASKING:
        page = ask(town, ZOE, "GET", address(route, town))
        if page.is_page and page.status == "200":
            for form in forms_on(page.text, address(route, town)):
                sent = filled(form)
                if any(True for _each in _with_their_ids(town, sent)):
                    answer = ask(town, ZOE, "POST", form.action, sent)
                    (taken if answer.written else refused).add(route.name)

    assert refused <= {"plans:bulk", *HANG_TOGETHER}, "only what shows a preview first, or hangs together"
    assert len(taken) >= 8, sorted(taken)


def test_checker_sees_a_form_that_takes_any_id(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted fault: the form that fills a post offers everybody there is, of whatever council."""

    def everybody(*_given: Any, **_named: Any) -> list[tuple[str, str]]:
        return [(str(person.pk), person.full_name) for person in Person.objects.all()]

    monkeypatch.setattr("dueregard.web.organisation.views.posts.queries.staff_choices", everybody)
    route = next(route for route in ASKING if route.name == "organisation:post_fill")

    assert [name for _action, _field, name, answer in _trials(town, route) if answer.written] == ["person_id"]
