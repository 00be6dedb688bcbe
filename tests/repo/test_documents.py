"""The documents tell the truth: links lead somewhere, the architecture page names every room."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "dueregard"


def _tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name]


@pytest.mark.parametrize("page", _tracked("*.md"), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))

    broken = [t for t in targets if "://" not in t and not t.startswith("mailto:") and not (page.parent / t).exists()]

    assert broken == []


def test_architecture_names_every_room() -> None:
    text = (ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rooms = set()
    for path in _tracked("src/dueregard/*__init__.py"):
        room = path.parent.relative_to(SOURCE)
        deep = 2 if room.parts and room.parts[0] in {"domain", "web"} else 1
        if 0 < len(room.parts) <= deep:
            rooms.add(f"{room}/")

    assert {room for room in rooms if f"`{room}`" not in text} == set()


def test_no_workplace_in_the_project() -> None:
    """The project speaks of the project alone: no path of a machine, no package host."""
    unwanted = re.compile(r"/work/|/root/|pypi\.org/simple|registry\.npmjs|files\.pythonhosted", re.IGNORECASE)
    texts = [p for p in _tracked() if p.suffix in {".py", ".md", ".toml", ".lock", ".yaml", ".jinja", ".sh", ""}]

    found = [
        str(path.relative_to(ROOT))
        for path in texts
        if path.is_file() and path != Path(__file__)
        if unwanted.search(path.read_text(encoding="utf-8", errors="ignore"))
    ]

    assert found == []
