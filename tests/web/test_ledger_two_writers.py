"""Can two writers fork a chain, or lose an entry? trust.md section 5, row 7.

Several processes save to one chain at once, on SQLite and on PostgreSQL; at the pace of fifty councils at quarter end
(11 saves a second) nobody may wait two seconds.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from crash import running
from postgres import Cluster

WRITERS = 4


def write_together(url: str, *, task: str, count: int, pause: str | None) -> list[list[str]]:
    """Let several processes write at once; give what each printed, line by line, split into words."""
    writers = [
        running.begin(url, task, f"w{number}", str(count), *([] if pause is None else [pause]), stderr=subprocess.PIPE)
        for number in range(WRITERS)
    ]
    told = [writer.communicate(timeout=300) for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * WRITERS, told
    return [line.split() for out, _ in told for line in out.splitlines()]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give an empty database of each kind, ready for saves."""
    if request.param == "sqlite":
        made = f"sqlite:///{tmp_path / 'writers.sqlite3'}"
    else:
        cluster: Cluster = request.getfixturevalue("postgres")
        made = cluster.create(f"writers_{abs(hash(tmp_path.name)) % 10**9}")
    running.run(made, "prepare")
    return made


@pytest.mark.timeout(120)
def test_writers_at_full_speed_neither_fork_nor_lose(url: str) -> None:
    told = write_together(url, task="write", count=25, pause="0")

    found = running.check_nothing_is_lost(url, acknowledged={token for token, _ in told})

    assert len(told) == WRITERS * 25
    assert found["entries"] == WRITERS * 25 + 1


@pytest.mark.timeout(120)
def test_nobody_waits_long_at_the_pace_of_quarter_end(url: str) -> None:
    told = write_together(url, task="write", count=8, pause="0.35")

    assert len(told) == WRITERS * 8
    assert max(float(seconds) for _, seconds in told) < 2


@pytest.mark.postgres
@pytest.mark.timeout(120)
def test_writer_that_takes_no_turn_is_refused_by_the_database(postgres: Cluster) -> None:
    """The constraints hold where the code does not: one successor for an entry, whatever a program does."""
    url = postgres.create("careless_refused")
    running.run(url, "prepare")

    told = write_together(url, task="careless", count=15, pause=None)

    assert ["refused", "IntegrityError"] in told
    faults = {fault for fault, _, _ in running.found_in(url)["findings"]}
    assert "forked" not in faults


@pytest.mark.postgres
@pytest.mark.timeout(120)
def test_writer_that_takes_no_turn_forks_a_chain_without_constraints(postgres: Cluster) -> None:
    """The control: with the constraints gone, the same writers fork the chain, and the walk says so."""
    url = postgres.create("careless_forked")
    running.run(url, "prepare")
    running.run(url, "careless", "disarm", "0")

    write_together(url, task="careless", count=15, pause=None)

    assert "forked" in {fault for fault, _, _ in running.found_in(url)["findings"]}


@pytest.mark.deep
@pytest.mark.timeout(0)
def test_writers_at_full_speed_neither_fork_nor_lose_at_length(url: str) -> None:
    told = write_together(url, task="write", count=2500, pause="0")

    running.check_nothing_is_lost(url, acknowledged={token for token, _ in told})
