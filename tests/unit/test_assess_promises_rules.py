"""The rules of promises: nothing that was promised is lost by a new version, and a standing follows from the action."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.domain.assessments.model import Mitigation, group_of
from dueregard.domain.assessments.promises import (
    PROMISE_MOVES,
    Promised,
    PromiseState,
    Standing,
    characteristics_of_groups,
    check_can_move_promise,
    is_rewording,
    set_aside_code,
    standing,
    what_changes,
    who_is_asked,
)
from dueregard.terms.errors import MoveNotAllowed

ON = date(2027, 3, 1)
TEXTS = st.sampled_from(["Bring books home", "Bring books home twice", "A van", "Put up a poster", " "])
CODES = st.sampled_from(["1", "2", "3", "4"])
PROMISES = st.dictionaries(CODES, st.tuples(TEXTS.filter(str.strip), st.sampled_from(list(PromiseState))))


@given(PROMISES, st.dictionaries(CODES, TEXTS))
def test_every_promise_stays_or_is_asked_about(
    there: dict[str, tuple[str, PromiseState]], written: dict[str, str]
) -> None:
    promises = [Promised(code, text, state) for code, (text, state) in there.items()]

    found = what_changes(promises, [Mitigation(code, text) for code, text in written.items()])

    spoken_of = {each.code for each in found.same} | set(found.set_aside) | set(found.gone)
    standing_ones = {each.code for each in promises if each.state is PromiseState.PROMISED}
    assert standing_ones <= spoken_of
    assert {each.code for each in found.new} <= {code for code, text in written.items() if text.strip()}


@given(st.dictionaries(CODES, TEXTS.filter(str.strip), min_size=1))
def test_the_same_version_again_changes_nothing(written: dict[str, str]) -> None:
    promises = [Promised(code, text) for code, text in written.items()]

    found = what_changes(promises, [Mitigation(code, text) for code, text in written.items()])

    assert (found.new, found.gone, found.set_aside) == ((), (), ())


def test_a_mitigation_without_words_promises_nothing() -> None:
    assert what_changes([], [Mitigation("1", "  ")]).new == ()


def test_a_promise_that_is_asked_about_is_not_asked_about_twice() -> None:
    found = what_changes([Promised("1", "A van", PromiseState.DROP_ASKED)], [])

    assert found.gone == ()


@pytest.mark.parametrize(
    ("before", "now", "is_same"),
    [
        ("Bring books home", "bring books home.", True),
        ("Bring books home to people who cannot travel", "Bring books to people who cannot travel far", True),
        ("Bring books home", "Put up a poster", False),
        ("", "Put up a poster", False),
    ],
)
def test_what_is_a_rewording(before: str, now: str, is_same: bool) -> None:
    assert is_rewording(before, now) is is_same


def test_codes_that_are_set_aside_never_meet() -> None:
    assert set_aside_code("2", 3, ["1", "2", "2~3", "2~4"]) == "2~5"


@pytest.mark.parametrize(
    ("state", "has_action", "status", "outcome", "due", "expected"),
    [
        (PromiseState.PROMISED, False, None, None, None, Standing.WITHOUT_ACTION),
        (PromiseState.PROMISED, True, "complete", None, date(2027, 1, 1), Standing.KEPT),
        (PromiseState.PROMISED, True, "closed", None, date(2028, 1, 1), Standing.ENDED_OTHERWISE),
        (PromiseState.PROMISED, True, "on_track", "dropped", date(2028, 1, 1), Standing.ENDED_OTHERWISE),
        (PromiseState.PROMISED, True, "on_track", None, date(2027, 2, 28), Standing.LATE),
        (PromiseState.PROMISED, True, "on_track", None, ON, Standing.UNDER_WAY),
        (PromiseState.PROMISED, True, None, None, None, Standing.UNDER_WAY),
        (PromiseState.DROP_ASKED, True, "complete", None, None, Standing.DROP_ASKED),
        (PromiseState.DROPPED, False, None, None, None, Standing.DROPPED),
    ],
)
def test_how_a_promise_stands(
    state: PromiseState,
    has_action: bool,
    status: str | None,
    outcome: str | None,
    due: date | None,
    expected: Standing,
) -> None:
    found = standing(state, has_action=has_action, status=status, outcome=outcome, due_on=due, on=ON)

    assert found is expected


def test_only_the_moves_of_the_table_are_allowed() -> None:
    allowed = {(now, to) for now in PromiseState for to in PROMISE_MOVES[now]}

    for now in PromiseState:
        for to in PromiseState:
            if (now, to) in allowed:
                check_can_move_promise(now, to=to)
            else:
                with pytest.raises(MoveNotAllowed):
                    check_can_move_promise(now, to=to)
    assert (PromiseState.PROMISED, PromiseState.DROPPED) not in allowed


def test_who_is_asked_and_for_whom() -> None:
    assert who_is_asked(delegated_to=" Director of Place ", body="Cabinet") == "Director of Place"
    assert who_is_asked(delegated_to="", body="") == ""
    assert characteristics_of_groups([group_of("age"), group_of("disability", "age")]) == ("age", "disability")
