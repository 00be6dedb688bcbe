"""What a person sees on the terminal: a plan, its questions, and the remarks of the check, wide and narrow."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest
from rich.console import Console

from dueregard.cli.show_check import remarks_to_json, show_remarks
from dueregard.cli.show_plan import show_plan, what_it_holds
from dueregard.domain.plans.check import check_plan, runs
from dueregard.domain.plans.model import Action, Found, Lead, Period, Plan, Question, Unused

ON = date(2026, 11, 21)
PLAN = Plan(
    document="Equality plan 2026-27",
    organisation="Aldermere Council",
    plan_period=Period("2026-27", date(2026, 4, 1), date(2027, 3, 31)),
    actions=(
        Action(
            action_text="Reach 80% of carers", number=1, section="Care", strands=("D",), leads=(Lead("Carers Lead"),),
            due_date=date(2027, 1, 31),
        ),
        Action(action_text="Consider a hub", number=2, section="Places", timescale_text="Ongoing"),
        Action(action_text="[bold]Consider[/bold] a hub :smile:", number=3, section="Places"),
    ),
    questions=(
        Question("No strands are given. Which apply?", "strands", action=2),
        Question("No strands are given. Which apply?", "strands", action=3),
        Question("Which years does it cover?", "plan_period"),
    ),
    unused=(Unused("Page 1", "page furniture"), Unused("Page 2", "page furniture"), Unused("Hello", "greeting")),
    warnings=("Two sheets were hidden.",),
)  # fmt: skip


def shown(plan: Plan, *, width: int = 100) -> str:
    out = io.StringIO()
    show_plan(plan, on=Console(file=out, width=width, markup=False, highlight=False, emoji=False))
    return out.getvalue()


def remarked(plan: Plan, *, width: int = 100, brief: bool = False) -> str:
    out = io.StringIO()
    console = Console(file=out, width=width, markup=False, highlight=False, emoji=False)
    show_remarks(plan, check_plan(plan, on=ON), on=console, brief=brief)
    return out.getvalue()


def test_title_period_and_counts_come_first():
    lines = shown(PLAN).splitlines()

    assert lines[0].strip() == "Equality plan 2026-27"
    assert lines[1].strip() == "Aldermere Council · 2026-27"
    assert lines[2].strip() == "3 actions in 2 sections; 2 without strands; 1 without a date."


def test_actions_stand_in_a_table_with_their_sections():
    text = shown(PLAN)

    assert "No " in text
    assert "Reach 80% of carers" in text
    assert "Carers Lead" in text
    assert "2027-01-31" in text
    assert text.index("Care ") < text.index("Reach 80%") < text.index("Places") < text.index("Consider")


def test_what_is_missing_is_said_in_words():
    text = shown(PLAN)

    assert "none given" in text
    assert "nobody" in text
    assert "Ongoing" in text
    assert "no date" in text


def test_words_of_the_document_are_not_taken_for_marks_of_ours():
    assert "[bold]Consider[/bold] a hub :smile:" in shown(PLAN)


def test_questions_are_grouped_with_their_actions():
    text = shown(PLAN)

    assert "3 questions for you:" in text
    assert "• No strands are given. Which apply? (action 2, 3)" in text
    assert "• Which years does it cover?\n" in text


def test_unused_and_warnings_are_told():
    text = shown(PLAN)

    assert "3 pieces of text are not used: page furniture (2); greeting (1)." in text
    assert "Note: Two sheets were hidden." in text


@pytest.mark.parametrize("width", [30, 45, 60, 89, 90, 140])
def test_nothing_is_wider_than_the_terminal(width):
    for text in (shown(PLAN, width=width), remarked(PLAN, width=width), remarked(PLAN, width=width, brief=True)):
        assert max(len(line) for line in text.splitlines()) <= width


def test_narrow_terminals_keep_action_and_date():
    text = shown(PLAN, width=40)

    assert "Lead" not in text.splitlines()[5]
    assert "Reach 80%" in text
    assert "2027-01-31" in text


def test_only_columns_in_which_the_plan_says_something():
    plan = Plan(
        actions=(
            Action(action_text="Open a hub", outcome="ongoing"),
            Action(action_text="Adapt the bus", status="on_track"),
            Action(action_text="Train mentors"),
        )
    )

    header, *rest = [line for line in shown(plan, width=130).splitlines() if line.strip()][3:]

    assert header.split() == ["No", "Action", "Status"]
    assert "Ongoing in the next plan" in "".join(rest)
    assert "On track" in "".join(rest)
    assert "not given" in "".join(rest)


def test_plan_without_anything_is_shown_all_the_same():
    text = shown(Plan())

    assert "A plan without a title" in text
    assert "no period given" in text


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ((), "Nothing else that we know was recognised in it, either."),
        ((Found("aim", "Be fair"),), "It holds 1 aim, for example “Be fair”."),
        (
            (Found("aim", "Be fair"), Found("aim", "Be kind"), Found("symbolic_act", "A flag"), Found("pledge", "P")),
            "It holds 2 aims, 1 symbolic act and 1 pledge, for example “Be fair”.",
        ),
    ],
)
def test_what_it_holds_instead(found, said):
    assert what_it_holds(Plan(found=found)) == said


def test_remarks_stand_rule_by_rule_with_why_words_and_sources():
    text = " ".join(remarked(PLAN).split())

    assert "remarks on 3 actions." in text
    assert "To repair: without these the plan cannot be followed up" in text
    assert "• No measure: 2 (2, 3)" in text
    assert "1: The text holds a figure (“80% of carers”) that is not kept as a measure. → Share of carers: 80 %" in text
    assert "The repairs that would help most 1. Turn the figures" in text
    assert "Sources [1] " in text
    assert "Whether the equality duty is met is not for a program to say." in text


def test_same_words_are_said_once_for_all_their_actions():
    assert "2, 3: → Carers" not in remarked(PLAN)
    assert remarked(PLAN).count("How many people use or receive it") == 1


def test_brief_gives_counts_alone():
    text = remarked(PLAN, brief=True)

    assert "• No measure: 2 (2, 3)" in text
    assert "→" not in text
    assert "Sources" not in text


def test_nothing_to_remark_is_no_verdict():
    assert "That is no verdict" in remarked(Plan(document="News"))


def test_runs_do_not_span_missing_numbers():
    assert runs([(1, "1"), (2, "2"), (3, "3"), (4, "9"), (5, "A1")]) == "1 to 3, 9, A1"


def test_json_holds_every_remark_and_its_source():
    remarks = check_plan(PLAN, on=ON)

    shape = json.loads(remarks_to_json(PLAN, remarks, on=ON, nation="E"))

    assert (shape["format"], shape["on"], shape["nation"]) == ("dueregard.plan-check/1", "2026-11-21", "E")
    assert len(shape["remarks"]) == len(remarks)
    assert {one["source"] for one in shape["remarks"]} == set(shape["sources"])
    found = next(one for one in shape["remarks"] if one["rule"] == "measure_in_text")
    assert found["measures"] == [
        {"name": "Share of carers", "unit": "%", "direction": "up", "baseline": None, "baseline_date": None,
         "target": "80", "target_date": None, "source": None, "values": [],
             "kind": None, "group": None, "compared_with": None}
    ]  # fmt: skip
