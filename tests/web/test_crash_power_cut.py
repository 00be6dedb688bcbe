"""Is anything lost when the power fails? trust.md section 5, row 2.

Every connection must answer that it syncs each commit; a recorded run is cut at random moments, and everything that was
acknowledged before the cut must be there. The control is the same run with `synchronous=NORMAL`, which must lose.
"""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.db.backends.sqlite3.base import DatabaseWrapper
from pytest_django import DjangoDbBlocker

from crash import powercut, running


def test_every_connection_syncs_each_commit(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> None:
    """SQLite's `synchronous` is a matter of the connection, so each alias is asked on a connection of its own."""
    asked = 0
    for alias in connections:
        kept = connections[alias].settings_dict
        if kept["ENGINE"] != "django.db.backends.sqlite3":
            continue
        own = DatabaseWrapper({**kept, "NAME": str(tmp_path / f"{alias}.sqlite3")}, alias=alias)
        with django_db_blocker.unblock(), own.cursor() as cursor:
            answers = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "journal_mode")]
            keys = cursor.execute("PRAGMA foreign_keys").fetchone()[0]
        own.close()
        assert answers == [2, "wal"]
        assert keys == 1
        assert kept["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
        asked += 1
    assert asked or "postgresql" in settings.DATABASES["default"]["ENGINE"]


def recorded(folder: Path, *, saves: int, synchronous: str = "") -> tuple[powercut.Disk, list[powercut.Event]]:
    """Run a writer under strace; give the disk before it, and everything it did."""
    if shutil.which("strace") is None:
        words = "strace is not installed, so syncs cannot be recorded."
        pytest.fail(words) if os.environ.get("CI") else pytest.skip(words)
    place = folder / "place"
    place.mkdir()
    url = f"sqlite:///{place / 'power.sqlite3'}"
    running.run(url, "prepare")
    with closing(sqlite3.connect(place / "power.sqlite3")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = powercut.files_in(place)
    task = running.command("write", "power", str(saves), "0", synchronous)
    log = folder / "strace.log"
    subprocess.run(
        powercut.command(log, task), env=running.environment(url), check=True, stdout=subprocess.DEVNULL, timeout=600
    )
    return powercut.Disk(before), powercut.read_record(log, folder=place)


def lost_in_cuts(folder: Path, disk: powercut.Disk, events: list[powercut.Event], *, cuts: int, seed: int) -> int:
    """Cut the power at random moments; check what is found, and give how many acknowledged saves were not."""
    dice = random.Random(seed)
    moments = sorted(dice.sample(range(len(events)), min(cuts, len(events))))
    lost, told = 0, set()
    for number, event in enumerate(events):
        if event.what == "told":
            told.add(event.data.decode().split()[0])
        disk.take(event)
        if moments and number == moments[0]:
            moments.pop(0)
            found = folder / "found"
            powercut.put(disk.after_a_cut(dice), folder=folder / "place", to=found)
            lost += len(told - tokens_after_recovery(found / "power.sqlite3"))
            shutil.rmtree(found)
    return lost


def tokens_after_recovery(path: Path) -> set[str]:
    """Open a database as the next start would; it must be sound, and table and ledger must agree."""
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        kept = {token for (token,) in database.execute("SELECT token FROM saves")}
        linked = database.execute(
            "SELECT count(*) FROM ledger_entry a JOIN ledger_entry b"
            " ON b.number = a.number + 1 AND b.previous_hash = a.hash AND b.chain_id = a.chain_id"
        ).fetchone()[0]
        head = database.execute("SELECT head_number FROM ledger_chain").fetchone()[0]
        entries = database.execute("SELECT count(*) FROM ledger_entry").fetchone()[0]
    assert (entries, linked) == (head, head - 1)
    assert len(kept) == entries
    return kept


def told_without_a_sync(events: list[powercut.Event]) -> int:
    """Count the saves that were acknowledged without a sync since the one before."""
    has_synced, bare = False, 0
    for event in events:
        if event.what == "told":
            bare += not has_synced
            has_synced = False
        has_synced = has_synced or event.what == "sync"
    return bare


@pytest.mark.timeout(120)
def test_power_cut_loses_nothing_acknowledged(tmp_path: Path) -> None:
    disk, events = recorded(tmp_path, saves=60)
    told = sum(event.what == "told" for event in events)

    lost = lost_in_cuts(tmp_path, disk, events, cuts=50, seed=1)

    assert told == 60
    assert told_without_a_sync(events) == 0
    assert lost == 0


@pytest.mark.timeout(120)
def test_power_cut_without_full_sync_loses(tmp_path: Path) -> None:
    """The control: the usual advice for speed, `synchronous=NORMAL`, loses saves that were acknowledged."""
    disk, events = recorded(tmp_path, saves=60, synchronous="NORMAL")

    lost = lost_in_cuts(tmp_path, disk, events, cuts=50, seed=1)

    assert told_without_a_sync(events) > 0
    assert lost > 0


@pytest.mark.deep
@pytest.mark.timeout(0)
@pytest.mark.parametrize("seed", range(4))
def test_power_cut_loses_nothing_acknowledged_at_length(tmp_path: Path, seed: int) -> None:
    """Four runs of 500 saves, 500 cuts in each."""
    disk, events = recorded(tmp_path, saves=500)

    lost = lost_in_cuts(tmp_path, disk, events, cuts=500, seed=seed)

    assert lost == 0
