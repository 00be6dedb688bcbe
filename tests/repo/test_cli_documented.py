"""Is the reference page of the command line what the program says today?"""

from __future__ import annotations

import importlib.util
from pathlib import Path

from dueregard.terms.errors import ExitCode

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_reference_page_is_current(monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    spec = importlib.util.spec_from_file_location("generate_cli", DOCS / "generate_cli.py")
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)

    current = (DOCS / "reference" / "cli.md").read_text(encoding="utf-8")

    assert current == generate.page(), "run `python docs/generate_cli.py`"


def test_every_exit_code_is_documented():
    page = (DOCS / "reference" / "exit-codes.md").read_text(encoding="utf-8")

    for code in ExitCode:
        assert f"\n| {int(code)} | " in page
