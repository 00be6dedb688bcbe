"""`dueregard compare` and `dueregard scan`: from an untidy file to a comparison, through the gate."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dueregard.cli.main import app

GROUPS = (
    ("Asian - Indian", 300, 0.10),
    ("White British", 1500, 0.20),
    ("WHITE - IRISH", 60, 0.20),
    ("Refused", 90, 0.2),
)


def ask(*words: str | Path):
    return CliRunner().invoke(app, [*map(str, words)])


def rows_of(answer) -> dict[str, dict[str, str]]:
    assert answer.exit_code == 0, answer.output
    return {row["group"]: row for row in csv.DictReader(io.StringIO(answer.stdout))}


@pytest.fixture(scope="module")
def records(tmp_path_factory) -> Path:
    """Make up 1,950 cases with untidy headings and wordings; one in eight of them has no sex."""
    draw = random.Random(5)
    lines = ["Ref ,Ethnic  Origin, Sex,Result"]
    for wording, people, chance in GROUPS:
        for number in range(people):
            result = "Helped" if number < people * chance else "Not helped"
            sex = draw.choice(["F", "Male", "female", "M", "F", "M", "Male", ""])
            lines.append(f"R{len(lines):05d},{wording},{sex},{result}")
    path = tmp_path_factory.mktemp("records") / "cases.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_compare_holds_an_untidy_column_against_the_census(records):
    found = rows_of(ask("compare", records, "--by", "ethnic origin", "--baseline", "Kingston upon Thames", "-f", "csv"))

    assert found["indian"]["count"] == "300"
    # 300 of the 1,860 who declared
    assert float(found["indian"]["percent"]) == pytest.approx(300 / 1860 * 100)
    assert found["white_british"]["finding"] == "over"
    assert found["roma"]["count"] == "0"
    assert found["prefer_not_to_say"]["finding"] == "not in the base"


def test_compare_by_an_outcome_gives_rates_and_tests(records):
    found = rows_of(
        ask("compare", records, "--by", "Ethnic Origin", "--outcome", "Result=helped", "--detail", "-f", "csv")
    )

    assert (found["indian"]["count"], found["indian"]["base"], found["indian"]["finding"]) == ("30", "300", "lower")


def test_compare_two_files_holds_one_against_the_other(records, tmp_path):
    other = tmp_path / "applicants.csv"
    other.write_text("Ethnicity\n" + "Indian\n" * 400 + "White British\n" * 400, encoding="utf-8")

    answer = ask("compare", records, "--by", "Ethnic Origin", "--against", other, "-f", "csv")

    assert answer.exit_code == 2
    assert "Ethnic Origin" in answer.output  # the other file calls it by another name, and the error says so


def test_compare_needs_to_know_what_with(records):
    answer = ask("compare", records, "--by", "Sex")

    assert answer.exit_code == 2
    assert "--baseline" in answer.output


def test_compare_names_the_columns_there_are(records):
    answer = ask("compare", records, "--by", "Faith", "--baseline", "Kingston upon Thames")

    assert answer.exit_code == 2
    assert "Ethnic" in answer.output


def test_compare_names_the_outcomes_there_are(records):
    answer = ask("compare", records, "--by", "Sex", "--outcome", "Result=Cured")

    assert answer.exit_code == 2
    assert "Not helped" in answer.output


def test_an_identifier_cannot_be_counted_by(records):
    answer = ask("compare", records, "--by", "Ref", "--baseline", "Kingston upon Thames")

    assert answer.exit_code == 2
    assert "cannot be counted by" in answer.output


def test_scan_ranks_and_hedges(records):
    answer = ask(
        "scan", records, "--by", "Ethnic Origin,Sex", "--outcome", "Result=Helped", "--better", "higher",
        "--words", "were helped", "-f", "csv", "--crossings", "2",
    )  # fmt: skip

    first = next(csv.DictReader(io.StringIO(answer.stdout)))
    assert answer.exit_code == 0, answer.output
    assert first["group"].startswith("Asian")
    assert "30 of 300" in first["in_words"]
    assert "It does not show why" in answer.output


def test_no_small_count_is_ever_written(tmp_path):
    path = tmp_path / "few.csv"
    path.write_text(
        "Ethnicity,Result\n" + "Indian,Helped\n" * 7 + "Indian,No\n" * 60 + "White British,Helped\n" * 300
        + "White British,No\n" * 300 + "Chinese,Helped\n" * 50 + "Chinese,No\n" * 50,
        encoding="utf-8",
    )  # fmt: skip

    answer = ask("compare", path, "--by", "Ethnicity", "--outcome", "Result=Helped", "--detail", "-f", "csv")

    assert answer.exit_code == 0, answer.output
    counts = [row["count"] for row in csv.DictReader(io.StringIO(answer.stdout))]
    assert "7" not in counts
    assert counts.count("NA") >= 2


def test_self_defined_and_officer_defined_are_held_against_each_other(shared):
    file = shared / "data/test/stop_and_search/2020-02-merseyside-stop-and-search.csv"

    found = rows_of(
        ask("compare", file, "--by", "Self-defined ethnicity", "--with", "Officer-defined ethnicity", "-f", "csv")
    )

    # counted apart with the csv module: 2,511 of those who said White were written down as White
    with file.open(encoding="utf-8", newline="") as stream:
        both = sum(
            row["Self-defined ethnicity"].startswith("White") and row["Officer-defined ethnicity"] == "White"
            for row in csv.DictReader(stream)
        )
    assert int(found["white"]["agreed"]) == both
    assert found["all"]["agreed"] == "NA"


def test_a_police_file_is_compared_with_the_census_without_questions(shared):
    file = shared / "data/test/stop_and_search/2020-02-merseyside-stop-and-search.csv"

    found = rows_of(ask("compare", file, "--by", "Self-defined ethnicity", "--baseline", "Liverpool", "-f", "csv"))

    assert found["white"]["count"] == "2531"
    assert found["white"]["finding"] == "over"
