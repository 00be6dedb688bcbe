"""DuckDB and Polars count as the reference does: on random records, together, side by side, and from files."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from made_up import Asked, as_the_reference, asked

ENGINES = ("duckdb", "polars")
_SETTINGS = {"deadline": None, "derandomize": True, "database": None, "suppress_health_check": list(HealthCheck)}


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=80, **_SETTINGS)
@given(asked())
def test_engines_agree_together(engine: str, asked: Asked) -> None:
    as_the_reference(asked.table, asked.table.to_pylist(), asked.specs, engine=engine)


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=60, **_SETTINGS)
@given(asked())
def test_engines_agree_side_by_side(engine: str, asked: Asked) -> None:
    as_the_reference(asked.table, asked.table.to_pylist(), asked.specs, engine=engine, widest=0)


@pytest.mark.deep
@pytest.mark.parametrize("widest", [0, 1_000])
@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=2_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(asked())
def test_engines_agree_long(engine: str, widest: int, asked: Asked) -> None:
    as_the_reference(asked.table, asked.table.to_pylist(), asked.specs, engine=engine, widest=widest)


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=15, **_SETTINGS)
@given(asked())
def test_engines_agree_parquet(engine: str, tmp_path_factory: pytest.TempPathFactory, asked: Asked) -> None:
    file: Path = tmp_path_factory.mktemp("parquet") / "made-up.parquet"
    pq.write_table(asked.table, file)

    as_the_reference([file, file], asked.table.to_pylist() * 2, asked.specs, engine=engine)
