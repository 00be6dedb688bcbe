"""The list of the council's mail, and sending a failed message again."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import TestCase
from django.utils import timezone

from dueregard.web.ledger.models import Entry
from dueregard.web.mail.actions import pace
from dueregard.web.mail.actions.sending import send
from dueregard.web.mail.models import Message
from people import AMINA, BEN, CHIDI, EVE, FAITH, GARETH, HANA, IMRAN, JOAN, KOFI, Cast, make_cast

pytestmark = pytest.mark.django_db
LIST = "/aldermere/mail/"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def queue(cast: Cast, *, to: str = "ben@aldermere.example", key: str = "tests.thing:1", **changed: Any) -> UUID:
    words = {"subject": "Your three actions", "body": "the secret text", "by": cast.people[AMINA].id}
    ident = send(council_id=cast.council.id, key=key, to=to, **words)
    Message.objects.filter(pk=ident).update(**changed)
    return ident


def text(cast: Cast, name: str, address: str = LIST) -> str:
    return cast.client(name).get(address).content.decode()


@pytest.mark.parametrize(
    ("name", "sees", "sends"),
    [
        (AMINA, 200, 200),
        (KOFI, 200, 200),
        (JOAN, 200, 403),
        (BEN, 403, 403),
        (CHIDI, 403, 403),
        (FAITH, 403, 403),
        (GARETH, 403, 403),
        (HANA, 403, 403),
        (IMRAN, 403, 403),
        (EVE, 404, 404),
    ],
)
def test_who_sees_mail(cast: Cast, name: str, sees: int, sends: int) -> None:
    ident = queue(cast, state="failed")
    browser = cast.client(name)

    assert browser.get(LIST).status_code == sees
    assert browser.get("/aldermere/mail.csv").status_code == sees
    assert browser.get(f"{LIST}{ident}/send-again/").status_code == sends
    assert browser.post(f"{LIST}{ident}/send-again/").status_code == (302 if sends == 200 else sends)


def test_list_says_what_became_of_each(cast: Cast) -> None:
    queue(cast, state="sent", sent_at=timezone.now(), body="")
    queue(cast, key="tests.thing:2", to="faith@aldermere.example", state="bounced", why="There is no such address.")
    queue(cast, key="tests.thing:3", to="gone@aldermere.example", state="failed", sent_by="smtp", why="Silence.")

    page = text(cast, AMINA)

    assert "1 message was sent. 1 came back, and 1 could not be sent." in page
    assert all(words in page for words in ("Came back", "There is no such address.", "May have been sent", "Silence."))
    assert "the secret text" not in page
    assert page.count("Send again") == 1
    assert "Send again" not in text(cast, JOAN)


def test_list_is_narrowed_and_taken_away(cast: Cast) -> None:
    queue(cast, state="sent", sent_at=timezone.now(), body="")
    queue(cast, key="tests.thing:2", to="faith@aldermere.example", state="failed", why="There is no such address.")

    narrowed = text(cast, AMINA, LIST + "?state=failed")
    csv = text(cast, AMINA, "/aldermere/mail.csv?words=ben")

    assert "faith@aldermere.example" in narrowed
    assert "ben@aldermere.example" not in narrowed
    assert "1 of 2 messages" in narrowed
    assert "ben@aldermere.example" in csv
    assert "faith@" not in csv
    assert "No message fits" in text(cast, AMINA, LIST + "?words=nobody")


def test_other_councils_mail_is_not_there(cast: Cast) -> None:
    ident = queue(cast, state="failed")

    assert "ben@" not in text(cast, EVE, f"/{cast.other.slug}/mail/")
    assert cast.client(EVE).get(f"/{cast.other.slug}/mail/{ident}/send-again/").status_code == 404
    assert cast.client(AMINA).get(f"{LIST}{uuid4()}/send-again/").status_code == 404


def test_failed_message_is_sent_again(cast: Cast) -> None:
    ident = queue(cast, state="failed", sent_by="smtp")

    asked = text(cast, AMINA, f"{LIST}{ident}/send-again/")
    with TestCase.captureOnCommitCallbacks(execute=True):
        told = cast.client(AMINA).post(f"{LIST}{ident}/send-again/", follow=True).content.decode()

    assert "they may get it twice" in asked
    assert "The message to ben@aldermere.example will be sent again." in told
    assert Message.objects.get().state == "sent"
    entry = Entry.objects.get(kind="mail.sent_again")
    assert (entry.by, entry.facts["may_have_gone"]) == (f"person:{cast.people[AMINA].id}", True)


def test_sent_message_is_not_sent_again(cast: Cast) -> None:
    ident = queue(cast, state="sent", sent_at=timezone.now(), body="")

    asked = text(cast, AMINA, f"{LIST}{ident}/send-again/")
    told = cast.client(AMINA).post(f"{LIST}{ident}/send-again/", follow=True).content.decode()

    assert "It cannot be sent again" in asked
    assert "has not failed" in told


def test_page_says_why_nothing_goes(cast: Cast, settings: Any) -> None:
    assert "No mail yet" in text(cast, AMINA)
    pace.rest("The mail server cannot be reached.")
    assert "No mail is going out at present. The mail server cannot be reached." in text(cast, AMINA)
    settings.MAIL_WAY = "none"
    assert "This site sends no mail" in text(cast, AMINA)
