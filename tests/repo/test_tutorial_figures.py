"""Is the tutorial on figures true: does each command end as it says, and does each quoted line come out?"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "tutorial" / "first-figures.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(sh|text)\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)
_DRAWN = str.maketrans(dict.fromkeys("│┃┏┓└┘┡┩━─┴┳╇", " "))


def run(command: str, *, folder: Path) -> tuple[int, str]:
    """Run a line of the page as a reader does; give how it ended, and its words on one line."""
    paths = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    given = {**os.environ, "PATH": paths, "COLUMNS": "140", "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=given, capture_output=True, text=True, timeout=110, check=False
    )
    return done.returncode, plain(done.stdout + done.stderr)


def plain(words: str) -> str:
    """Give words without the lines of a table, and with single blanks."""
    return " ".join(words.translate(_DRAWN).split())


@pytest.mark.timeout(600)
def test_page_is_true_from_top_to_bottom(tmp_path: Path) -> None:
    said = ""
    for kind, block in BLOCKS:
        for line in block.splitlines():
            if kind == "text":
                assert plain(line) in said, f"“{line}” does not come out: {said[:1500]}"
                continue
            expected = re.search(r"# ends with (\d)$", line)
            code, said = run(line, folder=tmp_path)
            assert code == int(expected[1] if expected else 0), f"{line} ended with {code}: {said[:1500]}"


def test_page_shows_every_command_it_promises() -> None:
    shown = set(re.findall(r"^dueregard (\w+)", PAGE, flags=re.MULTILINE))

    assert {"attack", "baseline", "classify", "compare", "protect", "scan", "stats"} <= shown


@pytest.mark.parametrize("command", ["compare", "scan"])
def test_how_to_compare_names_options_that_exist(command: str) -> None:
    page = (ROOT / "docs" / "how-to" / "compare-groups.md").read_text(encoding="utf-8")
    reference = (ROOT / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")
    lines = re.findall(rf"^    dueregard {command} (.*)$", page, flags=re.MULTILINE)
    options = {option for line in lines for option in re.findall(r"--[a-z-]+", line)}
    own = reference.partition(f"`dueregard {command}`")[2].partition("\n## ")[0]

    assert options
    assert {option for option in options if option not in own} == set()
