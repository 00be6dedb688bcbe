"""A plan that we print is the plan that we read: JSON without loss, sheets in each column, Word and PDF in each field.

The plans are made up of words that plans are made of: posts, boards, strategies, timescales.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dueregard.domain.plans.model import Action, Lead, Period, Plan, Strand
from dueregard.domain.plans.parse import read_plan
from dueregard.domain.plans.shape import plan_from_json, plan_to_json
from dueregard.reading.read import read_document
from printed_again import DOCUMENTS, SHEETS, differences, printed_again
from publish_made_up import PLAN

KEY = {
    "A": Strand("Age", ("age",)),
    "D": Strand("Disability", ("disability",)),
    "R": Strand("Race", ("race",)),
    "SO": Strand("Sexual orientation", ("sexual_orientation",)),
}
verbs = st.sampled_from(("Publish", "Train", "Review", "Offer", "Improve", "Extend", "Consult on"))
things = st.sampled_from(
    (
        "the recruitment policy",
        "step-free access to libraries",
        "advice in community languages",
        "the ethnicity pay gap",
        "support for young carers",
        "the hate crime reporting line",
    )
)
places = st.sampled_from(
    ("across the council", "in every school", "with residents", "for new starters", "in ten wards")
)
sentences = st.builds(lambda v, t, p: f"{v} {t} {p}", verbs, things, places)
paragraphs = st.builds(lambda first, rest: "\n".join((first, *rest)), sentences, st.lists(sentences, max_size=2))
posts = st.sampled_from(
    ("Head of Housing", "Director of Finance", "Library Manager", "Equalities Officer", "Head of Human Resources")
)
boards = st.sampled_from(("Equalities Board", "Cabinet", "Scrutiny Committee", "Fair Access Group"))
strategies = st.sampled_from(("Council Plan", "Housing Strategy", "Workforce Strategy", "Carers Strategy"))
times = st.sampled_from(
    (
        ("2026-27", date(2026, 4, 1), date(2027, 3, 31)),
        ("Q3 2026-27", date(2026, 10, 1), date(2026, 12, 31)),
        ("By end of March 2027", None, date(2027, 3, 31)),
        ("Ongoing", None, None),
        (None, None, date(2027, 1, 15)),
        (None, None, None),
    )
)
some = st.none()


def _up_to(one: st.SearchStrategy[str], most: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(one, unique=True, max_size=most).map(tuple)


@st.composite
def actions(draw: st.DrawFn, number: int) -> Action:
    text, start, due = draw(times)
    return Action(
        draw(paragraphs),
        number=number,
        strands=draw(_up_to(st.sampled_from((*KEY, "ALL")), 3)),
        how=draw(st.one_of(some, sentences)),
        links=draw(_up_to(strategies, 2)),
        leads=tuple(Lead(name) for name in draw(_up_to(posts, 2))),
        timescale_text=text,
        start_date=start,
        due_date=due,
        monitored_by=draw(_up_to(boards, 2)),
        resources=draw(st.one_of(some, st.sampled_from(("Within budget", "£5,000 a year")))),
        measure=draw(st.one_of(some, sentences)),
        expected_outcome=draw(st.one_of(some, sentences)),
        priority=draw(st.one_of(some, st.sampled_from(("High", "Medium", "Low")))),
        status=draw(st.one_of(some, st.sampled_from(("not_started", "on_track", "at_risk", "off_track", "complete")))),
        rag=draw(st.one_of(some, st.sampled_from(("red", "amber", "green", "blue", "grey")))),
        percent=draw(st.one_of(some, st.integers(0, 100))),
        update_text=draw(st.one_of(some, sentences.map(lambda said: f"{said} is under discussion."))),
        outcome=draw(st.one_of(some, st.sampled_from(("closed", "ongoing", "developed", "dropped")))),
        year_end_report=draw(st.one_of(some, sentences.map(lambda said: f"{said} was finished."))),
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    made = []
    for section in draw(
        st.lists(st.sampled_from(("Finance", "Culture", "Housing")), unique=True, min_size=1, max_size=3)
    ):
        levels = draw(st.sampled_from(((), ("Fair pay for everyone",), ("Open doors for everyone",))))
        for _ in range(draw(st.integers(1, 3))):
            made.append(replace(draw(actions(len(made) + 1)), section=section, levels=levels))
    return Plan(
        document="Equality action plan 2026-27",
        plan_period=Period("2026-27", date(2026, 4, 1), date(2027, 3, 31)),
        key=KEY,
        actions=tuple(made),
    )


# To make a smaller plan of a failing one takes minutes where each try makes a PDF; the plans are small as they are.
WITHOUT_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)


def _check(plan: Plan, form: str) -> None:
    read = printed_again(plan, form)

    assert differences(plan, read) == []
    if form in DOCUMENTS:
        assert read.document == plan.document
        assert {code: read.key.get(code) for code in plan.key} == plan.key


@pytest.mark.parametrize("form", [*SHEETS, *DOCUMENTS])
@settings(max_examples=12, deadline=None, derandomize=True, phases=WITHOUT_SHRINKING)
@given(plan=plans())
def test_printed_plans_are_read_again(form, plan):
    _check(plan, form)


@given(plan=plans())
@settings(max_examples=50, deadline=None, derandomize=True)
def test_json_loses_nothing(plan):
    assert plan_from_json(json.loads(json.dumps(plan_to_json(plan)))) == plan


def test_json_of_a_full_plan_is_read_by_the_same_way_in():
    text = json.dumps(plan_to_json(PLAN), ensure_ascii=False).encode()

    assert read_plan(read_document(text, name="plan.json")) == PLAN


@pytest.mark.deep
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("form", [*SHEETS, *DOCUMENTS])
@settings(max_examples=400, deadline=None, phases=WITHOUT_SHRINKING)
@given(plan=plans())
def test_printed_plans_are_read_again_at_length(form, plan):
    _check(plan, form)
