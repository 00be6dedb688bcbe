"""An assessment goes from one to the next: each act by whom the table names, nothing lost, the next person told."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from dueregard.domain.assessments.sign_off import Act
from dueregard.domain.assessments.states import AssessmentState
from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.web.assessments.actions.parts import drop_part, save_part
from dueregard.web.assessments.actions.sign_off import choose_checker
from dueregard.web.assessments.models.after import Promise
from dueregard.web.assessments.models.signing import Step
from dueregard.web.assessments.models.writing import Assessment, Version
from dueregard.web.assessments.queries.whole import parts_of
from dueregard.web.ledger.queries import history
from dueregard.web.mail.models import Message
from dueregard.web.organisation import actions as organisation
from factories.signing import along, decision_for, say, written
from people import AMINA, CHIDI, FAITH, GARETH, HANA, IMRAN, SINCE, Cast, make_cast, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def made(cast: Cast) -> UUID:
    return written(cast, decision_id=decision_for(cast))


def _told(step: UUID) -> set[str]:
    return set(Message.objects.filter(key__startswith=f"assessments.step:{step}").values_list("to", flat=True))


def _mail(cast: Cast, *names: str) -> set[str]:
    return {cast.people[name].email for name in names}


def test_whole_chain_moves_it_and_tells_who_is_next(cast: Cast, made: UUID) -> None:
    sent = say(cast, made, Act.SEND, GARETH)
    checked = say(cast, made, Act.AGREE, FAITH)
    reviewed = say(cast, made, Act.AGREE, AMINA)
    put = say(cast, made, Act.PUT_BEFORE, IMRAN)

    row = Assessment.objects.get(pk=made)
    assert row.state == AssessmentState.BEFORE_DECIDERS
    assert row.signed_off_at is not None
    assert _told(sent) == _mail(cast, FAITH)
    assert _told(checked) == _mail(cast, AMINA)
    assert _told(reviewed) == _mail(cast, GARETH, IMRAN)
    assert _told(put) == _mail(cast, HANA)
    assert list(Version.objects.filter(assessment=made).values_list("number", "why").order_by("number")) == [
        (1, "for_checking"),
        (2, "for_deciders"),
    ]


def test_sign_off_turns_mitigations_into_promises(cast: Cast, made: UUID) -> None:
    along(cast, made, steps=3)

    promise = Promise.objects.get(assessment=made)
    assert promise.text == "Bring books home to people who cannot travel"
    assert promise.version.why == "for_deciders"


def test_each_step_stands_in_the_ledger(cast: Cast, made: UUID) -> None:
    along(cast, made)

    kinds = [
        (each.facts["stage"], each.facts["said"], each.facts["version"])
        for each in history(chain=f"council:{cast.council.id}", subjects=[f"assessments.assessment:{made}"], limit=100)
        if each.kind == "assessments.step"
    ]
    assert sorted(kinds) == [
        ("checking", "agree", 1),
        ("deciders", "put_before", 2),
        ("review", "agree", 2),
        ("writing", "send", 1),
    ]


def test_unreasoned_no_effect_stops_it(cast: Cast, made: UUID) -> None:
    race = parts_of(made)["impact:race"]
    save_part(
        made, key="impact:race", content={**race.content, "reason": None}, seen=race.number, by=cast.people[GARETH].id
    )

    with pytest.raises(UsedWrongly, match="“No effect” has no reason: race"):
        say(cast, made, Act.SEND, GARETH)

    assert Assessment.objects.get(pk=made).state == AssessmentState.WRITING
    assert not Step.objects.filter(assessment=made).exists()


def test_unanswered_remark_stops_it(cast: Cast, made: UUID) -> None:
    part = parts_of(made)["monitoring"]
    drop_part(made, key="engagement:1", seen=parts_of(made)["engagement:1"].number, by=cast.people[GARETH].id)
    assert part.number

    with pytest.raises(UsedWrongly):
        say(cast, made, Act.SEND, GARETH)


def test_without_a_checker_it_is_not_sent(cast: Cast) -> None:
    made = written(cast, checker="")

    with pytest.raises(UsedWrongly, match="Choose who checks it first"):
        say(cast, made, Act.SEND, GARETH)


@pytest.mark.parametrize("who", [GARETH, "eve"])
def test_checker_is_of_the_council_and_no_writer(cast: Cast, who: str) -> None:
    made = written(cast, checker="")

    with pytest.raises(UsedWrongly):
        choose_checker(made, person_id=cast.people[who].id, on=today(), by=cast.people[GARETH].id)


def test_returned_with_a_reason_and_sent_again(cast: Cast, made: UUID) -> None:
    along(cast, made, steps=2)

    with pytest.raises(UsedWrongly, match="Say why"):
        say(cast, made, Act.RETURN, AMINA, reason="  ")
    step = say(cast, made, Act.RETURN, AMINA, reason="Say more of carers.")

    assert Assessment.objects.get(pk=made).state == AssessmentState.WRITING
    assert _told(step) == _mail(cast, GARETH)
    message = Message.objects.get(key=f"assessments.step:{step}:{cast.people[GARETH].id}")
    assert "carers" not in message.body
    assert along(cast, made).state == AssessmentState.BEFORE_DECIDERS


def test_taken_back_by_its_author(cast: Cast, made: UUID) -> None:
    along(cast, made, steps=1)

    step = say(cast, made, Act.TAKE_BACK, GARETH, reason="A figure is wrong.")

    assert Assessment.objects.get(pk=made).state == AssessmentState.WRITING
    assert _told(step) == _mail(cast, FAITH)


def test_legal_advice_is_noted_by_name_and_moves_nothing(cast: Cast, made: UUID) -> None:
    along(cast, made, steps=2)

    with pytest.raises(UsedWrongly, match="who gave the advice"):
        say(cast, made, Act.LEGAL_SEEN, AMINA)
    say(cast, made, Act.LEGAL_SEEN, AMINA, who="Monitoring Officer")

    assert Assessment.objects.get(pk=made).state == AssessmentState.REVIEWING
    assert Step.objects.get(assessment=made, said="legal_seen").by_words == "Monitoring Officer"


def test_nobody_agrees_twice_while_somebody_else_could(cast: Cast) -> None:
    made = written(cast, checker=AMINA)
    _another_officer(cast, CHIDI)
    say(cast, made, Act.SEND, GARETH)
    say(cast, made, Act.AGREE, AMINA)

    with pytest.raises(MoveNotAllowed, match="Nobody agrees to what they wrote"):
        say(cast, made, Act.AGREE, AMINA)
    say(cast, made, Act.AGREE, CHIDI)

    assert not Step.objects.filter(assessment=made, is_alone=True).exists()


def test_only_officer_may_agree_to_their_own_and_it_is_said(cast: Cast) -> None:
    made = written(cast, author=AMINA)
    say(cast, made, Act.SEND, AMINA)
    say(cast, made, Act.AGREE, FAITH)

    say(cast, made, Act.AGREE, AMINA)

    assert Step.objects.get(assessment=made, stage="review").is_alone


def test_who_wrote_in_it_and_left_does_not_agree_to_it(cast: Cast, made: UUID) -> None:
    _another_officer(cast, CHIDI)
    Assessment.objects.get(pk=made).parts.filter(key="monitoring").update(changed_by=cast.people[AMINA].id)
    along(cast, made, steps=2)

    with pytest.raises(MoveNotAllowed):
        say(cast, made, Act.AGREE, AMINA)


def test_nobody_agrees_to_what_they_did_not_see(cast: Cast, made: UUID) -> None:
    along(cast, made, steps=1)

    with pytest.raises(MoveNotAllowed, match="moved on"):
        say(cast, made, Act.AGREE, FAITH, seen="checking:0")


def test_what_is_sent_cannot_be_written_in(cast: Cast, made: UUID) -> None:
    along(cast, made, steps=1)

    with pytest.raises(MoveNotAllowed):
        save_part(made, key="proposal", content={"about": "Other"}, seen=1, by=cast.people[GARETH].id)


def test_acknowledged_by_a_member_only(cast: Cast, made: UUID) -> None:
    along(cast, made)

    say(cast, made, Act.ACKNOWLEDGE, HANA)
    with pytest.raises(MoveNotAllowed):
        say(cast, made, Act.ACKNOWLEDGE, IMRAN)

    assert Assessment.objects.get(pk=made).state == AssessmentState.BEFORE_DECIDERS


def test_without_a_decision_it_is_not_put_before_anybody(cast: Cast) -> None:
    made = written(cast)
    along(cast, made, steps=3)

    with pytest.raises(UsedWrongly, match="belongs to no decision"):
        say(cast, made, Act.PUT_BEFORE, AMINA)


def _another_officer(cast: Cast, name: str) -> None:
    given: dict[str, Any] = {"role": "equalities_officer", "directorate_id": None, "since": SINCE, "by": None}
    organisation.add_role(council_id=cast.council.id, person_id=cast.people[name].id, **given)
