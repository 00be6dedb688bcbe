"""Pages of a plan ask the database as often for 10,000 actions as for 10, and the list of people as often for many.

A page that begins to ask once for each row fails here; so does one that asks more than `MOST` times in all.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dueregard.domain.plans.model import Action, Lead, Plan
from dueregard.web.accounts.models import Person
from dueregard.web.organisation.models import Membership
from dueregard.web.plans import models
from dueregard.web.plans.actions.publishing import publish_plan
from dueregard.web.plans.queries import lists
from factories.plans import many_actions, plan_of
from people import AMINA, BEN, DEE, KOFI, SINCE, Cast, make_cast

pytestmark = pytest.mark.django_db
FEW, MANY = 10, 10_000
PAGES = (
    (AMINA, "plans/{plan}/"),
    (AMINA, "plans/{plan}/actions/"),
    (AMINA, "plans/{plan}/actions/?words=lesure&status=attention&sort=due"),
    (AMINA, "plans/{plan}/actions/{action}/"),
    (AMINA, "today/"),
    (BEN, "my-actions/"),
    (DEE, "equality-plan/{plan}/"),
    (DEE, "equality-plan/{plan}/actions/"),
    (DEE, "equality-plan/{plan}/actions/?words=leisure&going=at_risk"),
    (DEE, "equality-plan/{plan}/actions/{action}/"),
    (KOFI, "people/"),
    (KOFI, "people/?words=person&role=analyst"),
)
MOST = 45
"""No page asks more often than this, however much there is."""
MOST_OF_AN_ACTION = 32
"""Seven things about an action are kept in tables of their own, and six rooms say something beside it."""


@pytest.fixture
def cast(settings: Any, tmp_path: Path) -> Cast:
    """Give everybody, with files of their own."""
    settings.MEDIA_ROOT = str(tmp_path)
    return make_cast()


def _asks(browser: Client, path: str) -> int:
    """Count the statements of a page once its session is settled."""
    browser.get(path)
    with CaptureQueriesContext(connection) as caught:
        assert browser.get(path).status_code == 200, path
    return len(caught)


def _counts(cast: Cast, number: int) -> dict[str, int]:
    """Give how often each page asks with one plan of so many actions, Ben leading ten more."""
    content = many_actions(number)
    lead, due = (Lead("Housing Options Manager"),), date(2020, 4, 1)  # first in every order, so on every first page
    mine = tuple(Action(f"Mine {n}", number=n, leads=lead, due_date=due) for n in range(1, 11))
    plan = plan_of(cast, Plan(**{**_fields(content), "actions": (*mine, *content.actions)}), title=f"Plan of {number}")
    publish_plan(plan.pk, by=cast.people[AMINA].id)
    filled = {"plan": plan.slug, "action": plan.actions.get(position=5).pk}
    browsers = {name: cast.client(name) for name, _path in PAGES}
    return {path: _asks(browsers[name], f"/{cast.council.slug}/{path.format_map(filled)}") for name, path in PAGES}


def _fields(plan: Plan) -> dict[str, Any]:
    return {name: getattr(plan, name) for name in plan.__dataclass_fields__}


def _add_people(cast: Cast, number: int) -> None:
    people = Person.objects.bulk_create(
        Person(email=f"p{n}of{number}@aldermere.example", full_name=f"Person {n}") for n in range(number)
    )
    Membership.objects.bulk_create(
        Membership(council_id=cast.council.id, person=person, role="analyst", since=SINCE) for person in people
    )


@pytest.mark.many
@pytest.mark.timeout(300)
def test_pages_ask_as_often_for_ten_thousand_as_for_ten(cast: Cast) -> None:
    _add_people(cast, 3)
    few = _counts(cast, FEW)
    models.Action.objects.all().delete()
    models.Plan.objects.all().delete()
    _add_people(cast, 2_000)

    many = _counts(cast, MANY)

    assert many == few
    assert max(few.values()) <= MOST, few
    assert few["plans/{plan}/actions/{action}/"] <= MOST_OF_AN_ACTION, few


def test_trial_sees_a_page_that_asks_for_each_row(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted fault: a list that asks once more for every row it shows."""
    given = lists.action_rows

    def asks_for_each(rows: Any, **named: Any) -> Any:
        shown = given(rows, **named)
        for _row in shown:
            Person.objects.filter(pk=cast.people[AMINA].id).exists()
        return shown

    monkeypatch.setattr(lists, "action_rows", asks_for_each)
    asked = []

    for number in (2, 12):
        plan = plan_of(cast, many_actions(number), title=f"Plan of {number}")
        asked.append(_asks(cast.client(AMINA), f"/{cast.council.slug}/plans/{plan.slug}/actions/"))

    assert asked[1] - asked[0] == 10
