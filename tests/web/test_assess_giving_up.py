"""An assessment is given up with a reason, says so wherever it is shown, counts for nothing, and is taken up again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from dueregard.domain.assessments.sign_off import Act
from dueregard.domain.assessments.states import AssessmentState
from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.web.assessments.actions.parts import save_part
from dueregard.web.assessments.actions.reviews import ask_for_review, reopen
from dueregard.web.assessments.models.writing import Assessment, Version
from dueregard.web.assessments.queries.bundles_record import record_of_decision
from dueregard.web.ledger.queries import describe, history
from dueregard.web.mail.models import Message
from factories.assessments import assessment_of, decision_of, library_closure, policy_of
from factories.signing import along, decision_for, say, written
from people import AMINA, BEN, CHIDI, DEE, EVE, FAITH, GARETH, HANA, IMRAN, JOAN, KOFI, Cast, make_cast, today

pytestmark = pytest.mark.django_db
WHY = "The van stays, so nobody proposes this any more."


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def made(cast: Cast) -> UUID:
    return begun(cast, decision_id=decision_for(cast))


def begun(cast: Cast, **fields: Any) -> UUID:
    return assessment_of(
        cast.council.id,
        by=cast.people[GARETH].id,
        content=library_closure(),
        directorate_id=cast.directorate_id,
        **fields,
    )


def address(name: str, *parts: Any) -> str:
    return reverse(f"assessments:{name}", args=["aldermere", *parts])


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def give_up(client: Client, made: UUID, *, seen: str = "writing:0", why: str = WHY) -> Any:
    return client.post(address("sign_off_say", made, "give-up"), {"reason": why, "seen": seen})


def test_its_author_gives_it_up_by_page(cast: Cast, made: UUID) -> None:
    gareth = cast.client(GARETH)

    led = text(gareth.get(address("sign_off", made)))
    asked = text(gareth.get(address("sign_off_say", made, "give-up")))
    without = give_up(gareth, made, why=" ")
    done = give_up(gareth, made)
    shown = text(gareth.get(address("sign_off", made)))
    beside = text(gareth.get(address("assessment", made)))

    assert address("sign_off_say", made, "give-up") in led
    assert "What was written is kept as a version, with your name, the day and the reason." in asked
    assert (without.status_code, done.status_code) == (400, 302)
    assert "Say why" in text(without)
    for page in (shown, beside):
        assert WHY in page
        assert "Gareth Pugh" in page
        assert "It counts as no regard for anything" in page
    row = Assessment.objects.get(pk=made)
    assert (row.state, row.signed_off_at) == ("given_up", None)
    assert list(Version.objects.filter(assessment=made).values_list("number", "why")) == [(1, "given_up")]
    assert "As it was given up" in text(gareth.get(address("versions", made)))


def test_it_stands_in_the_ledger_without_its_reason_in_the_facts(cast: Cast, made: UUID) -> None:
    give_up(cast.client(GARETH), made)

    entries = history(chain=f"council:{cast.council.id}", subjects=[f"assessments.assessment:{made}"], limit=3)
    told = next(each for each in entries if each.kind == "assessments.step")

    assert str(describe(told)) == "Given up, version 1"
    assert told.facts == {"stage": "writing", "said": "give_up", "version": 1}
    assert told.personal["because"] == WHY
    assert told.by == f"person:{cast.people[GARETH].id}"


def test_its_decision_and_policy_say_so_and_count_it_for_nothing(cast: Cast) -> None:
    policy = policy_of(cast.council.id)
    decision = decision_of(cast.council.id, policy_id=policy)
    made = begun(cast, decision_id=decision)
    give_up(cast.client(AMINA), made)

    amina, chidi = cast.client(AMINA), cast.client(CHIDI)
    on_decision, on_policy = (text(amina.get(address(*each))) for each in (("decision", decision), ("policy", policy)))
    for_chidi = text(chidi.get(address("decision", decision)))
    listed = text(amina.get(address("assessments"), {"state": "given_up"}))

    assert WHY in on_decision
    assert WHY in on_policy
    assert "No regard is recorded, and the decision is planned for" in on_decision
    assert "Given up" in for_chidi
    assert WHY not in for_chidi  # who may not open it is not told why
    assert "Close Fenwick library" in listed


def test_the_bundle_holds_it_with_its_reason(cast: Cast) -> None:
    decision = decision_for(cast)
    made = begun(cast, decision_id=decision)
    give_up(cast.client(GARETH), made)

    (assessed,) = record_of_decision(cast.council.id, decision, on=today()).assessments

    assert [(step.what, step.text) for step in assessed.steps] == [("Given up", WHY)]
    assert [version.why for version in assessed.versions] == ["Given up"]


def test_it_is_taken_up_again_where_it_was_left(cast: Cast, made: UUID) -> None:
    amina = cast.client(AMINA)
    give_up(amina, made)
    told = set(Message.objects.values_list("to", "subject"))

    with pytest.raises(MoveNotAllowed, match="is given up, so it stays as it is"):
        save_part(made, key="proposal", content={"about": "x"}, seen=1, by=cast.people[GARETH].id)
    again = cast.client(GARETH).post(
        address("sign_off_say", made, "take-up"), {"reason": "It is proposed after all.", "seen": "given_up:1"}
    )
    shown = text(amina.get(address("sign_off", made)))

    assert told == {(cast.people[GARETH].email, "Given up: Close Fenwick library")}
    assert again.status_code == 302
    assert Assessment.objects.get(pk=made).state == "writing"
    assert save_part(made, key="proposal", content={"about": "x"}, seen=1, by=cast.people[GARETH].id) == 2
    assert "Taken up again" in shown
    assert "It is proposed after all." in shown
    assert WHY in shown  # what was said before stays


def test_what_went_to_those_who_decide_is_not_given_up(cast: Cast) -> None:
    made = written(cast, decision_id=decision_for(cast))
    along(cast, made)
    Assessment.objects.filter(pk=made).update(state="decided")
    task = ask_for_review(made, why="A law changed.", by=cast.people[AMINA].id)
    reopen(task, because="The law changed.", by=cast.people[AMINA].id)

    with pytest.raises(MoveNotAllowed, match="An earlier version of it stands"):
        say(cast, made, Act.GIVE_UP, GARETH, reason=WHY)
    amina = cast.client(AMINA)
    led = text(amina.get(address("sign_off", made)))
    asked = text(amina.get(address("sign_off_say", made, "give-up")))

    assert Assessment.objects.get(pk=made).state == AssessmentState.WRITING
    assert "give-up" not in led
    assert "An earlier version of it stands, so it cannot be given up." in asked
    assert "<textarea" not in asked


def test_what_is_with_the_head_of_service_is_not_given_up(cast: Cast) -> None:
    made = written(cast, decision_id=decision_for(cast))
    along(cast, made, steps=1)

    assert cast.client(GARETH).get(address("sign_off_say", made, "give-up")).status_code == 404
    with pytest.raises(MoveNotAllowed, match="cannot be given up"):
        say(cast, made, Act.GIVE_UP, GARETH, reason=WHY)


def test_a_review_does_not_open_what_was_given_up(cast: Cast, made: UUID) -> None:
    task = ask_for_review(made, why="A law changed.", by=cast.people[AMINA].id)
    give_up(cast.client(GARETH), made)

    with pytest.raises(MoveNotAllowed, match="This assessment was given up"):
        reopen(task, because="The law changed.", by=cast.people[AMINA].id)


def test_of_two_at_once_the_second_looks_again(cast: Cast, made: UUID) -> None:
    give_up(cast.client(AMINA), made)

    late = give_up(cast.client(GARETH), made)

    assert late.status_code == 404  # it is given up already: there is nothing left to ask
    with pytest.raises(MoveNotAllowed, match="moved on"):
        say(cast, made, Act.TAKE_UP, GARETH, reason="x", seen="writing:0")


@pytest.mark.parametrize(
    ("who", "status"),
    [(GARETH, 302), (FAITH, 302), (AMINA, 302), (JOAN, 403), (BEN, 403), (CHIDI, 403), (HANA, 403), (IMRAN, 403),
     (KOFI, 403), (EVE, 404), (DEE, 302)],
)  # fmt: skip
def test_who_may(cast: Cast, made: UUID, who: str, status: int) -> None:
    answer = give_up(cast.client(who), made)

    assert answer.status_code == status
    is_up = Assessment.objects.get(pk=made).state == "given_up"
    assert is_up == (who in {GARETH, FAITH, AMINA})


def test_without_a_reason_nothing_happens(cast: Cast, made: UUID) -> None:
    with pytest.raises(UsedWrongly, match="Say why"):
        say(cast, made, Act.GIVE_UP, GARETH, reason="  ")

    assert Assessment.objects.get(pk=made).state == AssessmentState.WRITING
    assert not Version.objects.filter(assessment=made).exists()
