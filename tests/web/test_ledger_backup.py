"""Is a backup good, and does it come back? trust.md section 5, row 10, in part; each fault is planted once.

Every test runs the real commands in processes of their own, on an installation with the ledger alone.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import stat
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from crash import running
from dueregard.terms.errors import CannotBeRead
from dueregard.web.ledger.actions import check_backup
from postgres import Cluster


class Installation:
    """An installation in a folder: database, files, key."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url
        folder.mkdir()
        self.key = folder / "ledger.pem"

    def command(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        """Run a management command as an operator would."""
        environment = {
            **running.environment(self.url),
            "DUEREGARD_ENV": "test",
            "DUEREGARD_DATA": str(self.folder),
            "DUEREGARD_LEDGER_KEY_FILE": str(self.key),
            "DJANGO_SETTINGS_MODULE": "crash.settings",
        }
        command = [sys.executable, "-m", "django", *map(str, arguments)]
        return subprocess.run(command, env=environment, text=True, capture_output=True, timeout=120, check=False)

    def must(self, *arguments: object) -> str:
        """Run a command that has to work."""
        done = self.command(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def databases(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    """Give two empty databases of a kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'a' / 'db.sqlite3'}", f"sqlite:///{tmp_path / 'b' / 'db.sqlite3'}"
    cluster: Cluster = request.getfixturevalue("postgres")
    name = f"backup_{abs(hash(str(tmp_path))) % 10**9}"
    return cluster.create(f"{name}_a"), cluster.create(f"{name}_b")


@pytest.fixture
def here(databases: tuple[str, str], tmp_path: Path) -> Installation:
    """Give an installation with six entries, two files and a key."""
    made = Installation(tmp_path / "a", databases[0])
    running.run(made.url, "prepare")
    running.run(made.url, "write", "kept", "5", "0")
    evidence = made.folder / "files" / "evidence"
    evidence.mkdir(parents=True)
    (evidence / "one.pdf").write_bytes(b"%PDF made up")
    (evidence / "två.txt").write_text("words", encoding="utf-8")
    made.must("ledger", "key", made.key)
    return made


@pytest.fixture
def there(databases: tuple[str, str], tmp_path: Path) -> Installation:
    """Give an empty installation."""
    return Installation(tmp_path / "b", databases[1])


@pytest.mark.timeout(180)
def test_backup_is_checked_and_comes_back(here: Installation, there: Installation, tmp_path: Path) -> None:
    archive = tmp_path / "backup.tar.gz"
    signed = tmp_path / "outside"
    here.must("ledger", "checkpoint", "--to", signed)
    note = next(signed.glob("council-crash-*.txt"))

    here.must("backup", archive)
    checked = here.must("restore", "--check", archive, "--checkpoint", note)
    there.must("restore", archive, "--checkpoint", note)

    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert "What was kept outside agrees up to entry 6." in checked
    assert (there.folder / "files" / "evidence" / "två.txt").read_text(encoding="utf-8") == "words"
    found = running.found_in(there.url)
    assert found["findings"] == []
    assert len(found["kept"]) == 6
    assert found["entries"] == 7  # and one that says that it was restored
    assert "whole" not in there.must("ledger", "verify", "--checkpoint", note)
    assert not any("ledger.pem" in name for name in names_in(archive))
    again = there.command("restore", archive)
    assert again.returncode != 0
    assert "The database is not empty." in again.stderr


@pytest.mark.timeout(180)
def test_old_backup_is_told_from_the_newest(here: Installation, there: Installation, tmp_path: Path) -> None:
    archive, signed = tmp_path / "old.tar.gz", tmp_path / "outside"
    here.must("backup", archive)
    running.run(here.url, "write", "since", "3", "0")
    here.must("ledger", "checkpoint", "--to", signed)
    note = next(signed.glob("council-crash-*.txt"))

    checked = here.command("restore", "--check", archive, "--checkpoint", note)
    refused = there.command("restore", archive, "--checkpoint", note)
    accepted = there.command("restore", archive, "--checkpoint", note, "--accept-loss")

    assert checked.returncode == 1
    assert "The tail was cut off: 9 entries are vouched for from outside, but the last one here is 6." in checked.stdout
    assert refused.returncode == 1
    assert accepted.returncode == 0
    # The same database, set back and gone on with, never again agrees with what was signed.
    running.run(there.url, "write", "other", "3", "0")
    later = there.command("ledger", "verify", "--checkpoint", note)
    assert later.returncode == 1
    assert "History was rewritten" in later.stdout
    resign = there.command("ledger", "checkpoint", "--to", signed)
    assert resign.returncode != 0


def names_in(archive: Path) -> list[str]:
    """Name what is in an archive."""
    with tarfile.open(archive) as packed:
        return packed.getnames()


def rewritten(archive: Path, to: Path, *, change: dict[str, bytes | None], add: dict[str, bytes]) -> Path:
    """Write an archive again with members changed, left out or added."""
    with tarfile.open(archive) as old, tarfile.open(to, "w:gz") as new:
        for member in old:
            data = old.extractfile(member).read()
            data = change.get(member.name, data) if member.name in change else data
            if data is not None:
                member.size = len(data)
                new.addfile(member, io.BytesIO(data))
        for name, data in add.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            new.addfile(member, io.BytesIO(data))
    return to


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a backup, made once: one entry, a file, and a link that is no business of a backup."""
    folder = tmp_path_factory.mktemp("backup")
    here = Installation(folder / "a", f"sqlite:///{folder / 'a' / 'db.sqlite3'}")
    running.run(here.url, "prepare")
    (here.folder / "files").mkdir()
    (here.folder / "files" / "one.pdf").write_bytes(b"%PDF made up")
    (here.folder / "files" / "link").symlink_to("/etc/hostname")
    here.must("backup", folder / "good.tar.gz")
    return folder / "good.tar.gz"


@pytest.fixture
def archive(made: Path, tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Path]:
    """Give a copy of the backup, beside which others may be written. Checking opens a database of its own."""
    with django_db_blocker.unblock():
        yield Path(shutil.copy(made, tmp_path))


def test_backup_is_good_and_leaves_links_out(archive: Path) -> None:
    report = check_backup(archive=archive)

    assert report.is_good
    assert report.files == 1
    assert names_in(archive) == ["manifest.json", "database.sqlite3", "files/one.pdf"]
    assert "council:crash: 1 entries" in " ".join(report.words())


def other_heads(archive: Path) -> bytes:
    """Give the manifest with another head in it."""
    with tarfile.open(archive) as packed:
        manifest = json.loads(packed.extractfile("manifest.json").read())
    manifest["heads"]["council:crash"]["number"] = 99
    return json.dumps(manifest).encode()


def other_database(archive: Path) -> dict[str, bytes]:
    """Give a database that is none, with a manifest that fits it."""
    with tarfile.open(archive) as packed:
        manifest = json.loads(packed.extractfile("manifest.json").read())
    data = b"SQLite format 3\x00" + bytes(4096)
    for one in manifest["files"]:
        if one["path"] == "database.sqlite3":
            one["sha256"] = hashlib.sha256(data).hexdigest()
    return {"database.sqlite3": data, "manifest.json": json.dumps(manifest).encode()}


@pytest.mark.parametrize(
    ("words", "change", "add"),
    [
        ("one.pdf is not the file that was backed up", lambda _: {"files/one.pdf": b"%PDF other"}, {}),
        ("one.pdf is missing", lambda _: {"files/one.pdf": None}, {}),
        ("extra.txt is not in the manifest", lambda _: {}, {"files/extra.txt": b"x"}),
        ("database.sqlite3 is missing", lambda _: {"database.sqlite3": None}, {}),
        ("another head", lambda archive: {"manifest.json": other_heads(archive)}, {}),
        ("The database cannot be read", other_database, {}),
    ],
)
def test_damaged_backup_is_found(archive: Path, words: str, change: Any, add: dict[str, bytes]) -> None:
    bad = rewritten(archive, archive.with_name("bad.tar.gz"), change=change(archive), add=add)

    report = check_backup(archive=bad)

    assert not report.is_good
    assert words in " ".join(report.words())


@pytest.mark.parametrize(
    ("change", "add"),
    [
        ({"manifest.json": b"{}"}, {}),
        ({"manifest.json": b'{"backup": 99, "database": "sqlite"}'}, {}),
        ({"manifest.json": b'{"backup": 1, "database": "papyrus"}'}, {}),
        ({"manifest.json": None}, {}),
        ({}, {"../outside.txt": b"x"}),
        ({}, {"/tmp/outside.txt": b"x"}),
    ],
)
def test_archive_that_is_no_backup_is_refused(
    archive: Path, change: dict[str, bytes | None], add: dict[str, bytes]
) -> None:
    bad = rewritten(archive, archive.with_name("bad.tar.gz"), change=change, add=add)

    with pytest.raises(CannotBeRead):
        check_backup(archive=bad)


def test_archive_that_is_cut_short_or_holds_a_link_is_refused(archive: Path) -> None:
    cut, linked = archive.with_name("cut.tar.gz"), archive.with_name("linked.tar.gz")
    cut.write_bytes(archive.read_bytes()[:-200])
    with tarfile.open(linked, "w:gz") as packed:
        member = tarfile.TarInfo("files/link")
        member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
        packed.addfile(member)

    for bad in (cut, linked, archive.with_name("none.tar.gz")):
        with pytest.raises(CannotBeRead):
            check_backup(archive=bad)


@pytest.mark.timeout(120)
def test_checkpoints_and_bundles_are_made_and_checked_by_command(tmp_path: Path) -> None:
    here = Installation(tmp_path / "a", f"sqlite:///{tmp_path / 'a' / 'db.sqlite3'}")
    running.run(here.url, "prepare")
    unsigned = here.command("ledger", "checkpoint", "--to", tmp_path / "outside")
    here.must("ledger", "key", here.key)
    twice = here.command("ledger", "key", here.key)
    signed = here.must("ledger", "checkpoint", "--to", tmp_path / "outside").split()
    here.must("ledger", "checkpoint", "--to", tmp_path / "outside")
    bundle = tmp_path / "bundle.jsonl"
    here.must("ledger", "export", "--chain", "council:crash", "--to", bundle)
    bare = tmp_path / "bare.jsonl"
    here.must("ledger", "export", "--chain", "council:crash", "--to", bare, "--without-personal")
    whole = here.must("ledger", "verify", "--record")

    assert unsigned.returncode == 2
    assert "There is no key" in unsigned.stderr
    assert twice.returncode == 2
    assert stat.S_IMODE(here.key.stat().st_mode) == 0o600
    assert [Path(path).name for path in signed] == ["council-crash-000000000001.txt"]
    assert "2 entries" in whole  # the check itself is one
    assert b"about first" in bundle.read_bytes()
    assert b"about first" not in bare.read_bytes()
    verifier = [sys.executable, "-I", "-S", str(running.TESTS.parent / "tools" / "verify_ledger.py")]
    for path in (bundle, bare):
        done = subprocess.run([*verifier, path, "--checkpoint", signed[0]], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
        assert "agrees up to entry 1" in done.stdout


def test_client_programs_that_are_missing_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from dueregard.web.ledger.actions import backing_up

    monkeypatch.setattr(shutil, "which", lambda name: None)

    with pytest.raises(backing_up.NotBackedUp, match="pg_dump is not installed here"):
        backing_up.run_postgresql("pg_dump", failing=backing_up.NotBackedUp)
