"""What moved, on Today: each act with the title of what it was about, as far as the visitor may see it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dueregard.domain.plans.carry_forward import Decision
from dueregard.domain.plans.merging import versions_of
from dueregard.domain.plans.states import Outcome
from dueregard.web.organisation.queries import Visitor
from dueregard.web.pages.queries.today import Moved, moved
from dueregard.web.plans import models
from dueregard.web.plans.actions import editing_actions, editing_levels, next_plan, removing
from dueregard.web.plans.queries.editing import action_row, action_values
from factories.plans import full_plan, plan_of
from people import AMINA, BEN, Cast, make_cast, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def plan(cast: Cast) -> models.Plan:
    return plan_of(cast, full_plan())


def seen_by(cast: Cast, *roles: str) -> tuple[Moved, ...]:
    nobody: dict[str, Any] = {"directorate_ids": frozenset(), "board_ids": frozenset(), "post_ids": frozenset()}
    return moved(Visitor(council=cast.council, person=None, roles=frozenset(roles), on=today(), **nobody))


def change(action: models.Action, cast: Cast, **given: Any) -> None:
    now = action_values(action_row(action.plan_id, action.pk))
    by = cast.people[AMINA].id
    editing_actions.change_action(action.pk, given={**now, **given}, base=versions_of(now), by=by)


def test_acts_are_told_with_the_title_of_their_action(cast: Cast, plan: models.Plan) -> None:
    action = plan.actions.get(position=2)
    change(action, cast, due_date="2027-06-30")

    newest, adopted = seen_by(cast, "action_owner")

    assert (newest.words, newest.about) == ("Changed action: due date", "Publish pay gaps")
    assert newest.href == f"/aldermere/plans/{plan.slug}/actions/{action.pk}/"
    assert (adopted.words, adopted.about) == ("Adopted the plan “Fair for all 2026-27” with 4 actions", "")


def test_the_page_shows_it_as_a_link(cast: Cast, plan: models.Plan) -> None:
    action = plan.actions.get(position=2)
    change(action, cast, due_date="2027-06-30")

    page = cast.client(BEN).get("/aldermere/today/").text

    assert f'href="/aldermere/plans/{plan.slug}/actions/{action.pk}/">Publish pay gaps</a>' in page


def test_objectives_have_titles_and_what_is_gone_has_that_of_its_plan(cast: Cast, plan: models.Plan) -> None:
    by = cast.people[AMINA].id
    level = plan.levels.get(title="Learning")
    editing_levels.change_level(
        level.pk, given={"why": "New managers come each year"}, base=versions_of({"why": None}), by=by
    )
    removing.remove_action(plan.actions.get(position=4).pk, by=by)

    told = [(one.words, one.about) for one in seen_by(cast, "equalities_officer")[:2]]

    assert told == [
        ("Removed an action", "Fair for all 2026-27"),
        ("Changed a section or objective: why it matters", "Learning"),
    ]


def test_a_draft_is_not_named_to_those_who_may_not_see_it(cast: Cast, plan: models.Plan) -> None:
    decided = [Decision(at, Outcome.ONGOING) for at in range(1, 5)]
    next_plan.make_next_plan(plan.pk, decisions=decided, title="Secret for now", by=cast.people[AMINA].id)

    assert "Secret for now" in str(seen_by(cast, "equalities_officer"))
    assert "Secret for now" not in str(seen_by(cast, "action_owner"))
    assert "Adopted the plan" in str(seen_by(cast, "action_owner"))


def test_five_acts_ask_as_often_as_one(cast: Cast, plan: models.Plan) -> None:
    asked = []
    for months in (("06",), ("07", "08", "09", "10")):
        for month in months:
            change(plan.actions.get(position=2), cast, due_date=f"2027-{month}-28")
        with CaptureQueriesContext(connection) as caught:
            seen_by(cast, "equalities_officer")
        asked.append(len(caught))

    assert asked == [4, 4]
