"""The sentence and the counts say what a plan holds, whoever made it."""

from __future__ import annotations

from datetime import date

import pytest

from dueregard.domain.plans.model import Action, Lead, Period, Plan, Question, Strand, Timescale, Unused
from dueregard.domain.plans.summary import summarise
from publish_made_up import PLAN

DUE = {"strands": ("A",), "timescale_text": "2026-27"}


def test_counts_of_a_whole_plan():
    summary = summarise(PLAN)

    assert summary.sentence == "3 actions in 2 sections; 1 due after the plan’s end."
    assert [(section.name, section.count) for section in summary.sections] == [("Finance", 2), ("Culture", 1)]
    assert (summary.by_status.on_track, summary.by_status.off_track, summary.by_status.no_update) == (1, 1, 1)
    assert summary.by_strand == (("A", 1), ("D", 1), ("R", 1), ("ALL", 1))
    assert (summary.without_lead, summary.questions, summary.unused) == (0, 0, 0)


@pytest.mark.parametrize(
    ("actions", "sentence"),
    [
        ((), "0 actions."),
        ((Action("a", **DUE),), "1 action."),
        ((Action("a", section="S", **DUE), Action("b", section="S", **DUE)), "2 actions in 1 section."),
        ((Action("a", levels=("Objective 1",), **DUE),), "1 action in 1 section."),
        ((Action("a", flags=("joined_over_pages", "joined_over_pages"), **DUE),), "1 action; 1 joined over pages."),
        ((Action("a", timescale_text="2026-27"),), "1 action; 1 without strands."),
        ((Action("a", strands=("A",)),), "1 action; 1 without a date."),
        ((Action("a", strands=("A",), timescales=(Timescale("ongoing", "ongoing"),)),), "1 action."),
        ((Action("a", strands=("A",), due_date=date(2027, 4, 1)),), "1 action; 1 due after the plan’s end."),
        ((Action("a", strands=("A",), due_date=date(2027, 3, 31)),), "1 action."),
    ],
)
def test_the_sentence_leaves_out_what_there_is_none_of(actions, sentence):
    plan = Plan(plan_period=Period("2026-27", date(2026, 4, 1), date(2027, 3, 31)), actions=actions)

    assert summarise(plan).sentence == sentence


def test_an_action_counts_once_under_each_of_its_strands():
    plan = Plan(
        key={"R": Strand("Race"), "A": Strand("Age")},
        actions=(Action("a", strands=("A", "R", "A")), Action("b", strands=("A", "X"), leads=(Lead("Head"),))),
        questions=(Question("Who?", "leads", action=1),),
        unused=(Unused("footer", "page furniture"),),
    )

    summary = summarise(plan)

    # In the order of the document's own key; codes it does not explain come last.
    assert summary.by_strand == (("R", 1), ("A", 2), ("X", 1))
    assert (summary.without_lead, summary.questions, summary.unused) == (1, 1, 1)


def test_actions_outside_any_section_are_counted_as_such():
    plan = Plan(actions=(Action("a", section="Finance", **DUE), Action("b", **DUE)))

    summary = summarise(plan)

    assert summary.sentence == "2 actions in 1 section."
    assert [section.name for section in summary.sections] == ["Finance", "Not in a section"]
