"""How a bench asks a site of its own, in a process of its own, on the database that it is given.

The one idea: what is measured is the product's own code with the product's own settings; the bench's process holds the
clock and the limits only.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any


def ask_site(module: str, url: str, *task: str) -> dict[str, Any]:
    """Run a task of a module of ours on a database and give what it tells, one line of JSON.

    Raises:  RuntimeError with the end of what it complained of.
    """
    done = subprocess.run(
        [sys.executable, "-m", module, *task], env=environment(url), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def environment(url: str, **more: str) -> dict[str, str]:
    """Give this process's environment without settings of ours, with the database."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DUEREGARD_", "DJANGO_"))}
    return {**kept, "DATABASE_URL": url, **more}
