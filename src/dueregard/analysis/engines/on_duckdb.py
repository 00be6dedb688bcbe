"""Counting on DuckDB, inside this process: the default. It reads files piece by piece, within a limit of memory.

The one idea: no query is written in SQL here, and no extension is ever loaded, so nothing is fetched from anywhere at
run time.
"""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import sys
import tempfile
import typing
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import narwhals as nw

from dueregard.analysis.engines.running import Groups, Watch, run
from dueregard.analysis.engines.sources import CsvForm

if TYPE_CHECKING:
    import pyarrow


class OnDuckDB:
    """A DuckDB of our own, in memory, that may spill to a folder of its own."""

    def __init__(self, *, memory_gib: float, threads: int | None) -> None:
        self._spill = Path(tempfile.gettempdir()) / f"dueregard-{os.getpid()}-{id(self):x}"
        config: dict[str, Any] = {
            "memory_limit": f"{memory_gib:.2f}GiB",
            "temp_directory": str(self._spill),  # made by DuckDB, and only where it must spill
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "preserve_insertion_order": False,
        }
        if threads:
            config["threads"] = threads
        self._connection = duckdb.connect(config=config)
        # Progress is kept for `percent` and never printed: only doors print. In this order, or it would be.
        self._connection.execute("SET enable_progress_bar_print = false")
        self._connection.execute("SET enable_progress_bar = true")

    def open_parquet(self, paths: Sequence[str]) -> nw.LazyFrame[Any]:
        """Open Parquet files as one."""
        return nw.from_native(self._connection.read_parquet(list(paths), hive_partitioning=False))

    def open_csv(self, paths: Sequence[str], form: CsvForm) -> nw.LazyFrame[Any]:
        """Open CSV files as one; every value is a text."""
        several: Any = list(paths)  # the stub of `read_csv` forgets that it takes them
        relation = self._connection.read_csv(
            several, header=True, auto_detect=False, delimiter=form.separator, quotechar='"', escapechar='"',
            columns=dict.fromkeys(form.columns, "VARCHAR"), hive_partitioning=False,
        )  # fmt: skip
        return nw.from_native(relation)

    def open_arrow(self, table: pyarrow.Table) -> nw.LazyFrame[Any]:
        """Open a table that is in memory."""
        return nw.from_native(self._connection.from_arrow(table))

    def numbers(self, many: int) -> nw.LazyFrame[Any]:
        """Give the numbers from 0 in a column "s"."""
        numbers: Any = [(number,) for number in range(many)]
        return nw.from_native(self._connection.values(*numbers)).rename({"col0": "s"})

    def collect(self, lazy: nw.LazyFrame[Any], watch: Watch) -> Groups:
        """Run it, and give the columns."""

        def work() -> Groups:
            return {name: values.tolist() for name, values in lazy.to_native().fetchnumpy().items()}

        return run(work, self, watch)

    def percent(self) -> float:
        """Say how far the running query is."""
        return float(self._connection.query_progress())

    def stop(self) -> None:
        """Stop the running query."""
        self._connection.interrupt()

    def close(self) -> None:
        """Close it, and take away what it spilled."""
        self._connection.close()
        shutil.rmtree(self._spill, ignore_errors=True)


@atexit.register
def _let_go() -> None:
    """Empty the caches that keep DuckDB's types alive: it would complain of each on standard error at the very end."""
    for name, module in list(sys.modules.items()):
        if name.startswith("narwhals."):
            for kept in vars(module).values():
                if isinstance(kept, functools._lru_cache_wrapper):
                    kept.cache_clear()
    for clear in getattr(typing, "_cleanups", ()):
        clear()
