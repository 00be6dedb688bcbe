"""What of a plan may be published: names that the caller lists go wherever they stand, posts stay."""

from __future__ import annotations

from datetime import date

import pytest

from dueregard.domain.plans.model import Action, Contribution, Lead, Level, Plan, Progress, SubAction
from dueregard.domain.plans.public import public_plan
from dueregard.domain.plans.shape import plan_from_json, plan_to_json
from publish_made_up import PLAN, plan_with_canaries


def test_a_plan_without_inner_values_is_published_as_it_is():
    assert public_plan(PLAN) == PLAN


def test_inner_values_are_left_out():
    shown = public_plan(plan_with_canaries())

    assert (shown.unused, shown.questions, shown.found, shown.warnings) == ((), (), (), ())
    assert (shown.actions[0].sources, shown.actions[0].flags) == ({}, ())
    assert shown.actions[0].progress == (Progress("Begun.", date=date(2026, 9, 1)),)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ann Other leads", "a named officer leads"),
        ("ask ANN OTHER, now", "ask a named officer, now"),
        ("Ann\u00a0Other's team", "a named officer's team"),
        ("Ann\nOther", "a named officer"),
        ("Joann Otherwise", "Joann Otherwise"),
        ("Ann", "Ann"),
    ],
)
def test_listed_names_are_replaced_as_whole_words(text, shown):
    plan = public_plan(Plan(actions=(Action(text),)), hide=frozenset({"Ann Other", " "}))

    assert plan.actions[0].action_text == shown


def test_longer_names_are_replaced_before_shorter_ones_inside_them():
    plan = public_plan(Plan(actions=(Action("Ann Other Smith"),)), hide=frozenset({"Ann Other", "Ann Other Smith"}))

    assert plan.actions[0].action_text == "a named officer"


def test_names_are_replaced_in_every_field_that_is_printed():
    plan = Plan(
        document="Ann Other’s plan",
        levels=(Level(("Ann Other",), why="Ann Other", contributions=(Contribution("Ann Other"),)),),
        actions=(
            Action(
                "a",
                section="Ann Other",
                leads=(Lead("Ann Other"), Lead("Head of Housing")),
                sub_actions=(SubAction("b", "sub_action", owner="Ann Other"),),
                monitored_by=("Ann Other",),
                update_text="Ann Other says so",
            ),
        ),
    )

    shown = public_plan(plan, hide=frozenset({"Ann Other"}))

    assert "Ann" not in str(plan_to_json(shown))
    assert shown.actions[0].leads == (Lead("a named officer"), Lead("Head of Housing"))


def test_a_council_that_chose_so_keeps_names():
    plan = Plan(actions=(Action("Ask Ann Other", progress=(Progress("Begun.", author="Ann Other"),)),))

    assert public_plan(plan, names="all", hide=frozenset({"Ann Other"})) == plan


def test_what_is_published_as_json_can_be_read_again():
    shown = public_plan(PLAN, hide=frozenset({"Head of Finance"}))

    assert plan_from_json(plan_to_json(shown)) == shown
