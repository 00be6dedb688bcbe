"""Does the database refuse to change the ledger, whoever asks? One test for each trigger and constraint.

Whichever way a row is put out of the world (UPDATE, DELETE, REPLACE, TRUNCATE), the control is the same statement on a
table without triggers.
"""

from __future__ import annotations

import pytest
from django.db import Error, connection, transaction

from dueregard.web.ledger.actions import record

pytestmark = pytest.mark.django_db

CHANGES = [
    "UPDATE ledger_entry SET kind = 'plans.other'",
    "UPDATE ledger_entry SET hash = previous_hash",
    "DELETE FROM ledger_entry",
    "DELETE FROM ledger_entrysubject",
    "UPDATE ledger_entrysubject SET subject = 'plans.other:1'",
    "DELETE FROM ledger_personalvalue",
    "UPDATE ledger_personalvalue SET value = 'Somebody Else'",
    "UPDATE ledger_personalvalue SET value = NULL",
    "UPDATE ledger_personalvalue SET value = NULL, salt = NULL",
    "UPDATE ledger_personalvalue SET erased_at = '2027-01-01T00:00:00Z'",
    "UPDATE ledger_personalvalue SET value = NULL, salt = NULL, erased_at = '2027-01-01T00:00:00Z', name = 'other'",
    "UPDATE ledger_personalvalue SET about = 'person:other'",
    "DELETE FROM ledger_chain",
    "UPDATE ledger_chain SET head_number = 1",
    "UPDATE ledger_chain SET name = 'council:renamed'",
    f"UPDATE ledger_chain SET head_hash = '{'0' * 64}'",
]
# an entry that takes the place of another, or comes from nowhere
COPY = (
    "INSERT {replace} INTO ledger_entry"
    " (chain_id, number, previous_hash, at, kind, by, subject, also, facts, commitments, hash)"
    " SELECT chain_id, {number}, {previous}, at, kind, by, subject, also, facts, commitments, '{new}'"
    " FROM ledger_entry WHERE number = 2"
)


@pytest.fixture(autouse=True)
def _two_entries(db: None) -> None:
    for number in (1, 2):
        with transaction.atomic():
            record(
                chain="council:test",
                kind="plans.changed",
                by="system",
                subject=f"plans.action:{number}",
                facts={},
                personal={"name": "Ben"},
            )


def run(statement: str) -> None:
    """Run a statement as anybody with the password could."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("statement", CHANGES)
def test_change_is_refused_by_the_database(statement: str) -> None:
    with pytest.raises(Error):
        run(statement)


@pytest.mark.parametrize(
    ("number", "previous"),
    [
        ("2", "previous_hash"),  # a second entry 2
        ("3", "previous_hash"),  # a second successor of entry 1
        ("4", "hash"),  # a gap
        ("3", f"'{'1' * 64}'"),  # from nowhere
        ("0", "hash"),
    ],
)
def test_entry_out_of_line_is_refused_by_the_database(number: str, previous: str) -> None:
    for replace in ("", "OR REPLACE") if connection.vendor == "sqlite" else ("",):
        with pytest.raises(Error):
            run(COPY.format(replace=replace, number=number, previous=previous, new="2" * 64))


def test_entry_in_line_is_taken() -> None:
    """The control: the same statement, in line, is taken; so the ones above were refused for what they say."""
    run(COPY.format(replace="", number="3", previous="hash", new="2" * 64))


@pytest.mark.parametrize("table", ["ledger_entry", "ledger_entrysubject", "ledger_personalvalue", "ledger_chain"])
def test_whole_table_cannot_be_emptied_or_replaced(table: str) -> None:
    if connection.vendor == "postgresql":
        with pytest.raises(Error):
            run(f"TRUNCATE {table} CASCADE")
    else:
        with pytest.raises(Error):
            run(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


def test_value_may_be_erased_once() -> None:
    erase = "UPDATE ledger_personalvalue SET value = NULL, salt = NULL, erased_at = '2027-01-01T00:00:00Z'"
    run(f"{erase} WHERE entry_id = (SELECT id FROM ledger_entry WHERE number = 1)")

    with pytest.raises(Error):
        run("UPDATE ledger_personalvalue SET value = 'back', salt = 'x', erased_at = NULL WHERE value IS NULL")
    with pytest.raises(Error):
        run(f"{erase} WHERE value IS NULL")


def test_triggers_are_all_there() -> None:
    """A later migration that builds a table anew on SQLite drops its triggers, and must make them again."""
    if connection.vendor == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'ledger%'"
        kinds = ("no_change", "no_delete", "no_replace")
    else:
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE 'ledger%'"
        kinds = ("no_change", "no_delete", "no_truncate")
    tables = ("ledger_chain", "ledger_entry", "ledger_entrysubject", "ledger_personalvalue")
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = {name for (name,) in cursor.fetchall()}

    assert found == {f"{table}_{kind}" for table in tables for kind in kinds} | {"ledger_entry_follows"}


def test_same_statements_change_a_table_without_triggers() -> None:
    """The control: it is the triggers that refuse."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE bare (kind VARCHAR(80))")
        cursor.execute("INSERT INTO bare VALUES ('plans.changed')")
        cursor.execute("UPDATE bare SET kind = 'plans.other'")
        cursor.execute("DELETE FROM bare")
        cursor.execute("SELECT count(*) FROM bare")

        assert cursor.fetchone() == (0,)
