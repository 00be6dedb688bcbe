"""The fixed cases on DuckDB, Polars and the reference; what is refused; stopping and watching; amounts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from cases import CASES, Case

from dueregard.analysis.engines import reference
from dueregard.analysis.engines.counting import count
from dueregard.analysis.engines.datasets import open_dataset
from dueregard.analysis.engines.running import Stopped
from dueregard.analysis.tables.amounts import AmountTable
from dueregard.analysis.tables.specs import By, Condition, CountSpec, Test
from dueregard.terms.errors import CannotBeRead, UsedWrongly

ENGINES = ("duckdb", "polars")


def _file(folder: Path, text: str, name: str = "made-up.csv") -> Path:
    (folder / name).write_bytes(text.encode())
    return folder / name


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@pytest.mark.parametrize("engine", ENGINES)
def test_cases(engine: str, case: Case, tmp_path: Path) -> None:
    if engine == "polars" and case.name == "empty lines are no rows":
        with pytest.raises(CannotBeRead, match="line 3"):  # it would take them for rows, so it says so
            open_dataset(_file(tmp_path, case.csv), engine=engine)
        return

    with open_dataset(_file(tmp_path, case.csv), engine=engine) as dataset:
        (table,) = count(dataset, [case.spec])

    assert dict(zip(table.dimensions[0].codes, table.counts.tolist(), strict=True)) == case.counts


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_cases_reference(case: Case, tmp_path: Path) -> None:
    separator = ";" if ";" in case.csv.splitlines()[0] else ","
    rows = reference.read_rows(_file(tmp_path, case.csv), separator=separator)

    (table,) = reference.count_rows(rows, [case.spec])

    assert dict(zip(table.dimensions[0].codes, table.counts.tolist(), strict=True)) == case.counts


@pytest.mark.parametrize("engine", ENGINES)
def test_amounts_of_groups_and_totals(engine: str, tmp_path: Path) -> None:
    file = _file(tmp_path, "team,unit,pay\nA,X,100\nA,X,100\nB,X,250.50\nC,Y,-30\nC,Y,none\n")

    with open_dataset(file, engine=engine) as dataset:
        (table,) = count(dataset, [CountSpec("t", (By("team", within=("unit",)),), amount="pay")])

    assert isinstance(table, AmountTable)
    assert table.dimensions[0].codes == ("A", "B", "C", "X", "Y", "Total")
    assert table.counts.tolist() == [2, 1, 2, 3, 2, 5]
    assert table.contributors.tolist() == [2, 1, 1, 3, 1, 4]
    assert table.sums.tolist() == [20000, 25050, -3000, 45050, -3000, 42050]
    assert table.sizes.tolist() == [20000, 25050, 3000, 45050, 3000, 48050]
    assert table.first.tolist() == [10000, 25050, 3000, 25050, 3000, 25050]
    assert table.second.tolist() == [10000, 0, 0, 10000, 0, 10000]
    assert "25050" not in repr(table)


@pytest.mark.parametrize(
    ("spec", "says"),
    [
        (CountSpec("t", (By("nowhere"),)), "no such column. (nowhere)"),
        (CountSpec("t", (By("ward", within=("area",)),)), "more than one group. (ward within area)"),
        (CountSpec("t", (By("kind"),)), "“Total”"),
        (CountSpec("t", (By("lists"),)), "cannot be counted by"),
        (CountSpec("t", (By("ward"), By("ward"))), "the same thing twice"),
        (CountSpec("t", (By("day", bands=(0, 1)),)), "Only numbers"),
        (CountSpec("t", (By("ward", bands=(1, 0)),)), "must rise"),
        (CountSpec("t", (By("ward", within=("ward",)),)), "grouped by itself"),
        (CountSpec("t", (), amount="day"), "no amounts"),
        (CountSpec("t", (), where=(Condition("n", Test.AT_LEAST, ("x",)),)), "compare it with a number"),
        (CountSpec("t", (), where=(Condition("day", Test.BELOW, (3,)),)), "holds days"),
    ],
)
def test_refused_without_figures(spec: CountSpec, says: str) -> None:
    table = pa.table(
        {
            "ward": ["Abbey", "Abbey"], "area": ["N", "S"], "kind": ["a", "Total"], "lists": [[1], [2]], "n": [1, 2],
            "day": pa.array([0, 1], pa.int32()).cast(pa.date32()),
        }
    )  # fmt: skip

    with open_dataset(table) as dataset, pytest.raises(UsedWrongly) as refused:
        count(dataset, [spec])

    assert says in str(refused.value)
    assert "Abbey" not in str(refused.value)


@pytest.mark.parametrize("engine", ENGINES)
def test_damaged_files_are_told_without_their_values(engine: str, tmp_path: Path) -> None:
    file = _file(tmp_path, "sex,n\nF,1\nSecretname,2,3,4\n")

    with pytest.raises(CannotBeRead) as refused, open_dataset(file, engine=engine) as dataset:
        count(dataset, [CountSpec("t", (By("sex"),))])

    assert "Secretname" not in str(refused.value)


@pytest.mark.parametrize("engine", ENGINES)
def test_stopped(engine: str) -> None:
    table = pa.table({"a": list(range(300_000)), "b": [n * 7919 % 104_729 for n in range(300_000)]})

    with open_dataset(table, engine=engine, threads=1) as dataset, pytest.raises(Stopped):
        count(dataset, [CountSpec("t", (By("a", bands=(0, 5)),), amount="b")], cancelled=lambda: True)


def test_watched() -> None:
    told: list[Any] = []
    table = pa.table({"a": [1, 2]})

    with open_dataset(table) as dataset:
        (found,) = count(dataset, [CountSpec("t", (By("a"),))], progress=lambda done, total: told.append((done, total)))

    assert found.counts.tolist() == [1, 1, 2]
    assert told[-1] == (100, 100)


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.csv", "", "no header line"),
        ("a.docx", "x", "Parquet and CSV"),
        ("a[1].csv", "x", "may not hold"),
    ],
)
def test_files_refused(name: str, text: str, says: str, tmp_path: Path) -> None:
    with pytest.raises((UsedWrongly, CannotBeRead), match=says.replace("[", r"\[")):
        open_dataset(_file(tmp_path, text, name))


def test_files_with_other_columns_refused(tmp_path: Path) -> None:
    files = [_file(tmp_path, "a,b\n1,2\n", "1.csv"), _file(tmp_path, "b,a\n1,2\n", "2.csv")]

    with pytest.raises(UsedWrongly, match="same columns"):
        open_dataset(files)


def test_columns_that_differ_by_capitals_refused(tmp_path: Path) -> None:
    with pytest.raises(UsedWrongly, match="same name"):
        open_dataset(_file(tmp_path, "Sex,sex\n1,2\n"))
