"""The tests run on the database that DATABASE_URL names, so a run on PostgreSQL is one."""

from __future__ import annotations

import os

import pytest
from django.db import connection


@pytest.mark.django_db
def test_tests_run_on_the_database_that_is_named() -> None:
    named = os.environ.get("DATABASE_URL", "").partition(":")[0]

    assert connection.vendor == {"postgresql": "postgresql", "postgres": "postgresql"}.get(named, "sqlite")
