"""Is a backup any good, and how does it come back?

The one idea: a check does what a restore would, in an empty place, and throws it away: every file against the
manifest, the database against its own check, every chain walked from its first entry and held against the heads in
the manifest and the checkpoints that were kept outside. A restore does the same first, writes only where nothing is,
and says in the ledger that it happened: a history that was set back must not look like one that went on.

Refuses an archive with a path outside itself, a link, a file the manifest does not name, or one that is missing.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import connection, connections, transaction

from dueregard.domain.ledger.verify import Head, Outside, Verdict
from dueregard.terms.errors import CannotBeRead, DueRegardError
from dueregard.web.ledger.actions.backing_up import DATABASES, MANIFEST, VERSION, hash_of_file, run_postgresql
from dueregard.web.ledger.actions.recording import record
from dueregard.web.ledger.queries import chains, head, verify_chain

RESTORED = "ledger.restored"
_ALIAS = "restore"


class NotRestored(DueRegardError):
    """A backup was not restored; the place it was to go to is as it was."""


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What a backup holds and what is wrong with it."""

    made_at: str
    program: str
    database: str
    files: int
    verdicts: tuple[Verdict, ...]
    faults: tuple[str, ...]

    @property
    def is_good(self) -> bool:
        """Say whether everything is as it was when the backup was made, and agrees with what was kept outside."""
        return not self.faults and all(verdict.is_whole for verdict in self.verdicts)

    def words(self) -> tuple[str, ...]:
        """Tell the report in plain sentences."""
        said = [f"Made at {self.made_at} by version {self.program}: a {self.database} database and {self.files} files."]
        said += self.faults
        for verdict in self.verdicts:
            said += verdict.words()
        return tuple(said)


def check_backup(*, archive: Path, outside: Mapping[str, Outside] | None = None) -> BackupReport:
    """Restore a backup into an empty place, say what is in it and what is wrong, and throw the place away.

    Takes:   `outside`, for each chain, the heads and checkpoints that were kept elsewhere.
    Raises:  CannotBeRead if the archive is no backup at all.
    """
    with _unpacked(archive) as (inside, manifest), _loaded(inside, manifest) as faults:
        return _report(manifest, faults=faults, outside=outside or {})


def restore(*, archive: Path, outside: Mapping[str, Outside] | None = None, accept_loss: bool = False) -> BackupReport:
    """Bring a backup back, into an empty database and an empty folder of files, and record that it was done.

    Takes:   `accept_loss`, to go on although what was kept outside knows of entries that the backup has not.
    Raises:  NotRestored if the place is not empty, the backup is of another kind of database, or it is not good.
    """
    _check_is_empty()
    with _unpacked(archive) as (inside, manifest):
        if manifest["database"] != connection.vendor:
            raise NotRestored(
                f"The backup is of {manifest['database']}, and this installation uses {connection.vendor}."
            )
        with _loaded(inside, manifest) as faults:
            report = _report(manifest, faults=faults, outside=outside or {})
        only_lost = not report.faults and all(
            finding.fault == "cut_off" for verdict in report.verdicts for finding in verdict.findings
        )
        if not report.is_good and not (accept_loss and only_lost):
            raise NotRestored(
                "The backup is not good, so nothing was restored.", where=" ".join(report.words()[1:])[:1000]
            )
        _put_in_place(inside)
    record_restored(by="system", made_at=report.made_at, lost=not report.is_good)
    return report


def record_restored(*, by: str, made_at: str, lost: bool = False) -> None:
    """Record in every chain that history was set back to a backup, and to which entry."""
    with transaction.atomic():
        for chain in sorted({*chains(), "installation"}):
            last = head(chain=chain)
            facts = {"backup_made_at": made_at, "entry": last.number, "hash": last.hash, "entries_lost": lost}
            record(chain=chain, kind=RESTORED, by=by, subject=f"ledger.chain:{chain}", facts=facts)


@contextmanager
def _unpacked(archive: Path) -> Iterator[tuple[Path, dict]]:
    with tempfile.TemporaryDirectory(prefix="dueregard-restore-") as folder:
        inside = Path(folder)
        try:
            with tarfile.open(archive, "r:gz") as packed:
                for member in packed:
                    _check_member(member)
                    packed.extract(member, inside, filter="data")
            manifest = json.loads((inside / MANIFEST).read_text(encoding="utf-8"))
            is_ours = manifest["backup"] == VERSION and manifest["database"] in DATABASES
        except (OSError, EOFError, tarfile.TarError, ValueError, KeyError, TypeError) as fault:
            raise CannotBeRead("This is not a backup, or it is damaged.", where=archive.name) from fault
        if not is_ours:
            raise CannotBeRead("The backup is of a kind that this version does not know.", where=archive.name)
        yield inside, manifest


def _check_member(member: tarfile.TarInfo) -> None:
    parts = Path(member.name).parts
    if not member.isfile() or member.name.startswith("/") or ".." in parts:
        raise tarfile.TarError("a member that is not a plain file of the backup")


@contextmanager
def _loaded(inside: Path, manifest: dict) -> Iterator[list[str]]:
    """Load the backup's database under the name `restore`, beside the installation's own."""
    faults = list(_file_faults(inside, manifest))
    kept = dict(connection.settings_dict)
    if faults:
        yield faults
        return
    if manifest["database"] == "sqlite":
        copy = inside / DATABASES["sqlite"]
        faults += _sqlite_faults(copy)
        if faults:
            yield faults
            return
        scratch = {**kept, "ENGINE": "django.db.backends.sqlite3", "NAME": str(copy), "OPTIONS": {}}
        drop = None
    else:
        drop = _load_postgresql(inside / DATABASES["postgresql"])
        scratch = {**kept, "NAME": drop}
    connections.databases[_ALIAS] = scratch
    try:
        yield faults
    finally:
        connections[_ALIAS].close()
        del connections[_ALIAS], connections.databases[_ALIAS]
        if drop:
            run_postgresql("dropdb", drop, failing=NotRestored)


def _file_faults(inside: Path, manifest: dict) -> Iterator[str]:
    listed = {one["path"]: one for one in manifest["files"]}
    there = {path.relative_to(inside).as_posix(): path for path in inside.rglob("*") if path.is_file()}
    del there[MANIFEST]
    for name in sorted(listed.keys() | there.keys() | {DATABASES[manifest["database"]]}):
        if name not in there:
            yield f"{name} is missing."
        elif name not in listed:
            yield f"{name} is not in the manifest."
        elif hash_of_file(there[name]) != listed[name]["sha256"]:
            yield f"{name} is not the file that was backed up: its hash is another."


def _sqlite_faults(copy: Path) -> list[str]:
    with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as database:
        try:
            answers = [row[0] for row in database.execute("PRAGMA integrity_check(5)")]
            strays = database.execute("PRAGMA foreign_key_check").fetchone()
        except sqlite3.DatabaseError as fault:
            return [f"The database cannot be read: {fault}."]
    faults = [] if answers == ["ok"] else [f"The database does not pass its own check: {answers[0]}."]
    return [*faults, "A row of the database points at one that is not there."] if strays else faults


def _load_postgresql(dump: Path) -> str:
    scratch = f"dueregard_check_{uuid4().hex[:12]}"
    run_postgresql("createdb", scratch, failing=NotRestored)
    try:
        arguments = ("--no-owner", "--no-privileges", "--exit-on-error", f"--dbname={scratch}", str(dump))
        run_postgresql("pg_restore", *arguments, failing=NotRestored)
    except NotRestored:
        run_postgresql("dropdb", scratch, failing=NotRestored)
        raise
    return scratch


def _report(manifest: dict, *, faults: list[str], outside: Mapping[str, Outside]) -> BackupReport:
    verdicts: tuple[Verdict, ...] = ()
    if not faults:
        names = chains(using=_ALIAS)
        verdicts = tuple(verify_chain(chain=name, outside=outside.get(name), using=_ALIAS) for name in names)
        for name in sorted(manifest["heads"].keys() | set(names)):
            told = manifest["heads"].get(name, {})
            if head(chain=name, using=_ALIAS) != Head(told.get("number", 0), told.get("hash", "")):
                faults = [*faults, f"The manifest tells another head of the chain {name} than the database."]
    return BackupReport(
        made_at=str(manifest["made_at"]),
        program=str(manifest["program"]),
        database=str(manifest["database"]),
        files=len(manifest["files"]) - 1,
        verdicts=verdicts,
        faults=tuple(faults),
    )


def _check_is_empty() -> None:
    if connection.introspection.table_names():
        raise NotRestored("The database is not empty.", mend="Name an empty one in DATABASE_URL.")
    files = Path(settings.MEDIA_ROOT)
    if files.is_dir() and any(files.iterdir()):
        raise NotRestored("The folder of files is not empty.", where=str(files), mend="Name another in DUEREGARD_DATA.")


def _put_in_place(inside: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(inside / DATABASES["sqlite"])) as copy:
            copy.backup(connection.connection)
    else:
        arguments = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")
        name = str(connection.settings_dict["NAME"])
        run_postgresql("pg_restore", *arguments, f"--dbname={name}", str(inside / "database.dump"), failing=NotRestored)
    if (inside / "files").is_dir():
        shutil.copytree(inside / "files", settings.MEDIA_ROOT, dirs_exist_ok=True)
