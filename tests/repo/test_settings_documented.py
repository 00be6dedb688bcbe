"""Every setting that the code reads stands in docs/reference/settings.md, and nothing else does."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def _read_by_the_code() -> set[str]:
    text = (ROOT / "src/dueregard/web/settings.py").read_text()
    return set(re.findall(r'_(?:env|need|flag|number)\(\s*"([A-Z_]+)"', text))


def _documented() -> set[str]:
    rows = [line for line in (ROOT / "docs/reference/settings.md").read_text().splitlines() if line.startswith("| `")]
    return {name for row in rows for name in re.findall(r"`([A-Z][A-Z_]+)`", row.split("|")[1])}


def test_settings_documented() -> None:
    assert _read_by_the_code() == _documented()


def test_settings_needed_in_production_are_in_the_example() -> None:
    text = (ROOT / "src/dueregard/web/settings.py").read_text()
    needed = set(re.findall(r'_need\(\s*"([A-Z_]+)"', text)) - {"DATABASE_URL"}  # compose.yaml makes that one

    named = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), flags=re.MULTILINE))

    assert needed <= named
