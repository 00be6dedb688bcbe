"""A council's ledger on screen: who may read it, what it shows, and what it can be taken away as."""

from __future__ import annotations

import json

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from dueregard.domain.ledger import bundles
from dueregard.web.ledger import queries
from dueregard.web.ledger.actions import record
from people import AMINA, BEN, DEE, EVE, EVERYBODY, JOAN, KOFI, Cast, make_cast

READERS = frozenset({AMINA, JOAN, KOFI})
PAGES = ("ledger/", "ledger/1/")
FILES = ("ledger.csv", "ledger.xlsx", "ledger.ods", "ledger.json", "ledger/bundle.jsonl")

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: None) -> Cast:
    """Give everybody. Making them has written to the ledger already."""
    return make_cast()


def chain_of(cast: Cast) -> str:
    """Name the council's chain."""
    return f"council:{cast.council.id}"


@pytest.mark.parametrize("name", EVERYBODY)
def test_ledger_is_for_its_readers_alone(cast: Cast, name: str) -> None:
    wanted = 302 if name == DEE else 404 if name == EVE else 200 if name in READERS else 403

    answers = {page: cast.client(name).get(f"/aldermere/{page}").status_code for page in PAGES}

    files = 401 if name == DEE else wanted  # a spreadsheet that asks is asked for a token
    assert answers == {page: wanted if page.endswith("/") else files for page in PAGES}
    assert cast.client(name).post("/aldermere/ledger/check/").status_code == wanted


def test_page_tells_what_was_done_and_by_whom(cast: Cast) -> None:
    page = cast.client(JOAN).get("/aldermere/ledger/").content.decode()

    assert "Kofi Mensah" in page
    assert "It has not been checked yet." in page
    assert "<h1" in page
    assert page.count('scope="row"') == min(50, queries.head(chain=chain_of(cast)).number)


def test_entry_shows_its_place_in_the_chain(cast: Cast) -> None:
    card = queries.entry(chain=chain_of(cast), number=2)

    page = cast.client(AMINA).get("/aldermere/ledger/2/").content.decode()

    assert card.hash in page
    assert card.previous_hash in page
    assert cast.client(AMINA).get("/aldermere/ledger/999999/").status_code == 404


def test_entry_of_another_council_is_not_there(cast: Cast) -> None:
    """Numbers begin at 1 in each council, so a number says nothing; the words must be the council's own."""
    with transaction.atomic():
        record(
            chain=f"council:{cast.other.id}",
            kind="plans.other",
            by="system",
            subject="plans.plan:other",
            facts={"title": "Brackenford secret"},
        )
    number = queries.head(chain=f"council:{cast.other.id}").number

    page = cast.client(AMINA).get(f"/aldermere/ledger/{number}/").content.decode()

    assert "Brackenford secret" not in page
    assert "Brackenford secret" in cast.client(EVE).get(f"/{cast.other.slug}/ledger/{number}/").content.decode()


def test_filters_narrow_the_list_and_what_is_not_a_day_is_ignored(cast: Cast) -> None:
    browser = cast.client(AMINA)
    kind = queries.entry(chain=chain_of(cast), number=1).kind

    narrowed = browser.get("/aldermere/ledger/", {"kind": kind}).content.decode()
    none = browser.get("/aldermere/ledger/", {"until": "2020-01-01"}).content.decode()
    odd = browser.get("/aldermere/ledger/", {"since": "yesterday", "kind": "nothing"})

    count = queries.count_of(queries.Wanted(chain_of(cast), kind=kind))
    assert narrowed.count('scope="row"') == count
    assert "No entries" in none
    assert odd.status_code == 200


def test_check_by_an_officer_is_recorded_and_shown(cast: Cast) -> None:
    browser, before = cast.client(AMINA), queries.head(chain=chain_of(cast)).number

    page = browser.post("/aldermere/ledger/check/").content.decode()

    assert "The ledger is whole" in page
    assert queries.head(chain=chain_of(cast)).number == before + 1
    assert queries.last_check(chain=chain_of(cast)).entries == before
    assert "Yes, when it was last checked" in browser.get("/aldermere/ledger/").content.decode()
    assert browser.get("/aldermere/ledger/check/").status_code == 405


def test_check_by_the_auditor_is_shown_and_writes_nothing(cast: Cast) -> None:
    before = queries.head(chain=chain_of(cast))

    page = cast.client(JOAN).post("/aldermere/ledger/check/").content.decode()

    assert "An auditor’s check is shown and not recorded." in page
    assert queries.head(chain=chain_of(cast)) == before


def test_check_of_a_touched_ledger_says_where(cast: Cast) -> None:
    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else " ON ledger_entry"
        cursor.execute(f"DROP TRIGGER ledger_entry_no_change{on}")
        cursor.execute(
            "UPDATE ledger_entry SET kind = 'plans.nothing' WHERE number = 3 AND chain_id ="
            " (SELECT id FROM ledger_chain WHERE name = %s)",
            [chain_of(cast)],
        )

    page = cast.client(AMINA).post("/aldermere/ledger/check/").content.decode()

    assert "Something is wrong with the ledger" in page
    assert "Entry 3 was altered" in page
    assert "Entry 3 was altered" in cast.client(JOAN).get("/aldermere/ledger/").content.decode()


def test_files_hold_the_same_entries(cast: Cast) -> None:
    browser, count = cast.client(JOAN), queries.head(chain=chain_of(cast)).number

    table = browser.get("/aldermere/ledger.csv").content.decode("utf-8-sig")
    data = json.loads(browser.get("/aldermere/ledger.json").content)
    bundle = b"".join(browser.get("/aldermere/ledger/bundle.jsonl").streaming_content)

    assert table.count("\r\n") == count + 1
    assert str(count) in json.dumps(data)
    assert bundles.check(bundle.splitlines(keepends=True)).is_whole


def test_page_costs_the_same_with_few_and_many_entries(cast: Cast) -> None:
    browser = cast.client(JOAN)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            browser.get("/aldermere/ledger/")
        return len(asked)

    browser.get("/aldermere/ledger/")  # the first page of a session costs more
    few = cost()
    for number in range(60):
        with transaction.atomic():
            record(
                chain=chain_of(cast),
                kind="plans.action_changed",
                by=f"person:{cast.people[BEN].id}",
                subject=f"plans.action:{number}",
                facts={},
                personal={"note": "x"},
            )

    assert cost() == few
