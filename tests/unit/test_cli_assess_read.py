"""`dueregard assess read`: its three forms, and what it answers with where there is nothing to read."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dueregard.cli.main import app
from dueregard.domain.assessments.shape import assessment_from_json
from factories.old_assessments import feedback_grid, plain_letter


def ask(*words: str):
    return CliRunner().invoke(app, ["assess", "read", *words])


@pytest.fixture
def letter(tmp_path: Path) -> str:
    path = tmp_path / "letter.txt"
    path.write_bytes(plain_letter())
    return str(path)


def test_in_words_what_it_says_and_what_is_missing(letter: str):
    said = ask(letter)

    assert said.exit_code == 0
    assert "  Age: Worse. older people eat there.\n" in said.stdout
    assert "  Sex: No effect.\n" in said.stdout
    assert "  It says “no effect” without a reason for Sex.\n" in said.stdout
    assert "  Head of Adult Care on 2 February 2021\n" in said.stdout


def test_json_holds_the_open_form(letter: str):
    shape = json.loads(ask(letter, "--format", "json").stdout)

    assert assessment_from_json(shape["assessment"]).title == "Cut the grant for the lunch club"
    assert shape["is_one"] is True


def test_csv_goes_to_a_file(tmp_path: Path):
    source, out = tmp_path / "grid.html", tmp_path / "read.csv"
    source.write_bytes(feedback_grid())

    said = ask(str(source), "--format", "csv", "--out", str(out))

    assert said.exit_code == 0
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    assert [row["Says"] for row in rows if row["What"] == "promise"] == ["Translate letters"]


def test_no_assessment_is_said_so(tmp_path: Path):
    path = tmp_path / "minutes.txt"
    path.write_text("Minutes\n\nThe board met on 3 May.\n", encoding="utf-8")

    said = ask(str(path))

    assert said.exit_code == 3
    assert said.stdout == ""


def test_what_cannot_be_read_says_why(tmp_path: Path):
    path = tmp_path / "picture.docx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")

    said = ask(str(path))

    assert said.exit_code == 4
