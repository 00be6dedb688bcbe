"""What several files of the web's tests begin with: the cast, a dataset, a file of it, and who walks the pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dueregard.web.monitoring.models import Dataset, DatasetVersion
from factories.monitoring import dataset_of
from factories.releases import Walk, ready_version
from people import AMINA, CHIDI, Cast, make_cast


@pytest.fixture
def cast(settings: Any, tmp_path: Path, db: None) -> Cast:
    """Give everybody, with a folder of its own for files."""
    settings.DATA = tmp_path
    return make_cast()


@pytest.fixture
def dataset(cast: Cast) -> Dataset:
    """Give a dataset about people, with its promise made."""
    return dataset_of(cast.council.id, by=cast.people[AMINA].id, post_id=cast.post_id)


@pytest.fixture
def version(cast: Cast, dataset: Dataset) -> DatasetVersion:
    """Give a file of it that is ready to be counted."""
    return ready_version(dataset, by=cast.people[CHIDI].id)


@pytest.fixture
def chidi(cast: Cast, django_capture_on_commit_callbacks: Any) -> Walk:
    """Give the analyst's walk through releases."""
    return Walk(cast.client(CHIDI), cast.council.slug, django_capture_on_commit_callbacks)


@pytest.fixture
def amina(cast: Cast, django_capture_on_commit_callbacks: Any) -> Walk:
    """Give the officer's walk through releases."""
    return Walk(cast.client(AMINA), cast.council.slug, django_capture_on_commit_callbacks)
