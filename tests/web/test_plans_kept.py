"""A plan that is kept comes back as it was, and what the database refuses."""

from __future__ import annotations

from dataclasses import fields

import pytest
from django.db import IntegrityError, transaction

from dueregard.domain.plans.model import Action, Plan
from dueregard.terms.errors import UsedWrongly
from dueregard.web.accounts.models import Person
from dueregard.web.accounts.queries import PersonCard, card
from dueregard.web.ledger.queries import history
from dueregard.web.organisation.models import Council
from dueregard.web.plans import models
from dueregard.web.plans.actions.adopting import adopt_plan
from dueregard.web.plans.queries.whole import domain_plan
from factories.plans import full_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def council() -> Council:
    return Council.objects.create(slug="aldermere", name="Aldermere Borough Council")


@pytest.fixture
def amina() -> PersonCard:
    return card(Person.objects.create_user("amina@aldermere.example", full_name="Amina Rahman"))


def test_a_kept_plan_comes_back_equal(council: Council, amina: PersonCard) -> None:
    plan = full_plan()

    plan_id = adopt_plan(plan, council_id=council.pk, title="Fair for all 2026-27", by=amina.id)

    assert domain_plan(plan_id) == plan


def test_every_field_of_the_model_is_filled_in_that_plan() -> None:
    plan = full_plan()
    level, action = plan.levels[1], plan.actions[0]
    parts = (plan, level, action, action.progress[0], action.sub_actions[0], level.measures[0])

    empty = [f"{type(part).__name__}.{f.name}" for part in parts for f in fields(part) if not getattr(part, f.name)]

    assert empty == []


def test_adopting_records_one_entry_with_a_hash_for_every_action(council: Council, amina: PersonCard) -> None:
    plan_id = adopt_plan(full_plan(), council_id=council.pk, title="Fair for all", by=amina.id)

    (entry,) = history(chain=f"council:{council.pk}", subjects=[f"plans.plan:{plan_id}"])

    assert entry.kind == "plans.adopted"
    kept = models.Action.objects.values_list("pk", flat=True)
    measured = models.Level.objects.get(title="Fair access")
    assert set(entry.facts["rows"]) == {*(f"plans.action:{pk}" for pk in kept), f"plans.level:{measured.pk}"}
    assert set(entry.personal) == {"row_salt"}


def test_two_plans_of_one_name_have_two_addresses(council: Council, amina: PersonCard) -> None:
    plan = Plan(actions=(Action("Train staff"),))

    for _ in range(2):
        adopt_plan(plan, council_id=council.pk, title="Imports", by=amina.id)

    assert sorted(models.Plan.objects.values_list("slug", flat=True)) == ["imports-2", "imports-3"]


@pytest.mark.parametrize("action", [Action("a", status="green"), Action("a", rag="pink"), Action("a", percent=101)])
def test_words_that_are_not_ours_are_refused(council: Council, amina: PersonCard, action: Action) -> None:
    with pytest.raises(UsedWrongly, match="action 1"):
        adopt_plan(Plan(actions=(action,)), council_id=council.pk, title="A plan", by=amina.id)

    assert not models.Plan.objects.exists()


def test_a_moment_needs_its_person(council: Council, amina: PersonCard) -> None:
    plan_id = adopt_plan(full_plan(), council_id=council.pk, title="A plan", by=amina.id)

    for pair in ({"published_at": "2027-01-01T00:00Z"}, {"state": "published"}, {"withdrawn_reason": "wrong"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            models.Plan.objects.filter(pk=plan_id).update(**pair)
