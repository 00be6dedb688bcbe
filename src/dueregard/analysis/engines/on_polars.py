"""Counting on Polars, inside this process: lazy, and streaming where the plan allows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl

from dueregard.analysis.engines.running import Groups, Watch, run
from dueregard.analysis.engines.sources import CsvForm

if TYPE_CHECKING:
    import pyarrow


class OnPolars:
    """Polars, which needs nothing opened. It tells nothing of its progress."""

    def __init__(self) -> None:
        self._query: Any = None

    def open_parquet(self, paths: Sequence[str]) -> nw.LazyFrame[Any]:
        """Open Parquet files as one."""
        return nw.from_native(pl.scan_parquet(list(paths), hive_partitioning=False, glob=False))

    def open_csv(self, paths: Sequence[str], form: CsvForm) -> nw.LazyFrame[Any]:
        """Open CSV files as one; every value is a text."""
        frame = pl.scan_csv(list(paths), separator=form.separator, infer_schema=False, glob=False)
        return nw.from_native(frame)

    def open_arrow(self, table: pyarrow.Table) -> nw.LazyFrame[Any]:
        """Open a table that is in memory."""
        frame = pl.from_arrow(table)
        assert isinstance(frame, pl.DataFrame)
        return nw.from_native(frame.lazy())

    def numbers(self, many: int) -> nw.LazyFrame[Any]:
        """Give the numbers from 0 in a column "s"."""
        return nw.from_native(pl.LazyFrame({"s": list(range(many))}))

    def collect(self, lazy: nw.LazyFrame[Any], watch: Watch) -> Groups:
        """Run it, and give the columns."""
        native = lazy.to_native()
        if watch.cancelled is None and watch.progress is None:
            return run(lambda: native.collect(engine="streaming").to_dict(as_series=False), self, watch)
        self._query = native.collect(engine="streaming", background=True)
        return run(lambda: self._query.fetch_blocking().to_dict(as_series=False), self, watch)

    def percent(self) -> float:
        """Say nothing: Polars does not know."""
        return 0.0

    def stop(self) -> None:
        """Stop the running query."""
        self._query.cancel()

    def close(self) -> None:
        """Let go of the last query."""
        self._query = None
