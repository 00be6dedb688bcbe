"""Do the ledger's commands say and answer what they should? The actions are called as an operator calls them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django import Settings

from dueregard.terms.errors import UsedWrongly
from dueregard.web.ledger import queries
from dueregard.web.ledger.actions import checkpoints, make_key, record, record_restored, write_checkpoints

pytestmark = pytest.mark.django_db
CHAIN = "council:commands"


def command(*arguments: object) -> str:
    """Run a command and give what it printed."""
    out = io.StringIO()
    call_command(*map(str, arguments), stdout=out)
    return out.getvalue()


@pytest.fixture(autouse=True)
def _three_entries(db: None) -> None:
    for number in range(3):
        with transaction.atomic():
            record(
                chain=CHAIN, kind="a.b", by="system", subject=f"a.b:{number}", facts={}, personal={"name": "Ben Carter"}
            )


@pytest.fixture
def key(tmp_path: Path, settings: Settings) -> str:
    """Make a key and give its public half."""
    settings.LEDGER_KEY_FILE = str(tmp_path / "ledger.pem")
    return command("ledger", "key", tmp_path / "ledger.pem").strip()


def test_verify_tells_what_it_walked(key: str, tmp_path: Path) -> None:
    (note,) = write_checkpoints(to=tmp_path / "outside", chain=CHAIN)

    told = command("ledger", "verify", "--chain", CHAIN, "--checkpoint", note, "--key", key)

    assert told.splitlines() == [
        f"{CHAIN}: 3 entries, each follows from the one before.",
        "What was kept outside agrees up to entry 3.",
    ]


def test_verify_of_a_chain_that_only_the_checkpoint_knows_fails(key: str, tmp_path: Path) -> None:
    (note,) = write_checkpoints(to=tmp_path / "outside", chain=CHAIN)
    gone = note.with_name("gone.txt")
    gone.write_text(note.read_text(encoding="utf-8").replace(CHAIN, "council:gone"), encoding="utf-8")

    with pytest.raises(CommandError) as failed:
        command("ledger", "verify", "--checkpoint", gone)

    assert failed.value.returncode == 1


def test_verify_with_a_key_that_is_none_is_used_wrongly() -> None:
    with pytest.raises(CommandError) as failed:
        command("ledger", "verify", "--key", "nonsense")

    assert failed.value.returncode == 1


def test_check_is_recorded_when_asked() -> None:
    command("ledger", "verify", "--chain", CHAIN, "--record")

    checked = queries.last_check(chain=CHAIN)
    assert checked is not None
    assert (checked.entries, checked.is_whole, checked.by) == (3, True, "system")


def test_checkpoint_is_not_signed_without_a_key_nor_for_another_history(
    key: str, tmp_path: Path, settings: Settings
) -> None:
    (note,) = write_checkpoints(to=tmp_path / "outside", chain=CHAIN)
    note.write_text(note.read_text(encoding="utf-8").replace("\n3\n", "\n9\n"), encoding="utf-8")

    with pytest.raises(checkpoints.NotSigned):
        write_checkpoints(to=tmp_path / "outside", chain=CHAIN)
    settings.LEDGER_KEY_FILE = ""
    with pytest.raises(UsedWrongly, match="no key"):
        write_checkpoints(to=tmp_path / "other", chain=CHAIN)
    assert not (tmp_path / "other").exists()


def test_checkpoint_of_an_empty_chain_is_not_written(key: str, tmp_path: Path) -> None:
    assert write_checkpoints(to=tmp_path / "outside", chain="council:empty") == ()


def test_checkpoints_of_all_chains_are_written_once(key: str, tmp_path: Path) -> None:
    first = command("ledger", "checkpoint", "--to", tmp_path / "outside")
    again = command("ledger", "checkpoint", "--to", tmp_path / "outside")

    assert first == again
    assert (tmp_path / "outside" / "council-commands-000000000003.txt").is_file()


def test_key_is_never_overwritten(key: str, tmp_path: Path) -> None:
    with pytest.raises(UsedWrongly, match="already"):
        make_key(to=tmp_path / "ledger.pem")


def test_bundle_is_exported_with_and_without_what_is_personal(tmp_path: Path) -> None:
    whole, bare = tmp_path / "whole.jsonl", tmp_path / "bare.jsonl"

    command("ledger", "export", "--chain", CHAIN, "--to", whole)
    command("ledger", "export", "--chain", CHAIN, "--to", bare, "--without-personal")

    assert whole.stat().st_mode & 0o077 == 0
    assert whole.read_text(encoding="utf-8").count("Ben Carter") == 3
    assert "Ben Carter" not in bare.read_text(encoding="utf-8")


def test_restore_is_recorded_in_every_chain() -> None:
    record_restored(by="system", made_at="2027-01-01T00:00:00.000000Z", lost=True)

    card = queries.entry(chain=CHAIN, number=4)
    assert card is not None
    assert card.kind == "ledger.restored"
    assert card.facts["entry"] == 3
    assert card.facts["entries_lost"] is True
    assert queries.head(chain="installation").number == 1


def test_commands_answer_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="inside a transaction"):
        command("backup", tmp_path / "one.tar.gz")
    with pytest.raises(CommandError, match="not empty"):
        command("restore", tmp_path / "one.tar.gz")
    with pytest.raises(CommandError, match="not a backup") as none:
        command("restore", "--check", tmp_path / "one.tar.gz")

    assert none.value.returncode == 4
