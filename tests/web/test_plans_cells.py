"""A workbook that was edited in Excel and came back: each cell that differs is shown, only accepted ones are taken."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase
from openpyxl import load_workbook

from dueregard.domain.plans.merging import versions_of
from dueregard.web.ledger.models import Entry
from dueregard.web.ledger.queries import history
from dueregard.web.plans import models
from dueregard.web.plans.actions import editing_actions
from dueregard.web.plans.queries.editing import action_row, action_values
from factories.plans import many_actions, plan_of
from people import AMINA, BEN, EVE, Cast, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def plan(cast: Cast) -> models.Plan:
    return plan_of(cast, many_actions(12))


@pytest.fixture
def amina(cast: Cast) -> Client:
    return cast.client(AMINA)


def path(cast: Cast, plan: models.Plan, rest: str = "") -> str:
    return f"/{cast.council.slug}/plans/{plan.slug}/{rest}"


def downloaded(cast: Cast, plan: models.Plan, amina: Client) -> Any:
    """Give the plan's own download as openpyxl reads it."""
    answer = amina.get(path(cast, plan, "actions.xlsx"))
    return load_workbook(BytesIO(b"".join(answer.streaming_content) if answer.streaming else answer.content))


def columns(sheet: Any) -> tuple[int, dict[str, int]]:
    """Give the row of the headings and each heading's column."""
    for row in sheet.iter_rows():
        names = {str(cell.value): cell.column for cell in row if cell.value}
        if "Action" in names and "No" in names:
            return row[0].row, names
    raise AssertionError("no headings")


def edited(workbook: Any, edits: Callable[[Any, int, dict[str, int]], None]) -> bytes:
    sheet = workbook.worksheets[0]
    top, names = columns(sheet)
    edits(sheet, top, names)
    kept = BytesIO()
    workbook.save(kept)
    return kept.getvalue()


def handed_back(cast: Cast, plan: models.Plan, amina: Client, data: bytes) -> str:
    """Hand a workbook back and give the address of its page."""
    file = SimpleUploadedFile("plan.xlsx", data)
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert amina.post(path(cast, plan, "bulk/workbook/"), {"workbook": file}).status_code == 302
    source = models.Import.objects.latest("handed_in_at")
    assert source.state == "review", source.failure
    return path(cast, plan, f"bulk/workbook/{source.pk}/")


def three_edits(sheet: Any, top: int, names: dict[str, int]) -> None:
    sheet.cell(top + 1, names["How"]).value = "With two more people"
    sheet.cell(top + 2, names["Due date"]).value = date(2028, 1, 31)
    sheet.cell(top + 3, names["Status"]).value = "Complete"


def cells() -> dict[tuple[int, str], models.HandedBackCell]:
    return {(cell.row, cell.field): cell for cell in models.HandedBackCell.objects.all()}


def test_of_three_edited_cells_two_are_accepted_and_exactly_these_change(
    cast: Cast, plan: models.Plan, amina: Client
) -> None:
    page = handed_back(cast, plan, amina, edited(downloaded(cast, plan, amina), three_edits))
    before = list(plan.actions.order_by("position").values())
    entries = Entry.objects.count()
    found = cells()
    assert {key: (cell.after, cell.why) for key, cell in found.items()} == {
        (1, "how"): ("With two more people", ""),
        (2, "due_date"): ("2028-01-31", ""),
        (3, "status"): ("complete", ""),
    }
    seen = amina.get(page)
    assert "3 cells differ from the plan" in seen.text
    assert " checked" not in seen.text, "nothing is ticked for anyone"

    amina.post(page, {"do": "apply", "cell": [found[1, "how"].pk, found[2, "due_date"].pk]})

    after = list(plan.actions.order_by("position").values())
    changed = {
        (row["position"], name)
        for was, row in zip(before, after, strict=True)
        for name in row
        if row[name] != was[name] and name not in ("changed_at", "sequence", "search_text", "flags")
    }
    assert changed == {(1, "how"), (2, "due_date")}
    assert Entry.objects.count() == entries + 1
    one, two = after[0]["id"], after[1]["id"]
    (entry,) = history(chain=f"council:{cast.council.id}", subjects=[f"plans.action:{one}"])
    assert entry.facts["fields"] == ["how", "due_date"]
    assert entry.facts["changes"][f"plans.action:{two}"]["due_date"][1] == "2028-01-31"
    assert "With two more people" in entry.personal["after how"]
    assert "1 cell differs from the plan" in amina.get(page).text


def test_nothing_ticked_changes_nothing(cast: Cast, plan: models.Plan, amina: Client) -> None:
    page = handed_back(cast, plan, amina, edited(downloaded(cast, plan, amina), three_edits))
    entries = Entry.objects.count()

    answer = amina.post(page, {"do": "apply"})

    assert answer.status_code == 400
    assert "Tick the cells that you accept" in answer.text
    assert Entry.objects.count() == entries


def test_all_that_is_shown_or_all_of_one_action_can_be_accepted(cast: Cast, plan: models.Plan, amina: Client) -> None:
    def edits(sheet: Any, top: int, names: dict[str, int]) -> None:
        three_edits(sheet, top, names)
        sheet.cell(top + 1, names["Due date"]).value = date(2028, 2, 29)

    page = handed_back(cast, plan, amina, edited(downloaded(cast, plan, amina), edits))
    shown = re.search(r'name="shown" value="([^"]*)"', amina.get(page).text)
    assert shown is not None

    amina.post(page, {"do": "apply", "row": "1", "shown": shown[1]})
    assert models.HandedBackCell.objects.filter(taken_at__isnull=False).count() == 2
    amina.post(page, {"do": "apply_shown", "shown": shown[1]})

    assert "Nothing differs from the plan" in amina.get(page).text
    assert plan.actions.get(position=1).due_date == date(2028, 2, 29)


def test_what_a_colleague_changes_meanwhile_is_told_and_stays(cast: Cast, plan: models.Plan, amina: Client) -> None:
    page = handed_back(cast, plan, amina, edited(downloaded(cast, plan, amina), three_edits))
    found = cells()
    row = plan.actions.get(position=1)
    row.how = "Their words"
    row.save()

    assert "A colleague has changed this since" in amina.get(page).text
    answer = amina.post(page, {"do": "apply", "cell": [found[1, "how"].pk, found[3, "status"].pk]}, follow=True)

    assert "1 cell was not taken: a colleague has changed it meanwhile" in answer.text
    assert plan.actions.get(position=1).how == "Their words"
    assert plan.actions.get(position=3).status == "complete"


def change(action: models.Action, cast: Cast, **values: Any) -> None:
    now = action_values(action_row(action.plan_id, action.pk))
    editing_actions.change_action(action.pk, given={**now, **values}, base=versions_of(now), by=cast.people[AMINA].id)


def test_what_a_colleague_changed_after_the_download_is_not_taken_for_an_edit(
    cast: Cast, plan: models.Plan, amina: Client
) -> None:
    workbook = downloaded(cast, plan, amina)
    change(plan.actions.get(position=4), cast, how="Changed while the workbook was out", due_date="2028-05-31")

    page = handed_back(cast, plan, amina, edited(workbook, three_edits))

    assert {(key, cell.why) for key, cell in cells().items() if key[0] == 4} == {
        ((4, "how"), "older"),
        ((4, "due_date"), "older"),
    }
    older = cells()[4, "how"]
    amina.post(page, {"do": "apply", "cell": [older.pk]})
    assert plan.actions.get(position=4).how == "Changed while the workbook was out"


def test_a_cell_that_cannot_be_taken_says_why(cast: Cast, plan: models.Plan, amina: Client) -> None:
    def edits(sheet: Any, top: int, names: dict[str, int]) -> None:
        sheet.cell(top + 1, names["Status"]).value = "Wobbly"
        sheet.cell(top + 2, names["How"]).value = '=HYPERLINK("http://example.org","click")'
        sheet.cell(top + 3, names["How"]).value = "<script>alert(1)</script>"

    page = handed_back(cast, plan, amina, edited(downloaded(cast, plan, amina), edits))

    found = cells()
    assert found[1, "status"].why == "unknown_word"
    seen = amina.get(page).text
    assert "This is no word that we know here." in seen
    assert "<script>alert(1)" not in seen
    assert "&lt;script&gt;alert(1)" in seen
    assert not any(str(cell.after).startswith("=HYPERLINK") for cell in found.values()), (
        "a formula is never run or kept"
    )


def test_a_due_date_before_the_start_is_refused_and_the_rest_taken(
    cast: Cast, plan: models.Plan, amina: Client
) -> None:
    plan.actions.filter(position=2).update(start_date=date(2030, 1, 1), due_date=date(2030, 12, 31))
    page = handed_back(cast, plan, amina, edited(downloaded(cast, plan, amina), three_edits))
    every = [cell.pk for cell in cells().values()]

    answer = amina.post(page, {"do": "apply", "cell": every}, follow=True)

    assert "The due date must be after the start" in answer.text
    assert plan.actions.get(position=2).due_date == date(2030, 12, 31)
    assert plan.actions.get(position=1).how == "With two more people"


def test_a_new_row_is_added_only_when_it_is_accepted(cast: Cast, plan: models.Plan, amina: Client) -> None:
    def edits(sheet: Any, top: int, names: dict[str, int]) -> None:
        sheet.cell(top + 13, names["No"]).value = "99"
        sheet.cell(top + 13, names["Action"]).value = "Ring residents back within a week"

    page = handed_back(cast, plan, amina, edited(downloaded(cast, plan, amina), edits))
    assert plan.actions.count() == 12
    new = models.HandedBackCell.objects.get(action=None)

    amina.post(page, {"do": "apply", "cell": [new.pk]})

    assert plan.actions.get(number_text="99").text == "Ring residents back within a week"


def test_a_new_row_without_a_number_does_not_go_on_with_the_row_above(
    cast: Cast, plan: models.Plan, amina: Client
) -> None:
    def edits(sheet: Any, top: int, names: dict[str, int]) -> None:
        sheet.cell(top + 13, names["Action"]).value = "Ring residents back within a week"
        sheet.cell(top + 13, names["Lead"]).value = "Head of Customer Services"

    handed_back(cast, plan, amina, edited(downloaded(cast, plan, amina), edits))

    (new,) = models.HandedBackCell.objects.all()
    assert new.action_id is None
    assert new.after["text"] == "Ring residents back within a week"


def test_a_workbook_that_waits_is_led_to_its_cells_and_not_to_an_import(
    cast: Cast, plan: models.Plan, amina: Client
) -> None:
    page = handed_back(cast, plan, amina, edited(downloaded(cast, plan, amina), three_edits))
    source = models.HandedBack.objects.get().source

    today = amina.get(f"/{cast.council.slug}/today/").text

    assert page in today
    assert f"See what was changed in {source.name}" in today
    assert amina.get(f"/{cast.council.slug}/plans/imports/{source.pk}/").headers["Location"] == page


def test_put_away_the_workbook_leaves_what_was_taken(cast: Cast, plan: models.Plan, amina: Client) -> None:
    page = handed_back(cast, plan, amina, edited(downloaded(cast, plan, amina), three_edits))
    amina.post(page, {"do": "apply", "cell": [cells()[1, "how"].pk]})

    amina.post(page, {"do": "leave"})

    assert not models.HandedBack.objects.exists()
    assert plan.actions.get(position=1).how == "With two more people"


def test_compared_again_it_is_beside_the_plan_as_it_is_now(cast: Cast, plan: models.Plan, amina: Client) -> None:
    page = handed_back(cast, plan, amina, edited(downloaded(cast, plan, amina), three_edits))
    plan.actions.filter(position=1).update(how="With two more people")

    with TestCase.captureOnCommitCallbacks(execute=True):
        amina.post(page, {"do": "again"})

    assert set(cells()) == {(2, "due_date"), (3, "status")}


def test_cells_of_another_workbook_cannot_be_taken_here(cast: Cast, plan: models.Plan, amina: Client) -> None:
    other = plan_of(cast, many_actions(12), title="Another plan")
    theirs = handed_back(cast, other, amina, edited(downloaded(cast, other, amina), three_edits))
    foreign = [cell.pk for cell in cells().values()]
    page = handed_back(cast, plan, amina, edited(downloaded(cast, plan, amina), three_edits))

    amina.post(page, {"do": "apply", "cell": foreign})

    assert theirs != page
    assert not models.HandedBackCell.objects.filter(taken_at__isnull=False).exists()


@pytest.mark.parametrize(("who", "status"), [(BEN, 403), (EVE, 404)])
def test_only_keepers_see_it(cast: Cast, plan: models.Plan, amina: Client, who: str, status: int) -> None:
    page = handed_back(cast, plan, amina, edited(downloaded(cast, plan, amina), three_edits))

    assert cast.client(who).get(page).status_code == status
    assert cast.client(who).post(page, {"do": "apply_shown"}).status_code == status


def test_a_page_costs_the_same_however_many_cells(
    cast: Cast, amina: Client, django_assert_max_num_queries: Any
) -> None:
    def many(sheet: Any, top: int, names: dict[str, int]) -> None:
        for row in range(1, 41):
            sheet.cell(top + row, names["How"]).value = f"In way {row}"

    large = plan_of(cast, many_actions(60), title="Large")
    page = handed_back(cast, large, amina, edited(downloaded(cast, large, amina), many))
    amina.get(page)

    with django_assert_max_num_queries(40) as few:
        amina.get(page + "?field=how&page=1")
    models.HandedBackCell.objects.filter(row__gt=3).delete()
    with django_assert_max_num_queries(40) as fewer:
        amina.get(page + "?field=how&page=1")
    assert len(few) == len(fewer)
