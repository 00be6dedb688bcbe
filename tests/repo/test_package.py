"""What is installed is whole: a wheel made from the sources carries everything that the product reads at run time."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOT_CODE = (
    "*.jinja",
    "*.toml",
    "*.css",
    "*.woff2",
    "*.ttf",
    "*.typ",
    "*.svg",
    "*.txt",
    "*.parquet",
    "*.json",
    "*.gz",
    "py.typed",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the wheel with what the lock has, without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_wheel_carries_every_file(wheel: Path) -> None:
    source = ROOT / "src"
    wanted = {str(path.relative_to(source)) for pattern in NOT_CODE for path in source.rglob(pattern)}

    carried = set(zipfile.ZipFile(wheel).namelist())

    assert wanted - carried == set()
    assert len(wanted) > 50


def test_wheel_carries_licences(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert any("OFL" in name for name in names)


def test_command_works_from_the_wheel(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as package:
        package.extractall(tmp_path / "installed")
    plan = tmp_path / "plan.csv"
    plan.write_text("No,Action,Lead officer,Due date,Strand\n1,Train all panels,Head of HR,31/03/2027,Race\n")

    run = subprocess.run(
        [sys.executable, "-c", "from dueregard.cli.main import main; main()", "plan", "read", str(plan)],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(tmp_path / "installed"), "NO_COLOR": "1"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stderr
    assert "1 action" in run.stdout
