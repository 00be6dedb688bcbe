"""Triggers that keep the ledger append-only, whoever holds the connection.

SQLite runs no DELETE trigger for the row that INSERT OR REPLACE throws out, so an INSERT trigger refuses a row whose
place is taken. A later migration that alters one of these tables on SQLite builds it anew and loses its triggers: it
must run `append_only` again (tests/web/test_ledger_append_only.py notices).
"""

from collections.abc import Iterator
from typing import Any

from django.db import migrations

# table: what makes two rows the same one
TAKEN = {
    "ledger_entry": "id = NEW.id OR (chain_id = NEW.chain_id AND number = NEW.number)",
    "ledger_entrysubject": "id = NEW.id OR (entry_id = NEW.entry_id AND subject = NEW.subject)",
    "ledger_personalvalue": "id = NEW.id OR (entry_id = NEW.entry_id AND name = NEW.name)",
    "ledger_chain": "id = NEW.id OR name = NEW.name",
}
UNLINKED = (
    "NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM ledger_entry"
    " WHERE chain_id = NEW.chain_id AND number = NEW.number - 1 AND hash = NEW.previous_hash)"
)
NEVER = {"ledger_entry": "TRUE", "ledger_entrysubject": "TRUE"}
# {other} is "is different from, NULLs included" in the dialect
PERSONAL = (
    "NOT (OLD.value IS NOT NULL AND NEW.value IS NULL AND NEW.salt IS NULL AND NEW.erased_at IS NOT NULL)"
    " OR NEW.id {other} OLD.id OR NEW.entry_id {other} OLD.entry_id OR NEW.name {other} OLD.name"
    " OR NEW.about {other} OLD.about"
)
HEAD = (
    "NEW.id {other} OLD.id OR NEW.name {other} OLD.name OR NEW.head_number < OLD.head_number"
    " OR (NEW.head_number = OLD.head_number AND NEW.head_hash {other} OLD.head_hash)"
)
CHANGES = {**NEVER, "ledger_personalvalue": PERSONAL, "ledger_chain": HEAD}
WORDS = {
    "ledger_entry": "ledger entries are never changed or removed",
    "ledger_entrysubject": "ledger entries are never changed or removed",
    "ledger_personalvalue": "a personal value can only be erased, once and whole",
    "ledger_chain": "the head of a chain only moves on",
}


def sqlite_triggers() -> Iterator[str]:
    for table, words in WORDS.items():
        stop = f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        change = CHANGES[table].format(other="IS NOT")
        taken = f"EXISTS (SELECT 1 FROM {table} WHERE {TAKEN[table]})"
        yield f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {stop}"
        yield f"CREATE TRIGGER {table}_no_change BEFORE UPDATE ON {table} WHEN {change} {stop}"
        yield f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {taken} {stop}"
    stop = "BEGIN SELECT RAISE(ABORT, 'an entry does not follow the one before it'); END"
    yield f"CREATE TRIGGER ledger_entry_follows BEFORE INSERT ON ledger_entry WHEN {UNLINKED} {stop}"


def postgresql_triggers() -> Iterator[str]:
    for table, words in WORDS.items():
        change = CHANGES[table].format(other="IS DISTINCT FROM")
        yield f"""CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION '{words}' USING ERRCODE = 'restrict_violation'; END $$"""
        refuse = f"EXECUTE FUNCTION {table}_refuse()"
        yield f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW {refuse}"
        yield f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}"
        yield f"CREATE TRIGGER {table}_no_change BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({change}) {refuse}"
    yield f"""CREATE FUNCTION ledger_entry_follows() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN
            IF {UNLINKED} THEN
                RAISE EXCEPTION 'an entry does not follow the one before it' USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN NEW;
        END $$"""
    yield """CREATE TRIGGER ledger_entry_follows BEFORE INSERT ON ledger_entry
        FOR EACH ROW EXECUTE FUNCTION ledger_entry_follows()"""


def append_only(apps: Any, schema_editor: Any) -> None:
    dialects = {"sqlite": sqlite_triggers, "postgresql": postgresql_triggers}
    for statement in dialects[schema_editor.connection.vendor]():
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_entries")]
    operations = [migrations.RunPython(append_only)]
