"""A board's pages ask the database as often for many actions, questions and meetings as for few."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dueregard.web.delivery.actions.packs import begin_pack
from dueregard.web.delivery.actions.questions import answer_question
from factories.boards import ADDRESS, issued_pack, meeting_of, question_of, watched_action, watched_plan
from people import AMINA, BEN, HANA, Cast, make_cast, today

pytestmark = pytest.mark.django_db
FEW, MANY = 3, 24
MOST = 45
TOLD = date(2026, 7, 7)


def _asks(browser: Client, path: str) -> int:
    """Count the statements of a page once its session is settled."""
    browser.get(path)
    with CaptureQueriesContext(connection) as caught:
        assert browser.get(path).status_code == 200, path
    return len(caught)


def _fill(cast: Cast, number: int) -> dict[str, Any]:
    """Make so many watched actions with two updates each, as many meetings, and as many questions of each kind."""
    actions = [
        watched_action(n, f"Action {n}", (TOLD, "on_track", "Begun."), (TOLD + timedelta(days=60), "at_risk", "Slow."))
        for n in range(1, number + 1)
    ]
    plan = watched_plan(cast, *actions, title=f"Plan of {number}")
    rows = list(plan.actions.order_by("position"))
    for place, row in enumerate(rows):
        meeting_of(cast, today() - timedelta(days=1000 + number * 100 + place))
        question_of(cast, row, asked_on=today(), due_on=today())
        done = question_of(cast, rows[0], asked_on=today())
        answer_question(done, text="Yes.", name="Ben", on=today(), address=ADDRESS, by=cast.people[BEN].id)
    last = meeting_of(cast, today() - timedelta(days=number))
    issued = issued_pack(cast, last, on=today() - timedelta(days=number + 7))
    coming = meeting_of(cast, today() + timedelta(days=number))
    question_of(cast, rows[0], asked_on=today(), meeting_id=coming)
    return {
        "plan": plan.slug,
        "action": rows[0].pk,
        "meeting": coming,
        "issued": issued,
        "draft": begin_pack(coming, by=cast.people[AMINA].id),
    }


def test_boards_pages_ask_as_often_for_many_as_for_few() -> None:
    cast = make_cast()
    base = f"/{cast.council.slug}/boards/{cast.board_slug}/"
    pages = (
        (HANA, base + "watched/"),
        (HANA, base + "meetings/"),
        (HANA, base + "meetings/{meeting}/"),
        (HANA, base + "packs/{issued}/"),
        (AMINA, base + "packs/{draft}/"),
        (AMINA, base + "ask/"),
        (HANA, f"/{cast.council.slug}/questions/"),
        (AMINA, f"/{cast.council.slug}/plans/{{plan}}/actions/{{action}}/"),
        (BEN, f"/{cast.council.slug}/today/"),
    )
    browsers = {name: cast.client(name) for name, _path in pages}
    counts = []

    for number in (FEW, MANY):
        filled = _fill(cast, number)
        counts.append({path: _asks(browsers[name], path.format_map(filled)) for name, path in pages})

    few, many = counts
    assert many == few
    assert max(many.values()) <= MOST, many
