"""Every page about plans, as everybody: who gets in, who is refused, who is told nothing.

The tables are written out by hand, and every address of the app must stand in them: a new page fails until
somebody says who may see it. Eve is from another council: for her nothing is here, whatever she asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver

from dueregard.web.plans import models
from dueregard.web.plans.urls import council_urlpatterns
from factories.plans import import_in_review, plan_of
from people import AMINA, BEN, DEE, EVE, EVERYBODY, FAITH, JOAN, Cast, make_cast

STAFF = frozenset(EVERYBODY) - {DEE, EVE}
KEEPERS = frozenset({AMINA})
DRAFT_READERS = frozenset({AMINA, JOAN})

GET: dict[str, tuple[str, frozenset[str]]] = {
    "list": ("plans/", STAFF),
    "my_actions": ("my-actions/", STAFF),
    "my_calendar": ("my-actions/calendar/", STAFF),
    "imports": ("plans/imports/", DRAFT_READERS),
    "hand_in": ("plans/imports/new/", KEEPERS),
    "import": ("plans/imports/{import}/", DRAFT_READERS),
    "document": ("plans/imports/{import}/document/", DRAFT_READERS),
    "same_again": ("plans/imports/{import}/again/{import}/", KEEPERS),
    "throw_away": ("plans/imports/{import}/throw-away/", KEEPERS),
    "question": ("plans/imports/{import}/questions/1/", DRAFT_READERS),
    "together": ("plans/imports/{import}/together/1/", DRAFT_READERS),
    "matches": ("plans/imports/{import}/names/", DRAFT_READERS),
    "levels": ("plans/imports/{import}/sections/", DRAFT_READERS),
    "draft_actions": ("plans/imports/{import}/actions/", DRAFT_READERS),
    "draft_action": ("plans/imports/{import}/actions/1/", DRAFT_READERS),
    "correct": ("plans/imports/{import}/actions/1/due_date/", DRAFT_READERS),
    "unused": ("plans/imports/{import}/not-used/", DRAFT_READERS),
    "adopt": ("plans/imports/{import}/adopt/", KEEPERS),
    "plan": ("plans/{plan}/", STAFF),
    "actions": ("plans/{plan}/actions/", STAFF),
    "actions_as_file": ("plans/{plan}/actions.json", STAFF),
    "action": ("plans/{plan}/actions/{action}/", STAFF),
    "action_history": ("plans/{plan}/actions/{action}/history/", STAFF),
    "plan_calendar": ("plans/{plan}/calendar/", STAFF),
    "undo": ("plans/{plan}/undo/", KEEPERS),
    "publish": ("plans/{plan}/publish/", KEEPERS),
    "withdraw": ("plans/{plan}/withdraw/", KEEPERS),
}
POST_KEEPERS_ONLY = frozenset(
    {
        "hand_in", "same_again", "throw_away", "question", "together", "matches", "levels", "draft_action", "correct",
        "adopt", "undo", "publish", "withdraw",
    }
)  # fmt: skip
"""Pages that take something in: whoever is no keeper is refused before anything is looked at."""

VIEWS = frozenset({"documents", "review", "adopting", "plans", "mine"})
"""The views whose pages are held here; those that change a plan by hand have a table in their own test."""

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def ids(cast: Cast, settings: Any, tmp_path: Path) -> dict[str, Any]:
    settings.MEDIA_ROOT = str(tmp_path)
    plan = plan_of(cast)
    return {
        "plan": plan.slug,
        "action": plan.actions.get(position=1).pk,
        "import": import_in_review(council_id=cast.council.id, by=cast.people[AMINA].id),
    }


def _names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns)
        elif pattern.callback.__module__.rpartition(".")[2] in VIEWS:
            assert pattern.name is not None
            yield pattern.name


def test_every_address_stands_in_the_table() -> None:
    assert set(_names(council_urlpatterns)) == set(GET), "say in GET who may see it"


@pytest.mark.parametrize("name", EVERYBODY)
def test_pages_open_for_those_who_may_see_them(cast: Cast, ids: dict[str, Any], name: str) -> None:
    client, wrong = cast.client(name), {}

    for page, (path, allowed) in GET.items():
        expected = 200 if name in allowed else 403
        if name == EVE:
            expected = 404
        if name == DEE:
            expected = 401 if page == "actions_as_file" else 302
        given = client.get(f"/{cast.council.slug}/{path.format_map(ids)}").status_code
        if given != expected:
            wrong[page] = (given, expected)

    assert wrong == {}


@pytest.mark.parametrize("name", sorted(set(EVERYBODY) - {AMINA}))
def test_nobody_but_keepers_changes_anything(cast: Cast, ids: dict[str, Any], name: str) -> None:
    client, wrong = cast.client(name), {}

    for page in sorted(POST_KEEPERS_ONLY):
        expected = {DEE: 302, EVE: 404}.get(name, 403)
        given = client.post(f"/{cast.council.slug}/{GET[page][0].format_map(ids)}", {"choice": "c0"}).status_code
        if given != expected:
            wrong[page] = (given, expected)

    assert wrong == {}
    assert models.ImportAnswer.objects.count() == 0
    assert models.Plan.objects.get().state == "adopted"


def test_things_of_one_council_are_not_found_under_another(cast: Cast, ids: dict[str, Any]) -> None:
    eve, found = cast.client(EVE), {}

    for page, (path, _allowed) in GET.items():
        if "{" in path:
            status = eve.get(f"/{cast.other.slug}/{path.format_map(ids)}").status_code
            if status != 404:
                found[page] = status

    assert found == {}


def test_a_draft_plan_is_for_keepers_and_auditors(cast: Cast, ids: dict[str, Any]) -> None:
    models.Plan.objects.update(state="draft")
    path = f"/{cast.council.slug}/plans/{ids['plan']}/"

    seen = {name for name in STAFF if cast.client(name).get(path).status_code == 200}
    listed = {name for name in STAFF if ids["plan"] in cast.client(name).get(f"/{cast.council.slug}/plans/").text}

    assert seen == listed == DRAFT_READERS


def test_a_post_that_is_held_makes_the_action_mine(cast: Cast, ids: dict[str, Any]) -> None:
    mine = f"/{cast.council.slug}/my-actions/"

    assert "You lead 1 action" in cast.client(BEN).get(mine).text
    assert "No action is yours yet" in cast.client(FAITH).get(mine).text
