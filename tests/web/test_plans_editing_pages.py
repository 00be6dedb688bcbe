"""Every edit page, as everybody: who gets in, who is refused, who is told nothing; and nothing changes by looking."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver

from dueregard.web.ledger.models import Entry
from dueregard.web.plans import models
from dueregard.web.plans.actions import evidence as evidence_actions
from dueregard.web.plans.urls import council_urlpatterns
from factories.plans import plan_of
from people import AMINA, BEN, DEE, EVE, EVERYBODY, FAITH, JOAN, Cast, make_cast

STAFF = frozenset(EVERYBODY) - {DEE, EVE}
KEEPERS = frozenset({AMINA})
EDITORS = frozenset({AMINA, FAITH})
REPORTERS = frozenset({AMINA, FAITH, BEN})
ACTION = "plans/{plan}/actions/{action}/"
MEASURE = ACTION + "measures/{measure}/"
LEVEL = "plans/{plan}/levels/{level}/"

PAGES: dict[str, tuple[str, frozenset[str]]] = {
    "new_plan": ("plans/new/", KEEPERS),
    "template": ("plans/template.docx", KEEPERS),
    "edit_plan": ("plans/{plan}/edit/", KEEPERS),
    "plan_levels": ("plans/{plan}/levels/", KEEPERS),
    "new_level": ("plans/{plan}/levels/new/", KEEPERS),
    "edit_level": (LEVEL, KEEPERS),
    "remove_level": (LEVEL + "remove/", KEEPERS),
    "new_contribution": (LEVEL + "shaped-by/new/", KEEPERS),
    "edit_contribution": (LEVEL + "shaped-by/{contribution}/", KEEPERS),
    "remove_contribution": (LEVEL + "shaped-by/{contribution}/remove/", KEEPERS),
    "removed": ("plans/{plan}/removed/", KEEPERS),
    "new_action": ("plans/{plan}/actions/new/", KEEPERS),
    "edit_action": (ACTION + "edit/", EDITORS),
    "move_action": (ACTION + "move/", KEEPERS),
    "remove_action": (ACTION + "remove/", KEEPERS),
    "add_update": (ACTION + "update/", REPORTERS),
    "new_part": (ACTION + "parts/new/", EDITORS),
    "edit_part": (ACTION + "parts/{part}/", EDITORS),
    "remove_part": (ACTION + "parts/{part}/remove/", EDITORS),
    "new_measure": (ACTION + "measures/new/", EDITORS),
    "edit_measure": (MEASURE, EDITORS),
    "remove_measure": (MEASURE + "remove/", EDITORS),
    "new_value": (MEASURE + "figures/new/", REPORTERS),
    "edit_value": (MEASURE + "figures/{value}/", EDITORS),
    "remove_value": (MEASURE + "figures/{value}/remove/", EDITORS),
    "add_evidence": (ACTION + "evidence/new/", REPORTERS),
    "evidence": (ACTION + "evidence/{evidence}/", STAFF),
    "remove_evidence": (ACTION + "evidence/{evidence}/remove/", EDITORS),
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def ids(cast: Cast, settings: Any, tmp_path: Path) -> dict[str, Any]:
    settings.MEDIA_ROOT = str(tmp_path)
    plan = plan_of(cast)
    action = plan.actions.get(position=1)
    level = plan.levels.get(title="Fair access")
    measure = action.measures.get()
    by = cast.people[AMINA].id
    return {
        "plan": plan.slug,
        "action": action.pk,
        "level": level.pk,
        "contribution": level.contributions.first().pk,
        "part": action.sub_actions.get().pk,
        "measure": measure.pk,
        "value": measure.values.first().pk,
        "evidence": evidence_actions.add_file(action.pk, data=b"Minutes", file_name="a.txt", name="", by=by),
    }


def test_every_edit_address_stands_in_the_table() -> None:
    def names(patterns: list[URLPattern | URLResolver]) -> set[str]:
        return {
            name
            for one in patterns
            for name in (names(one.url_patterns) if isinstance(one, URLResolver) else {str(one.name)})
        }

    def is_ours(one: URLPattern | URLResolver) -> set[str]:
        if isinstance(one, URLResolver):
            return {name for each in one.url_patterns for name in is_ours(each)}
        module = one.callback.__module__.rpartition(".")[2]
        return {str(one.name)} if module.startswith(("editing", "evidence", "bulk")) else set()

    ours = {name for one in council_urlpatterns for name in is_ours(one)}

    assert ours - {"adopt_draft"} - BULK == set(PAGES)


BULK = frozenset({"bulk", "sheet", "sheet_compare"})
"""The pages about many actions at once; their own test says who may."""


@pytest.mark.parametrize("name", EVERYBODY)
def test_edit_pages_open_for_those_who_may_edit(cast: Cast, ids: dict[str, Any], name: str) -> None:
    client, wrong = cast.client(name), {}

    for page, (path, allowed) in PAGES.items():
        expected = {DEE: 302, EVE: 404}.get(name, 200 if name in allowed else 403)
        given = client.get(f"/{cast.council.slug}/{path.format_map(ids)}").status_code
        if given != expected:
            wrong[page] = (given, expected)

    assert wrong == {}


@pytest.mark.parametrize("name", sorted(set(EVERYBODY) - {AMINA}))
def test_what_others_send_changes_nothing(cast: Cast, ids: dict[str, Any], name: str) -> None:
    client, entries = cast.client(name), Entry.objects.count()

    for page, (path, allowed) in PAGES.items():
        if name not in allowed and page not in ("evidence", "template"):
            given = client.post(f"/{cast.council.slug}/{path.format_map(ids)}", {"title": "x", "text": "x"}).status_code
            assert given == {DEE: 302, EVE: 404}.get(name, 403), page

    assert Entry.objects.count() == entries
    assert models.Removed.objects.count() == 0


def test_nothing_of_one_council_is_found_under_another(cast: Cast, ids: dict[str, Any]) -> None:
    eve = cast.client(EVE)

    found = {
        page: status
        for page, (path, _allowed) in PAGES.items()
        if "{" in path and (status := eve.get(f"/{cast.other.slug}/{path.format_map(ids)}").status_code) != 404
    }

    assert found == {}


def test_a_thing_of_another_action_is_not_found(cast: Cast, ids: dict[str, Any]) -> None:
    other = models.Plan.objects.get(slug=ids["plan"]).actions.get(position=2).pk
    client, wrong = cast.client(AMINA), []

    for page, (path, _allowed) in PAGES.items():
        if any(part in path for part in ("{part}", "{measure}", "{evidence}")):
            given = client.get(f"/{cast.council.slug}/{path.format_map({**ids, 'action': other})}").status_code
            if given != 404:
                wrong.append(page)

    assert wrong == []


def test_a_closed_plan_is_not_changed(cast: Cast, ids: dict[str, Any]) -> None:
    models.Plan.objects.update(state="closed")
    client = cast.client(AMINA)

    refused = {
        page: client.get(f"/{cast.council.slug}/{path.format_map(ids)}").status_code
        for page, (path, _allowed) in PAGES.items()
        if page not in ("new_plan", "template", "evidence")
    }

    assert set(refused.values()) == {400}
    assert "This plan is closed" in client.get(f"/{cast.council.slug}/plans/{ids['plan']}/edit/").text


@pytest.mark.parametrize("name", [AMINA, JOAN])
def test_the_action_page_offers_only_what_the_person_may_do(cast: Cast, ids: dict[str, Any], name: str) -> None:
    text = cast.client(name).get(f"/{cast.council.slug}/plans/{ids['plan']}/actions/{ids['action']}/").text

    for page in ("edit/", "update/", "parts/new/", "measures/new/", "evidence/new/", "remove/"):
        assert (f"{ids['action']}/{page}" in text) == (name == AMINA), page


@pytest.mark.parametrize("page", ["edit_action", "edit_measure", "plan_levels", "removed", "new_action"])
def test_pages_cost_the_same_however_large_the_plan(
    cast: Cast, ids: dict[str, Any], page: str, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    path = f"/{cast.council.slug}/{PAGES[page][0].format_map(ids)}"
    client = cast.client(AMINA)
    client.get(path)

    with django_assert_max_num_queries(60) as few:
        client.get(path)
    plan = models.Plan.objects.get(slug=ids["plan"])
    models.Action.objects.bulk_create(
        models.Action(plan=plan, position=100 + n, text=f"Action {n}", level_id=ids["level"]) for n in range(300)
    )
    with django_assert_max_num_queries(60) as many:
        client.get(path)

    assert len(few) == len(many)
