"""Screening leads to a depth and its reason; nations ask different things; the queue says why."""

from __future__ import annotations

from datetime import date

import pytest

from dueregard.domain.assessments.packs import armed_forces_principles, exempt_pairs, pack_of, screening_questions
from dueregard.domain.assessments.priority import Changed, Risk, Standing, priority_of
from dueregard.domain.assessments.screening import Depth, screen
from dueregard.terms.characteristics import Aim
from dueregard.terms.citations import source
from dueregard.terms.errors import UsedWrongly

ON = date(2026, 11, 22)
SMALL = {
    "affects_people": "yes",
    "changes": ("quality",),
    "more_than_others": "no",
    "people": "under_100",
    "can_be_undone": "yes",
    "concerns": "no",
}


def test_few_people_and_easily_undone_is_short():
    assert screen(SMALL).depth is Depth.SHORT


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"affects_people": "not_known"}, "not known whether it makes a difference"),
        ({"more_than_others": "yes"}, "some groups could feel it more"),
        ({"more_than_others": "not_known"}, "not known whether some groups"),
        ({"concerns": "yes"}, "raised before"),
        ({"concerns": "not_looked"}, "nobody has looked"),
        ({"people": "over_1000"}, "over 1,000 people"),
        ({"people": "not_known"}, "not known how many"),
        ({"changes": ("eligibility", "cost")}, "who may have something"),
        ({"people": "100_to_1000", "can_be_undone": "no"}, "could not soon be undone"),
    ],
)
def test_each_of_these_makes_it_full_and_says_so(change, words):
    found = screen({**SMALL, **change})

    assert found.depth is Depth.FULL
    assert words in found.reason.casefold()


def test_nothing_for_nobody_is_none_and_a_contradiction_is_neither():
    assert screen({"affects_people": "no"}).depth is Depth.NONE
    assert screen({"affects_people": "no", "changes": ("cost",)}).depth is None


def test_open_questions_are_named():
    assert screen({"affects_people": "yes"}).open == (
        "changes",
        "more_than_others",
        "people",
        "can_be_undone",
        "concerns",
    )


def test_wrong_answers_are_all_named_at_once():
    with pytest.raises(UsedWrongly) as refused:
        screen({"affects_people": "maybe", "people": "12", "changes": ("nothing", "cost")})

    assert all(code in refused.value.message for code in ("affects_people", "people", "changes"))


@pytest.mark.parametrize("nation", ["england", "wales", "scotland", "northern_ireland"])
def test_every_nation_has_its_pack_with_sources(nation):
    pack = pack_of(nation)

    assert source(pack.source)
    assert source(pack.armed_forces)
    assert pack.needs_assessment is (nation != "england")
    assert exempt_pairs("northern_ireland", ["children"]) == frozenset()


def test_schedule_18_takes_away_what_it_says_and_no_more():
    assert exempt_pairs("england", ["immigration"]) == {
        ("age", Aim.ADVANCE),
        ("race", Aim.ADVANCE),
        ("religion_belief", Aim.ADVANCE),
    }
    assert len(armed_forces_principles()) == 3
    assert screening_questions()[0] == 1


def test_queue_puts_the_risky_old_and_overtaken_first():
    quiet = Standing(Risk.LOW, 20, date(2026, 5, 1))
    risky = Standing(Risk.HIGH, 12_000, date(2022, 5, 1))
    overtaken = Standing(
        Risk.HIGH, 12_000, date(2022, 5, 1), changes=(Changed("the meaning of sex in the Act", date(2025, 4, 16)),)
    )

    ranks = [priority_of(each, on=ON).rank for each in (quiet, risky, overtaken)]

    assert ranks == sorted(ranks)
    assert len(set(ranks)) == 3
    assert priority_of(quiet, on=ON).reasons == ()
    assert "Since then (16 April 2025): the meaning of sex in the Act" in priority_of(overtaken, on=ON).reasons


def test_what_nobody_said_is_a_reason_to_look():
    reasons = priority_of(Standing(), on=ON).reasons

    assert "It has never been assessed." in reasons
    assert "Nobody has said how risky it is." in reasons
    assert "Nobody has said how many people it affects." in reasons


def test_a_change_before_the_last_assessment_no_longer_counts():
    seen = Standing(Risk.LOW, 20, date(2026, 5, 1), changes=(Changed("a ruling", date(2025, 4, 16)),))

    assert priority_of(seen, on=ON).rank == 0


def test_a_decision_that_is_near_weighs_more():
    near = priority_of(Standing(Risk.LOW, 20, date(2026, 1, 1), decided_on=date(2026, 12, 8)), on=ON)
    far = priority_of(Standing(Risk.LOW, 20, date(2026, 1, 1), decided_on=date(2027, 9, 8)), on=ON)

    assert near.rank > far.rank > 0
    assert near.reasons == ("A decision is planned for 8 December 2026, in 16 days.",)
