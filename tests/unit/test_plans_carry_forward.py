"""The draft of the next plan, and where its actions come from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dueregard.domain.plans.carry_forward import Decision, Link, carry_forward, links_of
from dueregard.domain.plans.carry_forward_lineage import lineage_of, say_lineage
from dueregard.domain.plans.compare import compare_plans
from dueregard.domain.plans.compare_model import Became
from dueregard.domain.plans.model import Action, Lead, Measure, MeasureValue, Period, Plan, Progress, SubAction
from dueregard.domain.plans.states import Outcome
from dueregard.terms.errors import UsedWrongly
from fixtures.plans.two_years import AFTER, BEFORE

YEAR = Period("2026-27", date(2026, 4, 1), date(2027, 3, 31))
WAIT = Measure(
    "Weeks waited",
    unit="weeks",
    direction="down",
    baseline="41",
    target="30",
    values=(MeasureValue(date(2026, 1, 5), "38"),),
)
TOLD = Action(
    "Cut the wait for adaptations",
    number=1,
    leads=(Lead("Housing Manager"),),
    due_date=date(2026, 3, 31),
    strands=("disability",),
    measures=(WAIT,),
    sub_actions=(
        SubAction("Hire a surveyor", "milestone", status="complete"),
        SubAction("Clear the list", "milestone"),
    ),
    status="at_risk",
    rag="amber",
    percent=60,
    progress=(Progress("Begun.", date(2025, 10, 1)),),
    update_text="Begun.",
    outcome="ongoing",
    year_end_report="It goes on.",
    printed={"leads": "HM"},
)
OLD = Plan(
    document="Old plan",
    actions=(
        TOLD,
        Action("Survey the staff", number=2),
        Action("Survey the tenants", number=3),
        Action("Paint the bays", number=4),
        Action("Ask faith groups", number=5),
        Action("Translate the form and the reminder", number=6),
        Action("Map the kerbs", number=7),
    ),
)
DECIDED = (
    Decision(1, Outcome.ONGOING),
    Decision(2, Outcome.DEVELOPED, becomes=("survey",)),
    Decision(3, Outcome.DEVELOPED, becomes=("survey",)),
    Decision(4, Outcome.CLOSED),
    Decision(5, Outcome.DROPPED, reason="The rules belong to the county."),
    Decision(6, Outcome.DEVELOPED, becomes=("form", "reminder")),
    Decision(7, Outcome.NOT_REPORTED),
)
NEW = {
    "survey": Action("One survey of staff and tenants"),
    "form": Action("Translate the form"),
    "reminder": Action("Translate the reminder"),
}


def test_what_goes_on_comes_with_its_owner_and_measures_without_its_year():
    made = carry_forward(OLD, DECIDED, new_actions=NEW, document="New plan", period=YEAR)

    carried = made.plan.actions[0]
    assert carried.leads == (Lead("Housing Manager"),)
    assert carried.measures == (WAIT,)
    assert carried.strands == ("disability",)
    assert [part.text for part in carried.sub_actions] == ["Clear the list"]
    assert carried == replace(
        TOLD,
        sub_actions=TOLD.sub_actions[1:],
        status=None,
        rag=None,
        percent=None,
        progress=(),
        update_text=None,
        outcome=None,
        year_end_report=None,
        printed={},
    )


def test_new_actions_are_numbered_on_and_linked_one_to_many_and_many_to_one():
    made = carry_forward(OLD, DECIDED, new_actions=NEW)

    assert [(a.number, a.action_text) for a in made.plan.actions] == [
        (1, "Cut the wait for adaptations"),
        (7, "Map the kerbs"),
        (8, "One survey of staff and tenants"),
        (9, "Translate the form"),
        (10, "Translate the reminder"),
    ]
    assert made.links == (
        Link(1, 1, Outcome.ONGOING),
        Link(7, 2, Outcome.NOT_REPORTED),
        Link(2, 3, Outcome.DEVELOPED),
        Link(3, 3, Outcome.DEVELOPED),
        Link(6, 4, Outcome.DEVELOPED),
        Link(6, 5, Outcome.DEVELOPED),
    )
    assert (made.closed, made.dropped) == ((4,), (5,))


def test_a_date_that_has_passed_is_asked_about_and_not_moved():
    made = carry_forward(OLD, DECIDED, new_actions=NEW, period=YEAR)

    assert made.plan.actions[0].due_date == date(2026, 3, 31)
    asked = {(question.action, question.field, question.kind) for question in made.plan.questions}
    assert (1, "due_date", "past") in asked
    assert (2, "outcome", "not_reported") in asked
    assert (2, "leads", "missing") in asked


def test_every_fault_of_the_decisions_is_named_at_once():
    decided = (
        Decision(1, Outcome.DROPPED, reason=" "),
        Decision(2, Outcome.DEVELOPED),
        Decision(3, Outcome.DEVELOPED, becomes=("nothing",)),
        Decision(4, Outcome.CLOSED),
        Decision(4, Outcome.CLOSED),
        Decision(5, Outcome.CLOSED, becomes=("survey",)),
        Decision(99, Outcome.CLOSED),
    )

    with pytest.raises(UsedWrongly) as fault:
        carry_forward(OLD, decided, new_actions=NEW)

    for said in (
        "action 1 is dropped without a reason",
        "action 2 was developed, but not said into what",
        "action 3 became “nothing”, which is not among the new actions",
        "action 4 is decided twice",
        "action 5 names new actions, but was not developed",
        "there is no action in place 99",
        "action 6 has no decision",
        "action 7 has no decision",
    ):
        assert said in str(fault.value)


def test_a_plan_without_numbers_gets_none():
    made = carry_forward(
        Plan(actions=(Action("Mend the lift"),)),
        [Decision(1, Outcome.DEVELOPED, ("a",))],
        new_actions={"a": Action("Lift")},
    )

    assert made.plan.actions[0].number is None


def test_a_plan_carried_forward_is_found_whole_by_comparison():
    old = replace(OLD, actions=tuple(replace(a, outcome="ongoing") for a in OLD.actions))
    made = carry_forward(old, [Decision(at, Outcome.ONGOING) for at in range(1, 8)])

    compared = compare_plans(replace(old, actions=(replace(TOLD, sub_actions=()), *old.actions[1:])), made.plan)

    assert [match.became for match in compared.matches][1:] == [Became.CARRIED] * 6
    assert compared.not_found == ()
    assert links_of(compared) == made.links


def test_links_of_a_comparison_are_those_it_decided():
    links = links_of(compare_plans(BEFORE, AFTER))

    assert [(link.old, link.new) for link in links] == [
        (1, 1),
        (2, 2),
        (3, 3),
        (4, 4),
        (4, 5),
        (5, 6),
        (6, 7),
        (7, 7),
        (8, 9),
    ]
    assert [link.how for link in links if link.old in (4, 6)] == [Outcome.DEVELOPED] * 3


# lineage


def _year(begin: int, due: date | None, *, number: int = 1) -> Plan:
    period = Period(f"{begin}-{(begin + 1) % 100:02}", date(begin, 4, 1), date(begin + 1, 3, 31))
    return Plan(plan_period=period, actions=(Action("Cut the wait", number=number, due_date=due),))


CHAIN = (
    _year(2022, date(2023, 3, 31)),
    _year(2023, date(2024, 3, 31)),
    _year(2024, date(2024, 3, 31)),
    _year(2025, date(2026, 3, 31)),
)
ONE_TO_ONE = tuple((Link(1, 1, Outcome.ONGOING),) for _ in range(3))


@pytest.mark.parametrize(
    ("plan", "on", "words"),
    [
        (1, date(2022, 6, 1), "New in this plan"),
        (2, date(2023, 3, 31), "Ongoing for less than a year, in two plans; date moved once"),
        (3, date(2024, 4, 1), "Ongoing for two years, in three plans; date moved once"),
        (4, date(2026, 4, 1), "Ongoing for four years, in four plans; date moved twice"),
    ],
)
def test_lineage_says_how_long_in_how_many_plans_and_how_often_moved(plan, on, words):
    assert say_lineage(lineage_of(CHAIN, ONE_TO_ONE, plan=plan, action=1), on=on) == words


def test_lineage_counts_dates_moved_while_a_plan_ran():
    plans = (_year(2022, date(2023, 3, 31)), _year(2024, date(2025, 3, 31)), _year(2025, date(2026, 3, 31)))

    lineage = lineage_of(plans, ONE_TO_ONE[:2], plan=3, action=1, moved={(2, 1): 1})

    assert say_lineage(lineage, on=date(2026, 4, 1)) == "Ongoing for four years, in three plans; date moved three times"


def test_a_link_to_an_action_that_is_not_there_is_refused():
    with pytest.raises(UsedWrongly, match="link"):
        lineage_of(CHAIN[:2], ((Link(1, 2, Outcome.ONGOING),),), plan=1, action=1)


def test_lineage_is_a_tree_both_ways():
    old = Plan(document="Old", actions=(Action("Survey the staff"), Action("Survey the tenants")))
    middle = Plan(document="Middle", actions=(Action("One survey"),))
    new = Plan(document="New", actions=(Action("A survey"), Action("A panel")))
    links = (
        (Link(1, 1, Outcome.DEVELOPED), Link(2, 1, Outcome.DEVELOPED)),
        (Link(1, 1, Outcome.DEVELOPED), Link(1, 2, Outcome.DEVELOPED)),
    )

    lineage = lineage_of((old, middle, new), links, plan=2, action=1)

    assert [step.text for step in lineage.before] == ["Survey the staff", "Survey the tenants"]
    assert [(step.text, step.how) for step in lineage.after] == [
        ("A survey", Outcome.DEVELOPED),
        ("A panel", Outcome.DEVELOPED),
    ]
    assert say_lineage(lineage, on=date(2026, 4, 1)) == "In two plans; put together from two actions"


@pytest.mark.parametrize(
    ("links", "plan", "action"), [((), 1, 1), (ONE_TO_ONE, 5, 1), (ONE_TO_ONE, 1, 2), (ONE_TO_ONE, 0, 1)]
)
def test_lineage_of_what_is_not_there_is_refused(links, plan, action):
    with pytest.raises(UsedWrongly):
        lineage_of(CHAIN, links, plan=plan, action=action)
