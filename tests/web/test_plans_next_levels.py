"""What an objective is measured by goes into the next plan with it: baseline, target, and every figure so far."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from dueregard.domain.plans.carry_forward import Decision
from dueregard.domain.plans.states import Outcome
from dueregard.web.ledger.queries import history
from dueregard.web.plans import models
from dueregard.web.plans.actions import editing_parts, next_plan
from dueregard.web.plans.queries.whole import domain_plan
from factories.plans import full_plan, plan_of
from people import AMINA, Cast, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def plan(cast: Cast) -> models.Plan:
    made = plan_of(cast, full_plan())
    made.levels.filter(title="Fair access").update(directorate=cast.directorate_id)
    return made


def next_of(plan: models.Plan, cast: Cast, outcome: Outcome = Outcome.ONGOING) -> models.Plan:
    decided = [Decision(at, outcome) for at in range(1, plan.actions.count() + 1)]
    slug = next_plan.make_next_plan(plan.pk, decisions=decided, title="Fair for all 2027-28", by=cast.people[AMINA].id)
    return models.Plan.objects.get(council=plan.council_id, slug=slug)


def test_targets_of_objectives_come_along_with_their_figures(cast: Cast, plan: models.Plan) -> None:
    made = next_of(plan, cast)

    gap, homes = made.levels.get(title="Fair access").measures.all()
    assert (gap.kind, gap.group, gap.compared_with) == ("gap", "disabled tenants", "other tenants")
    assert (gap.baseline, str(gap.baseline_date), gap.target, str(gap.target_date)) == (
        "12", "2026-03-31", "8", "2028-03-31",
    )  # fmt: skip
    assert (gap.unit, gap.direction, gap.source) == ("points", "down", "tenant survey")
    assert [(str(one.on), one.value, one.source) for one in gap.values.all()] == [("2026-09-30", "11", "autumn survey")]
    assert (homes.name, homes.direction, homes.target) == ("Homes adapted", "up", None)


def test_an_objective_stays_what_it_was(cast: Cast, plan: models.Plan) -> None:
    made = next_of(plan, cast)

    objective = made.levels.get(title="Fair access")
    assert (objective.kind, objective.ref, objective.why, objective.strands) == (
        "objective", "O1", "Waits are long", ["D"],
    )  # fmt: skip
    assert objective.directorate_id == cast.directorate_id
    assert [(one.who, one.changed) for one in objective.contributions.all()] == [
        ("Staff network", "the target"),
        ("Residents", None),
    ]
    assert domain_plan(made.pk).levels == domain_plan(plan.pk).levels


def test_the_old_plan_keeps_its_own(cast: Cast, plan: models.Plan) -> None:
    made = next_of(plan, cast)
    gap = made.levels.get(title="Fair access").measures.get(position=1)

    editing_parts.add_value(gap.pk, given={"on": "2027-09-30", "value": "9"}, by=cast.people[AMINA].id)

    before = plan.levels.get(title="Fair access").measures.get(position=1)
    assert [one.value for one in before.values.all()] == ["11"]
    assert [one.value for one in gap.values.all()] == ["11", "9"]


def test_the_page_of_the_next_plan_shows_the_target(cast: Cast, plan: models.Plan) -> None:
    made = next_of(plan, cast)
    browser: Client = cast.client(AMINA)

    page = browser.get(f"/aldermere/plans/{made.slug}/").text

    assert "Tenants satisfied with their home" in page
    assert "8 points" in page


def test_objectives_are_kept_where_no_action_goes_on(cast: Cast) -> None:
    content = full_plan()
    plan = plan_of(cast, replace(content, actions=content.actions[:1]))

    made = next_of(plan, cast, outcome=Outcome.CLOSED)

    objective = made.levels.get(title="Fair access")
    assert (made.actions.count(), objective.measures.count()) == (0, 2)
    (entry,) = history(chain=f"council:{cast.council.id}", subjects=[f"plans.plan:{made.pk}"])
    assert list(entry.facts["rows"]) == [f"plans.level:{objective.pk}"]
