"""The law's tests as questions in order: what can be justified, and when help may be aimed at one group."""

from __future__ import annotations

import pytest

from dueregard.domain.assessments.model import AimedHelp, Conclusion, Option
from dueregard.domain.assessments.options import (
    Conduct,
    PositiveAction,
    can_be_justified,
    test_for,
    way_to,
    way_to_help,
)


@pytest.mark.parametrize("conduct", Conduct)
@pytest.mark.parametrize("characteristic", ["age", "race", "disability", "sex"])
def test_only_direct_discrimination_because_of_age_can_be_justified(conduct, characteristic):
    expected = conduct is Conduct.DIRECT and characteristic == "age"

    assert can_be_justified(conduct, characteristic=characteristic) is expected


def test_going_on_asks_for_unlawful_conduct_first():
    way = way_to(Conclusion(Option.CONTINUE, "Because"), has_worse=True)

    assert [one.field for one in way.questions] == ["is_unlawful_shown", "aim", "why_proportionate"]


def test_shown_unlawful_conduct_ends_the_way_whatever_else_is_said():
    way = way_to(
        Conclusion(Option.CONTINUE, "r", is_unlawful_shown=True, aim="a", why_proportionate="p"), has_worse=True
    )

    assert way.questions == ()
    assert way.stop is not None
    assert "legal advice" in way.stop


def test_an_answered_conclusion_is_clear():
    assert way_to(Conclusion(Option.CONTINUE, "r", False, "aim", "means"), has_worse=True).is_clear
    assert way_to(Conclusion(Option.ADJUST, "We changed the hours"), has_worse=True).is_clear
    assert [one.field for one in way_to(Conclusion(), has_worse=False).questions] == ["option"]


def test_no_change_while_some_are_worse_off_asks_why():
    (question,) = way_to(Conclusion(Option.NO_MAJOR_CHANGE), has_worse=True).questions

    assert "worse off" in question.text


@pytest.mark.parametrize(
    ("characteristic", "recruiting", "kind"),
    [
        ("race", False, PositiveAction.GENERAL),
        ("race", True, PositiveAction.RECRUITMENT),
        ("disability", True, PositiveAction.DISABLED_PEOPLE),
    ],
)
def test_which_test_applies(characteristic, recruiting, kind):
    assert test_for(AimedHelp(characteristic, recruiting)) is kind


def test_help_without_any_ground_stops():
    way = way_to_help(AimedHelp("race", False, False, False, False, "figures", "small"))

    assert way.stop is not None


def test_one_ground_with_its_reason_is_enough():
    assert way_to_help(
        AimedHelp("sex", False, believes_low_participation=True, grounds="8%", why_proportionate="y")
    ).is_clear


def test_recruitment_knows_no_need_and_no_rule():
    given = AimedHelp("sex", True, believes_low_participation=True, grounds="8%", why_proportionate="y")

    assert [one.field for one in way_to_help(given).questions] == ["is_tie_break", "has_blanket_rule"]
    assert way_to_help(AimedHelp("sex", True, True, grounds="g", why_proportionate="w", is_tie_break=False)).stop
    assert way_to_help(
        AimedHelp("sex", True, True, grounds="g", why_proportionate="w", is_tie_break=True, has_blanket_rule=True)
    ).stop
