"""What does counting cost? Counts, rates and Wilson intervals by four characteristics, beside what a user would pick.

The one idea: each does the whole work in a process of its own, from the start of Python to the last interval, on the
same made-up Parquet file (32 wards, 19 ethnic groups, 10 age bands, 2 sexes); ratios of one run are compared, never
seconds of two machines. pandas and fairlearn come with the extra `bench`; where one is missing, its line says so.
Limits: at most 1.3 times raw DuckDB on 10 million rows; 5 times as fast as pandas there, 50 times as fast as fairlearn
on 1 million; 100 million rows within 4 GiB.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

MILLION = 1_000_000
RUNS = 3
MOST_TIMES_DUCKDB, LEAST_TIMES_PANDAS, LEAST_TIMES_FAIRLEARN = 1.3, 5.0, 50.0
MOST_MB = 4096
LONGEST = 240  # seconds, for any of them
_PATH = os.environ.get("BENCH_PATH", "")  # a folder with packages that are not in this environment

_WILSON = """
def wilson(o, n, z=1.959963984540054):
    p = o / n
    d = 1 + z * z / n
    c, h = (p + z * z / 2 / n) / d, z / d * np.sqrt(p * (1 - p) / n + z * z / 4 / n / n)
    return c - h, c + h
"""
_OURS = """
import sys
import numpy as np
from dueregard.analysis.engines.counting import count
from dueregard.analysis.engines.datasets import open_dataset
from dueregard.analysis.tables.specs import By, Condition, CountSpec, Test
by = tuple(By(c) for c in ("ward", "eth", "age", "sex"))
with open_dataset(sys.argv[1].split(","), engine="ENGINE") as dataset:
    condition = Condition("outcome", Test.IS_ONE_OF, (1,))
    people, out = count(dataset, [CountSpec("people", by), CountSpec("out", by, (condition,))])
wilson(out.counts, np.maximum(people.counts, 1))
print(int(people.counts[-1, -1, -1, -1]), int(out.counts[-1, -1, -1, -1]))
"""
_DUCKDB = """
import sys
import duckdb
import numpy as np
engine = duckdb.connect()
engine.execute("SET enable_progress_bar = false")
rows = engine.read_parquet(sys.argv[1].split(","))
found = rows.aggregate("ward, eth, age, sex, count(*) AS n, sum(outcome)::BIGINT AS o").fetchnumpy()
wilson(found["o"], found["n"])
print(int(found["n"].sum()), int(found["o"].sum()))
"""
_POLARS = """
import sys
import numpy as np
import polars as pl
rows = pl.scan_parquet(sys.argv[1].split(",")).group_by("ward", "eth", "age", "sex")
found = rows.agg(pl.len().alias("n"), pl.col("outcome").sum().alias("o")).collect(engine="streaming")
wilson(found["o"].to_numpy(), found["n"].to_numpy().astype(float))
print(int(found["n"].sum()), int(found["o"].sum()))
"""
_PANDAS = """
import sys
import numpy as np
import pandas as pd
rows = pd.concat([pd.read_parquet(one) for one in sys.argv[1].split(",")])
found = rows.groupby(["ward", "eth", "age", "sex"])["outcome"].agg(["size", "sum"])
wilson(found["sum"].to_numpy(), found["size"].to_numpy())
print(int(found["size"].sum()), int(found["sum"].sum()))
"""
_FAIRLEARN = """
import sys
import numpy as np
import pandas as pd
from fairlearn.metrics import MetricFrame, count, selection_rate
rows = pd.concat([pd.read_parquet(one) for one in sys.argv[1].split(",")])
found = MetricFrame(metrics={"n": count, "rate": selection_rate}, y_true=rows["outcome"], y_pred=rows["outcome"],
                    sensitive_features=rows[["ward", "eth", "age", "sex"]]).by_group
wilson((found["n"] * found["rate"]).to_numpy(float), found["n"].to_numpy(float))
print(int(found["n"].sum()), round(float((found["n"] * found["rate"]).sum())))
"""
PROGRAMS = {
    "ours on DuckDB": _OURS.replace("ENGINE", "duckdb"),
    "ours on Polars": _OURS.replace("ENGINE", "polars"),
    "raw DuckDB": _DUCKDB,
    "polars": _POLARS,
    "pandas": _PANDAS,
    "fairlearn": _FAIRLEARN,
}
NEEDS = {"pandas": "pandas", "fairlearn": "fairlearn"}
LARGEST = {"ours on DuckDB": 100, "ours on Polars": 100, "raw DuckDB": 100, "polars": 100, "pandas": 10, "fairlearn": 1}
"""Up to how many million rows each is tried: pandas would need some 8 GB for 100, fairlearn minutes for 10."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of the best run and the most memory, of the whole process; and the two figures that it printed."""

    seconds: float
    megabytes: float
    figures: str


def main() -> bool:
    """Print the costs; say whether ours is within its limits."""
    fits = True
    with tempfile.TemporaryDirectory(prefix="dueregard-bench-") as folder:
        million, ten = Path(folder) / "1m.parquet", Path(folder) / "10m.parquet"
        for file, rows in ((million, MILLION), (ten, 10 * MILLION)):
            # In a process of its own: a child's peak memory is never less than its parent's when it began.
            subprocess.run([sys.executable, "-m", "bench.counting", str(file), str(rows)], check=True)
        for many, files in ((1, [million]), (10, [ten]), (100, [ten] * 10)):
            fits &= _compare(many, files)
    return fits


def _compare(many: int, files: list[Path]) -> bool:
    print(f"\nCounts, rates and intervals by four characteristics, {many} million rows, best of {RUNS} runs")
    print(f"{'':18}{'seconds':>9}{'MB':>7}{'ours is':>14}")
    costs: dict[str, Cost] = {}
    for name, program in PROGRAMS.items():
        if many > LARGEST[name]:
            continue
        cost = _cost(_WILSON + program, files)
        if cost is None:
            print(f"{name:18}  not measured: {_why(name)}")
            continue
        costs[name] = cost
        ratio = cost.seconds / costs["ours on DuckDB"].seconds
        print(f"{name:18}{cost.seconds:9.2f}{cost.megabytes:7.0f}{ratio:10.2f} × as fast")
    if len({cost.figures for cost in costs.values()}) != 1:
        print("They do not count the same: OVER")
        return False
    return _within_limits(many, costs)


def _within_limits(many: int, costs: dict[str, Cost]) -> bool:
    ours = costs["ours on DuckDB"]

    def times(other: str) -> float | None:
        return costs[other].seconds / ours.seconds if other in costs else None

    checks: list[tuple[str, bool]] = []
    if many == 10:
        checks.append((f"≤ {MOST_TIMES_DUCKDB} × raw DuckDB", 1 / (times("raw DuckDB") or 1) <= MOST_TIMES_DUCKDB))
        if (pandas := times("pandas")) is not None:
            checks.append((f"≥ {LEAST_TIMES_PANDAS:g} × as fast as pandas", pandas >= LEAST_TIMES_PANDAS))
    if many == 1 and (fairlearn := times("fairlearn")) is not None:
        checks.append((f"≥ {LEAST_TIMES_FAIRLEARN:g} × as fast as fairlearn", fairlearn >= LEAST_TIMES_FAIRLEARN))
    if many == 100:
        checks.append((f"within {MOST_MB} MB", ours.megabytes <= MOST_MB))
    for words, is_met in checks:
        print(f"{words}: {'met' if is_met else 'OVER'}")
    return all(is_met for _, is_met in checks)


def _why(name: str) -> str:
    return f"it failed; is {NEEDS[name]} installed (the extra “bench”)?" if name in NEEDS else "it failed"


def _cost(program: str, files: list[Path]) -> Cost | None:
    """Run a program a few times, each in a process of its own; None where it fails or takes too long."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    # As installed programs run: modules compiled once, in the first run, which is not the best one then.
    environment["PYTHONPYCACHEPREFIX"] = str(Path(tempfile.gettempdir()) / "dueregard-bench-compiled")
    if _PATH:
        environment["PYTHONPATH"] = _PATH
    best, most, figures = LONGEST + 1.0, 0.0, ""
    for _ in range(RUNS):
        began = time.perf_counter()
        with tempfile.TemporaryFile() as said:
            process = subprocess.Popen(
                [sys.executable, "-c", program, ",".join(map(str, files))],
                stdout=said, stderr=subprocess.DEVNULL, env=environment,
            )  # fmt: skip
            while True:
                ended, status, used = os.wait4(process.pid, os.WNOHANG)
                if ended:
                    break
                if time.perf_counter() - began > LONGEST:
                    process.kill()
                time.sleep(0.002)
            process.returncode = os.waitstatus_to_exitcode(status)
            taken = time.perf_counter() - began
            said.seek(0)
            figures = said.read().decode().strip()
        if process.returncode:
            return None
        best, most = min(best, taken), max(most, used.ru_maxrss / 1024)
    return Cost(best, most, figures)


def _make(file: Path, many: int) -> None:
    """Make records, the same for the same number of rows."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    rng = np.random.default_rng(20_261_122)
    sizes = {"ward": 32, "eth": 19, "age": 10, "sex": 2}
    schema = pa.schema([*((name, pa.string()) for name in sizes), ("outcome", pa.int64())])
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for begin in range(0, many, MILLION):
            rows = min(MILLION, many - begin)
            columns = {
                name: pa.DictionaryArray.from_arrays(
                    pa.array(rng.integers(0, size, rows, dtype=np.int32)),
                    pa.array([f"{name} {number}" for number in range(size)]),
                ).cast(pa.string())
                for name, size in sizes.items()
            }
            outcome = pa.array((rng.random(rows) < 0.1).astype(np.int64))
            writer.write_table(pa.table({**columns, "outcome": outcome}, schema=schema))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        _make(Path(sys.argv[1]), int(sys.argv[2]))
    else:
        sys.exit(0 if main() else 1)
