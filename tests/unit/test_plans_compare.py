"""What became of each action between two plans: on made-up plans, what a careful reader finds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dueregard.domain.plans.compare import compare_plans, outcome_said
from dueregard.domain.plans.compare_model import Became, Ending, How, Sure
from dueregard.domain.plans.model import Action, Lead, Plan, Progress, Unused
from dueregard.domain.plans.states import Outcome
from fixtures.plans.two_years import AFTER, BEFORE


def plan(*actions: Action) -> Plan:
    """Give a plan of these actions."""
    return Plan(actions=actions)


def test_two_years_are_read_as_a_person_reads_them():
    compared = compare_plans(BEFORE, AFTER)

    found = {match.old: (match.new, match.became.value) for match in compared.matches}
    assert found == {
        (1,): ((1,), "carried"),
        (2,): ((2,), "changed"),
        (3,): ((3,), "renamed"),
        (4,): ((4, 5), "developed"),
        (5,): ((6,), "renamed"),
        (6, 7): ((7,), "developed"),
        (8,): ((9,), "carried"),
    }
    assert [(one.old, one.ending.value) for one in compared.not_found] == [
        (9, "said_ongoing"),
        (10, "said_closed"),
        (11, "without_a_word"),
        (12, "said_dropped"),
    ]
    assert compared.new_actions == (8,)
    assert compared.questions == ()
    assert compared.are_numbers_kept is True


def test_a_lead_that_vanishes_and_a_date_that_moves_are_told():
    changes = {one.field: one for one in compare_plans(BEFORE, AFTER).matches[1].changes}

    assert (changes["leads"].kind, changes["leads"].before) == ("gone", "Leisure Manager")
    assert (changes["due_date"].kind, changes["due_date"].days) == ("later", 456)
    assert set(changes) == {"leads", "due_date"}


def test_every_match_says_how_and_how_sure():
    made = {match.old: (match.how, match.sure) for match in compare_plans(BEFORE, AFTER).matches}

    assert made[(1,)] == (How.NUMBER_AND_TEXT, Sure.CERTAIN)
    assert made[(3,)] == (How.TEXT, Sure.CERTAIN)
    assert made[(5,)] == (How.NUMBER_AND_TEXT, Sure.LIKELY)
    assert made[(4,)] == (How.TEXT, Sure.LIKELY)


def test_a_number_alone_is_only_proposed():
    kept = [Action(f"Promise {word} to every resident of the town", number=at) for at, word in enumerate("abcde", 1)]
    old = plan(*kept, Action("Mend the ramp at the museum", number=6))
    new = plan(*kept, Action("Print bus times in large type", number=6))

    compared = compare_plans(old, new)

    assert [(q.old, q.new, q.how, q.sure) for q in compared.questions] == [((6,), (6,), How.PROPOSED, Sure.QUESTION)]
    assert compared.not_found == ()


def test_numbers_are_not_used_where_a_plan_is_numbered_afresh():
    texts = ("Mend the ramp at the museum", "Print bus times in large type", "Ask carers what they need")
    old = plan(*(Action(text, number=at) for at, text in enumerate(texts, 1)), Action("Open a prayer room", number=4))
    new = plan(*(Action(text, number=at) for at, text in enumerate(reversed(texts), 5)), Action("Buy hoists", number=4))

    compared = compare_plans(old, new)

    assert compared.are_numbers_kept is False
    assert {match.became for match in compared.matches} == {Became.CARRIED}
    assert [one.ending for one in compared.not_found] == [Ending.WITHOUT_A_WORD]


def test_the_same_words_under_another_section_are_told_apart_by_all_else():
    first = Action("Train every manager", section="Housing", leads=(Lead("Head of Housing"),))
    second = Action("Train every manager", section="Parks", leads=(Lead("Head of Parks"),))

    compared = compare_plans(plan(first, second), plan(second))

    assert [(match.old, match.new) for match in compared.matches] == [((2,), (1,))]
    assert [one.old for one in compared.not_found] == [1]


def test_which_of_two_twins_went_on_is_a_question():
    first = Action("Train every manager", section="Housing", leads=(Lead("Head of Housing"),))
    second = Action("Train every manager", section="Parks", leads=(Lead("Head of Parks"),))
    third = Action("Train every manager", section="Museums", leads=(Lead("Curator"),))

    compared = compare_plans(plan(first, second), plan(third))

    (question,) = compared.questions
    assert question.new == (1,)
    assert {*question.old, *question.other_old} == {1, 2}
    assert compared.matches == ()


def test_what_is_half_alike_is_asked_and_not_decided():
    old = plan(Action("Review the council's interpreting and translation contract with community groups"))
    new = plan(Action("Renew the interpreting contract after a review with deaf residents and community groups"))

    compared = compare_plans(old, new)

    assert compared.matches == ()
    assert [(q.how, q.sure) for q in compared.questions] == [(How.PROPOSED, Sure.QUESTION)]


def test_a_title_is_followed_where_the_text_is_written_anew():
    old = plan(
        Action("We shall ask all staff each May how they are treated.", action_title="Staff survey on inclusion")
    )
    new = plan(Action("An independent firm runs twelve interviews.", action_title="Staff survey on inclusion"))

    (match,) = compare_plans(old, new).matches

    assert match.became is Became.CHANGED
    assert [change.field for change in match.changes] == ["wording"]


def test_the_same_text_under_another_title_is_renamed():
    text = "We shall ask all staff each May how they are treated, and publish the answers by grade."
    old, new = (
        plan(Action(text, action_title="Staff survey")),
        plan(Action(text, action_title="Listening to colleagues")),
    )

    (match,) = compare_plans(old, new).matches

    assert match.became is Became.RENAMED
    assert [change.field for change in match.changes] == ["title"]


def test_an_action_that_only_the_rest_of_the_document_names_is_told_apart():
    old = plan(Action("Open a prayer room in the town hall"))
    new = replace(
        plan(Action("Buy hoists for the pools")),
        unused=(Unused("We decided not to open a prayer room in the town hall, as nobody asked.", "introduction"),),
    )

    (gone,) = compare_plans(old, new).not_found

    assert gone.ending is Ending.MENTIONED
    assert len(gone.mentions) == 1


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (Action("a", outcome="ongoing"), Outcome.ONGOING),
        (Action("a", outcome="not_reported"), None),
        (Action("a", status="complete"), Outcome.CLOSED),
        (Action("a", status="on_track"), None),
        (
            Action("a", update_text="All were trained. This action has now developed in the new plan."),
            Outcome.DEVELOPED,
        ),
        (Action("a", year_end_report="This action will not be carried forward."), Outcome.DROPPED),
        (Action("a", progress=(Progress("This action is now closed.", date(2026, 3, 1)),)), Outcome.CLOSED),
        (Action("a", update_text="The survey was run."), None),
        (Action("a"), None),
    ],
)
def test_what_a_document_says_of_the_end(action, said):
    assert outcome_said(action)[0] is said


def test_an_action_said_to_be_closed_that_is_there_again_is_found():
    compared = compare_plans(plan(Action("Open a prayer room", outcome="closed")), plan(Action("Open a prayer room")))

    assert [match.old for match in compared.closed_yet_found()] == [(1,)]


def test_one_developed_into_one_is_developed_where_the_document_says_so():
    old = plan(Action("Widen the staff network for disabled colleagues", outcome="developed"))
    new = plan(Action("Widen and fund the staff network for disabled colleagues"))

    (match,) = compare_plans(old, new).matches

    assert match.became is Became.DEVELOPED


def test_a_field_that_the_newer_document_lacks_altogether_is_told_once():
    without = replace(AFTER, actions=tuple(replace(one, leads=(), due_date=None) for one in AFTER.actions))

    gone = {one.field: one.actions for one in compare_plans(BEFORE, without).fields_gone}

    assert gone == {"leads": (1, 2, 3, 5, 8), "due_date": (1, 2, 3, 5, 8)}


@pytest.mark.parametrize(
    ("old", "new"), [(Plan(), Plan()), (BEFORE, Plan()), (Plan(), AFTER), (plan(Action("")), AFTER)]
)
def test_empty_plans_are_compared_too(old, new):
    compared = compare_plans(old, new)

    assert compared.matches == ()
    assert len(compared.not_found) == len(old.actions)
    assert len(compared.new_actions) == len(new.actions)
