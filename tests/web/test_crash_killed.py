"""Is anything lost when the server is killed? trust.md section 5, row 1.

Clients save over HTTP and keep a list of what was acknowledged; the server is killed (SIGKILL) at random moments.
"""

from __future__ import annotations

import http.client
import os
import random
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest

from crash import running


class Client(threading.Thread):
    """A client that saves until it is told to stop, and keeps what was acknowledged."""

    def __init__(self, port: int, name: str) -> None:
        super().__init__(name=name, daemon=True)
        self.port, self.acknowledged, self.tried = port, set(), 0
        self.is_over = threading.Event()

    def run(self) -> None:
        """Save, again and again; a connection that breaks acknowledges nothing."""
        while not self.is_over.is_set():
            self.tried += 1
            token = f"{self.name}-{self.tried}"
            link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            try:
                link.request("POST", f"/save/{token}/")
                if link.getresponse().status == 200:
                    self.acknowledged.add(token)
            except (OSError, http.client.HTTPException):
                pass
            finally:
                link.close()


def kill_again_and_again(url: str, *, times: int, seed: int) -> set[str]:
    """Start the server, let two clients save, kill it; and again."""
    dice = random.Random(seed)
    running.run(url, "prepare")
    nursery = running.begin(url, "nursery", stdin=subprocess.PIPE)
    assert nursery.stdin is not None
    assert nursery.stdout is not None
    port = int(nursery.stdout.readline())
    clients = [Client(port, name) for name in ("amina", "ben")]
    try:
        for client in clients:
            client.start()
        for _ in range(times):
            print("start", file=nursery.stdin, flush=True)
            child = int(nursery.stdout.readline())
            time.sleep(dice.uniform(0.01, 0.25))
            os.kill(child, signal.SIGKILL)
            assert nursery.stdout.readline() == "dead\n"
    finally:
        for client in clients:
            client.is_over.set()
        nursery.stdin.close()
        nursery.wait(timeout=10)
        nursery.stdout.close()
        for client in clients:
            client.join(timeout=10)
    return set().union(*(client.acknowledged for client in clients))


@pytest.mark.timeout(120)
def test_killed_server_loses_nothing_acknowledged(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'crash.sqlite3'}"

    acknowledged = kill_again_and_again(url, times=50, seed=1)

    assert len(acknowledged) > 25  # half of the kills at the least met a save; on a quiet computer it is hundreds
    running.check_nothing_is_lost(url, acknowledged=acknowledged)


@pytest.mark.deep
@pytest.mark.timeout(0)
def test_killed_server_loses_nothing_acknowledged_two_thousand_times(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'crash.sqlite3'}"

    acknowledged = kill_again_and_again(url, times=2000, seed=2)

    running.check_nothing_is_lost(url, acknowledged=acknowledged)


def test_lost_save_is_noticed(tmp_path: Path) -> None:
    """The control: a save that was acknowledged and is not there."""
    url = f"sqlite:///{tmp_path / 'crash.sqlite3'}"
    running.run(url, "prepare")

    with pytest.raises(AssertionError):
        running.check_nothing_is_lost(url, acknowledged={"amina-1"})
