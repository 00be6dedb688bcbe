"""The secret of a link stays in the link: on no page, in no log, in no address that is passed on (trust row 15).

An invitation, a set-up code, a calendar and a personal token are followed from their making to their use.
"""

from __future__ import annotations

import base64
import logging
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from town import ZOE, Town

from dueregard.web.accounts.actions import make_setup_code
from dueregard.web.accounts.models import ApiToken
from dueregard.web.ledger.models import Entry, PersonalValue
from dueregard.web.organisation.models import Invitation
from dueregard.web.plans.models import CalendarFeed
from people import DEE, KOFI

pytestmark = pytest.mark.django_db


@pytest.fixture
def everything_logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Listen to every logger, statements sent to the database included."""
    caplog.set_level(logging.DEBUG)
    for name in ("django", "django.request", "django.db.backends", "dueregard", "dueregard.web"):
        caplog.set_level(logging.DEBUG, logger=name)
    return caplog


def _kept_anywhere(secret: str) -> list[str]:
    """Give where a secret stands in the database as it is, outside the session of whoever brought it."""
    rows = (*Invitation.objects.values(), *CalendarFeed.objects.values(), *ApiToken.objects.values())
    rows += (*Entry.objects.values(), *PersonalValue.objects.values())
    return [str(row) for row in rows if secret in str(row)]


def _invited(town: Town, callbacks: Any) -> str:
    sent = {"email": "newcomer@aldermere.example", "full_name": "Nora Newcomer", "roles": ["analyst"]}
    with callbacks(execute=True):
        town.browser(KOFI).post(f"/{town.slug}/people/invite/", sent)
    found = re.search(r"/invitation/([\w-]+)/", str(mail.outbox[-1].body))
    assert found is not None
    return found[1]


def test_invitation_leaves_its_secret_behind(
    town: Town, everything_logged: pytest.LogCaptureFixture, django_capture_on_commit_callbacks: Any
) -> None:
    secret = _invited(town, django_capture_on_commit_callbacks)
    browser = Client()

    moved = browser.get(f"/invitation/{secret}/")
    page = browser.get(moved["Location"])
    refused = browser.post(moved["Location"], {"full_name": "", "password": "short"})
    done = browser.post(moved["Location"], {"full_name": "Nora Newcomer", "password": "three-green-otters-swim"})

    assert moved["Referrer-Policy"] == "no-referrer"
    assert secret not in moved["Location"]
    assert (page.status_code, refused.status_code, done.status_code) == (200, 400, 302)
    assert all(secret not in answer.content.decode() for answer in (page, refused, done))
    assert _kept_anywhere(secret) == []
    assert secret not in everything_logged.text.replace(f"/invitation/{secret}/", "")
    assert f"/invitation/{secret}/" not in everything_logged.text
    assert len(secret) >= 43, "256 bits"


def test_a_wrong_link_is_not_told_from_a_right_one(town: Town, django_capture_on_commit_callbacks: Any) -> None:
    secret = _invited(town, django_capture_on_commit_callbacks)

    answers = {Client().get(f"/invitation/{one}/").headers["Location"] for one in (secret, "wrong", "x" * 43)}

    assert answers == {"/invitation/"}


def test_set_up_code_leaves_its_secret_behind(everything_logged: pytest.LogCaptureFixture, town: Town) -> None:
    code = make_setup_code()
    browser = Client()

    moved = browser.get(f"/set-up/{code}/")
    page = browser.get(moved["Location"])

    assert moved["Referrer-Policy"] == "no-referrer"
    assert code not in moved["Location"] + page.content.decode() + everything_logged.text


def test_calendar_is_shown_once_and_kept_nowhere(town: Town, everything_logged: pytest.LogCaptureFixture) -> None:
    browser = town.browser(ZOE)
    path = f"/{town.slug}/my-actions/calendar/"

    made = browser.post(path, {"do": "make"}).content.decode()
    found = re.search(r"/calendar/([\w-]+)\.ics", made)
    assert found is not None
    again = browser.get(path).content.decode()
    fetched = Client().get(f"/calendar/{found[1]}.ics")
    failed = Client().post(f"/calendar/{found[1]}.ics")

    assert (fetched.status_code, failed.status_code) == (200, 405)
    assert "/calendar/…" in everything_logged.text
    assert found[1] not in again
    assert found[1] not in fetched.content.decode() + failed.content.decode()
    assert fetched["Cache-Control"] == "private, no-store"
    assert _kept_anywhere(found[1]) == []
    assert found[1] not in everything_logged.text


def test_token_is_shown_once_and_kept_nowhere(town: Town, everything_logged: pytest.LogCaptureFixture) -> None:
    browser = town.browser(ZOE)
    before = set(re.findall(r"[\w-]{40,}", browser.get("/account/tokens/").content.decode()))

    made = browser.post("/account/tokens/", {"name": "Power BI", "days": "90"}).content.decode()
    (secret,) = {one for one in re.findall(r"[\w-]{43}", made) if one not in before and one not in _csrf(made)}
    again = browser.get("/account/tokens/").content.decode()
    read, refused = (_with_basic(town, word) for word in (secret, secret[:-1] + "_"))

    assert (read.status_code, refused.status_code) == (200, 401)
    assert secret not in again
    assert _kept_anywhere(secret) == []
    assert secret not in everything_logged.text


def _csrf(page: str) -> str:
    return " ".join(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page))


def _with_basic(town: Town, secret: str) -> Any:
    said = base64.b64encode(f"Power BI:{secret}".encode()).decode()
    return town.browser(DEE).get(f"/{town.slug}/people.csv", headers={"Authorization": f"Basic {said}"})


def test_a_fault_tells_no_secret(
    town: Town, everything_logged: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that fails while a link is opened: neither the page, nor the log, nor a mail about it has the secret."""

    def fails(*_given: Any, **_named: Any) -> None:
        raise RuntimeError("it broke")

    monkeypatch.setattr("dueregard.web.organisation.queries.open_invitation", fails)
    monkeypatch.setattr("dueregard.web.plans.queries.feeds.calendar_of", fails)
    browser = Client(raise_request_exception=False)
    secret = "s3cr3t-" + "a" * 40

    moved = browser.get(f"/invitation/{secret}/")
    broken = (browser.get(moved["Location"]), browser.get(f"/calendar/{secret}.ics"))

    assert [one.status_code for one in broken] == [500, 500]
    assert secret not in "".join(one.content.decode() for one in broken) + everything_logged.text
    assert [secret in str(message.message()) for message in mail.outbox] == []


def test_trial_sees_a_log_that_keeps_addresses(
    town: Town, everything_logged: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted fault: without the filter the secret is in the log, so it is the filter that keeps it out."""
    monkeypatch.setattr(logging.getLogger("django.request"), "filters", [])

    Client().post(f"/calendar/{town.here['secret']}.ics")

    assert str(town.here["secret"]) in everything_logged.text
