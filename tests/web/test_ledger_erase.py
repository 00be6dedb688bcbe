"""Is a person taken out of the ledger, and the chain left whole? trust.md section 5, row 33."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection, transaction

from crash import running
from dueregard.web.ledger import queries
from dueregard.web.ledger.actions import Personal, erase_personal, record
from dueregard.web.ledger.models import PersonalValue

pytestmark = pytest.mark.django_db
BEN, AMINA = "accounts.person:ben", "accounts.person:amina"


def keep(chain: str, personal: dict, **changes: object) -> None:
    """Record something with personal values."""
    with transaction.atomic():
        record(
            chain=chain, kind="plans.changed", by="system", facts={}, personal=personal, **{"subject": BEN, **changes}
        )


def kept() -> list[str]:
    """Give every personal value that is still there."""
    return sorted(PersonalValue.objects.filter(value__isnull=False).values_list("value", flat=True))


def test_erased_person_is_gone_and_the_chains_are_whole() -> None:
    keep("installation", {"email": "ben@council.example"})
    keep("council:1", {"note": "about Ben"}, subject="plans.action:1", also=[BEN])
    keep("council:1", {"note": "about nobody"}, subject="plans.action:2")
    keep("council:1", {"old": Personal("Ben", about=BEN), "new": Personal("Amina", about=AMINA)}, also=[AMINA])

    erased = erase_personal(by=AMINA.replace("accounts.", ""), subject=BEN, reason="left the council")

    assert erased == 3
    assert kept() == ["Amina", "about nobody"]
    for chain in ("installation", "council:1"):
        verdict = queries.verify_chain(chain=chain)
        assert verdict.is_whole
        assert verdict.erased == {"installation": 1, "council:1": 2}[chain]
    last = queries.entry(chain="council:1", number=4)
    assert last.kind == "ledger.personal_erased"
    assert last.facts == {
        "erased": [{"entry": 1, "name": "note"}, {"entry": 3, "name": "old"}],
        "reason": "left the council",
    }
    assert queries.entry(chain="council:1", number=3).personal == {"old": None, "new": "Amina"}


def test_nothing_to_erase_records_nothing() -> None:
    keep("council:1", {"note": "x"}, subject="plans.action:1")

    assert erase_personal(by="system", subject=BEN, reason="asked") == 0
    assert queries.head(chain="council:1").number == 1


def test_value_that_went_without_an_entry_is_found() -> None:
    """The control: the database lets a value be erased, but the walk asks who said so."""
    keep("council:1", {"note": "x"})
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_personalvalue SET value = NULL, salt = NULL, erased_at = '2027-01-01T00:00:00Z'")

    findings = queries.verify_chain(chain="council:1").findings

    assert [(finding.fault.value, finding.number) for finding in findings] == [("personal_missing", 1)]


def test_index_that_does_not_fit_the_chain_is_found() -> None:
    keep("council:1", {})
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_entrysubject (entry_id, subject) SELECT id, 'plans.other:1' FROM ledger_entry"
        )

    findings = queries.verify_chain(chain="council:1").findings

    assert [(finding.fault.value, finding.number) for finding in findings] == [("index", 1)]


@pytest.mark.parametrize(
    ("number", "fault"), [(9, ("cut_off", 2)), (1, ("unlinked", 1))], ids=["ahead of the chain", "another hash"]
)
def test_head_that_does_not_fit_the_chain_is_found(number: int, fault: tuple[str, int]) -> None:
    keep("council:1", {})
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER ledger_chain_no_change")
        else:
            cursor.execute("DROP TRIGGER ledger_chain_no_change ON ledger_chain")
        cursor.execute("UPDATE ledger_chain SET head_number = %s, head_hash = %s", [number, "9" * 64])

    findings = queries.verify_chain(chain="council:1").findings

    assert [(finding.fault.value, finding.number) for finding in findings] == [fault]


@pytest.mark.parametrize("is_zeroed", [True, False], ids=["as we set it", "control: without secure_delete"])
def test_erased_words_are_not_left_in_the_file(tmp_path: Path, is_zeroed: bool) -> None:
    """A row that is gone may still stand in the database's file; SQLite is told to write noughts over it."""
    path = tmp_path / "erased.sqlite3"
    url = f"sqlite:///{path}"
    running.run(url, "prepare")
    running.run(url, "write", "canary", "40", "0")

    running.run(url, "erase", "crash.save:canary-7", "" if is_zeroed else "OFF")

    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    left = [file.name for file in tmp_path.iterdir() if b"about canary-7. " in file.read_bytes()]
    assert bool(left) is not is_zeroed
    assert running.found_in(url)["findings"] == []
