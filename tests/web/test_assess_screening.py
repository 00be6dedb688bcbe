"""Screening: what the answers come to, what a person decides, and when a second person is asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from dueregard.domain.assessments.screening import Depth
from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.web.assessments.actions.parts import Begun, add_author, begin_assessment
from dueregard.web.assessments.actions.screening import confirm_depth, decide_depth, question_depth
from dueregard.web.assessments.models.writing import Assessment, Part, Version
from dueregard.web.ledger.queries import history
from people import AMINA, CHIDI, EVE, GARETH, JOAN, Cast, make_cast

pytestmark = pytest.mark.django_db

NOTHING = {"affects_people": "no"}
FEW = {
    "affects_people": "yes", "changes": "place_or_hours", "more_than_others": "no", "people": "under_100",
    "can_be_undone": "yes", "concerns": "no",
}  # fmt: skip


@pytest.fixture
def cast(settings: Any, tmp_path: Path) -> Cast:
    settings.MEDIA_ROOT = str(tmp_path)
    return make_cast()


@pytest.fixture
def made(cast: Cast) -> UUID:
    """An assessment that Gareth and Chidi write."""
    begun = begin_assessment(Begun("Move the depot", "england"), council_id=cast.council.id, by=cast.people[GARETH].id)
    add_author(begun, person_id=cast.people[CHIDI].id, by=cast.people[GARETH].id)
    return begun


def path(made: UUID, rest: str = "") -> str:
    return f"/aldermere/assessments/{made}/screening/{rest}"


def answer(cast: Cast, made: UUID, answers: dict[str, str], seen: int = 0) -> Any:
    return cast.client(GARETH).post(path(made, "questions/"), {**answers, "seen": str(seen)})


def decide(cast: Cast, made: UUID, depth: str, seen: int = 1, name: str = GARETH) -> Any:
    sent = {"act": "decide", "depth": depth, "reason": "Few people, for a week.", "seen": str(seen)}
    return cast.client(name).post(path(made), sent)


def row(made: UUID) -> Assessment:
    return Assessment.objects.get(pk=made)


def test_the_questions_are_asked_with_nothing_answered(cast: Cast, made: UUID) -> None:
    page = cast.client(GARETH).get(path(made, "questions/")).content.decode()
    missing = answer(cast, made, {"affects_people": "yes"})
    both = answer(cast, made, {**FEW, "changes": ["nothing", "cost"]})  # type: ignore[dict-item]  # boxes to tick

    assert " checked" not in page
    assert "Version 1 of the questions." in page
    assert missing.status_code == 400
    assert "Answer this question: Could some groups feel it more than others?" in missing.content.decode()
    assert both.status_code == 400
    assert not Part.objects.filter(assessment=made).exists()


def test_the_proposal_has_its_reason_and_is_decided_by_a_person(cast: Cast, made: UUID) -> None:
    answer(cast, made, FEW)

    page = cast.client(GARETH).get(path(made)).content.decode()
    before = row(made).depth
    decide(cast, made, "short")

    assert "It affects people, but few of them" in page
    assert (before, row(made).depth) == ("", "short")
    kinds = [
        one.kind for one in history(chain=f"council:{cast.council.id}", subjects=[f"assessments.assessment:{made}"])
    ]
    assert kinds[0] == "assessments.depth_decided"


def test_more_than_proposed_needs_nobody_else(cast: Cast, made: UUID) -> None:
    answer(cast, made, FEW)

    decide(cast, made, "full")

    assert row(made).depth == "full"


def test_none_is_confirmed_by_somebody_else_and_ends_with_a_version(cast: Cast, made: UUID) -> None:
    answer(cast, made, NOTHING)
    decide(cast, made, "none")
    waiting = cast.client(GARETH).get(path(made)).content.decode()
    own = cast.client(GARETH).post(path(made), {"act": "second", "said": "yes", "seen": "2"})
    state_before = row(made).state

    led = cast.client(CHIDI).post(path(made), {"act": "second", "said": "yes", "seen": "2"})

    version = Version.objects.get(assessment=made)
    assert "A second person is asked" in waiting
    assert "Do you confirm it?" not in waiting
    assert own.status_code == 403
    assert state_before == "writing"
    assert led.status_code == 302
    assert (row(made).state, row(made).depth, version.why) == ("not_needed", "none", "not_needed")
    assert version.content["screening"]["reason"] == "Few people, for a week."
    assert version.content["screening"]["checked_by_other"] is True
    assert cast.client(JOAN).get(path(made)).status_code == 200


def test_the_officer_can_be_the_second_person_and_say_no(cast: Cast, made: UUID) -> None:
    answer(cast, made, FEW)
    decide(cast, made, "none")
    empty = cast.client(AMINA).post(path(made), {"act": "second", "said": "no", "because": " ", "seen": "2"})

    cast.client(AMINA).post(
        path(made), {"act": "second", "said": "no", "because": "It moves the bus stop.", "seen": "2"}
    )

    page = cast.client(GARETH).get(path(made)).content.decode()
    assert empty.status_code == 400
    assert row(made).state == "writing"
    assert "It moves the bus stop." in page
    assert "A second person is asked to confirm it" not in page
    assert cast.client(EVE).get(f"/not-aldermere/assessments/{made}/screening/").status_code == 404


def test_other_answers_undo_what_was_decided(cast: Cast, made: UUID) -> None:
    answer(cast, made, FEW)
    decide(cast, made, "short")

    answer(cast, made, {**FEW, "people": "over_1000"}, seen=2)

    assert row(made).depth == ""
    assert Part.objects.get(assessment=made, key="screening").content["depth"] is None


def test_what_cannot_be_decided_is_refused(cast: Cast, made: UUID) -> None:
    by, other = cast.people[GARETH].id, cast.people[CHIDI].id

    with pytest.raises(UsedWrongly, match="Answer the questions first"):
        decide_depth(made, depth=Depth.FULL, reason="Because", seen=0, by=by)
    answer(cast, made, FEW)
    with pytest.raises(UsedWrongly, match="Say why"):
        decide_depth(made, depth=Depth.FULL, reason=" ", seen=1, by=by)
    with pytest.raises(UsedWrongly, match="Nothing waits"):
        confirm_depth(made, seen=1, by=other)
    decide_depth(made, depth=Depth.NONE, reason="Nobody uses it.", seen=1, by=by)
    with pytest.raises(UsedWrongly, match="Somebody else"):
        confirm_depth(made, seen=2, by=by)
    with pytest.raises(UsedWrongly, match="why you do not agree"):
        question_depth(made, because=" ", seen=2, by=other)
    confirm_depth(made, seen=2, by=other)
    with pytest.raises(MoveNotAllowed):
        decide_depth(made, depth=Depth.FULL, reason="After all", seen=3, by=by)
