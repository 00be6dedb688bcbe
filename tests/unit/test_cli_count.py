"""`dueregard count`: what is counted goes through the gate, in every form."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from dueregard.analysis.tables.specs import Test
from dueregard.cli.count import condition, count
from dueregard.terms.errors import UsedWrongly

APP = typer.Typer()
APP.command()(count)


@pytest.fixture
def records(tmp_path: Path) -> Path:
    rows = [("A", "North", "F", 30)] * 40 + [("A", "North", "M", 12)] * 30 + [("B", "North", "F", 50)] * 3
    rows += [("B", "North", "M", 70)] * 25 + [("C", "South", "F", 20)] * 21 + [("C", "South", "M", 21)] * 33
    file = tmp_path / "staff.csv"
    file.write_text("\n".join(["ward,area,sex,age", *(",".join(map(str, row)) for row in rows)]) + "\n")
    return file


def _cells(text: str) -> dict[tuple[str, ...], tuple[str, str]]:
    header, *rows = csv.reader(StringIO(text))
    assert header[-2:] == ["count", "state"]
    return {tuple(row[:-2]): (row[-2], row[-1]) for row in rows}


def test_count_hides_what_is_small_and_what_gives_it_away(records: Path) -> None:
    run = CliRunner().invoke(
        APP, [str(records), "--by", "ward,sex", "--within", "ward<area", "--format", "csv"], catch_exceptions=False
    )

    cells = _cells(run.stdout)
    assert cells["B", "F"] == ("", "suppressed")
    assert cells["Total", "Total"] == ("152", "released")
    assert sum(state == "suppressed" for _, state in cells.values()) >= 4
    assert ("North", "F") in cells


def test_count_bands_and_conditions(records: Path) -> None:
    asked = ["--by", "age", "--bands", "age:0,25", "--where", "sex=M", "--format", "json"]

    run = CliRunner().invoke(APP, [str(records), *asked], catch_exceptions=False)

    table = json.loads(run.stdout)
    assert "25+" in json.dumps(table)
    assert "special-category-public" in json.dumps(table)


def test_count_as_a_table_and_a_workbook(records: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"

    shown = CliRunner().invoke(APP, [str(records), "--by", "ward,sex"], catch_exceptions=False)
    CliRunner().invoke(
        APP, [str(records), "--by", "sex", "--format", "xlsx", "--out", str(out)], catch_exceptions=False
    )

    assert "[c]" in shown.stdout
    assert "audience “public”" in shown.stdout
    assert out.read_bytes()[:2] == b"PK"


def test_count_engine_from_the_setting(records: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUEREGARD_ENGINE", "abacus")

    with pytest.raises(UsedWrongly, match="no such engine"):
        CliRunner().invoke(APP, [str(records), "--by", "sex"], catch_exceptions=False)


@pytest.mark.parametrize(
    "asked",
    [["--by", ","], ["--by", "sex", "--within", "ward<area"], ["--by", "age", "--bands", "age"], ["--format", "xlsx"]],
)
def test_count_used_wrongly(records: Path, asked: list[str]) -> None:
    with pytest.raises(UsedWrongly):
        CliRunner().invoke(APP, [str(records), "--by", "sex", *asked], catch_exceptions=False)


@pytest.mark.parametrize(
    ("text", "test", "values"),
    [
        ("sex != F", Test.IS_NONE_OF, ("F",)),
        ("sex!=", Test.IS_PRESENT, ()),
        ("age<65", Test.BELOW, (65,)),
        ("started>=2026-04-01", Test.AT_LEAST, ("2026-04-01",)),
    ],
)
def test_condition_read(text: str, test: Test, values: tuple[object, ...]) -> None:
    found = condition(text)

    assert (found.test, found.values) == (test, values)


def test_condition_refused() -> None:
    with pytest.raises(UsedWrongly):
        condition("sex F")


def _with_pay(tmp_path: Path, *, top: str = "250000") -> Path:
    rows = [("A", "F", "30000.50")] * 20 + [("A", "M", "31000")] * 22 + [("B", "F", "28000")] * 15
    rows += [("B", "M", "29000")] * 11 + [("B", "M", top)] + [("C", "F", "33000")] * 3 + [("C", "M", "33000")] * 18
    file = tmp_path / "pay.csv"
    file.write_text("\n".join(["team,sex,salary", *(",".join(row) for row in rows)]) + "\n")
    return file


def test_count_of_amounts_gives_people_sums_and_means(tmp_path: Path) -> None:
    asked = [str(_with_pay(tmp_path, top="29000")), "--by", "team", "--amount", "salary", "--format", "csv"]

    run = CliRunner().invoke(APP, asked, catch_exceptions=False)

    header, *rows = csv.reader(StringIO(run.stdout))
    cells = {row[0]: row[1:] for row in rows}
    assert header == ["team", "count", "state", "sum", "sum_state", "mean", "mean_state"]
    # 20 × 30,000.50 and 22 × 31,000; 1,282,010 ÷ 42 is 30,524
    assert cells["A"] == ["42", "released", "1282010", "rounded", "30500", "rounded"]


def test_count_of_amounts_hides_a_dominated_sum(tmp_path: Path) -> None:
    file = tmp_path / "bonus.csv"
    rows = ["A,900000", *["A,100"] * 14, *["B,1000"] * 300, *["C,2000"] * 400, *["D,1500"] * 900]
    file.write_text("team,bonus\n" + "\n".join(rows) + "\n")
    asked = [str(file), "--by", "team", "--amount", "bonus"]

    run = CliRunner().invoke(APP, [*asked, "--format", "json"], catch_exceptions=False)

    people, sums, means = json.loads(run.stdout)
    assert [value for _, value in people["cells"]] == [15, 300, 400, 900, 1615]
    assert sums["cells"][0] == means["cells"][0] == ["suppressed", None]
    assert sum(state == "suppressed" for state, _ in sums["cells"]) == 2
    assert "901400" not in run.stdout


def test_count_of_amounts_on_screen_and_as_a_workbook(tmp_path: Path) -> None:
    asked = [str(_with_pay(tmp_path)), "--by", "team,sex", "--amount", "salary"]
    out = tmp_path / "out.xlsx"

    shown = CliRunner().invoke(APP, asked, catch_exceptions=False)
    CliRunner().invoke(APP, [*asked, "--format", "xlsx", "--out", str(out)], catch_exceptions=False)

    assert "Mean (£)" in shown.stdout
    assert "pay-public" in shown.stdout
    assert out.stat().st_size > 2_000


def test_count_of_amounts_below_nought_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsedWrongly, match="below nought"):
        CliRunner().invoke(
            APP, [str(_with_pay(tmp_path, top="-5")), "--by", "team", "--amount", "salary"], catch_exceptions=False
        )
