"""Spark counts as the reference does: one session for all, few random examples, the fixed cases."""

from __future__ import annotations

import os
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from cases import CASES
from hypothesis import HealthCheck, given, settings
from made_up import Asked, as_the_reference, asked

from dueregard.analysis.engines.counting import count
from dueregard.analysis.engines.datasets import open_dataset

_SETTINGS = {"deadline": None, "derandomize": True, "database": None, "suppress_health_check": list(HealthCheck)}


def _missing() -> str | None:
    try:
        import pyspark  # noqa: F401
    except ImportError:
        return "pyspark is not installed (the extra “spark”)."
    java = shutil.which("java") or shutil.which("java", path=f"{os.environ.get('JAVA_HOME', '')}/bin")
    if java is None or subprocess.run([java, "-version"], capture_output=True, check=False).returncode:
        return "Java 17 is not installed."
    return None


@pytest.fixture(scope="module", autouse=True)
def _session() -> Iterator[None]:
    if reason := _missing():
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(f"Spark is not tried: {reason}")
    from dueregard.analysis.engines.on_spark import OnSpark

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # py4j leaves its sockets to the garbage collector
        opened = OnSpark(memory_gib=1.0, threads=2)
        yield
        opened.close()


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@settings(max_examples=8, **_SETTINGS)
@given(asked())
def test_spark_agrees_together(asked: Asked) -> None:
    as_the_reference(asked.table, asked.table.to_pylist(), asked.specs, engine="spark")


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@settings(max_examples=6, **_SETTINGS)
@given(asked())
def test_spark_agrees_side_by_side_from_parquet(tmp_path_factory: pytest.TempPathFactory, asked: Asked) -> None:
    file: Path = tmp_path_factory.mktemp("parquet") / "made-up.parquet"
    pq.write_table(asked.table, file)

    as_the_reference(file, asked.table.to_pylist(), asked.specs, engine="spark", widest=0)


@pytest.mark.deep
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(asked())
def test_spark_agrees_long(asked: Asked) -> None:
    as_the_reference(asked.table, asked.table.to_pylist(), asked.specs, engine="spark")


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_spark_cases(tmp_path: Path) -> None:
    for number, case in enumerate(CASES):
        file = tmp_path / f"{number}.csv"
        file.write_bytes(case.csv.encode())

        with open_dataset(file, engine="spark") as dataset:
            (table,) = count(dataset, [case.spec])

        assert dict(zip(table.dimensions[0].codes, table.counts.tolist(), strict=True)) == case.counts, case.name
