"""The list of mail asks the database as often for many messages as for few."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dueregard.web.mail.models import Message
from dueregard.web.mail.queries.messages import counts, states
from people import AMINA, Cast, make_cast

pytestmark = pytest.mark.django_db
PATHS = ("/aldermere/mail/", "/aldermere/mail/?state=failed&words=owner&sort=-to", "/aldermere/mail.csv")


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def keep(cast: Cast, *, first: int, number: int) -> None:
    Message.objects.bulk_create(
        Message(
            council_id=cast.council.id,
            key=f"tests.thing:{n}",
            to=f"owner{n}@aldermere.example",
            subject="Your actions",
            body="How are they going?",
            state=("sent", "failed", "bounced")[n % 3],
        )
        for n in range(first, first + number)
    )


def asks(browser: Client, path: str) -> int:
    browser.get(path)
    with CaptureQueriesContext(connection) as caught:
        assert browser.get(path).status_code == 200, path
    return len(caught)


def test_pages_ask_as_often_for_many(cast: Cast) -> None:
    browser = cast.client(AMINA)
    keep(cast, first=0, number=6)
    few = [asks(browser, path) for path in PATHS]

    keep(cast, first=6, number=200)

    assert [asks(browser, path) for path in PATHS] == few
    assert max(few) <= 20


def test_queries_cost_what_they_say(cast: Cast, django_assert_num_queries: object) -> None:
    keep(cast, first=0, number=600)

    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(states(f"tests.thing:{n}" for n in range(500))) == 500
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(states(f"tests.thing:{n}" for n in range(600))) == 600
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert counts("tests.thing:")["sent"] == 200
