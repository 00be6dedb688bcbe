"""Registering datasets: the promise before any record, as every role, and the list."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from dueregard.web.ledger.models import Entry
from dueregard.web.monitoring.models import Dataset
from factories.monitoring import dataset_of, promise_form
from people import AMINA, BEN, CHIDI, DEE, EVE, FAITH, GARETH, HANA, IMRAN, JOAN, KOFI, Cast, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(settings: Any, tmp_path: Any) -> Cast:
    settings.DATA = tmp_path
    return make_cast()


def _register(cast: Cast, browser: Client, **changed: str) -> Any:
    return browser.post(f"/{cast.council.slug}/datasets/new/", {**promise_form(cast.post_id), **changed})


def test_register_dataset(cast: Cast) -> None:
    browser = cast.client(CHIDI)

    answer = _register(cast, browser)

    assert answer["Location"] == f"/{cast.council.slug}/datasets/staff-on-31-march/"
    page = browser.get(answer["Location"]).content.decode()
    assert "To see whether the council employs people fairly" in page
    assert "No file is ready to be counted yet." in page
    assert "Registered the dataset “Staff on 31 March”" in page
    entry = Entry.objects.get(kind="monitoring.dataset_registered")
    assert entry.facts["dpia_reference"] == "DPIA 2026/14"
    assert "purpose" not in entry.facts
    assert {one.name for one in entry.personal_values.all()} == {"about", "purpose"}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"purpose": ""}, "Fill in: What will the records be used for?"),
        ({"article_6": ""}, "Choose an answer: Why may you use personal data for this?"),
        ({"never_for_decisions": ""}, "Records for equality monitoring may not be used for decisions about a person"),
        ({"gender_identity": "yes"}, "Say why gender identity is needed row by row"),
        ({"article_10": "schedule_1", "article_9": "none"}, "Say which condition of Schedule 1 allows it"),
        ({"retention_until-year": "2020"}, "The day of deletion must be after today"),
        ({"retention_until-year": "2999"}, "The day of deletion must be within 7 years"),
        ({"population_within": "nobody"}, "Select a valid choice"),
        ({"owner": ""}, "Choose an answer: Who answers for these records?"),
    ],
)
def test_promise_is_asked_for_whole(cast: Cast, changed: dict[str, str], said: str) -> None:
    answer = _register(cast, cast.client(AMINA), **changed)

    page = answer.content.decode()
    assert said in page
    assert "<title>Error: Register a dataset" in page
    assert 'value="DPIA 2026/14"' in page  # what was typed is kept
    assert not Dataset.objects.exists()


@pytest.mark.parametrize(
    ("name", "sees", "keeps"),
    [
        (AMINA, 200, 200),
        (CHIDI, 200, 200),
        (JOAN, 200, 403),
        (BEN, 403, 403),
        (FAITH, 403, 403),
        (GARETH, 403, 403),
        (HANA, 403, 403),
        (IMRAN, 403, 403),
        (KOFI, 403, 403),
        (DEE, 302, 302),
        (EVE, 404, 404),
    ],
)
def test_who_may(cast: Cast, name: str, sees: int, keeps: int) -> None:
    slug = dataset_of(cast.council.id, by=cast.people[AMINA].id, post_id=cast.post_id).slug
    base = f"/{cast.council.slug}/datasets/"
    browser = cast.client(name)

    assert [browser.get(path).status_code for path in (base, f"{base}{slug}/")] == [sees, sees]
    assert [browser.get(path).status_code for path in (f"{base}new/", f"{base}{slug}/edit/")] == [keeps, keeps]


def test_their_dataset_is_not_ours(cast: Cast) -> None:
    slug = dataset_of(cast.council.id, by=cast.people[AMINA].id, post_id=cast.post_id).slug

    assert cast.client(EVE).get(f"/{cast.other.slug}/datasets/{slug}/").status_code in {403, 404}


def test_change_of_promise_says_what_changed(cast: Cast) -> None:
    row = dataset_of(cast.council.id, by=cast.people[AMINA].id, post_id=cast.post_id)
    browser = cast.client(AMINA)
    address = f"/{cast.council.slug}/datasets/{row.slug}/"
    same = {**promise_form(cast.post_id), "name": row.name}

    browser.post(f"{address}edit/", same)
    browser.post(f"{address}edit/", {**same, "dpia_reference": "DPIA 2027/1"})

    assert Dataset.objects.get().dpia_reference == "DPIA 2027/1"
    (entry,) = Entry.objects.filter(kind="monitoring.dataset_changed")
    assert entry.facts["fields"] == "dpia_reference"


def test_list_is_narrowed_sorted_and_taken_away(cast: Cast) -> None:
    today = timezone.localdate()
    for name, days in (("Staff", 400), ("Notices", 30), ("Applicants", -3)):
        dataset_of(
            cast.council.id, by=cast.people[AMINA].id, post_id=cast.post_id, name=name, until=today + timedelta(days)
        )
    base = f"/{cast.council.slug}/datasets/"
    browser = cast.client(JOAN)

    overdue = browser.get(f"{base}?clock=overdue").content.decode()
    assert "Applicants" in overdue
    assert "Notices" not in overdue
    assert "3 days late" in overdue
    assert "2 of 3" not in browser.get(f"{base}?words=sta").content.decode()
    book = browser.get(f"/{cast.council.slug}/datasets.csv?sort=clock").content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in book[1:]] == ["Applicants", "Notices", "Staff"]
    empty = browser.get(f"{base}?words=nothing").content.decode()
    assert "No dataset fits" in empty


def test_empty_register_says_how_to_begin(cast: Cast) -> None:
    assert (
        "Begin with the records you already count"
        in cast.client(AMINA).get(f"/{cast.council.slug}/datasets/").content.decode()
    )
    assert "No records are held" in cast.client(JOAN).get(f"/{cast.council.slug}/datasets/").content.decode()


def test_menu_names_datasets_to_those_who_may(cast: Cast) -> None:
    link = f'href="/{cast.council.slug}/datasets/"'

    assert link in cast.client(CHIDI).get(f"/{cast.council.slug}/plans/").content.decode()
    assert link not in cast.client(BEN).get(f"/{cast.council.slug}/plans/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"never_for_decisions": False},
        {"owner_post_id": None},
        {"purpose": ""},
        {"gender_identity_allowed": True},
        {"deletion_why": "due"},
    ],
)
def test_database_holds_the_promise(cast: Cast, wrong: dict[str, Any]) -> None:
    row = dataset_of(cast.council.id, by=cast.people[AMINA].id, post_id=cast.post_id)

    with pytest.raises(IntegrityError), transaction.atomic():
        Dataset.objects.filter(pk=row.pk).update(**wrong)


def test_same_name_gets_another_address(cast: Cast) -> None:
    browser = cast.client(CHIDI)

    first, second, reserved = (_register(cast, browser, name=name) for name in ("Staff", "Staff", "New"))

    assert [answer["Location"].rsplit("/", 2)[1] for answer in (first, second, reserved)] == [
        "staff",
        "staff-2",
        "new-2",
    ]
    assert date(2026, 1, 1) < Dataset.objects.first().retention_until
