"""What the command line says of real councils' documents, which stand beside the project and are not part of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dueregard.cli.main import app

KINGSTON = (
    "kingston_split_tables.docx", "kingston_single_table.docx", "kingston_split_tables.pdf",
    "kingston_single_table.pdf",
    "kingston_one_sheet.xlsx", "kingston_one_sheet.ods", "kingston_one_sheet.csv", "kingston_one_sheet_utf8bom.csv",
    "kingston_split_tables.html", "kingston_escaped_tags.html", "kingston_pasted.tsv",
)  # fmt: skip
MAIDSTONE = ("maidstone_update.docx", "maidstone_update.pdf", "maidstone_update.xlsx", "maidstone_update.html",
             "maidstone_pasted.txt")  # fmt: skip


def run(*arguments: str | Path):
    return CliRunner().invoke(app, [str(one) for one in arguments], env={"COLUMNS": "200"})


@pytest.mark.parametrize("name", KINGSTON)
def test_counts_of_a_plan_of_63_actions(shared, name):
    result = run("plan", "read", shared / "documents" / "binary" / name)

    assert result.exit_code == 0, result.output
    sentence = next(line for line in result.stdout.splitlines() if "actions in" in line)
    assert sentence.startswith("63 actions in 6 sections; ")
    for words in ("1 without strands", "5 without a date", "8 due after the plan’s end"):
        assert words in sentence


@pytest.mark.parametrize("name", ["kingston_split_tables.docx", "kingston_split_tables.pdf", "kingston_one_sheet.xlsx"])
def test_rows_cut_by_pages_are_counted(shared, name):
    assert "; 11 joined over pages; " in run("plan", "read", shared / "documents" / "binary" / name).stdout


@pytest.mark.parametrize("name", MAIDSTONE)
def test_counts_of_an_update_of_17_actions(shared, name):
    result = run("plan", "read", shared / "documents" / "binary" / name)

    assert result.exit_code == 0, result.output
    assert "17 actions in 3 sections" in result.stdout


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("kingston_award_news.txt", ("award", "initiative", "pledge")),
        ("kensington_chelsea_strategy.txt", ("aim", "value")),
        ("award_shortlist.txt", ("It holds",)),
    ],
)
def test_what_is_no_plan_says_what_it_holds(shared, name, kinds):
    result = run("plan", "read", shared / "documents" / "original" / name)

    assert result.exit_code == 3
    assert result.stdout == ""
    for kind in kinds:
        assert kind in result.stderr


def test_scan_says_so_in_one_line(shared):
    result = run("plan", "read", shared / "documents" / "binary" / "kingston_scan_no_text.pdf")

    assert result.exit_code == 4
    assert result.stderr.count("\n") == 1


def test_check_finds_the_measures_that_stand_in_the_text(shared):
    result = run("plan", "check", shared / "documents" / "binary" / "kingston_single_table.docx", "-f", "json")

    remarks = json.loads(result.stdout_bytes)["remarks"]
    assert {one["number"]: one["proposed"] for one in remarks if one["rule"] == "measure_in_text"} == {
        "33": "Share of babies and toddlers in the borough: 95 %, by 31 March 2016",
        "39": "Share of special schools engaged in first access music programme: 100 %, by 31 March 2016",
    }
    assert sorted(int(one["number"]) for one in remarks if one["rule"] == "date_none") == [15, 21, 22, 23, 49]
    assert [one["number"] for one in remarks if one["rule"] == "strand_none"] == ["12"]


def test_health_check_lists_the_assessments_promised(shared, tmp_path):
    import docx

    document = shared / "documents" / "binary" / "kingston_single_table.docx"

    assert run("plan", "check", document, "--word", tmp_path / "h.docx", "--on", "2026-11-21").exit_code == 0

    word = docx.Document(str(tmp_path / "h.docx"))
    rows = next(t for t in word.tables if t.rows[0].cells[0].text == "Action").rows
    assert [(row.cells[0].text, row.cells[2].text) for row in rows][1:3] == [
        ("9", "31 March 2016"),
        ("10", "31 March 2016"),
    ]
