"""The table of sign-off: every act × state × person, written out once more; what stops an assessment."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from dueregard.domain.assessments.model import (
    Assessment,
    Conclusion,
    Effect,
    Evidence,
    EvidenceKind,
    Impact,
    Option,
    Screening,
    group_of,
)
from dueregard.domain.assessments.sign_off import (
    TABLE,
    Act,
    Relation,
    Standing,
    acts_for,
    check_act,
    is_said_alone,
    line_of,
    stops,
)
from dueregard.domain.assessments.states import MOVES, AssessmentState
from dueregard.terms.characteristics import PROTECTED
from dueregard.terms.errors import DueRegardError, MoveNotAllowed, UsedWrongly

S, R = AssessmentState, Relation
ALLOWED = {
    (S.WRITING, Act.SEND): ({R.AUTHOR}, S.CHECKING),
    (S.CHECKING, Act.TAKE_BACK): ({R.AUTHOR}, S.WRITING),
    (S.CHECKING, Act.AGREE): ({R.CHECKER, R.LEAD}, S.REVIEWING),
    (S.CHECKING, Act.RETURN): ({R.CHECKER, R.LEAD, R.OFFICER}, S.WRITING),
    (S.REVIEWING, Act.TAKE_BACK): ({R.AUTHOR}, S.WRITING),
    (S.REVIEWING, Act.LEGAL_SEEN): ({R.OFFICER}, None),
    (S.REVIEWING, Act.AGREE): ({R.OFFICER}, S.SIGNED_OFF),
    (S.REVIEWING, Act.RETURN): ({R.OFFICER}, S.WRITING),
    (S.SIGNED_OFF, Act.RETURN): ({R.OFFICER}, S.WRITING),
    (S.SIGNED_OFF, Act.PUT_BEFORE): ({R.OFFICER, R.CLERK}, S.BEFORE_DECIDERS),
    (S.BEFORE_DECIDERS, Act.ACKNOWLEDGE): ({R.DECIDER}, None),
    (S.BEFORE_DECIDERS, Act.RETURN): ({R.OFFICER, R.CLERK}, S.WRITING),
    (S.BEFORE_DECIDERS, Act.DECIDE): ({R.OFFICER, R.CLERK}, S.DECIDED),
    (S.BEFORE_DECIDERS, Act.NOTE): ({R.OFFICER, R.CLERK}, S.DECIDED),
    (S.WRITING, Act.GIVE_UP): ({R.AUTHOR, R.LEAD, R.OFFICER}, S.GIVEN_UP),
    (S.GIVEN_UP, Act.TAKE_UP): ({R.AUTHOR, R.LEAD, R.OFFICER}, S.WRITING),
}
ENDING = {Act.RETURN, Act.TAKE_BACK, Act.GIVE_UP, Act.TAKE_UP}
AGREEING = {(S.CHECKING, Act.AGREE), (S.REVIEWING, Act.AGREE)}


@pytest.mark.parametrize(("state", "act", "who"), list(product(S, Act, R)))
def test_every_row_who_times_state_times_act(state: S, act: Act, who: R) -> None:
    standing = Standing(frozenset({who}))
    allowed, to = ALLOWED.get((state, act), (set(), None))

    if who in allowed:
        assert check_act(act, state=state, standing=standing, reason="Because.").to == to
        assert act in acts_for(standing, state=state)
    else:
        with pytest.raises(MoveNotAllowed):
            check_act(act, state=state, standing=standing, reason="Because.")
        assert act not in acts_for(standing, state=state)


@pytest.mark.parametrize("line", TABLE)
def test_each_line_is_a_move_of_the_states_and_stands_once(line: object) -> None:
    assert line.to is None or line.to in MOVES[line.state]  # type: ignore[attr-defined]
    assert sum((each.state, each.act) == (line.state, line.act) for each in TABLE) == 1  # type: ignore[attr-defined]


@pytest.mark.parametrize(("state", "act"), sorted(AGREEING))
def test_nobody_agrees_to_their_own_while_somebody_else_could(state: S, act: Act) -> None:
    line = line_of(act, state=state)
    assert line is not None
    for own in (Standing(line.who | {R.AUTHOR}), Standing(line.who, has_agreed=True)):
        with pytest.raises(MoveNotAllowed, match="Nobody agrees to what they wrote"):
            check_act(act, state=state, standing=own)
        alone = replace(own, is_anybody_else=False)
        assert is_said_alone(check_act(act, state=state, standing=alone), alone)


@pytest.mark.parametrize(("state", "act"), [key for key in ALLOWED if key[1] in ENDING])
def test_going_back_and_giving_up_asks_for_a_reason(state: S, act: Act) -> None:
    who = Standing(frozenset(ALLOWED[state, act][0]))

    with pytest.raises(UsedWrongly, match="Say why"):
        check_act(act, state=state, standing=who, reason="  \n")


def test_nobody_is_nothing() -> None:
    for state, act in product(S, Act):
        with pytest.raises(DueRegardError):
            check_act(act, state=state, standing=Standing(frozenset()), reason="Because.")


def _whole(**changes: object) -> Assessment:
    impacts = tuple(Impact(group_of(each.code), Effect.NONE, "Looked at.", evidence=("1",)) for each in PROTECTED)
    whole = Assessment(
        "Close the library",
        "england",
        about="It closes.",
        who_is_affected="Its members.",
        evidence=(Evidence("1", EvidenceKind.RESEARCH, "A survey"),),
        impacts=impacts,
        conclusion=Conclusion(Option.NO_MAJOR_CHANGE, "Nobody is worse off."),
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


def _with(impact: Impact) -> Assessment:
    whole = _whole()
    rest = tuple(each for each in whole.impacts if each.group != impact.group)
    return replace(whole, impacts=(*rest, impact))


def test_nothing_stops_what_is_whole() -> None:
    assert stops(_whole()) == ()


@pytest.mark.parametrize(
    ("impact", "said"),
    [
        (Impact(group_of("race"), Effect.NONE), "has no reason"),
        (Impact(group_of("race"), Effect.NONE, "  "), "has no reason"),
        (Impact(group_of("race"), Effect.NONE, "None."), "has no evidence"),
        (Impact(group_of("race"), Effect.NONE, "None.", none_found=True), "has no evidence"),
        (Impact(group_of("race"), Effect.NOT_KNOWN, "Unsure."), "Not known yet"),
        (Impact(group_of("race"), Effect.WORSE), "has no reason"),
        (Impact(group_of("race")), "Nobody has said yet"),
    ],
)
def test_what_stops_an_impact(impact: Impact, said: str) -> None:
    found = [stop for stop in stops(_with(impact)) if stop.part == "impact:race"]

    assert len(found) == 1
    assert said in found[0].text


@pytest.mark.parametrize(
    "impact",
    [
        Impact(group_of("race"), Effect.NONE, "None.", none_found=True, will_do="Ask in the spring."),
        Impact(group_of("race"), Effect.NOT_KNOWN, will_do="Ask in the spring."),
    ],
)
def test_what_will_be_done_is_enough_where_nothing_was_found(impact: Impact) -> None:
    assert stops(_with(impact)) == ()


def test_unlawful_conduct_stops_going_on() -> None:
    given = Conclusion(Option.CONTINUE, "Because.", is_unlawful_shown=True, aim="Save", why_proportionate="It is.")

    assert [stop.text for stop in stops(_whole(conclusion=given))] == [
        "Stop, and ask for legal advice: no aim can justify this."
    ]


def test_none_by_screening_asks_for_its_reason_only() -> None:
    assert stops(Assessment("Paint a door", "england", screening=Screening(1, depth="none", reason="No effect."))) == ()
    assert [stop.part for stop in stops(Assessment("Paint", "england", screening=Screening(1, depth="none")))] == [
        "screening"
    ]
