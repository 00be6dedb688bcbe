"""The pages on which the next plan is made: one question after the other, nothing chosen, what was typed kept."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from dueregard.domain.plans.model import Action, Lead, Period, Plan
from dueregard.web.ledger.models import Entry
from dueregard.web.plans import models
from dueregard.web.plans.actions import editing, publishing
from factories.plans import plan_of
from people import AMINA, BEN, DEE, EVE, JOAN, Cast, make_cast

pytestmark = pytest.mark.django_db
POST = "Housing Options Manager"
LAST_YEAR = Plan(
    document="Fair for all 2026-27",
    plan_period=Period("2026-27", date(2026, 4, 1), date(2027, 3, 31)),
    actions=(
        Action("Open a drop-in", number=1, outcome="ongoing", due_date=date(2026, 12, 31), leads=(Lead(POST),)),
        Action("Train managers", number=2, outcome="developed"),
        Action("Survey the staff", number=3, outcome="developed"),
        Action("Mend the lift", number=4, outcome="closed"),
        Action("Print a leaflet", number=5),
    ),
)  # fmt: skip


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def plan(cast: Cast) -> models.Plan:
    return plan_of(cast, LAST_YEAR)


@pytest.fixture
def amina(cast: Cast) -> Client:
    return cast.client(AMINA)


def path(cast: Cast, plan: models.Plan, rest: str = "") -> str:
    return f"/{cast.council.slug}/plans/{plan.slug}/next/{rest}"


def at(plan: models.Plan, position: int) -> str:
    return str(plan.actions.get(position=position).pk)


def day(on: date, name: str) -> dict[str, str]:
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


def name_it(amina: Client, cast: Cast, plan: models.Plan) -> None:
    said = {
        "title": "Fair for all 2027-28",
        **day(date(2027, 4, 1), "period_start"),
        **day(date(2028, 3, 31), "period_end"),
    }
    assert amina.post(path(cast, plan, "name/"), said).status_code == 302


def test_from_first_question_to_the_draft(cast: Cast, plan: models.Plan, amina: Client) -> None:
    entries = Entry.objects.count()
    name_it(amina, cast, plan)
    amina.post(path(cast, plan, f"decide/{at(plan, 5)}/"), {"outcome": "dropped", "reason": "Nobody read it"})
    new = {"text": "A school for managers", "lead": "Housing Options Manager", **day(date(2027, 9, 30), "due_date")}
    amina.post(path(cast, plan, f"become/{at(plan, 2)}/"), new)
    amina.post(path(cast, plan, f"become/{at(plan, 3)}/"), {"becomes": ["new-1"]})
    amina.post(path(cast, plan, f"dates/{at(plan, 1)}/"), {"choice": "new", **day(date(2027, 12, 31), "due_date")})
    assert Entry.objects.count() == entries, "what is typed changes no plan"

    checked = amina.get(path(cast, plan, "check/"))
    assert "Make the next plan" in checked.text
    made_at = amina.post(path(cast, plan, "check/"))

    made = models.Plan.objects.get(title="Fair for all 2027-28")
    assert made_at["Location"].endswith(f"/plans/{made.slug}/")
    assert [(row.text, row.number, row.due_date) for row in made.actions.order_by("position")] == [
        ("Open a drop-in", 1, date(2027, 12, 31)),
        ("A school for managers", 6, date(2027, 9, 30)),
    ]
    assert made.actions.get(position=2).leads.get().post_id == cast.post_id
    assert made.actions.get(position=2).came_from.count() == 2
    assert Entry.objects.count() == entries + 1
    page = amina.get(f"/{cast.council.slug}/plans/{made.slug}/actions/{at(made, 1)}/")
    assert "in two plans; date moved once" in page.text


def test_what_was_typed_is_there_when_one_comes_back(cast: Cast, plan: models.Plan, amina: Client) -> None:
    name_it(amina, cast, plan)

    seen = amina.get(path(cast, plan, "name/"))

    assert 'value="Fair for all 2027-28"' in seen.text
    assert "2027" in seen.text
    assert "4 of 5 actions are decided." in amina.get(path(cast, plan)).text


def test_nothing_is_chosen_and_an_empty_form_decides_nothing(cast: Cast, plan: models.Plan, amina: Client) -> None:
    name_it(amina, cast, plan)
    for step in (f"decide/{at(plan, 5)}/", f"dates/{at(plan, 1)}/", f"become/{at(plan, 2)}/"):
        seen = amina.get(path(cast, plan, step))
        assert seen.status_code == 200
        assert " checked" not in seen.text

        assert amina.post(path(cast, plan, step), {}).status_code == 400

    draft = models.NextPlanDraft.objects.get()
    assert (draft.decisions, draft.dates, draft.new_actions) == ({}, {}, [])


def test_dropped_needs_a_reason_and_a_new_date_a_date(cast: Cast, plan: models.Plan, amina: Client) -> None:
    name_it(amina, cast, plan)

    assert (
        "Say why it is dropped" in amina.post(path(cast, plan, f"decide/{at(plan, 5)}/"), {"outcome": "dropped"}).text
    )
    early = {"choice": "new", **day(date(2026, 1, 1), "due_date")}
    assert "Write the new date" in amina.post(path(cast, plan, f"dates/{at(plan, 1)}/"), {"choice": "new"}).text
    assert "must not be before the plan begins" in amina.post(path(cast, plan, f"dates/{at(plan, 1)}/"), early).text


def test_it_is_not_made_while_something_is_open(cast: Cast, plan: models.Plan, amina: Client) -> None:
    answer = amina.post(path(cast, plan, "check/"))

    assert answer.status_code == 400
    assert "Something is still to be said." in answer.text
    assert models.Plan.objects.count() == 1


def test_made_twice_there_is_one(cast: Cast, plan: models.Plan, amina: Client) -> None:
    test_from_first_question_to_the_draft(cast, plan, amina)

    amina.post(path(cast, plan, "check/"))
    late = amina.post(path(cast, plan, f"decide/{at(plan, 5)}/"), {"outcome": "ongoing"})

    assert models.Plan.objects.count() == 2
    assert "The next plan is made already" in late.text
    assert "It is made already" in amina.get(path(cast, plan)).text


def test_a_closed_plan_can_be_carried_forward(cast: Cast, plan: models.Plan, amina: Client) -> None:
    plan.actions.filter(position=5).update(outcome="dropped")
    publishing.close_plan(plan.pk, by=cast.people[AMINA].id)

    test_from_first_question_to_the_draft(cast, plan, amina)


def test_a_new_action_nothing_becomes_any_more_is_let_go(cast: Cast, plan: models.Plan, amina: Client) -> None:
    step = path(cast, plan, f"become/{at(plan, 2)}/")
    amina.post(step, {"text": "First thought"})
    amina.post(step, {"text": "Second thought"})

    assert [one["text"] for one in models.NextPlanDraft.objects.get().new_actions] == ["Second thought"]


def test_starting_over_forgets_what_was_typed(cast: Cast, plan: models.Plan, amina: Client) -> None:
    name_it(amina, cast, plan)

    amina.post(path(cast, plan), {"do": "start_over"})

    assert not models.NextPlanDraft.objects.exists()


@pytest.mark.parametrize(("who", "status"), [(BEN, 403), (JOAN, 403), (EVE, 404), (DEE, 302)])
def test_only_the_officer_makes_it(cast: Cast, plan: models.Plan, who: str, status: int) -> None:
    for step in ("", "name/", "check/", f"decide/{at(plan, 5)}/"):
        assert cast.client(who).get(path(cast, plan, step)).status_code == status


def test_a_draft_has_no_next_plan(cast: Cast, amina: Client) -> None:
    slug = editing.make_plan(council_id=cast.council.id, given={"title": "Empty"}, by=cast.people[AMINA].id)

    answer = amina.get(f"/{cast.council.slug}/plans/{slug}/next/")

    assert answer.status_code in (400, 409)
    assert "itself a draft" in answer.text


def test_the_public_sees_the_line_through_published_plans_only(cast: Cast, plan: models.Plan, amina: Client) -> None:
    publishing.publish_plan(plan.pk, by=cast.people[AMINA].id)
    test_from_first_question_to_the_draft(cast, plan, amina)
    made = models.Plan.objects.get(title="Fair for all 2027-28")
    old = f"/{cast.council.slug}/equality-plan/{plan.slug}/actions/{at(plan, 1)}/"
    public = cast.client(DEE)
    assert "Plan by plan" not in public.get(old).text

    editing.adopt_draft(made.pk, by=cast.people[AMINA].id)
    publishing.publish_plan(made.pk, by=cast.people[AMINA].id)

    assert "Plan by plan" in public.get(old).text
    new = public.get(f"/{cast.council.slug}/equality-plan/{made.slug}/actions/{at(made, 1)}/")
    assert "in two plans" in new.text
    assert f"/equality-plan/{plan.slug}/actions/{at(plan, 1)}/" in new.text
