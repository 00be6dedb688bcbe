"""Pages of a round ask the database as often for 2,000 owners as for a few."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dueregard.web.delivery.models.rounds import Ask, Request
from dueregard.web.delivery.queries.rounds import RoundCard
from dueregard.web.mail.models import Message
from factories.plans import many_actions, plan_of
from factories.rounds import opened_round
from people import AMINA, JOAN, Cast, make_cast

pytestmark = [pytest.mark.django_db, pytest.mark.many, pytest.mark.timeout(300)]
FEW, MANY, ACTIONS = 20, 2_000, 200
PAGES = (
    (AMINA, "rounds/"),
    (AMINA, "rounds/{round}/"),
    (AMINA, "rounds/{round}/?state=not_reached"),
    (AMINA, "rounds/{round}/?state=waiting&words=owner"),
    (AMINA, "rounds/{round}/people/{request}/"),
    (AMINA, "today/"),
    (JOAN, "rounds/{round}/"),
)
MOST = 40


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def card(cast: Cast) -> RoundCard:
    plan_of(cast, many_actions(ACTIONS))
    return opened_round(cast.council.id, by=cast.people[AMINA].id)


def _more_owners(card: RoundCard, number: int) -> None:
    """Ask so many more people, each about two actions; of every tenth the message failed."""
    actions: list[UUID] = list(Ask.objects.filter(request__round=card.id).values_list("action", flat=True).distinct())
    rows = [
        Request(
            round_id=card.id, key=f"person:{uuid4()}", name=f"Owner {n:04}", email=f"owner{uuid4().hex}@a.example",
            asked_at=timezone.now(), times_asked=1,
        )
        for n in range(number)
    ]  # fmt: skip
    Request.objects.bulk_create(rows)
    Ask.objects.bulk_create(
        Ask(request=row, action_id=actions[(n + step) % len(actions)]) for n, row in enumerate(rows) for step in (0, 7)
    )
    Message.objects.bulk_create(
        Message(
            council_id=card.council_id, key=f"delivery.request:{row.pk}:1", to=row.email, subject="Asked",
            state="failed" if n % 10 == 0 else "sent",
        )
        for n, row in enumerate(rows)
    )  # fmt: skip


def _asks(browser: Client, path: str) -> int:
    browser.get(path)
    with CaptureQueriesContext(connection) as caught:
        assert browser.get(path).status_code == 200, path
    return len(caught)


def test_pages_ask_as_often_for_many_owners(cast: Cast, card: RoundCard) -> None:
    _more_owners(card, FEW)
    request = Request.objects.filter(why="").first()
    assert request is not None
    names: dict[str, Any] = {"round": card.slug, "request": request.pk}
    paths = [(who, f"/{cast.council.slug}/{path.format(**names)}") for who, path in PAGES]
    few = {path: _asks(cast.client(who), path) for who, path in paths}

    _more_owners(card, MANY)
    many = {path: _asks(cast.client(who), path) for who, path in paths}

    assert many == few
    assert max(many.values()) <= MOST
