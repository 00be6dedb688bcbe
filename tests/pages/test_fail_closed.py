"""Where the ledger cannot write, nothing is written: every form that changes something is sent while it fails.

The forms are those the pages show (`filling.py`). Each is sent twice: as it is, where it must be done, which shows
that the trial is one; and with a ledger that raises, where the answer must be the page for our fault, and every table
and file must be as it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from addresses import Route, routes
from asking import NOT_COUNTED, Answer, address, ask, table
from django.conf import settings
from django.db import connection, transaction
from django.urls import resolve
from filling import filled, forms_on
from town import ZOE, Town

from dueregard.web.organisation.models import Board

pytestmark = pytest.mark.django_db
MOST_FORMS_OF_A_PAGE = 3
PAGES = [
    route
    for route in routes()
    if table().get(route.name, {}).get("door") in {"staff", "account"} and "200" in table()[route.name]["get"]
]


class _LedgerDown(Exception):
    pass


def _fails(*_given: Any, **_named: Any) -> None:
    raise _LedgerDown("the ledger cannot write")


def _trials(town: Town, route: Route) -> Iterator[tuple[str, dict[str, Any]]]:
    page = ask(town, ZOE, "GET", address(route, town))
    if page.is_page and page.status == "200":
        for form in forms_on(page.text, address(route, town))[:MOST_FORMS_OF_A_PAGE]:
            for button in (None, *form.buttons):
                yield form.action, {**filled(form), **({button[0]: button[1]} if button else {})}


def _is_recorded(answer: Answer) -> bool:
    return "ledger_entry" in answer.written


@pytest.mark.timeout(600)
def test_forms_change_nothing_without_the_ledger(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each form once, whatever pages show it; on PostgreSQL those of every third page: SQLite tries them all."""
    done, wrong, tried = set(), [], set()
    on_postgresql = connection.vendor == "postgresql"

    for route in PAGES[::3] if on_postgresql else PAGES:
        for action, sent in _trials(town, route):
            form = (resolve(urlsplit(action).path).view_name, *sorted(f"{key}={value}" for key, value in sent.items()))
            if form in tried:
                continue
            tried.add(form)
            if not _is_recorded(ask(town, ZOE, "POST", action, sent)):
                continue
            done.add(route.name)
            with monkeypatch.context() as broken:
                broken.setattr("dueregard.web.ledger.models.Entry.save", _fails)
                kept = _ask_and_look(town, action, sent)
            if kept != ("500", True):
                wrong.append((action, sorted(sent), kept))

    assert wrong == []
    assert len(done) >= (10 if on_postgresql else 30), sorted(done)
    assert {name.partition(":")[0] for name in done} >= {"organisation", "plans"}


def _ask_and_look(town: Town, action: str, sent: dict[str, Any]) -> tuple[str, bool]:
    """Send a form without undoing it; give the answer and whether every table holds what it held; then undo."""
    with transaction.atomic():
        before = _fingerprint()
        browser = town.browser(ZOE)
        for each in sent.values():
            if hasattr(each, "seek"):
                each.seek(0)
        status = browser.post(action, sent).status_code
        after = _fingerprint()
        transaction.set_rollback(True)
    return str(status), before == after


def _fingerprint() -> dict[str, Any]:
    """Give the rows of every table, as the database holds them."""
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if name not in NOT_COUNTED]
        found = {}
        for name in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
            found[name] = hash(tuple(sorted(map(repr, cursor.fetchall()))))
    found["files"] = sorted(str(path) for path in Path(settings.MEDIA_ROOT).rglob("*"))
    return found


def test_checker_sees_a_write_that_does_not_wait_for_the_ledger(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted fault: an action that goes on when the ledger fails."""

    def goes_on(*, council_id: UUID, by: UUID, name: str, purpose: str = "") -> None:
        Board.objects.create(council_id=council_id, name=name, purpose=purpose, slug="unrecorded")
        with suppress(_LedgerDown):
            _fails()

    monkeypatch.setattr("dueregard.web.organisation.actions.add_board", goes_on)

    assert _ask_and_look(town, f"/{town.slug}/boards/add/", {"name": "Unrecorded", "purpose": ""}) == ("302", False)
