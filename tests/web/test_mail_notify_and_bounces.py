"""GOV.UK Notify, played by a server of our own; and reports of what did not arrive."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.mail import EmailMessage, get_connection
from django.core.management import call_command
from django.test import Client, TestCase, override_settings
from django.utils import timezone

from dueregard.web.ledger.queries import history
from dueregard.web.mail.actions.bounces import ask_notify, forget_texts, read_reports, reports_in
from dueregard.web.mail.actions.letters import message_id_of
from dueregard.web.mail.actions.nudging import look, nudge
from dueregard.web.mail.actions.sending import send, send_again
from dueregard.web.mail.models import Message, Pace
from dueregard.web.mail.queries.messages import MessageCard, states, way
from factories.organisation import make_council, make_person
from factories.post import KEY, TEMPLATE, FakeNotify, fake_notify

State = Message.State
TOKEN = "a-token-of-more-than-thirty-two-characters"


@pytest.fixture
def council_id(db: None) -> UUID:
    return make_council().id


@pytest.fixture
def notify() -> Iterator[FakeNotify]:
    with (
        fake_notify() as server,
        override_settings(MAIL_WAY="notify", NOTIFY_KEY=KEY, NOTIFY_TEMPLATE=TEMPLATE, NOTIFY_URL=server.url),
    ):
        yield server


def queue(council_id: UUID, to: str = "ben@aldermere.example", *, key: str = "tests.thing:1") -> UUID:
    return send(council_id=council_id, key=key, to=to, subject="Your actions", body="How are they going?", by=None)


def run(begin: Any = nudge) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        begin()


def card(key: str = "tests.thing:1") -> MessageCard:
    return states([key])[key]


def test_notify_takes_a_message(council_id: UUID, notify: FakeNotify) -> None:
    ident = queue(council_id)
    run()

    assert way() == "notify"
    taken = notify.taken[0]
    assert taken["email_address"] == "ben@aldermere.example"
    assert taken["personalisation"] == {"subject": "Your actions", "body": "How are they going?"}
    assert (taken["template_id"], taken["reference"]) == (TEMPLATE, str(ident))
    assert Message.objects.get().provider_id == taken["id"]
    assert card().state == "sent"


def test_notify_refuses_the_address(council_id: UUID, notify: FakeNotify) -> None:
    notify.answers, notify.words = [400], "email_address Not a valid email address"
    queue(council_id)
    run()

    assert (card().state, card().may_have_gone) == ("failed", False)
    assert card().why == "GOV.UK Notify refused it: email_address Not a valid email address"


@pytest.mark.parametrize(
    ("status", "words", "said"),
    [
        (403, "Invalid token: API key not found", "not set up rightly"),
        (400, "Missing personalisation: name", "not set up rightly"),
        (429, "Exceeded rate limit", "no more messages at present"),
    ],
)
def test_notify_takes_nothing_at_present(
    council_id: UUID, notify: FakeNotify, status: int, words: str, said: str
) -> None:
    notify.answers, notify.words = [status], words
    queue(council_id)
    run()

    assert (card().state, card().tries) == ("waiting", 0)
    assert said in card().why
    Pace.objects.update(rest_until=timezone.now())
    run(look)
    assert card().state == "sent"


@pytest.mark.parametrize(("answer", "posts"), [("502 after", 1), (502, 2)])
def test_notify_is_asked_before_anything_is_sent_again(
    council_id: UUID, notify: FakeNotify, answer: Any, posts: int
) -> None:
    notify.answers = [answer]
    queue(council_id)
    run()
    assert card().state == "sending"

    Pace.objects.update(rest_until=timezone.now())
    run(look)
    assert card().state == "sending"  # a post may still be under way
    Message.objects.update(claimed_at=timezone.now() - timedelta(minutes=11))
    run(look)

    assert card().state == "sent"
    assert len(notify.taken) == 1
    assert Message.objects.get().provider_id == notify.taken[0]["id"]


def test_notify_that_cannot_be_asked_lets_it_wait(council_id: UUID, notify: FakeNotify) -> None:
    queue(council_id)
    Message.objects.update(state=State.SENDING, claimed_at=timezone.now() - timedelta(minutes=11), sent_by="notify")
    notify.is_deaf = True
    run(look)
    assert card().state == "sending"
    assert notify.taken == []

    notify.is_deaf = False
    Pace.objects.update(rest_until=timezone.now())
    run(look)
    assert card().state == "sent"


def test_after_another_way_was_chosen_it_is_left_to_a_person(council_id: UUID, notify: FakeNotify) -> None:
    queue(council_id)
    Message.objects.update(state=State.SENDING, claimed_at=timezone.now() - timedelta(minutes=11), sent_by="smtp")
    run(look)

    assert card().may_have_gone


def test_earlier_notification_is_not_taken_for_a_later_one(council_id: UUID, notify: FakeNotify) -> None:
    ident = queue(council_id)
    Message.objects.update(state=State.FAILED, sent_by="notify")
    notify.taken.append(
        {"id": str(uuid4()), "reference": str(ident), "status": "sending", "created_at": "2026-01-05T10:00:00Z"}
    )
    send_again(ident, by=make_person().id)
    Message.objects.update(state=State.SENDING, claimed_at=timezone.now() - timedelta(minutes=11), sent_by="notify")
    run(look)

    assert card().state == "sent"
    assert len(notify.taken) == 2


def test_notify_tells_what_came_back(council_id: UUID, notify: FakeNotify) -> None:
    for number in range(3):
        queue(council_id, f"owner{number}@aldermere.example", key=f"tests.thing:{number}")
    run()
    by_address = {one["email_address"].partition("@")[0]: one for one in notify.taken}
    by_address["owner0"]["status"] = "permanent-failure"
    by_address["owner1"]["status"] = "delivered"

    first, second = ask_notify(), ask_notify()

    assert (first, second) == ("Mail: heard of 2 messages.", "Mail: heard of 0 messages.")
    assert (card("tests.thing:0").state, card("tests.thing:0").why) == ("bounced", "There is no such address.")
    assert card("tests.thing:1").delivered_at is not None
    assert card("tests.thing:2").delivered_at is None
    kinds = [entry.kind for entry in history(chain=f"council:{council_id}", subjects=["tests.thing:0"])]
    assert sorted(kinds) == ["mail.bounced", "mail.sent"]


def test_many_pages_of_what_came_back(council_id: UUID, notify: FakeNotify) -> None:
    queue(council_id)
    run()
    theirs = {"reference": None, "status": "delivered", "created_at": timezone.now().isoformat()}
    notify.taken[0]["status"] = "temporary-failure"
    notify.taken[:0] = [{"id": str(uuid4()), **theirs} for _ in range(600)]

    ask_notify()

    assert card().state == "bounced"


def test_sign_in_mail_goes_by_notify_too(notify: FakeNotify) -> None:
    backend = get_connection("dueregard.web.mail.actions.notify.NotifyBackend")
    EmailMessage("Your code", "123456", to=["ben@aldermere.example"], connection=backend).send()

    assert notify.taken[0]["personalisation"] == {"subject": "Your code", "body": "123456"}
    notify.answers = [403]
    with pytest.raises(OSError, match="not set up"):
        EmailMessage("Your code", "123456", to=["ben@aldermere.example"], connection=backend).send()


# Notify calls us


def call(token: str = TOKEN, *, body: Any = None, **told: Any) -> int:
    sent = json.dumps(told) if body is None else body
    headers = {"authorization": f"Bearer {token}"} if token else {}
    answer = Client(enforce_csrf_checks=True).post(
        "/api/mail/receipts/", sent, content_type="application/json", headers=headers
    )
    return answer.status_code


def test_receipt_is_taken(council_id: UUID, notify: FakeNotify) -> None:
    ident = queue(council_id)
    run()

    with override_settings(NOTIFY_RECEIPTS_TOKEN=TOKEN):
        assert call(id=str(uuid4()), reference=str(ident), to="ben@aldermere.example", status="delivered") == 204
        assert card().delivered_at is not None
        assert call(reference=str(ident), status="permanent-failure") == 204
    assert card().state == "bounced"


def test_receipts_are_closed(council_id: UUID, notify: FakeNotify) -> None:
    ident = queue(council_id)
    run()
    told = {"reference": str(ident), "status": "permanent-failure"}

    assert call(**told) == 404
    with override_settings(NOTIFY_RECEIPTS_TOKEN=TOKEN):
        assert call("", **told) == 401
        assert call(TOKEN + "x", **told) == 401
        assert call(body="{") == 400
        assert call(body="[]") == 400
        assert call(body='{"reference": "' + "x" * 30_000 + '"}') == 413
        assert call(reference=str(uuid4()), status="permanent-failure") == 204
        assert call(reference=None, status=None) == 204
        assert Client().get("/api/mail/receipts/").status_code == 405
    assert card().state == "sent"


# A mail server sends reports


def report(ident: UUID, *, action: str = "failed", status: str = "5.1.1", whole: bool = True) -> bytes:
    """Give a report as Exchange and Postfix write them: with the whole message, or with its headers only."""
    ours = f"Message-ID: {message_id_of(ident)}\r\nSubject: Your actions\r\nTo: ben@aldermere.example\r\n\r\n"
    kind = "message/rfc822" if whole else "text/rfc822-headers"
    return (
        "From: MAILER-DAEMON@mail.aldermere.example\r\n"
        "To: noreply@dueregard.example\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="=_b"\r\n'
        "\r\n--=_b\r\nContent-Type: text/plain\r\n\r\nI'm sorry to have to inform you.\r\n"
        "\r\n--=_b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mail.aldermere.example\r\n\r\n"
        "Final-Recipient: rfc822; ben@aldermere.example\r\n"
        f"Action: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 <ben@aldermere.example>: Recipient address rejected\r\n"
        f"\r\n--=_b\r\nContent-Type: {kind}\r\n\r\n{ours}\r\n--=_b--\r\n"
    ).encode()


@pytest.fixture
def sent(council_id: UUID) -> UUID:
    ident = queue(council_id)
    run()
    return ident


@pytest.mark.parametrize("whole", [True, False])
def test_report_of_a_mail_server(sent: UUID, whole: bool) -> None:
    assert read_reports(report(sent, whole=whole)) == (1, 1)
    assert read_reports(report(sent, whole=whole)) == (1, 0)

    assert card().state == "bounced"
    assert card().why == ("There is no such address. (550 5.1.1 <ben@aldermere.example>: Recipient address rejected)")


@pytest.mark.parametrize(
    ("status", "begins"),
    [
        ("5.2.2", "The mailbox is full"),
        ("5.7.1", "Their mail system does not let"),
        ("5.4.4", "Their mail system could"),
    ],
)
def test_reasons_in_plain_words(sent: UUID, status: str, begins: str) -> None:
    assert reports_in(report(sent, status=status))[0].why.startswith(begins)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe nothing",
        b"Subject: Out of office\r\n\r\nI am away.\r\n",
        report(UUID(int=1), action="delayed", status="4.4.1"),
        report(UUID(int=1)).replace(b"<mail-", b"<other-"),
        report(UUID(int=1)).replace(b"message/delivery-status", b"text/plain"),
        report(UUID(int=1))[:300],
    ],
)
def test_what_reports_nothing(data: bytes) -> None:
    assert reports_in(data) == ()


def test_report_about_nothing_of_ours_changes_nothing(sent: UUID) -> None:
    assert read_reports(report(uuid4())) == (1, 0)
    assert card().state == "sent"


def test_mailbox_is_read(sent: UUID, tmp_path: Path) -> None:
    letters = [b"Subject: Out of office\r\n\r\n>From home\r\n", report(sent), report(uuid4())]
    mailbox = tmp_path / "mailbox"
    mailbox.write_bytes(b"".join(b"From daemon Mon Jan  5 10:00:00 2026\n" + one + b"\n" for one in letters))
    told = io.StringIO()

    call_command("read_bounces", str(mailbox), stdout=told)

    assert told.getvalue().strip() == "Read 3 e-mails; 1 messages of ours came back that were not known to."
    assert card().state == "bounced"


def test_old_texts_of_what_failed_are_emptied(council_id: UUID) -> None:
    queue(council_id)
    queue(council_id, key="tests.thing:2")
    Message.objects.update(state=State.FAILED)
    Message.objects.filter(key="tests.thing:1").update(made_at=timezone.now() - timedelta(days=31))

    assert forget_texts() == "Mail: emptied 1 old text."
    assert not card("tests.thing:1").can_be_sent_again
    assert card("tests.thing:2").can_be_sent_again
