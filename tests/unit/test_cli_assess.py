"""Assessments on the command line: remarks, decisions together, and what is refused."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dueregard.cli.main import app
from dueregard.domain.assessments.model import Assessment, Effect, Impact, Severity, Weight, group_of
from dueregard.domain.assessments.shape import assessment_from_json, assessment_to_json
from dueregard.terms.errors import CannotBeRead

LIBRARY = Assessment(
    "Close Mill Lane library",
    "england",
    impacts=(
        Impact(group_of("disability"), Effect.NONE),
        Impact(group_of(("age", "65 and over")), Effect.WORSE, "Far", Weight(Severity.SEVERE, people=40)),
    ),
)


def _file(folder: Path, name: str, assessment: Assessment) -> str:
    path = folder / name
    path.write_text(json.dumps(assessment_to_json(assessment)), encoding="utf-8")
    return str(path)


def ask(*words: str):
    return CliRunner().invoke(app, ["assess", *words])


def test_goes_round_as_json():
    assert assessment_from_json(json.loads(json.dumps(assessment_to_json(LIBRARY)))) == LIBRARY


def test_every_fault_of_a_file_is_named_at_once():
    with pytest.raises(CannotBeRead) as refused:
        assessment_from_json(
            {"title": "T", "nation": 3, "sponsor": "X", "impacts": [{"group": {"parts": [["age"]]}, "effect": "bad"}]}
        )

    words = refused.value.message
    assert all(said in words for said in ("nation", "sponsor", "parts[1]", "effect"))


def test_check_stops_at_an_unreasoned_no_effect(tmp_path):
    answer = ask("check", _file(tmp_path, "a.json", LIBRARY), "--format", "csv", "--on", "2026-11-22")

    assert answer.exit_code == 0, answer.output
    rows = list(csv.DictReader(io.StringIO(answer.stdout.lstrip("\ufeff"))))
    assert "Disability: why will there be no effect?" in [row["Remark"] for row in rows]
    assert all(row["Source"] for row in rows)


def test_cumulative_without_one_decision(tmp_path):
    first, second = _file(tmp_path, "a.json", LIBRARY), _file(tmp_path, "b.json", LIBRARY)

    answer = ask("cumulative", first, second, "--leave-out", second)

    assert answer.exit_code == 0, answer.output
    assert "Age: 65 and over: 2 worse, 2 severe; without it 1 worse, 1 severe." in answer.stdout


def test_cumulative_as_a_file(tmp_path):
    out = tmp_path / "map.json"
    answer = ask("cumulative", _file(tmp_path, "a.json", LIBRARY), "--format", "json", "--out", str(out))

    assert answer.exit_code == 0, answer.output
    text = out.read_text(encoding="utf-8")
    assert "worse, severe, 40 people" in text


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        ("{", 4, "not JSON"),
        ("[]", 4, "not an assessment"),
        ('{"format": "dueregard.plan/1"}', 4, "not an assessment"),
        ('{"title": "T", "nation": "mars"}', 2, "not a nation"),
        ("[" * 100_000, 4, "JSON"),
    ],
)
def test_what_is_none_is_refused(tmp_path, content, code, said):
    file = tmp_path / "x.json"
    file.write_text(content, encoding="utf-8")

    answer = ask("check", str(file))

    assert answer.exit_code == code
    assert said in answer.output


def test_wrong_words_are_refused(tmp_path):
    file = _file(tmp_path, "a.json", LIBRARY)

    assert ask("check", file, "--without", "nothing").exit_code == 2
    assert ask("check", file, "--on", "soon").exit_code == 2
    assert ask("check", file, "--out", str(tmp_path / "o.txt")).exit_code == 2
    assert ask("cumulative", file, "--leave-out", "other.json").exit_code == 2
