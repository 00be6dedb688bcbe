"""Is anything lost, half done or sent twice when the process is killed during rounds, answers and the year's end?

The process is killed (SIGKILL) at random moments; a new one goes on. Mail goes to a mail server of ours, which keeps
all it takes, so that a message that came twice would be seen.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crash import running
from factories.post import SmtpSink, smtp_sink
from postgres import Cluster


def begin(url: str, *task: str, **options: Any) -> subprocess.Popen[str]:
    """Start the program and go on."""
    command = [sys.executable, "-m", "crash.delivering", *task]
    return subprocess.Popen(command, env=running.environment(url), text=True, stdout=subprocess.PIPE, **options)


def run(url: str, *task: str) -> str:
    """Run the program to its end and give what it printed."""
    program = begin(url, *task)
    told, _ = program.communicate(timeout=300)
    assert program.returncode == 0
    return told


def kill_again_and_again(url: str, sink: SmtpSink, *, times: int, seed: int) -> dict[str, set[str]]:
    """Let it live and kill it; and again. Give what was acknowledged, by what it was."""
    dice = random.Random(seed)
    nursery = begin(url, "nursery", str(sink.port), stdin=subprocess.PIPE)
    assert nursery.stdin is not None
    assert nursery.stdout is not None
    acknowledged: dict[str, set[str]] = defaultdict(set)
    try:
        for life in range(times):
            print(seed * 10_000 + life, file=nursery.stdin, flush=True)
            child = 0
            for what, ident in _told(nursery.stdout):
                if what == "born":
                    child = int(ident)
                    time.sleep(dice.uniform(0.02, 0.7))
                    os.kill(child, signal.SIGKILL)
                elif what == "dead":
                    break
                else:
                    acknowledged[what].add(ident)
            else:
                raise AssertionError("the nursery died")
    finally:
        nursery.stdin.close()
        nursery.wait(timeout=30)
        nursery.stdout.close()
    return acknowledged


def _told(lines: Any) -> Iterator[tuple[str, str]]:
    for line in lines:
        what, _, ident = line.strip().partition(" ")
        yield what, ident


def check_all_is_well(url: str, sink: SmtpSink, *, acknowledged: dict[str, set[str]]) -> dict[str, Any]:
    """Hold what is there against what was acknowledged, what belongs together, and what the mail server took."""
    found: dict[str, Any] = json.loads(run(url, "check", str(sink.port)))
    assert found["findings"] == []
    assert found["half_done"] == []
    for what in ("opened", "answered", "decided", "closed"):
        assert acknowledged[what] - set(found[what]) == set(), what
    taken = Counter(message["Message-ID"].strip().partition("@")[0].removeprefix("<mail-") for _, message in sink.taken)
    assert [ident for ident, number in taken.items() if number > 1] == []
    states = found["messages"]
    assert {ident for ident, (state, _) in states.items() if state == "sent"} - set(taken) == set()
    left_to_a_person = {ident for ident, state in states.items() if state == ["failed", "smtp"]}
    assert set(taken) - {ident for ident, (state, _) in states.items() if state == "sent"} <= left_to_a_person
    return found


def lives(url: str, *, times: int, seed: int) -> None:
    """Prepare, live and be killed, and check."""
    run(url, "prepare")
    with smtp_sink() as sink:
        acknowledged = kill_again_and_again(url, sink, times=times, seed=seed)
        found = check_all_is_well(url, sink, acknowledged=acknowledged)
    for what in ("opened", "answered", "decided", "closed"):
        assert acknowledged[what], f"nothing was {what}: the lives are too short to show anything"
    print(f"seed {seed}: {times} kills, {found['entries']} entries, {len(found['messages'])} messages,", end=" ")
    print({what: len(idents) for what, idents in acknowledged.items()}, found["jobs"], found["given_up"])


@pytest.mark.timeout(300)
def test_delivery_survives_fifty_kills(tmp_path: Path) -> None:
    lives(f"sqlite:///{tmp_path / 'crash.sqlite3'}", times=50, seed=1)


@pytest.mark.deep
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(2, 12))
def test_delivery_survives_kills_at_length(tmp_path: Path, seed: int) -> None:
    """Ten runs of two hundred kills: two thousand."""
    lives(f"sqlite:///{tmp_path / 'crash.sqlite3'}", times=200, seed=seed)


@pytest.mark.deep
@pytest.mark.postgres
@pytest.mark.timeout(3600)
def test_delivery_survives_kills_on_postgresql(postgres: Cluster) -> None:
    lives(postgres.create("crash_delivery"), times=200, seed=12)
