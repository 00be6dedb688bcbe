"""Each message once: queued by its key, sent by a real mail server, tried again, failed in the open, never doubled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core import mail
from django.db import transaction
from django.test import TestCase, override_settings
from django.utils import timezone

from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.web.accounts import actions as accounts
from dueregard.web.jobs.models import Job
from dueregard.web.ledger.queries import history
from dueregard.web.mail.actions import links, posting
from dueregard.web.mail.actions.nudging import look, nudge
from dueregard.web.mail.actions.sending import send, send_again, withdraw
from dueregard.web.mail.models import Message, Pace
from dueregard.web.mail.queries.messages import counts, states, way
from factories.organisation import make_council, make_person
from factories.post import SmtpSink, smtp_sink

State = Message.State
LINK = UUID("00000000-0000-4000-8000-000000000001")


@pytest.fixture
def council_id(db: None) -> UUID:
    return make_council().id


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    with (
        smtp_sink() as server,
        override_settings(
            MAIL_WAY="smtp",
            EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
            EMAIL_HOST="127.0.0.1",
            EMAIL_PORT=server.port,
            EMAIL_USE_TLS=False,
        ),
    ):
        yield server


@pytest.fixture
def links_given(monkeypatch: pytest.MonkeyPatch) -> dict[UUID, str | None]:
    """Give the addresses that a made-up owner of links answers with."""
    given: dict[UUID, str | None] = {}
    monkeypatch.setattr(links, "_OWNERS", {"tests.link": given.get})
    return given


def queue(council_id: UUID, to: str = "ben@aldermere.example", *, key: str = "tests.thing:1", **more: Any) -> UUID:
    words = {"subject": "Your actions", "body": "How are they going?", "by": None}
    return send(council_id=council_id, key=key, to=to, **{**words, **more})


def run(begin: Callable[[], None] = nudge) -> None:
    """Do what the worker does: begin, and what follows when that stands."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        begin()


def only() -> Message:
    return Message.objects.get()


def waits_no_longer() -> None:
    Message.objects.filter(state=State.WAITING).update(not_before=None)


def test_message_is_sent_and_recorded(council_id: UUID, sink: SmtpSink) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        queue(council_id)

    to, taken = sink.taken[0]
    assert to == taken["To"] == "ben@aldermere.example"
    assert taken["Subject"] == "Your actions"
    assert taken["Message-ID"] == f"<mail-{only().pk.hex}@127.0.0.1>"
    assert taken["Auto-Submitted"] == "auto-generated"
    assert sink.texts() == ["How are they going?"]
    card = states(["tests.thing:1"])["tests.thing:1"]
    assert (card.state, card.sent_by, card.has_text) == ("sent", "smtp", False)
    entry = history(chain=f"council:{council_id}", subjects=["tests.thing:1"])[0]
    assert (entry.kind, entry.facts["way"], entry.personal) == ("mail.sent", "smtp", {"to": "ben@aldermere.example"})


def test_same_key_sends_once(council_id: UUID, sink: SmtpSink) -> None:
    first = queue(council_id)
    run()
    second = queue(council_id, "other@aldermere.example", subject="Another")
    run()

    assert first == second
    assert len(sink.taken) == 1


def test_nothing_is_queued_where_the_work_is_undone(council_id: UUID) -> None:
    with transaction.atomic():
        queue(council_id)
        transaction.set_rollback(True)

    assert not Message.objects.exists()


def test_headers_cannot_be_added(council_id: UUID, sink: SmtpSink) -> None:
    queue(council_id, subject="Your actions\r\nBcc: everybody@aldermere.example\r\n\r\nread this")
    run()

    taken = sink.taken[0][1]
    assert taken["Bcc"] is None
    assert taken["Subject"] == "Your actions Bcc: everybody@aldermere.example read this"


@pytest.mark.parametrize("address", ["ben", "ben@", "a@b.example\nBcc: c@d.example", "", "x" * 300 + "@a.example"])
def test_address_that_is_none_fails_at_once(council_id: UUID, sink: SmtpSink, address: str) -> None:
    queue(council_id, address)
    run()

    assert only().state == State.FAILED
    assert "e-mail address" in only().why
    assert sink.taken == []


def test_link_is_filled_in_at_sending_and_kept_nowhere(
    council_id: UUID, sink: SmtpSink, links_given: dict[UUID, str | None]
) -> None:
    links_given[LINK] = "/link/secret-part/"
    queue(council_id, body="Answer here: {{link:answer}} not {{link:other}}", links={"answer": f"tests.link:{LINK}"})
    kept = only().body
    run()

    assert "secret-part" not in kept
    assert sink.texts() == ["Answer here: http://127.0.0.1:8000/link/secret-part/ not {{link:other}}"]
    assert only().body == ""


def test_revoked_link_withdraws(council_id: UUID, sink: SmtpSink, links_given: dict[UUID, str | None]) -> None:
    links_given[LINK] = "/link/secret-part/"
    queue(council_id, body="{{link:answer}}", links={"answer": f"tests.link:{LINK}"})
    links_given[LINK] = None
    run()

    assert only().state == State.WITHDRAWN
    assert "revoked" in only().why
    assert sink.taken == []


def test_link_to_another_site_is_not_sent(
    council_id: UUID, sink: SmtpSink, links_given: dict[UUID, str | None]
) -> None:
    links_given[LINK] = "https://elsewhere.example/link/"
    queue(council_id, body="{{link:answer}}", links={"answer": f"tests.link:{LINK}"})
    run()

    assert only().state == State.FAILED
    assert sink.taken == []


def test_link_without_owner_or_place_is_refused(council_id: UUID, links_given: dict[UUID, str | None]) -> None:
    with pytest.raises(UsedWrongly):
        queue(council_id, body="{{link:answer}}", links={"answer": f"nobody.link:{LINK}"})
    with pytest.raises(UsedWrongly):
        queue(council_id, body="no place", links={"answer": f"tests.link:{LINK}"})


def test_goes_to_where_the_person_is_now(council_id: UUID, sink: SmtpSink) -> None:
    ben = make_person("Ben Carter")
    queue(council_id, ben.email, person_id=ben.id)
    accounts.change_person(person_id=ben.id, by=None, email="new.ben@aldermere.example")
    run()

    assert [to for to, _ in sink.taken] == ["new.ben@aldermere.example"]


def test_person_who_left_is_not_written_to(council_id: UUID, sink: SmtpSink) -> None:
    ben = make_person("Ben Carter")
    queue(council_id, ben.email, person_id=ben.id)
    accounts.end_person(person_id=ben.id, by=None)
    run()

    assert only().state == State.WITHDRAWN
    assert sink.taken == []


def test_hour_that_has_not_come(council_id: UUID, sink: SmtpSink) -> None:
    queue(council_id, not_before=timezone.now() + timedelta(hours=1))
    run()
    assert sink.taken == []

    waits_no_longer()
    run(look)
    assert len(sink.taken) == 1


def test_refused_for_now_is_tried_again_later(council_id: UUID, sink: SmtpSink) -> None:
    sink.answers["ben@aldermere.example"] = ["450 mailbox busy", "data 451 try later"]
    queue(council_id)
    run()

    first = only()
    assert (first.state, first.tries, first.sent_by) == (State.WAITING, 1, "")
    assert "mailbox busy" in first.why
    assert first.not_before > timezone.now() + timedelta(minutes=4)
    waits_no_longer()
    run()
    second = only()
    assert (second.state, second.tries) == (State.WAITING, 2)
    assert second.not_before > timezone.now() + timedelta(minutes=14)
    waits_no_longer()
    run()
    assert only().state == State.SENT
    assert len(sink.taken) == 1


def test_refused_for_now_again_and_again_fails(council_id: UUID, sink: SmtpSink) -> None:
    sink.answers["ben@aldermere.example"] = ["450 mailbox busy"] * 9
    queue(council_id)
    for _ in range(9):
        run()
        waits_no_longer()

    assert only().state == State.FAILED
    assert only().why == "It was tried for two days. The mail server could not take it yet: mailbox busy"
    assert len(sink.answers["ben@aldermere.example"]) == 2


def test_refused_for_good_fails_in_plain_words(council_id: UUID, sink: SmtpSink) -> None:
    sink.answers["ben@aldermere.example"] = ["550 no such person here"]
    queue(council_id)
    queue(council_id, "faith@aldermere.example", key="tests.thing:2")
    run()

    found = states(["tests.thing:1", "tests.thing:2"])
    assert found["tests.thing:1"].why == "The mail server refused it: no such person here"
    assert not found["tests.thing:1"].may_have_gone
    assert found["tests.thing:2"].state == "sent"
    kinds = [entry.kind for entry in history(chain=f"council:{council_id}", subjects=["tests.thing:1"])]
    assert kinds == ["mail.failed"]


def test_message_that_trips_us_up_does_not_stop_the_others(
    council_id: UUID, sink: SmtpSink, caplog: pytest.LogCaptureFixture
) -> None:
    queue(council_id)
    Message.objects.update(to="bén@aldermere.example")
    queue(council_id, "faith@aldermere.example", key="tests.thing:2")
    run()

    assert states(["tests.thing:1"])["tests.thing:1"].why.startswith("A fault of ours")
    assert [to for to, _ in sink.taken] == ["faith@aldermere.example"]


def test_silence_after_the_data_is_never_sent_again(council_id: UUID, sink: SmtpSink) -> None:
    sink.answers["ben@aldermere.example"] = ["cut"]
    queue(council_id)
    run()
    waits_no_longer()
    run()
    run(look)

    card = states(["tests.thing:1"])["tests.thing:1"]
    assert (card.state, card.may_have_gone) == ("failed", True)
    assert "may have been sent" in card.why
    assert len(sink.taken) == 1


def test_person_may_send_again(council_id: UUID, sink: SmtpSink) -> None:
    amina = make_person()
    sink.answers["ben@aldermere.example"] = ["cut"]
    ident = queue(council_id)
    run()

    with transaction.atomic():
        send_again(ident, by=amina.id)
    run()

    assert [message["Message-ID"] for _, message in sink.taken] == [f"<mail-{ident.hex}@127.0.0.1>"] * 2
    assert only().state == State.SENT
    with pytest.raises(MoveNotAllowed):
        send_again(ident, by=amina.id)


def test_dead_server_lets_all_rest_and_blames_no_message(council_id: UUID, sink: SmtpSink) -> None:
    queue(council_id)
    with override_settings(EMAIL_PORT=1):
        run()

    assert (only().state, only().tries) == (State.WAITING, 0)
    assert "cannot be reached" in only().why
    pace = Pace.objects.get()
    assert pace.rest_until > timezone.now()
    run(look)
    assert sink.taken == []
    Pace.objects.update(rest_until=timezone.now())
    run(look)
    assert len(sink.taken) == 1
    assert Pace.objects.get().rests == 0


def test_busy_server_lets_all_rest(council_id: UUID, sink: SmtpSink) -> None:
    sink.answers["ben@aldermere.example"] = ["421 too many"]
    queue(council_id)
    run()

    assert only().state == State.WAITING
    assert "too busy" in Pace.objects.get().why


def test_one_address_gets_three_an_hour_and_ten_a_day(council_id: UUID, sink: SmtpSink) -> None:
    for number in range(12):
        queue(council_id, key=f"tests.thing:{number}")
    run()
    assert len(sink.taken) == 3

    waiting = Message.objects.filter(state=State.WAITING)
    assert waiting.filter(not_before__gt=timezone.now() + timedelta(minutes=59)).count() == 9
    for _ in range(5):
        Message.objects.filter(state=State.SENT).update(sent_at=timezone.now() - timedelta(hours=2))
        waits_no_longer()
        run()
    assert len(sink.taken) == 10
    assert waiting.filter(not_before__gt=timezone.now() + timedelta(hours=21)).count() == 2


def test_withdrawn_before_it_goes(council_id: UUID, sink: SmtpSink) -> None:
    queue(council_id)

    assert withdraw(["tests.thing:1", "tests.thing:2"], by=None) == 1
    run()

    assert sink.taken == []
    assert (only().state, only().body) == (State.WITHDRAWN, "")


def test_no_way_lets_all_wait(council_id: UUID) -> None:
    with override_settings(MAIL_WAY="none"):
        queue(council_id)
        run()
        run(look)

        assert way() == "none"
    assert only().state == State.WAITING
    assert not Job.objects.exists()


def test_kept_here_where_nothing_leaves(council_id: UUID) -> None:
    assert way() == "outbox"
    queue(council_id)
    run()

    assert [message.subject for message in mail.outbox] == ["Your actions"]
    assert counts("tests.thing:")["sent"] == 1


# What a dead worker leaves behind


def left_behind(*, sent_by: str) -> None:
    long_ago = timezone.now() - timedelta(minutes=11)
    Message.objects.update(state=State.SENDING, claimed_at=long_ago, sent_by=sent_by)


def test_claim_that_was_not_handed_over_goes(council_id: UUID, sink: SmtpSink) -> None:
    queue(council_id)
    left_behind(sent_by="")
    run(look)

    assert only().state == State.SENT
    assert len(sink.taken) == 1


def test_claim_that_was_handed_over_is_left_to_a_person(council_id: UUID, sink: SmtpSink) -> None:
    queue(council_id)
    left_behind(sent_by="smtp")
    run(look)

    assert only().state == State.FAILED
    assert "may have been sent" in only().why
    assert sink.taken == []


def test_claim_of_a_worker_that_still_lives_is_left_alone(council_id: UUID, sink: SmtpSink) -> None:
    queue(council_id)
    Message.objects.update(state=State.SENDING, claimed_at=timezone.now() - timedelta(minutes=1))
    run(look)

    assert only().state == State.SENDING


def test_one_that_was_settled_meanwhile_is_not_sent(council_id: UUID, sink: SmtpSink) -> None:
    queue(council_id)
    message = only()
    Message.objects.update(state=State.SENDING, claimed_at=timezone.now())
    message.state, message.claimed_at = State.SENDING, timezone.now() - timedelta(minutes=20)

    assert posting._send(message, posting.Smtp()) == 0
    assert sink.taken == []


def test_one_sends_at_a_time(council_id: UUID, sink: SmtpSink) -> None:
    queue(council_id)
    Pace.objects.create(holder=uuid4(), holder_until=timezone.now() + timedelta(minutes=1))
    run()
    assert sink.taken == []

    Pace.objects.update(holder_until=timezone.now())
    run()
    assert len(sink.taken) == 1


def test_pace_is_kept(council_id: UUID, sink: SmtpSink, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr("dueregard.web.mail.actions.pace.time.sleep", slept.append)
    for number in range(4):
        queue(council_id, f"owner{number}@aldermere.example", key=f"tests.thing:{number}")
    with override_settings(MAIL_PER_MINUTE=60):
        run()

    assert len(sink.taken) == 4
    assert [round(seconds) for seconds in slept] == [1, 2, 3]
