"""Real plans compared: what a person finds by reading them, and what the comparison says.

The pair that the issue speaks of is a plan of January 2023 and the report on it of December 2023. Only the report
stands beside the project. What a person reads in the plan (maidstone.gov.uk, "Draft equality objectives and action plan
2022-2025", s85746) is kept here as facts: for the first role, five of the six actions that can be read there have the
report's own words; each names a service that leads and a date; the sixth, on hardship payments with housing
associations, was called after a data project, which the report calls by another name and tells of only in its update.
Seen on 22 November 2026. No sentence of either document is kept here.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dueregard.domain.plans.carry_forward import links_of
from dueregard.domain.plans.compare import compare_plans
from dueregard.domain.plans.compare_model import Became, Ending, How
from dueregard.domain.plans.model import Action, Lead, Plan
from dueregard.domain.plans.parse import read_plan
from dueregard.reading.read import read_document

ONE_VIEW, NO_WRONG_DOOR, TRINITY, LETS_TALK, GROUP, CALENDAR = range(1, 7)
"""The first actions of the report, by their place in it."""

LED_AND_DATED = {
    NO_WRONG_DOOR: ("All teams", date(2023, 3, 31)),
    TRINITY: ("Communities, Policy & Engagement team", date(2023, 1, 31)),
    LETS_TALK: ("Communities, Policy & Engagement team", date(2023, 1, 31)),
    GROUP: ("Communities, Policy & Engagement team", date(2023, 1, 31)),
    CALENDAR: ("Equality, Diversity and Inclusion Officer Group", date(2023, 3, 31)),
}
RENAMED = Action(
    "Join up with housing associations on hardship payments (Xantura)",
    leads=(Lead("Housing"),),
    due_date=date(2023, 4, 30),
)


def read(path: Path) -> Plan:
    """Read a real document as a plan."""
    return read_plan(read_document(path.read_bytes(), name=path.name))


@pytest.fixture(scope="module")
def report(shared) -> Plan:
    """Give the progress report of December 2023."""
    return read(shared / "documents" / "binary" / "maidstone_pasted.txt")


@pytest.fixture(scope="module")
def long_plan(shared) -> Plan:
    """Give the plan of 63 actions."""
    return read(shared / "documents" / "binary" / "kingston_one_sheet.xlsx")


def bare(action: Action) -> Action:
    """Give an action of the report as the plan had it: without update and outcome."""
    return Action(action.action_text, section=action.section, levels=action.levels)


@pytest.fixture(scope="module")
def plan_of_january(report) -> Plan:
    """Give the first role of the plan that the report is about, rebuilt from the facts above."""
    followed = [
        replace(bare(report.actions[at - 1]), leads=(Lead(who),), due_date=due)
        for at, (who, due) in LED_AND_DATED.items()
    ]
    return Plan(
        document="Plan of January 2023", actions=(replace(RENAMED, section=report.actions[0].section), *followed)
    )


def test_leads_and_dates_vanish_between_the_plan_and_the_report(plan_of_january, report):
    compared = compare_plans(plan_of_january, report)

    assert [(match.old, match.new) for match in compared.matches] == [((at,), (at,)) for at in LED_AND_DATED]
    assert {gone.field: gone.actions for gone in compared.fields_gone} == {
        "leads": tuple(LED_AND_DATED),
        "due_date": tuple(LED_AND_DATED),
    }


def test_the_renamed_action_is_proposed_and_never_matched_silently(plan_of_january, report):
    compared = compare_plans(plan_of_january, report)

    assert [(one.old, one.new, one.how) for one in compared.questions] == [((1,), (ONE_VIEW,), How.PROPOSED)]
    assert all(1 not in match.old for match in compared.matches)
    assert compared.not_found == ()
    assert compared.new_actions == tuple(range(7, 18))


def test_the_report_promises_ten_actions_to_the_new_plan(report):
    nothing_of_it = Plan(actions=(Action("Publish a yearly list of grants to clubs"),))

    compared = compare_plans(report, nothing_of_it)

    ended = {ending.value: [one.old for one in compared.ended(ending)] for ending in Ending}
    assert ended["said_ongoing"] == [1, 2, 6, 7, 11, 12, 13, 17]
    assert ended["said_developed"] == [4, 5]
    assert ended["said_closed"] == [3, 8, 9, 10, 14, 15, 16]
    assert ended["without_a_word"] == []


def test_a_promise_that_the_new_plan_does_not_keep_is_the_finding(report):
    kept = [at for at, action in enumerate(report.actions, 1) if action.outcome == "ongoing" and at != 12]
    new = Plan(actions=tuple(bare(report.actions[at - 1]) for at in kept))

    compared = compare_plans(report, new)

    assert [one.old for one in compared.ended(Ending.SAID_ONGOING)] == [12]
    assert [match.old for match in compared.matches] == [(at,) for at in kept]
    assert {match.became for match in compared.matches} == {Became.CARRIED}
    assert compared.questions == ()


@pytest.mark.parametrize(
    "name",
    [
        "kingston_single_table.docx",
        "kingston_split_tables.pdf",
        "kingston_sheet_per_directorate.xlsx",
        "kingston_pasted.tsv",
    ],
)
def test_the_same_plan_in_another_format_is_carried_whole(name, long_plan, shared):
    compared = compare_plans(long_plan, read(shared / "documents" / "binary" / name))

    assert [(match.old, match.new, match.became) for match in compared.matches] == [
        ((at,), (at,), Became.CARRIED) for at in range(1, 64)
    ]
    assert len(links_of(compared)) == 63


@pytest.mark.parametrize("gone", [(12,), (9, 15), (1, 2, 3, 62, 63), tuple(range(20, 45))])
def test_actions_taken_out_of_a_long_plan_are_found_and_no_others(gone, long_plan):
    left = tuple(action for action in long_plan.actions if action.number not in gone)

    compared = compare_plans(long_plan, replace(long_plan, actions=left))

    assert tuple(one.old for one in compared.ended(Ending.WITHOUT_A_WORD)) == gone
    assert len(compared.matches) == 63 - len(gone)
    assert compared.questions == ()


def test_two_councils_have_no_action_in_common(long_plan, report):
    compared = compare_plans(long_plan, report)

    assert (compared.matches, compared.questions) == ((), ())
    assert len(compared.not_found) == 63
    assert len(compared.new_actions) == 17
