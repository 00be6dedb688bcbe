"""Changing one action: what is written, what is recorded, and two people at once."""

from __future__ import annotations

import json

import pytest

from dueregard.web.ledger.queries import history
from dueregard.web.plans import models
from dueregard.web.plans.queries.whole import domain_plan
from factories.plans import plan_of
from factories.sending import sent
from people import AMINA, FAITH, Cast, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def plan(cast: Cast) -> models.Plan:
    return plan_of(cast)


def _first(plan: models.Plan) -> models.Action:
    return plan.actions.get(position=1)


def _path(cast: Cast, plan: models.Plan, action: models.Action, page: str = "edit") -> str:
    return f"/{cast.council.slug}/plans/{plan.slug}/actions/{action.pk}/{page}/"


def test_a_form_sent_unchanged_records_nothing(cast: Cast, plan: models.Plan) -> None:
    client, action = cast.client(AMINA), _first(plan)
    before, path = domain_plan(plan.pk), _path(cast, plan, action)

    answer = client.post(path, sent(client.get(path)))

    assert answer.status_code == 302
    assert domain_plan(plan.pk) == before
    assert not models.Plan.objects.get(pk=plan.pk).is_changed_since_adoption
    assert [
        entry.kind for entry in history(chain=f"council:{cast.council.id}", subjects=[f"plans.action:{action.pk}"])
    ] == []


def test_a_change_is_written_and_recorded_once(cast: Cast, plan: models.Plan) -> None:
    client, action = cast.client(AMINA), _first(plan)
    path = _path(cast, plan, action)
    data = sent(client.get(path)) | {
        "due_date-day": "30",
        "due_date-month": "6",
        "text": "Adapt homes by Ben",
        "status": "on_track",
    }

    client.post(path, data)

    row = models.Action.objects.get(pk=action.pk)
    (entry,) = history(chain=f"council:{cast.council.id}", subjects=[f"plans.action:{action.pk}"])
    assert (str(row.due_date), row.text, row.status) == ("2027-06-30", "Adapt homes by Ben", "on_track")
    assert entry.kind == "plans.action_changed"
    assert entry.facts["before"] == {"due_date": "2027-03-31", "status": "at_risk"}
    assert entry.facts["after"] == {"due_date": "2027-06-30", "status": "on_track"}
    assert entry.personal["after text"] == "Adapt homes by Ben"
    assert "Ben" not in json.dumps(dict(entry.facts))
    assert (row.printed["status"], row.status_text) == ("Slipping", None)


def test_two_people_see_both_versions_and_choose(cast: Cast, plan: models.Plan) -> None:
    amina, faith, action = cast.client(AMINA), cast.client(FAITH), _first(plan)
    path = _path(cast, plan, action)
    opened = sent(faith.get(path))
    amina.post(path, sent(amina.get(path)) | {"how": "Three surveyors", "resources": "Capital fund"})

    collided = faith.post(path, opened | {"how": "A contractor", "expected_outcome": "Fewer falls"})

    assert collided.status_code == 400
    assert "Amina Rahman saved a change while you were writing" in collided.text
    assert "Three surveyors" in collided.text
    assert "A contractor" in collided.text
    assert models.Action.objects.get(pk=action.pk).how == "Three surveyors"

    again = faith.post(path, sent(collided))
    assert again.status_code == 400, "nothing is chosen for anyone"

    faith.post(path, sent(collided) | {"keep-how": "mine"})
    row = models.Action.objects.get(pk=action.pk)
    assert (row.how, row.expected_outcome, row.resources) == ("A contractor", "Fewer falls", "Capital fund")


def test_theirs_may_be_kept(cast: Cast, plan: models.Plan) -> None:
    amina, faith, action = cast.client(AMINA), cast.client(FAITH), _first(plan)
    path = _path(cast, plan, action)
    opened = sent(faith.get(path))
    amina.post(path, sent(amina.get(path)) | {"how": "Three surveyors"})
    collided = faith.post(path, opened | {"how": "A contractor", "resources": "None"})

    faith.post(path, sent(collided) | {"keep-how": "theirs"})

    row = models.Action.objects.get(pk=action.pk)
    assert (row.how, row.resources) == ("Three surveyors", "None")
