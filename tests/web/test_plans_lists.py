"""The list of actions: filters, sorting, search that forgives spelling, and counts of queries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dueregard.domain.plans.model import Action, Plan, Progress
from dueregard.domain.plans.progress import due_when
from dueregard.web.accounts.models import Person
from dueregard.web.accounts.queries import card
from dueregard.web.organisation.models import Council
from dueregard.web.plans import models
from dueregard.web.plans.actions.adopting import adopt_plan
from dueregard.web.plans.queries.action import action_page
from dueregard.web.plans.queries.lists import Wanted, action_rows, actions_wanted, choices_of, labels_of, sorted_by
from dueregard.web.plans.queries.overview import overview
from dueregard.web.plans.queries.whole import domain_plan
from factories.plans import full_plan, many_actions

pytestmark = pytest.mark.django_db
ON = date(2027, 1, 12)

Keep = Callable[[Plan], models.Plan]


@pytest.fixture
def keep() -> Keep:
    council = Council.objects.create(slug="aldermere", name="Aldermere Borough Council")
    amina = card(Person.objects.create_user("amina@aldermere.example", full_name="Amina Rahman"))

    def _keep(plan: Plan) -> models.Plan:
        plan_id = adopt_plan(plan, council_id=council.pk, title=plan.document or "A plan", by=amina.id)
        return models.Plan.objects.get(pk=plan_id)

    return _keep


def _texts(plan: models.Plan, **wanted: str) -> list[str]:
    rows = actions_wanted(plan.pk, Wanted(**wanted), on=ON).order_by("position")
    return list(rows.values_list("text", flat=True))


@pytest.fixture
def small(keep: Keep) -> models.Plan:
    return keep(
        Plan(
            document="Small",
            actions=(
                Action("Open the leisure centre early", number=1, strands=("disability",), status="at_risk"),
                Action("Train café staff", number=2, strands=("race", "ALL"), status="off_track", section="Place"),
                Action("Publish pay gaps", number=3, status="complete", due_date=date(2026, 1, 1), section="Place"),
                Action("Ask residents", number=4, due_date=date(2026, 12, 1), levels=("Voice",)),
                Action("Say nothing", number=5, outcome="dropped", progress=(Progress("Stopped", date(2027, 1, 3)),)),
            ),
        )
    )


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, 5),
        ({"words": "lesure"}, 1),
        ({"words": "leisure centre"}, 1),
        ({"words": "CAFE"}, 1),
        ({"words": "leisure café"}, 0),
        ({"words": "4"}, 1),
        ({"words": "zzzzzz"}, 0),
        ({"characteristic": "disability"}, 1),
        ({"characteristic": "ALL"}, 1),
        ({"status": "attention"}, 2),
        ({"status": "complete"}, 1),
        ({"status": "no_update"}, 2),
        ({"status": "attention", "characteristic": "race"}, 1),
        ({"due": "late"}, 1),
        ({"due": "no_date"}, 2),
        ({"due": "finished"}, 2),
        ({"owner": "-"}, 5),
        ({"board": "-"}, 5),
        ({"update": "none"}, 3),
        ({"update": "this_quarter"}, 1),
        ({"outcome": "dropped"}, 1),
    ],
)
def test_filters_narrow_together(small: models.Plan, wanted: dict[str, str], found: int) -> None:
    assert len(_texts(small, **wanted)) == found


def test_a_section_holds_what_is_below_it(keep: Keep) -> None:
    plan = keep(full_plan())
    homes = plan.levels.get(path=["Homes"])

    assert _texts(plan, section=str(homes.pk)) == [full_plan().actions[0].action_text]
    assert _texts(plan, section="not-a-level") == []


def test_late_and_due_mean_the_same_in_the_database_as_in_the_domain(keep: Keep) -> None:
    plan = keep(many_actions(400))
    acts = domain_plan(plan.pk).actions

    for due in ("late", "this_quarter", "next_quarter", "later", "no_date", "finished"):
        expected = [
            a.action_text for a in acts if due_when(a.due_date, status=a.status, outcome=a.outcome, on=ON) == due
        ]
        assert _texts(plan, due=due) == expected, due


def test_undated_actions_come_last_either_way(small: models.Plan) -> None:
    rows = actions_wanted(small.pk, Wanted(), on=ON)

    rising = [row.number for row in sorted_by(rows, "due", falling=False)]
    falling = [row.number for row in sorted_by(rows, "due", falling=True)]

    assert (rising, falling) == ([3, 4, 1, 2, 5], [4, 3, 1, 2, 5])


def test_a_row_says_what_the_page_shows(small: models.Plan) -> None:
    labels = labels_of(small.pk)

    rows = action_rows(actions_wanted(small.pk, Wanted(words="residents"), on=ON), on=ON, labels=labels)

    assert [(row.number, row.title, row.days_late, row.is_without_update) for row in rows] == [
        ("4", "Ask residents", 42, True)
    ]


def test_choices_are_those_of_the_plan_in_the_acts_order(keep: Keep) -> None:
    plan = keep(full_plan())

    choices = choices_of(plan.pk, labels=labels_of(plan.pk))

    assert [words for _code, words in choices.characteristics] == [
        "All characteristics",
        "Disability",
        "Gender reassignment",
        "Sex",
    ]
    assert [words for _pk, words in choices.sections] == ["Homes", "Finance", "People"]
    assert choices.owners == (("Housing Options Manager",) * 2, ("Surveyors",) * 2)
    assert (choices.has_rag, choices.has_outcome) == (True, True)


def test_an_overview_adds_up(small: models.Plan) -> None:
    seen = overview(small.pk, on=ON, labels=labels_of(small.pk))

    assert (seen.all.total, seen.all.attention, seen.all.no_update, seen.late_count) == (5, 2, 2, 1)
    assert [(bar.name, bar.counts.total) for bar in seen.sections] == [("Place", 2), ("Voice", 1)]
    assert [(bar.name, bar.counts.total) for bar in seen.characteristics] == [
        ("All characteristics", 1),
        ("Disability", 1),
        ("Race", 1),
    ]
    assert (seen.without_date, seen.without_update) == (2, 3)


def _queries(work: Callable[[], Any]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        work()
    return len(caught)


def test_queries_do_not_grow_with_the_plan(keep: Keep) -> None:
    counts = []
    for number in (10, 2000):
        plan = keep(many_actions(number))
        labels = labels_of(plan.pk)
        first = plan.actions.get(position=5).pk
        counts.append(
            (
                _queries(lambda p=plan, w=labels: overview(p.pk, on=ON, labels=w)),
                _queries(
                    lambda p=plan, w=labels: action_rows(
                        actions_wanted(p.pk, Wanted(words="leisure"), on=ON)[:50], on=ON, labels=w
                    )
                ),
                _queries(lambda p=plan, w=labels: choices_of(p.pk, labels=w)),
                _queries(lambda p=plan, f=first, w=labels: action_page(p.pk, f, on=ON, labels=w)),
                _queries(lambda p=plan: domain_plan(p.pk)),
            )
        )

    assert counts[0] == counts[1]
