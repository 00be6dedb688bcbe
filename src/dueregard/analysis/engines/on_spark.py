"""Counting on Spark: a cluster's session where one is active, and this machine alone where none is.

The one idea: the same expressions as on the other engines; Spark's own ways (dots in names, time zones, the folder a
file lies in) are set so that they change no figure. Needs the extra `spark` and Java 17.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import narwhals as nw
from pyspark.sql import SparkSession

from dueregard.analysis.engines.running import Groups, Watch, run
from dueregard.analysis.engines.sources import CsvForm

if TYPE_CHECKING:
    import pyarrow


class OnSpark:
    """The active Spark session, or one of our own on this machine that `close` ends."""

    def __init__(self, *, memory_gib: float, threads: int | None) -> None:
        active = SparkSession.getActiveSession()
        self._own = active is None
        self._session = active or (
            SparkSession.builder.appName("dueregard")
            .master(f"local[{threads or '*'}]")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.memory", f"{int(memory_gib * 1024)}m")
            .config("spark.sql.shuffle.partitions", "4")
            .config("spark.sql.session.timeZone", "UTC")
            .getOrCreate()
        )

    def open_parquet(self, paths: Sequence[str]) -> nw.LazyFrame[Any]:
        """Open Parquet files as one."""
        return _plainly_named(self._session.read.parquet(*paths))

    def open_csv(self, paths: Sequence[str], form: CsvForm) -> nw.LazyFrame[Any]:
        """Open CSV files as one; every value is a text."""
        frame = self._session.read.csv(
            list(paths), sep=form.separator, header=True, inferSchema=False, multiLine=True, quote='"', escape='"',
            mode="FAILFAST", encoding="UTF-8", schema=", ".join(f"c{n} STRING" for n in range(len(form.columns))),
            enforceSchema=True,
        )  # fmt: skip
        return nw.from_native(frame)

    def open_arrow(self, table: pyarrow.Table) -> nw.LazyFrame[Any]:
        """Open a table that is in memory."""
        return _plainly_named(self._session.createDataFrame(table))

    def numbers(self, many: int) -> nw.LazyFrame[Any]:
        """Give the numbers from 0 in a column "s"."""
        return nw.from_native(self._session.range(many).toDF("s"))

    def collect(self, lazy: nw.LazyFrame[Any], watch: Watch) -> Groups:
        """Run it, and give the columns."""
        native = lazy.to_native()

        def work() -> Groups:
            rows = native.collect()
            return {name: [row[place] for row in rows] for place, name in enumerate(native.columns)}

        return run(work, self, watch)

    def percent(self) -> float:
        """Say nothing: Spark's progress is for its own pages."""
        return 0.0

    def stop(self) -> None:
        """Stop what is running."""
        self._session.sparkContext.cancelAllJobs()

    def close(self) -> None:
        """End the session if it is ours."""
        if self._own:
            self._session.stop()


def _plainly_named(frame: Any) -> nw.LazyFrame[Any]:
    # "Group.1" would be a field of a column "Group" to Spark.
    named: nw.LazyFrame[Any] = nw.from_native(frame.toDF(*(f"c{place}" for place in range(len(frame.columns)))))
    return named
