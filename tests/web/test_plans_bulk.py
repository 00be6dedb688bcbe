"""Many actions at once: what is previewed is what is written, in one entry; and a workbook that comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dueregard.domain.plans.parse import read_plan
from dueregard.domain.plans.sheets import plan_workbook
from dueregard.publish.excel import write_xlsx
from dueregard.reading.read import read_document
from dueregard.web.ledger.models import Entry
from dueregard.web.ledger.queries import history
from dueregard.web.plans import models
from dueregard.web.plans.queries import lists
from dueregard.web.plans.queries.sheets import Compared, compare
from dueregard.web.plans.queries.whole import domain_plan
from factories.plans import full_action, many_actions, plan_of
from factories.sending import sent
from people import AMINA, BEN, EVE, FAITH, JOAN, Cast, make_cast

pytestmark = pytest.mark.django_db
ON = date(2027, 1, 12)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def plan(cast: Cast) -> models.Plan:
    return plan_of(cast, many_actions(12))


def _path(cast: Cast, plan: models.Plan, rest: str = "") -> str:
    return f"/{cast.council.slug}/plans/{plan.slug}/bulk/{rest}"


def _ids(plan: models.Plan, number: int) -> list[str]:
    return [str(pk) for pk in plan.actions.order_by("position").values_list("pk", flat=True)[:number]]


def test_many_are_previewed_then_changed_in_one_entry(cast: Cast, plan: models.Plan) -> None:
    client, entries = cast.client(AMINA), Entry.objects.count()
    chosen = {"action": _ids(plan, 5), "status": "closed", "owner": f"post:{cast.post_id}"}

    seen = client.post(_path(cast, plan), chosen)
    assert "5 actions will change" in seen.text
    assert Entry.objects.count() == entries
    client.post(_path(cast, plan), sent(seen) | {"do": "apply"})

    assert plan.actions.filter(status="closed", leads__post=cast.post_id).count() == 5
    assert Entry.objects.count() == entries + 1
    (entry,) = history(chain=f"council:{cast.council.id}", subjects=[f"plans.action:{chosen['action'][0]}"])
    assert entry.facts["actions"] == 5
    assert entry.facts["changes"][f"plans.action:{chosen['action'][0]}"]["status"] == ["not_started", "closed"]
    assert "Manager" not in str(entry.facts)


def test_the_history_of_an_action_leaves_out_what_changed_others(cast: Cast, plan: models.Plan) -> None:
    client, ids = cast.client(AMINA), _ids(plan, 3)
    seen = client.post(_path(cast, plan), {"action": ids[:2], "status": "closed"})
    client.post(_path(cast, plan), sent(seen) | {"do": "apply"})

    pages = [client.get(f"/{cast.council.slug}/plans/{plan.slug}/actions/{one}/history/").text for one in ids]

    assert ["Changed 2 actions at once" in page for page in pages] == [True, True, False]
    assert all("Adopted the plan" in page for page in pages)


def test_what_changed_since_the_preview_is_not_overwritten(cast: Cast, plan: models.Plan) -> None:
    client = cast.client(AMINA)
    seen = client.post(_path(cast, plan), {"action": _ids(plan, 3), "status": "closed"})
    models.Action.objects.filter(pk=_ids(plan, 1)[0]).update(status="complete")

    answer = client.post(_path(cast, plan), sent(seen) | {"do": "apply"})

    assert answer.status_code == 400
    assert "Something here has changed since you looked" in answer.text
    assert plan.actions.filter(status="closed").count() == 1, "the one that was closed before"


def test_one_that_cannot_be_written_stops_all(cast: Cast, plan: models.Plan) -> None:
    models.Action.objects.filter(pk=_ids(plan, 3)[2]).update(start_date=date(2027, 6, 1))
    client = cast.client(AMINA)
    chosen = {"action": _ids(plan, 3), "due_date-day": "1", "due_date-month": "5", "due_date-year": "2027"}
    seen = client.post(_path(cast, plan), chosen)

    answer = client.post(_path(cast, plan), sent(seen) | {"do": "apply"})

    assert "The due date must be after the start" in answer.text
    assert not plan.actions.filter(due_date=date(2027, 5, 1)).exists()


@pytest.mark.parametrize("data", [{}, {"status": "closed"}, {"action": ["x"], "status": "closed"}])
def test_nothing_ticked_or_chosen_is_said(cast: Cast, plan: models.Plan, data: dict[str, Any]) -> None:
    answer = cast.client(AMINA).post(_path(cast, plan), data)

    assert answer.status_code == 400
    assert "There is a problem" in answer.text


def test_actions_of_another_plan_are_not_touched(cast: Cast, plan: models.Plan) -> None:
    other = plan_of(cast, many_actions(1), title="Another")

    answer = cast.client(AMINA).post(_path(cast, plan), {"action": _ids(other, 1), "status": "closed"})

    assert "Nothing would change" in answer.text


@pytest.mark.parametrize(("name", "status"), [(BEN, 403), (FAITH, 403), (JOAN, 403), (EVE, 404)])
@pytest.mark.parametrize("rest", ["", "workbook/"])
def test_only_keepers_change_many(cast: Cast, plan: models.Plan, name: str, status: int, rest: str) -> None:
    client = cast.client(name)

    assert client.get(_path(cast, plan, rest)).status_code == status
    assert client.post(_path(cast, plan, rest), {"action": _ids(plan, 1), "status": "closed"}).status_code == status


def test_choosing_costs_the_same_however_large(
    cast: Cast, plan: models.Plan, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    large = plan_of(cast, many_actions(150), title="Large")
    client = cast.client(AMINA)
    client.get(_path(cast, plan))

    with django_assert_max_num_queries(60) as few:
        client.get(_path(cast, plan))
    with django_assert_max_num_queries(60) as many:
        client.get(_path(cast, large))

    assert len(few) == len(many)


def _handed_back(plan: models.Plan, change: Callable[[Any], Any], cast: Cast) -> Compared:
    content = change(domain_plan(plan.pk))
    data = write_xlsx(plan_workbook(content, council="Aldermere", on=ON, names="all"))
    draft = read_plan(read_document(data, name="plan.xlsx"))
    return compare(plan.pk, draft, council_id=cast.council.id, on=ON, labels=lists.labels_of(plan.pk))


@pytest.mark.parametrize("full", [False, True])
def test_a_workbook_handed_back_unchanged_changes_nothing(cast: Cast, plan: models.Plan, full: bool) -> None:
    target = plan_of(cast, title="Full") if full else plan

    found = _handed_back(target, lambda content: content, cast)

    assert (found.cells, found.added, found.left_out) == ((), (), ())


def test_changes_additions_and_gaps_of_a_workbook_are_told_apart(cast: Cast, plan: models.Plan) -> None:
    def edited(content: Any) -> Any:
        first, _second, *rest = content.actions
        first = replace(first, due_date=date(2027, 9, 30), how="=1+1")
        new = full_action(
            number=99,
            number_text="99",
            action_text="Ring residents back",
            sub_actions=(),
            progress=(),
            update_text=None,
        )
        return replace(content, actions=(first, *rest, new))

    found = _handed_back(plan, edited, cast)

    assert [(cell.field, cell.after, cell.why) for cell in found.cells] == [
        ("how", "=1+1", ""),
        ("due_date", "2027-09-30", ""),
    ]
    assert [one["text"] for one in found.added] == ["Ring residents back"]
    assert [one.partition(".")[0] for one in found.left_out] == ["2"]
