"""The page of states says what the code does."""

from __future__ import annotations

import runpy
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_states_page_is_current() -> None:
    made = runpy.run_path(str(ROOT / "docs/generate_states.py"))

    assert (ROOT / "docs/reference/states.md").read_text(encoding="utf-8") == made["page"]()
