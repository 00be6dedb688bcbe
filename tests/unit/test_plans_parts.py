"""The state of an action that follows from its parts, said with its reason, and where its owner says otherwise."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dueregard.domain.plans.model import SubAction
from dueregard.domain.plans.parts import differs, follows_from_parts

ON = date(2027, 1, 12)
DONE = SubAction("a", "milestone", status="complete")


def _part(days: int | None = None, status: str | None = None, kind: str = "milestone") -> SubAction:
    return SubAction("b", kind, due_date=None if days is None else ON + timedelta(days), status=status)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ((DONE, DONE, _part(-12)), "2 of 3 parts are complete; the last is late by 12 days: so at risk."),
        ((DONE, _part(-1), _part(5)), "1 of 3 parts is complete; one is late by 1 day: so at risk."),
        ((_part(-1), _part(-40)), "None of 2 parts is complete; 2 are late, the longest by 40 days: so at risk."),
        ((DONE, DONE), "All 2 parts are complete: so complete."),
        ((DONE, _part(status="closed")), "All 2 parts are complete: so complete."),
        ((DONE, _part(9)), "1 of 2 parts is complete; none is late: so on track."),
        ((_part(9), _part(90)), "None of 2 parts is complete; none has begun and none is late: so not started."),
        ((_part(9, "on_track"), _part(90)), "None of 2 parts is complete; none is late: so on track."),
        ((DONE, _part(9, "off_track")), "1 of 2 parts is complete; the last is off track: so off track."),
        ((DONE, _part(9, "at_risk"), _part(9)), "1 of 3 parts is complete; one is at risk: so at risk."),
        ((_part(-3),), "Its one part is not complete; it is late by 3 days: so at risk."),
        ((_part(0),), "Its one part is not complete; none has begun and none is late: so not started."),
        ((DONE,), "Its one part is complete: so complete."),
    ],
)
def test_the_state_follows_with_its_reason(parts: tuple[SubAction, ...], said: str) -> None:
    found = follows_from_parts(parts, on=ON)

    assert found is not None
    assert found.in_words() == said


def test_parts_open_after_the_action_s_own_date_are_off_track() -> None:
    found = follows_from_parts((DONE, _part(30)), on=ON, due_date=ON - timedelta(1))

    assert found is not None
    assert found.in_words() == "1 of 2 parts is complete; the last is open after the action’s own date: so off track."


@pytest.mark.parametrize(
    "parts",
    [(), (_part(),), (_part(3, kind="paragraph"),), (_part(status="Done, mostly"),), (_part(3, kind="criterion"),)],
)
def test_nothing_follows_from_what_cannot_be_followed(parts: tuple[SubAction, ...]) -> None:
    assert follows_from_parts(parts, on=ON) is None


@pytest.mark.parametrize(
    ("own", "outcome", "said"),
    [
        ("on_track", None, "Its owner says on track; its parts say at risk."),
        ("complete", None, "Its owner says complete; its parts say at risk."),
        (None, None, "Nobody has said yet how it goes; its parts say at risk."),
        ("at_risk", None, None),
        ("closed", None, None),
        ("on_track", "dropped", None),
    ],
)
def test_where_the_owner_says_otherwise_it_is_said(own: str | None, outcome: str | None, said: str | None) -> None:
    found = follows_from_parts((DONE, _part(-12)), on=ON)

    assert found is not None
    assert differs(own, found, outcome=outcome) == said
