"""`dueregard classify`: the report, the file, decisions, every exit code; no count and no rare value gets out."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from dueregard.cli.main import app

ROWS = (
    ["White - British"] * 30 + ["Asian or Asian British - Indian"] * 12 + ["Pakastani"] * 11 + ["Asian"] * 3
    + ["Prefer not to say"] * 4 + [""] * 2 + ["Ask Jane Bloggs"]
)  # fmt: skip


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """Give records with an ethnic origin, as an HR system exports them."""
    path = tmp_path / "staff.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Payroll no", "Ethnic Origin", "Change"])
        writer.writerows([number, value, "-5"] for number, value in enumerate(ROWS, start=1))
    return path


def run(*arguments: str | Path, given: bytes | None = None):
    return CliRunner().invoke(app, ["classify", *(str(one) for one in arguments)], input=given)


def _added(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_classify_report_tells_bands_and_holds_back(records):
    found = run(records, "--column", "Ethnic Origin", "--as", "ethnic_group_19")

    assert found.exit_code == 0, found.stderr
    assert "about 50 rows" in found.stdout
    assert "Pakastani" in found.stdout
    assert "pakistani" in found.stdout
    assert "Jane" not in found.stdout + found.stderr
    assert "1 wording is held back" in found.stdout
    assert "Race in the Equality Act 2010" in found.stdout


def test_classify_shows_all_to_who_asks(records):
    found = run(
        records, "-c", "ethnic origin", "--as", "ethnic_group_19", "--show-all", "--threshold", "1", "-f", "csv"
    )

    rows = list(csv.DictReader(io.StringIO(found.stdout)))

    assert {row["value"]: row["rows"] for row in rows}["Ask Jane Bloggs"] == "1"
    assert {row["value"]: row["rows"] for row in rows}["White - British"] == "30"


def test_classify_writes_codes_only_where_placed(records, tmp_path):
    out = tmp_path / "coded.csv"

    found = run(records, "-c", "Ethnic Origin", "--as", "ethnic_group_19", "--out", out)
    rows = _added(out)

    assert found.exit_code == 0, found.stderr
    assert len(rows) == len(ROWS)
    assert [row["Ethnic Origin"] for row in rows] == ROWS
    assert rows[0]["ethnic_group_19"] == "white_british"
    assert rows[0]["ethnic_group_19_label"] == "White: English, Welsh, Scottish, Northern Irish or British"
    assert rows[0]["Change"] == "-5"
    by_value = {row["Ethnic Origin"]: (row["ethnic_group_19"], row["ethnic_group_19_state"]) for row in rows}
    assert by_value == {
        "White - British": ("white_british", "placed"),
        "Asian or Asian British - Indian": ("indian", "placed"),
        "Pakastani": ("", "proposed"),
        "Asian": ("", "proposed"),
        "Prefer not to say": ("prefer_not_to_say", "placed"),
        "": ("not_known", "placed"),
        "Ask Jane Bloggs": ("", "unplaced"),
    }


def test_classify_remembers_what_people_decided(records, tmp_path):
    todo, out = tmp_path / "todo.json", tmp_path / "coded.csv"

    run(records, "-c", "Ethnic Origin", "--as", "ethnic_group_19", "--questions", todo)
    asked = json.loads(todo.read_text(encoding="utf-8"))
    asked["ethnic_group_19"]["Pakastani"] = "pakistani"
    todo.write_text(json.dumps(asked), encoding="utf-8")
    found = run(records, "-c", "Ethnic Origin", "--as", "ethnic_group_19", "--remembered", todo, "--out", out)

    assert found.exit_code == 0, found.stderr
    assert set(asked["ethnic_group_19"]) == {"Pakastani", "Asian"}
    assert {row["ethnic_group_19"] for row in _added(out) if row["Ethnic Origin"] == "Pakastani"} == {"pakistani"}
    assert {row["ethnic_group_19"] for row in _added(out) if row["Ethnic Origin"] == "Asian"} == {""}


def test_classify_remembered_as_toml_and_flat(records, tmp_path):
    decided = tmp_path / "decided.toml"
    decided.write_text('"Pakastani" = "pakistani"\n', encoding="utf-8")

    found = run(records, "-c", "Ethnic Origin", "--as", "ethnic_group_19", "--remembered", decided, "-f", "json")

    lines = {line["value"]: line for line in json.loads(found.stdout)["lines"]}
    assert (lines["Pakastani"]["code"], lines["Pakastani"]["how"]) == ("pakistani", "remembered")


def test_classify_reads_codes_under_a_named_scheme(tmp_path):
    path = tmp_path / "nhs.csv"
    path.write_text("Id,Ethnic category\n1,A\n2,C3\n3,CL\n4,Z\n5,99\n6,\n", encoding="utf-8")
    out = tmp_path / "out.csv"

    found = run(path, "-c", "Ethnic category", "--as", "ethnic_group_19", "--scheme", "nhs", "-o", out)

    assert found.exit_code == 0, found.stderr
    assert [(row["ethnic_group_19"], row["ethnic_group_19_quality"]) for row in _added(out)] == [
        ("white_british", "exact"),
        ("white_other", "broader"),
        ("gypsy_or_irish_traveller", "narrower"),
        ("prefer_not_to_say", "exact"),
        ("not_known", "exact"),
        ("not_known", "exact"),
    ]


def test_classify_reads_workbooks(tmp_path):
    book = openpyxl.Workbook()
    for row in [("Name", "Sex"), ("a", "F"), ("b", "M"), ("c", "F")]:
        book.active.append(row)
    path = tmp_path / "staff.xlsx"
    book.save(path)

    found = run(path, "-c", "Sex", "--as", "sex", "--threshold", "1", "-f", "csv")

    assert {row["value"]: row["code"] for row in csv.DictReader(io.StringIO(found.stdout))} == {
        "F": "female",
        "M": "male",
    }


def test_classify_reads_standard_input(records):
    found = run("-", "-c", "Ethnic Origin", "--as", "ethnic_group_5", "-f", "json", given=records.read_bytes())

    shape = json.loads(found.stdout)

    assert shape["format"] == "dueregard.classify/1"
    assert shape["rows"]["all"] == "about 60"
    assert "Jane" not in found.stdout


def test_classify_guards_formulas(tmp_path):
    path, out = tmp_path / "in.csv", tmp_path / "out.csv"
    path.write_text("Note,Sex\n=1+1,F\n+44 20,M\n@x,F\n", encoding="utf-8")

    run(path, "-c", "Sex", "--as", "sex", "-o", out)

    assert [row["Note"] for row in _added(out)] == ["'=1+1", "+44 20", "'@x"]


def test_classify_does_not_overwrite_a_column_of_the_same_name(tmp_path):
    path, out = tmp_path / "in.csv", tmp_path / "out.csv"
    path.write_text("No,sex\n1,F\n2,M\n", encoding="utf-8")

    run(path, "-c", "sex", "--as", "sex", "-o", out)

    assert [(row["sex"], row["sex_2"]) for row in _added(out)] == [("F", "female"), ("M", "male")]


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("-c", "Nationality", "--as", "sex"), 2, "“Payroll no”, “Ethnic Origin”, “Change”"),
        (("--as", "sex"), 2, "No column is named"),
        (("-c", "Ethnic Origin"), 2, "--as ethnic_group_19"),
        (("-c", "Payroll no"), 2, "--list"),
        (("-c", "Ethnic Origin", "--as", "ethnicity_19"), 2, "ethnic_group_19"),
        (("-c", "Ethnic Origin", "--as", "ethnic_group_19", "--scheme", "sap"), 2, "Known are"),
        (("-c", "Ethnic Origin", "--as", "ethnic_group_19", "--scheme", "iso_5218"), 2, "not of"),
        (("-c", "Ethnic Origin", "--as", "age_workforce"), 3, "Nothing in this column"),
    ],
)
def test_classify_says_what_is_wrong(records, options, code, said):
    found = run(records, *options)

    assert found.exit_code == code
    assert said in found.stderr
    assert "Jane" not in found.stderr


def test_classify_files_that_are_not_there_or_cannot_be_read(records, tmp_path):
    broken, there = tmp_path / "broken.xlsx", tmp_path / "there.csv"
    broken.write_bytes(b"PK\x03\x04 not a workbook")
    there.write_text("x", encoding="utf-8")
    decided = tmp_path / "decided.json"
    decided.write_text("[1]", encoding="utf-8")
    asked = ("-c", "Ethnic Origin", "--as", "ethnic_group_19")

    assert run(tmp_path / "none.csv", *asked).exit_code == 2
    assert run(broken, *asked).exit_code == 4
    assert run(records, *asked, "--out", there).exit_code == 2
    assert there.read_text(encoding="utf-8") == "x"
    assert run(records, *asked, "--remembered", decided).exit_code == 4
    assert run().exit_code == 2


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_classify_lists(form):
    everything = run("--list", "-f", form)
    one = run("--list", "--as", "gender_identity", "-f", form)

    assert everything.exit_code == one.exit_code == 0
    assert "ethnic_group_19" in everything.stdout
    assert "nhs" in everything.stdout
    assert "non_binary" in one.stdout
