"""Real files: police stop and search in three layouts, and the Leeds workforce table, understood without a question.

Sources: data.police.uk (OGL v3.0), months as in the file names; Leeds City Region workforce diversity (OGL v3.0).
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from dueregard.analysis.records.choices import Choices
from dueregard.analysis.records.csv_files import read_csv
from dueregard.analysis.records.prepare import prepare
from dueregard.analysis.records.propose import propose_schema
from dueregard.analysis.records.schema import Role, Schema, Treatment
from dueregard.demo import records as made_up

STOPS = (
    "2019-12-city-of-london-stop-and-search.csv",
    "2020-02-merseyside-stop-and-search.csv",
    "south_wales/swp_02.csv",
    "police_api_2024_london/data_2024-04.csv",
)


def _by_heading(schema: Schema) -> dict[str, tuple[Treatment, str | None]]:
    return {
        column.heading.casefold().replace("_", " ").replace("-", " "): (column.treatment, column.classification)
        for column in schema.columns
    }


@pytest.mark.parametrize("name", STOPS)
def test_stop_and_search_is_understood_without_a_question(shared: Path, tmp_path: Path, name: str) -> None:
    path = shared / "data" / "test" / "stop_and_search" / name
    with path.open(newline="", encoding="utf-8") as file:
        real = list(csv.DictReader(file))

    raw = read_csv(path, to=tmp_path / "texts", name=name)
    schema = propose_schema(raw)
    prepared = prepare(raw, schema, Choices(), to=tmp_path / "kept", on=date(2026, 3, 31))

    found = _by_heading(schema)
    assert schema.questions == ()
    assert schema.has_offence_data
    assert schema.special_categories == ("racial or ethnic origin",)
    assert found["gender"] == (Treatment.PLACE_CODES, "sex")
    assert found["age range"] == (Treatment.PLACE_CODES, "age_stop_and_search")
    assert found["self defined ethnicity"] == (Treatment.PLACE_CODES, "ethnic_group_19")
    assert found["officer defined ethnicity"] == (Treatment.PLACE_CODES, "ethnic_officer_defined")
    assert found["latitude"][0] is found["longitude"][0] is Treatment.LEAVE_OUT
    assert found["datetime" if "datetime" in found else "date"][0] is Treatment.QUARTER
    assert prepared.rows_taken == len(real)
    kept = pl.read_parquet(prepared.path)
    assert kept.schema["datetime" if "datetime" in found else "date"] == pl.Date
    exact = {row.get("Latitude") or row.get("latitude") for row in real} - {"", None}
    assert not [each for each in exact if str(each).encode() in prepared.path.read_bytes()]


def test_leeds_table_is_counts_and_not_codes(shared: Path, tmp_path: Path) -> None:
    path = shared / "data" / "test" / "council_workforce" / "leeds_city_region_workforce_diversity.csv"

    raw = read_csv(path, to=tmp_path / "texts")
    schema = propose_schema(raw)
    prepared = prepare(raw, schema, Choices(), to=tmp_path / "kept", on=date(2026, 3, 31))

    leeds = pl.read_parquet(prepared.path).filter(pl.col("organisation").cast(pl.String) == "Leeds City Council")
    assert schema.questions == ()
    assert {column.role for column in schema.columns if column.heading.startswith("ethnicity")} <= {
        Role.AMOUNT, Role.EMPTY,
    }  # fmt: skip
    assert leeds.select("employees", "disability_yes", "ethnicity_asian").rows() == [(14107.0, 845.0, 799.0)]


def test_made_up_staff_list_is_understood_without_a_question(tmp_path: Path) -> None:
    raw = read_csv(made_up.staff(2026), to=tmp_path / "texts", name="staff.csv")
    schema = propose_schema(raw)

    found = {column.heading: (column.treatment, column.classification) for column in schema.columns}
    assert raw.heading_row == 4
    assert schema.questions == ()
    assert found["Name"][0] is found["Employee no"][0] is Treatment.LEAVE_OUT
    assert found["DOB"][0] is Treatment.AGE_BANDS
    assert found["Basic pay (£, full time)"][0] is Treatment.NUMBER
    assert [found[heading][1] for heading in ("Sex", "Ethnic origin (self-declared)", "Disabled?", "Religion / belief",
                                              "Sexual orientation")] == [
        "sex", "ethnic_group_19", "disability_2", "religion", "sexual_orientation",
    ]  # fmt: skip


@pytest.mark.parametrize("make", [made_up.staff, made_up.housing_help, made_up.penalty_notices])
def test_made_up_files_are_the_same_each_time_and_differ_by_year(make: object) -> None:
    assert make(2025) == make(2025)  # type: ignore[operator]
    assert make(2025) != make(2026)  # type: ignore[operator]
