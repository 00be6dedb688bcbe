"""What a person says of a draft: answers, questions that stay open, bulk groups, and that no word is lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dueregard.domain.plans.model import (
    Action,
    Lead,
    Period,
    Plan,
    PrintedColumn,
    Progress,
    Question,
    Section,
    Strand,
    SubAction,
)
from dueregard.domain.plans.review import (
    Answer,
    apply_answers,
    bulk_groups,
    check_words,
    open_questions,
    questions,
    words_of,
)
from dueregard.reading.blocks import Place
from dueregard.terms.errors import UsedWrongly

YEARS = Period("2026-27", date(2026, 4, 1), date(2027, 3, 31))


def _plan(*actions: Action, **fields: Any) -> Plan:
    return Plan(document="Our plan", plan_period=YEARS, actions=actions, **fields)


DRAFT = _plan(
    Action("Train staff", number_text="1", section="People", leads=(Lead("HR Manager"),)),
    Action("Publish gaps", number_text="2", section="Finance", other={"Notes": "by March 2027"}, rag="green"),
    Action("Ask residents", number_text="3", section="Finance", strands=("X",)),
    questions=(
        Question("When?", "due_date", action=1, kind="missing"),
        Question("When?", "due_date", action=2, kind="missing"),
        Question("Is it right?", "due_date", action=2, kind="after_plan"),
        Question("What is X?", "strands", action=3, kind="unplaced", said="X"),
        Question("Which years?", "plan_period"),
    ),
)


@pytest.mark.parametrize(
    ("answer", "field", "value"),
    [
        (Answer("due_date", "2027-01-01", action=1), "due_date", date(2027, 1, 1)),
        (Answer("leads", [{"name": "Head of HR"}], action=1), "leads", (Lead("Head of HR"),)),
        (Answer("leads", None, action=1), "leads", ()),
        (Answer("section", "All staff", action=1), "section", "All staff"),
        (Answer("status", "on_track", action=1), "status", "on_track"),
        (Answer("status", "on_track", action=1, is_later=True), "status", None),
    ],
)
def test_an_answer_is_the_value(answer: Answer, field: str, value: object) -> None:
    assert getattr(apply_answers(DRAFT, [answer]).actions[0], field) == value


def test_an_answer_leaves_a_mark_and_the_draft_as_it_was() -> None:
    changed = apply_answers(DRAFT, [Answer("due_date", "2027-01-01", action=1)])

    assert changed.actions[0].flags == ("answered:due_date",)
    assert DRAFT.actions[0].due_date is None


def test_a_part_of_a_field_can_be_answered() -> None:
    draft = _plan(Action("a", sub_actions=(SubAction("i", "sub_action"), SubAction("ii", "sub_action"))))

    changed = apply_answers(draft, [Answer("sub_actions.2.due_date", "2027-01-01", action=1)])

    assert [part.due_date for part in changed.actions[0].sub_actions] == [None, date(2027, 1, 1)]


@pytest.mark.parametrize(
    "answer",
    [
        Answer("due_date", "soon", action=1),
        Answer("due_date", "2027-01-01", action=9),
        Answer("shoe_size", 9, action=1),
        Answer("sub_actions.3.due_date", "2027-01-01", action=1),
        Answer("shoe_size", 9),
        Answer("plan_period", "some time"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(answer: Answer) -> None:
    with pytest.raises(UsedWrongly):
        apply_answers(DRAFT, [answer])


def test_one_answer_answers_all_questions_about_its_value() -> None:
    left = open_questions(DRAFT, [Answer("due_date", "2027-01-01", action=2)])

    assert [asked.number for asked in left] == [1, 4, 5]


def test_questions_about_what_was_set_aside_are_not_asked() -> None:
    assert [one.number for one in questions(DRAFT, [Answer("kept", False, action=2)])] == [1, 4, 5]


def test_questions_left_over_name_the_actions_as_they_stand() -> None:
    left = apply_answers(DRAFT, [Answer("kept", False, action=1)]).questions

    assert [(question.field, question.action) for question in left] == [
        ("due_date", 1),
        ("due_date", 1),
        ("strands", 2),
        ("plan_period", None),
    ]


def test_missing_dates_are_offered_the_end_of_the_plan_together() -> None:
    (group,) = bulk_groups(DRAFT, [])

    assert (group.field, group.actions, group.choices) == (
        "due_date",
        (1, 2),
        (("2027-03-31", "the end of the plan"),),
    )


def test_choices_are_offered_together_only_where_all_have_them() -> None:
    asked = tuple(
        Question("Which day?", "due_date", action=n, kind="ambiguous", said="2027", choices=choices)
        for n, choices in ((1, (("2027-12-31", "December"), ("2027-03-31", "March"))), (2, (("2027-12-31", "Dec"),)))
    )

    (group,) = bulk_groups(_plan(Action("a"), Action("b"), questions=asked), [])

    assert group.choices == (("2027-12-31", "December"),)


def test_setting_aside_keeps_every_word() -> None:
    full = Action(
        "Text",
        number_text="7",
        how="How",
        strands=("A",),
        links=("Link",),
        leads=(Lead("Lead"),),
        partners=("Partner",),
        timescale_text="Soon",
        monitored_by=("Board",),
        progress=(Progress("Said"),),
        other={"Cost": "H1"},
        sources={"action_text": (Place(page=2),)},
    )

    changed = apply_answers(_plan(full), [Answer("kept", False, action=1)])

    assert changed.actions == ()
    assert {one.text for one in changed.unused} == set(words_of(full))
    assert {one.source for one in changed.unused} == {Place(page=2)}


def test_joining_keeps_every_word() -> None:
    draft = _plan(
        Action("First half", number_text="1", leads=(Lead("HR"),), sources={"leads": (Place(row=1),)}),
        Action("second half", number_text="?", due_date=date(2027, 1, 1), sources={"leads": (Place(row=2),)}),
    )

    changed = apply_answers(draft, [Answer("joined", True, action=2)])

    (action,) = changed.actions
    assert (action.action_text, action.due_date) == ("First half\nsecond half", date(2027, 1, 1))
    assert action.sources["leads"] == (Place(row=1), Place(row=2))
    assert [one.text for one in changed.unused] == ["?"]


def test_the_first_action_cannot_be_joined_to_nothing() -> None:
    changed = apply_answers(_plan(Action("Words")), [Answer("joined", True, action=1)])

    assert [one.text for one in changed.unused] == ["Words"]


def test_levels_are_renamed_and_merged() -> None:
    changed = apply_answers(DRAFT, [Answer("moves", [[["People"], ["Finance"]]])])

    assert changed.sections == (Section("Finance", 3),)


def test_what_a_code_means_is_said_once_for_all() -> None:
    changed = apply_answers(DRAFT, [Answer("key.X", ["race"])])

    assert changed.key["X"] == Strand("X", ("race",))
    assert [question.field for question in changed.questions] == ["due_date", "due_date", "due_date", "plan_period"]


def test_what_a_colour_means_gives_the_status_that_nobody_printed() -> None:
    draft = _plan(Action("a", rag="green"), Action("b", rag="green", status="complete"), Action("c", rag="red"))

    changed = apply_answers(draft, [Answer("legend.green", "on_track")])

    assert [action.status for action in changed.actions] == ["on_track", "complete", None]


@pytest.mark.parametrize(
    ("field", "name", "value"),
    [
        ("how", "how", "by March 2027"),
        ("leads", "leads", (Lead("by March 2027"),)),
        ("links", "links", ("by March 2027",)),
        ("progress", "progress", (Progress("by March 2027", heading="Notes"),)),
        ("due_date", "due_date", date(2027, 3, 31)),
        ("outcome", "outcome_text", "by March 2027"),
    ],
)
def test_a_column_goes_where_a_person_says(field: str, name: str, value: object) -> None:
    changed = apply_answers(DRAFT, [Answer("columns.Notes", field)])

    assert getattr(changed.actions[1], name) == value
    assert changed.actions[1].other == {}


def test_a_column_read_as_one_field_can_be_moved_to_another() -> None:
    draft = _plan(Action("a", measure="95%"), columns=(PrintedColumn("Outcome", ("measure",)),))

    (action,) = apply_answers(draft, [Answer("columns.Outcome", "expected_outcome")]).actions

    assert (action.measure, action.expected_outcome) == (None, "95%")


@pytest.mark.parametrize("value", ["as_read", None])
def test_a_confirmed_column_changes_nothing(value: str | None) -> None:
    assert apply_answers(DRAFT, [Answer("columns.Notes", value)]).actions == DRAFT.actions


def test_an_answer_for_all_fills_only_what_is_empty_and_yields_to_one_for_itself() -> None:
    said = [Answer("strands", ["race"], action=1), Answer("strands", ["age"])]

    assert [action.strands for action in apply_answers(DRAFT, said).actions] == [("race",), ("age",), ("X",)]


def test_years_are_read_from_words() -> None:
    period = apply_answers(DRAFT, [Answer("plan_period", "2027-28")]).plan_period

    assert period == Period("2027-28", date(2027, 4, 1), date(2028, 3, 31))


@pytest.mark.parametrize(
    "action",
    [Action("a", status="green"), Action("a", rag="pink"), Action("a", outcome="won"), Action("a", percent=101)],
)
def test_words_that_are_not_ours_are_named(action: Action) -> None:
    with pytest.raises(UsedWrongly, match="action 1"):
        check_words(Plan(actions=(action,)))
