"""A person's answers to the questions of a comparison."""

from __future__ import annotations

import pytest

from dueregard.domain.plans.compare import compare_plans
from dueregard.domain.plans.compare_decided import with_answers
from dueregard.domain.plans.compare_model import Ending, How, Sure
from dueregard.domain.plans.model import Action, Plan
from dueregard.terms.errors import UsedWrongly

OLD = Plan(
    actions=(
        Action("Review the council's interpreting and translation contract with community groups"),
        Action("Mend the lift"),
    )
)
NEW = Plan(actions=(Action("Renew the interpreting contract after a review with deaf residents and community groups"),))


def test_the_same_makes_a_match_that_names_a_person():
    decided = with_answers(compare_plans(OLD, NEW), {(1,): True})

    assert [(m.old, m.new, m.how, m.sure) for m in decided.matches] == [((1,), (1,), How.PERSON, Sure.CERTAIN)]
    assert decided.questions == ()
    assert [one.old for one in decided.not_found] == [2]


def test_not_the_same_makes_one_gone_and_one_new():
    decided = with_answers(compare_plans(OLD, NEW), {(1,): False})

    assert decided.matches == decided.questions == ()
    assert [(one.old, one.ending) for one in decided.not_found] == [
        (1, Ending.WITHOUT_A_WORD),
        (2, Ending.WITHOUT_A_WORD),
    ]
    assert decided.new_actions == (1,)


def test_what_is_not_answered_stays_a_question():
    compared = compare_plans(OLD, NEW)

    assert with_answers(compared, {}) == compared


def test_an_answer_to_what_was_not_asked_is_refused():
    with pytest.raises(UsedWrongly):
        with_answers(compare_plans(OLD, NEW), {(2,): True})
