"""What was decided is recorded with its day and the day of recording; conditions are kept and met."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from dueregard.domain.assessments.sign_off import Act
from dueregard.domain.assessments.states import AssessmentState
from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.web.assessments.actions.deciding import Decided, add_condition, mark_condition, record_decision
from dueregard.web.assessments.models.register import Condition, Decision
from dueregard.web.assessments.models.signing import Taken
from dueregard.web.assessments.models.writing import Assessment, Version
from dueregard.web.assessments.queries.deciding import decision_taken
from dueregard.web.ledger.queries import history
from dueregard.web.mail.models import Message
from factories.signing import along, decision_for, say, written
from people import AMINA, BEN, DEE, EVE, FAITH, GARETH, HANA, IMRAN, JOAN, Cast, make_cast, today

pytestmark = pytest.mark.django_db
ADDRESS = "http://testserver/somewhere/"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def decision(cast: Cast) -> UUID:
    return decision_for(cast)


def _record(cast: Cast, decision: UUID, **given: Any) -> None:
    fields: dict[str, Any] = {"on": today(), "outcome": "as_proposed", **given}
    seen = Decision.objects.get(pk=decision).version
    by = cast.people[IMRAN].id
    record_decision(decision, decided=Decided(**fields), seen=seen, today=today(), address=ADDRESS, by=by)


def test_recording_decides_what_lay_before_them_and_tells_its_author(cast: Cast, decision: UUID) -> None:
    made = along(cast, written(cast, decision_id=decision))

    _record(cast, decision, minute="The Board had regard to the assessment.")

    made.refresh_from_db()
    assert made.state == AssessmentState.DECIDED
    assert Message.objects.filter(to=cast.people[GARETH].email, subject="Decided: Close Fenwick library").exists()
    found = decision_taken(cast.council.id, decision, on=today())
    assert (found.decided_on, found.outcome_words) == (today(), "Agreed as proposed")


def test_nothing_is_dated_back(cast: Cast, decision: UUID) -> None:
    before = timezone.now()

    _record(cast, decision, on=today() - timedelta(days=40))

    taken = Taken.objects.get(decision=decision)
    assert taken.recorded_at >= before
    assert Decision.objects.get(pk=decision).decided_on == today() - timedelta(days=40)


def test_correction_keeps_the_first_recording(cast: Cast, decision: UUID) -> None:
    _record(cast, decision)
    first = Taken.objects.get(decision=decision).recorded_at

    _record(cast, decision, outcome="with_changes", words="With a second van.")

    taken = Taken.objects.get(decision=decision)
    assert (taken.recorded_at, taken.outcome) == (first, "with_changes")
    assert taken.corrected_at is not None
    said = history(chain=f"council:{cast.council.id}", subjects=[f"assessments.decision:{decision}"], limit=20)
    kinds = {each.kind for each in said}
    assert {"assessments.decision_recorded", "assessments.decision_corrected"} <= kinds


@pytest.mark.parametrize("given", [{"outcome": "perhaps"}, {"on": None}])
def test_day_to_come_and_unknown_outcome_are_refused(cast: Cast, decision: UUID, given: dict[str, Any]) -> None:
    given = {"on": today() + timedelta(days=1)} if given == {"on": None} else given

    with pytest.raises(UsedWrongly):
        _record(cast, decision, **given)


def test_called_off_decision_is_not_recorded(cast: Cast, decision: UUID) -> None:
    Decision.objects.filter(pk=decision).update(state="called_off")

    with pytest.raises(MoveNotAllowed):
        _record(cast, decision)


def test_what_was_not_before_them_stays_and_is_labelled_when_signed_off_later(cast: Cast, decision: UUID) -> None:
    made = written(cast, decision_id=decision)
    along(cast, made, steps=2)
    _record(cast, decision, on=today() - timedelta(days=3))

    assert Assessment.objects.get(pk=made).state == AssessmentState.REVIEWING
    say(cast, made, Act.AGREE, AMINA)

    assert Assessment.objects.get(pk=made).decided_after
    assert Version.objects.get(assessment=made, why="for_deciders").is_after_decision


def test_what_comes_before_them_afterwards_is_noted(cast: Cast, decision: UUID) -> None:
    made = written(cast, decision_id=decision)
    along(cast, made)
    with pytest.raises(MoveNotAllowed, match="Nothing is decided yet"):
        say(cast, made, Act.NOTE, IMRAN)
    _record(cast, decision)
    Assessment.objects.filter(pk=made).update(state="before_deciders")

    say(cast, made, Act.NOTE, IMRAN)

    assert Assessment.objects.get(pk=made).state == AssessmentState.DECIDED


def test_conditions_are_set_after_the_decision_and_met(cast: Cast, decision: UUID) -> None:
    by = cast.people[IMRAN].id
    with pytest.raises(MoveNotAllowed):
        add_condition(decision, text="A second van", due_on=None, by=by)
    _record(cast, decision, on=today() - timedelta(days=5))
    made = add_condition(decision, text="A second van", due_on=today(), by=by)

    with pytest.raises(UsedWrongly, match="before the decision"):
        mark_condition(made, met_on=today() - timedelta(days=9), today=today(), by=by)
    with pytest.raises(UsedWrongly, match="still to come"):
        mark_condition(made, met_on=today() + timedelta(days=1), today=today(), by=by)
    mark_condition(made, met_on=today(), today=today(), by=by)

    assert Condition.objects.get(pk=made).met_on == today()
    mark_condition(made, met_on=None, today=today(), by=by)
    assert Condition.objects.get(pk=made).met_on is None


@pytest.mark.parametrize(
    ("name", "status"),
    [
        (AMINA, 200), (IMRAN, 200), (GARETH, 403), (FAITH, 403), (HANA, 403), (BEN, 403), (JOAN, 403),
        (EVE, 404), (DEE, 302),
    ],
)  # fmt: skip
def test_who_records_a_decision(cast: Cast, decision: UUID, name: str, status: int) -> None:
    browser = cast.client(name)
    address = f"/{cast.council.slug}/decisions/{decision}/decided/"

    assert browser.get(address).status_code == status
    assert browser.post(address).status_code == {200: 400}.get(status, status)


def test_form_keeps_what_was_typed(cast: Cast, decision: UUID) -> None:
    given = {"words": "With a second van", "outcome": "with_changes", "seen": "1", "on-day": "31", "on-month": "2"}

    page = cast.client(IMRAN).post(f"/{cast.council.slug}/decisions/{decision}/decided/", given)

    assert page.status_code == 400
    assert "With a second van" in page.content.decode()
    assert not Taken.objects.exists()
