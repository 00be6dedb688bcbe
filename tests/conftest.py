"""What tests of every folder may use."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

pytest_plugins = ["postgres"]
ROOT = Path(__file__).resolve().parents[1]
collect_ignore_glob = ["conftest.py", "*/conftest.py"]  # they hold no examples, and all have one name


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of real council documents, which stands beside the project and is not part of it."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("The folder of real council documents is not beside the project.")
    return folder


def pytest_configure(config: pytest.Config) -> None:
    """Say which runs may skip: where `CI` is set, a missing PostgreSQL, Chromium or LibreOffice fails instead."""
    config.stash[MAY_SKIP] = not os.environ.get("CI")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with one file of the browser's, which makes the site that the others copy; the long files come next.

    What comes last is short, so that no worker waits for another at the end.
    """
    of_browser = [item for item in items if item.path.parent == ROOT / "tests" / "browser"]
    first = [item for item in of_browser if item.path == of_browser[0].path]
    long = [item for item in items if item not in first and (item in of_browser or _LONG.match(item.path.name))]
    taken = {*first, *long}
    rest = [item for item in items if item not in taken]
    later = next((place for place, item in enumerate(rest) if item.path.parent == ROOT / "tests" / "engines"), 0)
    items[:] = [*first, *rest[:later], *long, *rest[later:]]


_LONG = re.compile(r"test_(crash_|demo_once|ledger_backup|ledger_two_writers|disclosure_holds|engines_spark)")
MAY_SKIP = pytest.StashKey[bool]()
