"""The town, built once a module."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings
from town import Town, build_town


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    """Give the town. It lives in one transaction, undone when the module is done; each test has its own within it."""
    with (
        tempfile.TemporaryDirectory() as files,
        override_settings(MEDIA_ROOT=files, DATA=Path(files)),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        yield build_town()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _no_counts_left() -> None:
    """Forget how often anybody signed in: the limits of one test are not another's."""
    cache.clear()
