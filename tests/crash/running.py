"""Starting the crash programs, and asking afterwards what is there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parents[1]


def environment(url: str) -> dict[str, str]:
    """Give the environment in which a crash program runs."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DUEREGARD_", "DJANGO_", "COV_"))}
    path = os.pathsep.join([str(TESTS), str(TESTS.parent / "src")])
    return {**kept, "DATABASE_URL": url, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}


def command(*task: str) -> list[str]:
    """Give the command line of a crash program."""
    return [sys.executable, "-m", "crash.program", *task]


def begin(url: str, *task: str, **options: Any) -> subprocess.Popen[str]:
    """Start a crash program and go on."""
    return subprocess.Popen(command(*task), env=environment(url), text=True, stdout=subprocess.PIPE, **options)


def run(url: str, *task: str) -> str:
    """Run a crash program to its end and give what it printed."""
    done = subprocess.run(
        command(*task), env=environment(url), text=True, capture_output=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def found_in(url: str) -> dict[str, Any]:
    """Ask what is in the table and in the chain."""
    return json.loads(run(url, "check"))


def check_nothing_is_lost(url: str, *, acknowledged: set[str]) -> dict[str, Any]:
    """Hold what was acknowledged against what is there: all of it, table and ledger alike, in a whole chain."""
    found = found_in(url)
    assert found["findings"] == []
    assert sorted(found["told"]) == found["kept"]
    assert acknowledged - set(found["kept"]) == set()
    return found
