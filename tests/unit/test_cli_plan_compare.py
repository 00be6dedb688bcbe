"""`dueregard plan compare`: every form, every exit code, from documents and from our own exports."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from typer.testing import CliRunner

from dueregard.cli.main import app
from dueregard.domain.plans.document import plan_document
from dueregard.domain.plans.model import Plan
from dueregard.domain.plans.shape import plan_to_json
from dueregard.domain.plans.sheets import plan_workbook
from dueregard.publish.csv import write_csv
from dueregard.publish.excel import write_xlsx
from dueregard.publish.word import write_word
from fixtures.plans.two_years import AFTER, BEFORE

ON = date(2026, 4, 1)
SUMMARY = (
    "12 actions before, 9 now: 2 carried as they were, 1 carried with changes, 2 under another name or number, "
    "3 developed into others, 1 closed, 1 openly dropped, 1 dropped without a word, "
    "1 said to be ongoing but not found; 1 new."
)


def written(plan: Plan, form: str) -> bytes:
    """Give a plan in one of the forms in which we export it."""
    match form:
        case "json":
            return json.dumps(plan_to_json(plan)).encode()
        case "docx":
            return write_word(plan_document(plan, on=ON, names="all"))
    book = plan_workbook(plan, on=ON, names="all")
    return write_csv(book) if form == "csv" else write_xlsx(book)


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """Give the two plans as JSON files."""
    files = tmp_path / "before.json", tmp_path / "after.json"
    for file, plan in zip(files, (BEFORE, AFTER), strict=True):
        file.write_bytes(written(plan, "json"))
    return files


def run(*arguments: str | Path, given: bytes | None = None):
    return CliRunner().invoke(app, ["plan", "compare", *(str(one) for one in arguments)], input=given)


def test_the_sentence_comes_first_then_the_strongest_finding(pair):
    result = run(*pair)

    said = " ".join(result.stdout.split())
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    assert SUMMARY in said
    at = [
        said.index(words) for words in (SUMMARY, "but not found there (1)", "Dropped without a word (1)", "Carried as")
    ]
    assert at == sorted(at)
    assert "11: Ask faith groups to review the cemetery rules" in said


@pytest.mark.parametrize(("old", "new"), [("csv", "xlsx"), ("xlsx", "json"), ("docx", "docx"), ("json", "csv")])
def test_our_own_exports_are_compared_alike(old, new, tmp_path):
    before, after = tmp_path / f"before.{old}", tmp_path / f"after.{new}"
    before.write_bytes(written(BEFORE, old))
    after.write_bytes(written(AFTER, new))

    result = run(before, after)

    assert result.exit_code == 0, result.output
    assert SUMMARY in " ".join(result.stdout.split())


def test_json_holds_every_action_once(pair):
    result = run(*pair, "--format", "json")

    shape = json.loads(result.stdout_bytes.decode("utf-8"))
    assert shape["format"] == "dueregard.plan-comparison/1"
    assert shape["counts"]["without_a_word"] == 1
    olds = [at for match in shape["matches"] for at in match["old"]] + [one["old"] for one in shape["not_found"]]
    assert sorted(olds) == list(range(1, 13))
    moved = next(change for match in shape["matches"] if match["old"] == [2] for change in match["changes"][1:])
    assert (moved["field"], moved["kind"], moved["days"]) == ("due_date", "later", 456)


@pytest.mark.parametrize("bom", [False, True])
def test_csv_has_a_row_for_each_entry(pair, bom):
    result = run(*pair, "-f", "csv", *(["--bom"] if bom else []))

    rows = list(csv.DictReader(io.StringIO(result.stdout_bytes.decode("utf-8-sig"))))
    assert result.stdout_bytes.startswith(b"\xef\xbb\xbf") is bom
    assert len(rows) == 12  # 4 not found, 7 matches, 1 new
    assert rows[0]["What became of it"] == "Said to be ongoing in the new plan, but not found there"
    assert rows[1]["No before"] == "11"


def test_excel_and_word_are_written_by_the_name_of_the_file(pair, tmp_path):
    sheet, word = tmp_path / "compared.xlsx", tmp_path / "compared.docx"

    results = run(*pair, "--out", sheet), run(*pair, "--out", word)

    assert [result.exit_code for result in results] == [0, 0]
    assert all(SUMMARY in " ".join(result.stderr.split()) for result in results)
    assert openpyxl.load_workbook(sheet)["Comparison"].max_row == 13
    headings = [one.text for one in docx.Document(str(word)).paragraphs if one.style.name.startswith("Heading")]
    assert headings[1:4] == [
        "In short",
        "Said to be ongoing in the new plan, but not found there",
        "Dropped without a word",
    ]


def test_one_of_the_two_may_come_from_standard_input(pair):
    result = run("-", pair[1], given=pair[0].read_bytes())

    assert result.exit_code == 0, result.output
    assert "12 actions before, 9 now" in result.stdout


def test_a_document_without_actions_ends_with_3(pair, tmp_path):
    news = tmp_path / "news.txt"
    news.write_text("The library opens on Sunday. Everybody is welcome.\n", encoding="utf-8")

    for files in ((pair[0], news), (news, pair[1])):
        result = run(*files)
        assert result.exit_code == 3
        assert "news.txt" in result.stderr
        assert result.stdout == ""


def test_a_file_that_cannot_be_read_ends_with_4(pair, tmp_path):
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"PK\x03\x04 and no more")

    assert run(pair[0], broken).exit_code == 4


@pytest.mark.parametrize(
    "arguments", [("-", "-"), ("{old}", "missing.docx"), ("{old}", "{new}", "--out", "{new}", "-f", "json")]
)
def test_wrong_use_ends_with_2(arguments, pair):
    result = run(*(one.format(old=pair[0], new=pair[1]) for one in arguments))

    assert result.exit_code == 2, result.output


def test_a_plan_compared_with_itself_is_all_carried(pair):
    result = run(pair[1], pair[1])

    assert "9 actions before, 9 now: 9 carried as they were." in " ".join(result.stdout.split())
