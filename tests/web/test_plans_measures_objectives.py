"""Objectives that can be measured: measures, gaps and figures of an objective, wherever they are shown."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dueregard.domain.plans.merging import versions_of
from dueregard.domain.plans.model import GAP, Action, Level, Measure, MeasureValue, Plan
from dueregard.domain.plans.shape import plan_from_json, plan_to_json
from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.web.ledger.queries import describe, history
from dueregard.web.plans import models
from dueregard.web.plans.actions import editing_parts, removing
from dueregard.web.plans.actions.publishing import publish_plan
from dueregard.web.plans.queries.measures import measured_levels
from dueregard.web.plans.queries.whole import domain_plan
from factories.plans import plan_of
from people import AMINA, BEN, DEE, EVE, Cast, make_cast

pytestmark = pytest.mark.django_db

GOAL = Measure(
    name="Tenants satisfied with their home",
    unit="points",
    direction="down",
    baseline="12",
    baseline_date=date(2026, 3, 31),
    target="8",
    target_date=date(2028, 3, 31),
    source="tenant survey",
    values=(MeasureValue(date(2027, 3, 31), "11", "spring survey"),),
    kind=GAP,
    group="disabled tenants",
    compared_with="other tenants",
)
SAID = "The gap has narrowed from 12 points to 11 points since 31 March 2026."


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def plan(cast: Cast) -> models.Plan:
    content = Plan(
        levels=(Level(("Homes",)), Level(("Homes", "Fair access"), kind="objective", measures=(GOAL,))),
        actions=(Action("Adapt homes", section="Homes", levels=("Fair access",)),),
    )
    return plan_of(cast, content, title="A plan")


@pytest.fixture
def objective(plan: models.Plan) -> models.Level:
    found: models.Level = plan.levels.get(title="Fair access")
    return found


def _by(cast: Cast) -> Any:
    return cast.people[AMINA].id


def _sent(**changes: str) -> dict[str, str]:
    return {"name": "Homes adapted", "kind": "", "unit": "homes", "direction": "up", "baseline": "3", **changes}


def test_a_measure_belongs_to_an_action_or_to_an_objective_and_never_to_both(
    plan: models.Plan, objective: models.Level
) -> None:
    action = plan.actions.get()
    for wrong in ({}, {"action": action, "level": objective}):
        with pytest.raises(IntegrityError), transaction.atomic():
            models.Measure.objects.create(position=9, name="x", **wrong)


@pytest.mark.parametrize("wrong", [{"kind": GAP}, {"group": "women"}, {"compared_with": "men"}])
def test_only_a_gap_has_groups_and_every_gap_has_one(objective: models.Level, wrong: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Measure.objects.create(position=9, name="x", level=objective, **wrong)


def test_a_plan_exported_before_there_were_gaps_is_read_as_ever() -> None:
    old = plan_to_json(Plan(levels=(Level(("Homes",)),), actions=(Action("a", measures=(Measure("m"),)),)))
    del old["levels"][0]["measures"]
    for name in ("kind", "group", "compared_with"):
        del old["actions"][0]["measures"][0][name]

    assert plan_from_json(json.loads(json.dumps(old))).actions[0].measures == (Measure("m"),)


def test_a_measure_is_added_changed_and_removed_with_its_figures(cast: Cast, objective: models.Level) -> None:
    by = _by(cast)
    measure_id = editing_parts.add_level_measure(objective.pk, given={"name": "Homes adapted"}, by=by)
    editing_parts.change_measure(measure_id, given={"unit": "homes"}, base=versions_of({"unit": None}), by=by)
    value_id = editing_parts.add_value(measure_id, given={"on": "2027-03-31", "value": "40"}, by=by)
    editing_parts.change_value(value_id, given={"value": "41"}, base=versions_of({"value": "40"}), by=by)

    kept = objective.measures.get(pk=measure_id)
    assert (kept.position, kept.unit, kept.values.get().value) == (2, "homes", "41")
    removed = removing.remove_part(measure_id, kind="measure", by=by)
    with pytest.raises(ObjectDoesNotExist):
        objective.measures.get(pk=measure_id)
    removing.restore(removed, by=by)

    assert objective.measures.get(pk=measure_id).values.get().value == "41"
    told = [
        describe(one) for one in history(chain=f"council:{cast.council.id}", subjects=[f"plans.level:{objective.pk}"])
    ]
    assert [words for words in told if "objective" in words.lower()][::-1] == [
        "Added a measure to an objective",
        "Changed a measure of an objective: unit",
        "Added a figure to an objective",
        "Put a figure of an objective right: value",
        "Removed a measure of an objective",
        "Put a measure of an objective back",
    ]


def test_an_objective_that_is_removed_comes_back_with_its_measures(cast: Cast, plan: models.Plan) -> None:
    plan.actions.get().delete()
    level = plan.levels.get(title="Fair access")

    removed = removing.remove_level(level.pk, by=_by(cast))
    assert models.Measure.objects.count() == 0
    removing.restore(removed, by=_by(cast))

    assert domain_plan(plan.pk).levels[1].measures == (GOAL,)


def test_a_measure_cannot_come_back_to_an_objective_that_is_gone(cast: Cast, plan: models.Plan) -> None:
    plan.actions.get().delete()
    level = plan.levels.get(title="Fair access")
    removed = removing.remove_part(level.measures.get().pk, kind="measure", by=_by(cast))
    removing.remove_level(level.pk, by=_by(cast))

    with pytest.raises(MoveNotAllowed, match="is gone"):
        removing.restore(removed, by=_by(cast))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": "x", "kind": GAP}, "whom the gap is about"),
        ({"name": "x", "group": "women"}, "Only a gap"),
        ({"name": " "}, "what is measured"),
    ],
)
def test_what_does_not_go_together_is_refused(
    cast: Cast, objective: models.Level, given: dict[str, str], said: str
) -> None:
    with pytest.raises(UsedWrongly, match=said):
        editing_parts.add_level_measure(objective.pk, given=given, by=_by(cast))


def test_the_gap_stands_in_words_and_figures_wherever_the_plan_does(
    cast: Cast, plan: models.Plan, objective: models.Level
) -> None:
    publish_plan(plan.pk, by=_by(cast))
    staff, anybody = cast.client(BEN), cast.client(DEE)
    pages = [
        staff.get(f"/aldermere/plans/{plan.slug}/"),
        staff.get(f"/aldermere/plans/{plan.slug}/objectives/{objective.pk}/"),
        anybody.get(f"/aldermere/equality-plan/{plan.slug}/"),
    ]

    for page in pages:
        assert page.status_code == 200
        assert "Tenants satisfied with their home: gap between disabled tenants and other tenants" in page.text
        assert "From 12 points (31 March 2026) to 8 points by 31 March 2028." in page.text
        assert SAID in page.text
        assert "At this pace it will miss the target of 8 points by about 2 points." in page.text
        assert "Show these figures as a table" in page.text


@pytest.mark.parametrize("ending", ["docx", "pdf", "xlsx", "ods", "csv", "json"])
def test_every_file_of_the_published_plan_can_be_had(cast: Cast, plan: models.Plan, ending: str) -> None:
    publish_plan(plan.pk, by=_by(cast))

    answer = cast.client(DEE).get(f"/aldermere/equality-plan/{plan.slug}/plan.{ending}")

    assert answer.status_code == 200


def test_the_check_button_prompts_and_saves_nothing(cast: Cast, plan: models.Plan, objective: models.Level) -> None:
    amina = cast.client(AMINA)
    path = f"/aldermere/plans/{plan.slug}/levels/{objective.pk}/measures/new/"

    checked = amina.post(path, {**_sent(), "check": "1"})

    assert checked.status_code == 200
    assert "Nothing is saved yet" in checked.text
    assert "The measure “Homes adapted” has no figure to reach." in checked.text
    assert objective.measures.count() == 1
    assert amina.post(path, _sent()).status_code == 302
    assert objective.measures.count() == 2


def test_the_check_looks_at_an_action_as_it_is_typed(cast: Cast, plan: models.Plan) -> None:
    amina, action = cast.client(AMINA), plan.actions.get()
    path = f"/aldermere/plans/{plan.slug}/actions/{action.pk}/edit/"

    checked = amina.post(path, {"text": "95% of babies receive a pack", "check": "1"})

    assert "Share of babies who receive a pack: 95 %" in checked.text
    action.refresh_from_db()
    assert action.text == "Adapt homes"


def test_before_adoption_the_check_says_what_would_help_and_stops_nobody(cast: Cast, plan: models.Plan) -> None:
    models.Plan.objects.filter(pk=plan.pk).update(state="draft", adopted_at=None, adopted_by=None)
    amina = cast.client(AMINA)

    page = amina.get(f"/aldermere/plans/{plan.slug}/adopt/")

    assert "What would make this plan easier to follow up" in page.text
    assert "Name one post for each action." in page.text
    assert amina.post(f"/aldermere/plans/{plan.slug}/adopt/").status_code == 302


def test_a_form_holds_a_gap_to_its_groups(cast: Cast, plan: models.Plan, objective: models.Level) -> None:
    amina = cast.client(AMINA)
    path = f"/aldermere/plans/{plan.slug}/levels/{objective.pk}/measures/new/"

    begun = amina.get(f"{path}?kind=gap").text
    without = amina.post(path, _sent(kind="gap")).text
    no_gap = amina.post(path, _sent(group="women")).text

    assert 'value="points"' in begun
    assert "Say which group the gap is about" in without
    assert "Groups belong to a gap" in no_gap
    assert objective.measures.count() == 1


@pytest.mark.parametrize(("who", "status"), [(AMINA, 200), (BEN, 403), (EVE, 404)])
def test_only_the_officer_changes_what_an_objective_is_measured_by(
    cast: Cast, plan: models.Plan, objective: models.Level, who: str, status: int
) -> None:
    at = f"/aldermere/plans/{plan.slug}/levels/{objective.pk}/measures/"
    measure = objective.measures.get()
    browser: Client = cast.client(who)

    for path in ("new/", f"{measure.pk}/", f"{measure.pk}/figures/new/", f"{measure.pk}/remove/"):
        assert browser.get(at + path).status_code == status, path


def test_measures_of_objectives_cost_as_much_for_many_as_for_few(cast: Cast) -> None:
    def made(number: int) -> models.Plan:
        levels = tuple(Level((f"Objective {n}",), kind="objective", measures=(GOAL,)) for n in range(number))
        return plan_of(cast, Plan(levels=levels, actions=(Action("a"),)), title=f"Plan of {number}")

    spent = []
    for plan in (made(2), made(40)):
        with CaptureQueriesContext(connection) as queries:
            assert measured_levels(plan.pk)
        spent.append(len(queries))

    assert spent == [3, 3]
