"""`make demo ONCE=1`: the made-up council starts, and the main journey can be walked from end to end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.timeout(400)
def test_demo_walks_the_main_journey(tmp_path: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("DUEREGARD_", "DJANGO_", "DATABASE_URL"))}

    run = subprocess.run(
        [sys.executable, "-c", "from dueregard.cli.main import main; main()", "demo", "--once"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stdout + run.stderr
    for step in (
        "Signed in as Amina Rahman", "8 actions in 2 sections", "Adopted:", "Published:", "in six formats",
        "Looked at the indicator: Homelessness prevented", "As the public: Facts and figures", "Took away 3 released",
    ):  # fmt: skip
        assert step in run.stdout
