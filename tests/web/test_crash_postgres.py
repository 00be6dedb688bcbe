"""Is anything lost when PostgreSQL crashes? trust.md section 5, row 3.

A writer saves without pause while the cluster is stopped as a crash stops it (`immediate`), again and again.
"""

from __future__ import annotations

import random
import subprocess
import threading
import time
from collections.abc import Iterator

import pytest

from crash import running
from postgres import Cluster, find_programs, make_cluster, remove_cluster

pytestmark = pytest.mark.postgres


@pytest.fixture
def cluster(postgres: Cluster) -> Iterator[Cluster]:
    """Give a cluster that may be crashed: not the one that other tests use."""
    programs = find_programs()
    assert programs is not None
    own = make_cluster(programs)
    yield own
    remove_cluster(own)


def crash_again_and_again(cluster: Cluster, url: str, *, times: int, seed: int) -> set[str]:
    """Let a writer save, and crash the cluster under it; give what was acknowledged."""
    dice = random.Random(seed)
    writer = running.begin(url, "write", f"w{seed}", "10000000", "0", stderr=subprocess.DEVNULL)
    acknowledged: set[str] = set()

    def listen() -> None:
        assert writer.stdout is not None
        acknowledged.update(line.split()[0] for line in writer.stdout)

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    time.sleep(1.5)  # the writer's own start
    try:
        for _ in range(times):
            time.sleep(dice.uniform(0.05, 0.2))
            cluster.stop("immediate")
            cluster.start()
    finally:
        writer.kill()
        writer.wait(timeout=10)
        listener.join(timeout=10)
        assert writer.stdout is not None
        writer.stdout.close()
    return acknowledged


def check_pages(cluster: Cluster, name: str) -> None:
    """Let PostgreSQL check its own tables and indexes, and its checksums."""
    told = cluster.run("pg_amcheck", "--install-missing", "--heapallindexed", name)
    assert told.returncode == 0
    bad = cluster.run("psql", "-At", name, "-c", "SELECT sum(checksum_failures) FROM pg_stat_database")
    assert bad.stdout.strip() == "0"


@pytest.mark.timeout(120)
def test_crashed_postgresql_loses_nothing_acknowledged(cluster: Cluster) -> None:
    url = cluster.create("crash")
    running.run(url, "prepare")

    acknowledged = crash_again_and_again(cluster, url, times=12, seed=1)

    assert len(acknowledged) > 50
    running.check_nothing_is_lost(url, acknowledged=acknowledged)
    check_pages(cluster, "crash")


@pytest.mark.timeout(120)
def test_crashed_postgresql_that_does_not_wait_for_the_disk_loses(cluster: Cluster) -> None:
    """The control: with `synchronous_commit=off` the same crashes lose what was acknowledged."""
    url = cluster.create("careless")
    running.run(url, "prepare")
    cluster.run("psql", "careless", "-c", "ALTER DATABASE careless SET synchronous_commit = off")
    cluster.run("psql", "careless", "-c", "ALTER SYSTEM SET wal_writer_delay = '10s'")
    cluster.run("psql", "careless", "-c", "SELECT pg_reload_conf()")

    acknowledged = crash_again_and_again(cluster, url, times=4, seed=2)

    found = running.found_in(url)
    assert found["findings"] == []
    assert acknowledged - set(found["kept"])


@pytest.mark.deep
@pytest.mark.timeout(0)
def test_crashed_postgresql_loses_nothing_acknowledged_at_length(cluster: Cluster) -> None:
    """Row 3 at full length: 500 crashes."""
    url = cluster.create("crash")
    running.run(url, "prepare")

    acknowledged = crash_again_and_again(cluster, url, times=500, seed=3)

    running.check_nothing_is_lost(url, acknowledged=acknowledged)
    check_pages(cluster, "crash")
