"""The made-up council holds together on any day, and obeys the rules it is there to show."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from dueregard.demo import delivery
from dueregard.demo.council import ALDERMERE, COUNCILS, SHARED
from dueregard.demo.documents import sample_documents
from dueregard.demo.plans import became, last_year, this_year, year_before
from dueregard.domain.plans.parse import read_plan
from dueregard.domain.plans.shape import plan_from_json, plan_to_json
from dueregard.reading.read import read_document

DAYS = (date(2026, 4, 1), date(2026, 11, 21), date(2027, 3, 31), date(2028, 2, 29))


@pytest.mark.parametrize("on", DAYS)
def test_plans_are_led_and_watched_by_those_who_are_there(on: date) -> None:
    for plan in (this_year(on), last_year(on), year_before(on)):
        assert {lead.name for action in plan.actions for lead in action.leads} <= set(ALDERMERE.posts)
        assert {board for action in plan.actions for board in action.monitored_by} <= set(ALDERMERE.boards)
        assert {name for action in plan.actions for name in action.partners} <= set(ALDERMERE.partners)


@pytest.mark.parametrize("on", DAYS)
def test_plans_know_nothing_of_later_days(on: date) -> None:
    for plan in (this_year(on), last_year(on), year_before(on)):
        said = [entry.date for action in plan.actions for entry in action.progress]
        measured = [value.on for action in plan.actions for measure in action.measures for value in measure.values]

        assert all(day and day <= on for day in [*said, *measured])


def test_every_level_holds_actions() -> None:
    plan = this_year(date(2026, 11, 21))
    paths = {action.levels[:depth] for action in plan.actions for depth in (1, 2)}

    assert {level.path for level in plan.levels} == paths


def test_plans_go_round_as_json() -> None:
    for plan in (this_year(DAYS[1]), last_year(DAYS[1]), year_before(DAYS[1])):
        assert plan_from_json(plan_to_json(plan)) == plan


def test_every_link_between_the_plans_has_both_ends() -> None:
    plans = [year_before(DAYS[1]), last_year(DAYS[1]), this_year(DAYS[1])]
    steps = list(pairwise(plans))
    linked = {(old, new) for old, new, _how in became()}

    for plan, after in steps:
        titles = {action.action_title for action in after.actions}
        for action in plan.actions:
            into = {new for old, new in linked if old == action.action_title}
            assert bool(into & titles) == (action.outcome in {"ongoing", "developed"}), action.action_title


def test_people_hold_posts_that_are_there() -> None:
    for council in COUNCILS:
        assert {post for person in council.people for post in person.posts} <= set(council.posts)
        assert {board for person in council.people for board in person.boards} <= set(council.boards)
        assert len({person.email for person in council.people}) == len(council.people)
    assert all(post in ALDERMERE.posts for _giver, post, _receiver in SHARED)


@pytest.mark.parametrize(
    ("name", "actions"),
    [
        ("young-people-equality-plan.docx", 8),
        ("accessible-places-plan.xlsx", 5),
        ("progress-on-our-commitments.docx", 4),
        ("inclusion-award-news.docx", 0),
    ],
)
def test_documents_to_try_hold_what_is_said_of_them(name: str, actions: int) -> None:
    sample = next(each for each in sample_documents() if each.name == name)

    plan = read_plan(read_document(sample.data, name=sample.name))

    assert len(plan.actions) == actions


def test_words_of_delivery_are_about_actions_that_are_there() -> None:
    for on in DAYS[1:]:
        titles = {action.action_title for action in this_year(on).actions}

        assert {each.action for each in (*delivery.ANSWERS, *delivery.QUESTIONS)} <= titles
    ended = {a.action_title for a in last_year(DAYS[1]).actions if a.outcome in {"closed", "dropped"}}
    assert set(delivery.LAST_YEAR) == ended
    assert delivery.BOARD in ALDERMERE.boards
    assert {each.post for each in delivery.QUESTIONS} <= set(ALDERMERE.posts)
