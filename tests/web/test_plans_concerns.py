"""Late, due soon, not updated, stalled: with the reason in words, for any number of actions in the same few queries."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dueregard.domain.delivery.concerns import Concern, DeliveryRules
from dueregard.domain.plans.model import Action, Plan, Progress, SubAction
from dueregard.web.plans import models
from dueregard.web.plans.queries.action import action_page, concerns_on
from dueregard.web.plans.queries.concerns import concerns_of, having, rules_of
from factories.plans import many_actions, plan_of
from people import make_cast

pytestmark = pytest.mark.django_db

ON = date(2027, 1, 12)
FAR = date(2027, 12, 1)
SAME = tuple(Progress("On going.", day) for day in (date(2026, 5, 1), date(2026, 8, 1), date(2026, 11, 1)))
NEW = Progress("Moved", date(2027, 1, 5))


def _part(due: date, status: str | None = None) -> SubAction:
    return SubAction("Hire two", "milestone", due_date=due, status=status)


def _plan() -> Plan:
    return Plan(
        actions=(
            Action("late", due_date=date(2026, 12, 1), progress=(NEW,)),
            Action("late, but complete", due_date=date(2026, 12, 1), status="complete"),
            Action(
                "a part is late", due_date=date(2027, 12, 1), sub_actions=(_part(ON - timedelta(2)),), progress=(NEW,)
            ),
            Action("a part was late", due_date=date(2027, 12, 1), sub_actions=(_part(ON - timedelta(2), "closed"),)),
            Action("due soon", due_date=ON + timedelta(28), progress=(NEW,)),
            Action("due a day later", due_date=ON + timedelta(29), progress=(NEW,)),
            Action("stalled", progress=SAME),
            Action("said otherwise", progress=(*SAME, NEW)),
            Action("dropped", due_date=date(2026, 12, 1), outcome="dropped", progress=SAME),
        )
    )


def test_each_reason_is_found_and_said() -> None:
    plan = plan_of(make_cast(), _plan(), title="A plan")
    titles = dict(plan.actions.values_list("text", "pk"))

    found = concerns_of(plan.pk, on=ON)

    said = {title: [one.reason for one in found[pk]] for title, pk in titles.items()}
    assert said == {
        "late": ["42 days late: it was due on 1 December 2026."],
        "late, but complete": [],
        "a part is late": ["A part of it is 2 days late: “Hire two” was due on 10 January 2027."],
        "a part was late": ["Nobody has said yet how it is going."],
        "due soon": ["Due in 28 days, on 9 February 2027."],
        "due a day later": [],
        "stalled": [
            "The same was said 3 rounds running, since 1 May 2026.",
            "No update since 1 November 2026; this quarter began on 1 January 2027.",
        ],
        "said otherwise": [],
        "dropped": [],
    }


@pytest.mark.parametrize("concern", list(Concern))
def test_the_condition_for_lists_finds_the_same(concern: Concern) -> None:
    cast = make_cast()
    plan = plan_of(cast, _plan(), title="A plan")
    more = plan_of(cast, many_actions(60, on=ON), title="More")
    actions = models.Action.objects.filter(plan__in=(plan, more))

    narrowed = actions.filter(having(concern, actions=actions, on=ON, rules=rules_of(cast.council.id)))

    found = concerns_of(actions, on=ON)
    assert set(narrowed.values_list("pk", flat=True)) == {
        pk for pk, findings in found.items() if any(one.concern is concern for one in findings)
    }
    assert narrowed.count() > 0


def test_a_council_says_what_it_counts_as_soon_and_as_stalled() -> None:
    cast = make_cast()
    plan = plan_of(cast, _plan(), title="A plan")
    assert rules_of(cast.council.id) == DeliveryRules(soon_days=28, stalled_rounds=3)
    models.AttentionRules.objects.create(council_id=cast.council.id, soon_days=60, stalled_rounds=4)

    found = concerns_of(plan.pk, on=ON)

    counted = [one.concern for findings in found.values() for one in findings]
    assert (counted.count(Concern.DUE_SOON), counted.count(Concern.STALLED)) == (2, 0)


def test_an_update_is_wanted_since_the_round_was_opened() -> None:
    plan = plan_of(make_cast(), Plan(actions=(Action("a", progress=(NEW,)),)), title="A plan")

    (findings,) = concerns_of(plan.pk, on=ON, since=date(2027, 1, 10)).values()

    assert [one.reason for one in findings] == [
        "No update since 5 January 2027; an update was asked for on 10 January 2027."
    ]


def test_many_actions_cost_as_many_queries_as_few() -> None:
    cast = make_cast()
    few = plan_of(cast, many_actions(2, on=ON), title="Few")
    many = plan_of(cast, many_actions(200, on=ON), title="Many")

    asked = []
    for wanted in (few.pk, many.pk, list(many.actions.values_list("pk", flat=True)), many.actions.all()):
        with CaptureQueriesContext(
            connection,
        ) as spent:
            concerns_of(wanted, on=ON)
        asked.append(len(spent))

    assert asked == [4, 4, 4, 4]


def test_the_page_of_an_action_gives_the_same_in_one_query() -> None:
    cast = make_cast()
    plan = plan_of(cast, _plan(), title="A plan")
    found = concerns_of(plan.pk, on=ON)

    for pk in plan.actions.values_list("pk", flat=True):
        seen = action_page(plan.pk, pk, on=ON, labels={})
        with CaptureQueriesContext(connection) as caught:
            assert concerns_on(seen, council_id=cast.council.id, on=ON) == found[pk]
        assert len(caught) == 1
