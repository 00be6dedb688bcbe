"""How is everything put in one file from which it can come back?

The one idea: database, files and the heads of the ledger are taken at one moment, each file with its hash in a
manifest, so that `restore --check` can say whether a backup is any good without touching the server. SQLite is copied
through its own backup interface, PostgreSQL by pg_dump on a snapshot in which the heads are read, too. Files are
copied after the database: one that is added meanwhile is too many, none is missing.

Leaves out the ledger's signing key: whoever holds a backup must not be able to sign another history. The archive holds
everything else, personal values included; it is readable by its owner only, and encrypting it is for the place that
keeps it (docs/explanation/ledger.md).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from dueregard.domain.ledger.entries import written_time
from dueregard.terms.errors import DueRegardError
from dueregard.web.ledger.queries import chains, head

VERSION = 1
MANIFEST = "manifest.json"
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


class NotBackedUp(DueRegardError):
    """A backup could not be made; what was begun is gone again."""


def back_up(*, to: Path) -> Path:
    """Write a backup of everything to a folder, or to a file of that name; give its path.

    Raises:  NotBackedUp if the database cannot be copied, or a file of that name is there already.
    """
    if connection.in_atomic_block:  # SQLite would wait for the end of it, for ever
        raise NotBackedUp("A backup cannot be made inside a transaction.")
    now = timezone.now()
    path = to / f"dueregard-{now:%Y%m%dT%H%M%SZ}.tar.gz" if to.is_dir() else to
    if path.exists():
        raise NotBackedUp("There is a file of that name already.", where=str(path))
    with tempfile.TemporaryDirectory(prefix="dueregard-backup-", dir=path.parent) as folder:
        inside = Path(folder) / "inside"
        inside.mkdir(mode=0o700)
        heads = _copy_database(inside)
        _copy_files(inside / "files")
        _write_manifest(inside, at=now, heads=heads)
        packed = Path(folder) / "packed.tar.gz"
        _pack(inside, to=packed)
        packed.rename(path)
    _sync_folder(path.parent)
    return path


def _copy_database(inside: Path) -> dict[str, dict[str, int | str]]:
    copy = inside / DATABASES[connection.vendor]
    if connection.vendor == "sqlite":
        _copy_sqlite(copy)
        return {name: {**one} for name, one in _sqlite_heads(copy).items()}
    # The dump sees what this transaction sees: the heads are those of the dump.
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
        heads = {name: _head_of(name) for name in chains()}
        run_postgresql("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={copy}", failing=NotBackedUp)
    return heads


def _head_of(chain: str) -> dict[str, int | str]:
    last = head(chain=chain)
    return {"number": last.number, "hash": last.hash}


def _copy_sqlite(copy: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(copy)) as target:
        connection.connection.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
        answer = target.execute("PRAGMA integrity_check").fetchone()[0]
    if answer != "ok":
        raise NotBackedUp("The database does not pass its own check.", mend="Restore the last backup that does.")


def _sqlite_heads(copy: Path) -> dict[str, dict[str, int | str]]:
    with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as database:
        found = database.execute("SELECT name, head_number, head_hash FROM ledger_chain ORDER BY name")
        return {name: {"number": number, "hash": last} for name, number, last in found}


def run_postgresql(program: str, *arguments: str, failing: type[DueRegardError], database: str | None = None) -> None:
    """Run one of PostgreSQL's own programs on the installation's database. The password goes by the environment."""
    found = shutil.which(program)
    if found is None:
        raise failing(f"{program} is not installed here.", mend="Install PostgreSQL's client programs.")
    kept = connection.settings_dict
    environment = {
        **os.environ,
        "PGHOST": str(kept["HOST"] or ""),
        "PGPORT": str(kept["PORT"] or ""),
        "PGUSER": str(kept["USER"] or ""),
        "PGPASSWORD": str(kept["PASSWORD"] or ""),
        "PGDATABASE": database or str(kept["NAME"]),
    }
    environment = {name: value for name, value in environment.items() if value}
    command = [found, *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 (no shell)
    if done.returncode:
        raise failing(f"{program} failed.", where=done.stderr.strip()[-500:] or None)


def _copy_files(to: Path) -> None:
    root = Path(settings.MEDIA_ROOT)
    to.mkdir(mode=0o700)
    for path in sorted(root.rglob("*")) if root.is_dir() else ():
        if path.is_file() and not path.is_symlink():
            target = to / path.relative_to(root)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


def _write_manifest(inside: Path, *, at: datetime, heads: dict[str, dict[str, int | str]]) -> None:
    files = [
        {"path": path.relative_to(inside).as_posix(), "size": path.stat().st_size, "sha256": hash_of_file(path)}
        for path in _files(inside)
    ]
    manifest = {
        "backup": VERSION,
        "made_at": written_time(at),
        "program": version("dueregard"),
        "database": connection.vendor,
        "heads": heads,
        "files": files,
    }
    (inside / MANIFEST).write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _files(inside: Path) -> Iterator[Path]:
    yield from (path for path in sorted(inside.rglob("*")) if path.is_file())


def hash_of_file(path: Path) -> str:
    """Give the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pack(inside: Path, *, to: Path) -> None:
    handle = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as raw:
        with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=6, format=tarfile.PAX_FORMAT) as archive:
            archive.add(inside / MANIFEST, arcname=MANIFEST, filter=_bare)
            for path in _files(inside):
                if path.name != MANIFEST or path.parent != inside:
                    archive.add(path, arcname=path.relative_to(inside).as_posix(), filter=_bare)
        raw.flush()
        os.fsync(raw.fileno())


def _bare(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
