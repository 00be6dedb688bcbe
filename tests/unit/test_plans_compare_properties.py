"""What must hold of a comparison whatever the plans: itself, shuffled, with actions taken out, and swapped."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from dueregard.domain.plans.compare import compare_plans
from dueregard.domain.plans.compare_model import Became, Ending, PlanComparison
from dueregard.domain.plans.model import Action, Lead, Plan

_VERBS = ("Train", "Survey", "Translate", "Repair", "Publish", "Review", "Open", "Fund")
_THINGS = ("housing", "library", "swimming", "recruitment", "transport", "council tax", "museum", "school", "carers'")
_WHAT = ("forms", "desk", "panel", "timetable", "pay gap", "strategy", "network", "signage", "hours", "complaints")
_WHO = ("for refugees", "with deaf residents", "for new parents", "by age group", "in five languages", "for veterans")

_TEXTS = st.tuples(*(st.sampled_from(words) for words in (_VERBS, _THINGS, _WHAT, _WHO))).map(" ".join)
_ACTIONS = st.builds(
    Action,
    action_text=_TEXTS,
    leads=st.sampled_from(((), (Lead("Head of Housing"),), (Lead("Curator"),))),
    due_date=st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    section=st.sampled_from((None, "Housing", "Parks")),
)
_MANY = st.lists(_ACTIONS, min_size=1, max_size=12, unique_by=lambda action: action.action_text)


def numbered(actions: list[Action]) -> tuple[Action, ...]:
    """Give actions with numbers, from 1."""
    return tuple(replace(action, number=at) for at, action in enumerate(actions, start=1))


def by_text(compared: PlanComparison) -> set[tuple[object, ...]]:
    """Give every match and question by what the actions say, so that places do not count."""
    return {
        (
            tuple(sorted(compared.old.actions[at - 1].action_text for at in match.old)),
            tuple(sorted(compared.new.actions[at - 1].action_text for at in match.new)),
            match.became,
            match.how,
            match.sure,
            match.likeness,
        )
        for match in compared.all_matches()
    }


@settings(max_examples=40, deadline=None)
@given(actions=_MANY)
def test_a_plan_compared_with_itself_is_carried(actions):
    plan = Plan(actions=numbered(actions))

    compared = compare_plans(plan, plan)

    assert [(m.old, m.new, m.became) for m in compared.matches] == [
        ((at,), (at,), Became.CARRIED) for at in range(1, len(actions) + 1)
    ]
    assert not compared.questions
    assert not compared.not_found
    assert not compared.new_actions


@settings(max_examples=40, deadline=None)
@given(old=_MANY, new=_MANY, data=st.data())
def test_the_order_of_actions_does_not_matter(old, new, data):
    before, after = Plan(actions=numbered(old)), Plan(actions=numbered(new))
    shuffled = [
        Plan(actions=tuple(data.draw(st.permutations(plan.actions), label="shuffled"))) for plan in (before, after)
    ]

    compared, again = compare_plans(before, after), compare_plans(*shuffled)

    assert by_text(compared) == by_text(again)
    assert _texts(compared) == _texts(again)


@settings(max_examples=40, deadline=None)
@given(actions=_MANY, data=st.data())
def test_those_taken_out_are_found_and_no_others(actions, data):
    whole = numbered(actions)
    gone = data.draw(st.sets(st.sampled_from(range(1, len(actions) + 1))), label="taken out")
    left = tuple(action for action in whole if action.number not in gone)

    compared = compare_plans(Plan(actions=whole), Plan(actions=left))

    assert {one.old for one in compared.ended(Ending.WITHOUT_A_WORD)} == gone
    assert {match.became for match in compared.matches} <= {Became.CARRIED}
    assert not compared.new_actions


@settings(max_examples=40, deadline=None)
@given(old=_MANY, new=_MANY)
def test_swapping_the_plans_swaps_new_and_gone(old, new):
    before, after = Plan(actions=numbered(old)), Plan(actions=numbered(new))

    there, back = compare_plans(before, after), compare_plans(after, before)

    assert tuple(one.old for one in there.not_found) == back.new_actions
    assert tuple(one.old for one in back.not_found) == there.new_actions
    assert {(m.old, m.new, m.sure) for m in there.all_matches()} == {(m.new, m.old, m.sure) for m in back.all_matches()}


@settings(max_examples=40, deadline=None)
@given(old=_MANY, new=_MANY)
def test_every_action_is_in_exactly_one_place(old, new):
    before, after = Plan(actions=numbered(old)), Plan(actions=numbered(new))

    compared = compare_plans(before, after)

    olds = [at for match in compared.all_matches() for at in match.old] + [one.old for one in compared.not_found]
    news = [at for match in compared.all_matches() for at in match.new] + list(compared.new_actions)
    assert sorted(olds) == list(range(1, len(old) + 1))
    assert sorted(news) == list(range(1, len(new) + 1))


def _texts(compared: PlanComparison) -> tuple[set[str], set[str]]:
    gone = {compared.old.actions[one.old - 1].action_text for one in compared.not_found}
    return gone, {compared.new.actions[at - 1].action_text for at in compared.new_actions}
