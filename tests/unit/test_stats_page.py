"""Do the commands on the reference page of the statistics do what it says?"""

from __future__ import annotations

import re
from pathlib import Path

from typer.testing import CliRunner

from dueregard.cli.main import app
from dueregard.terms.citations import sources

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "statistics.md"


def test_the_example_of_a_share():
    text = PAGE.read_text(encoding="utf-8")
    shown = text.split("--confidence 95\n", 1)[1].split("\n\n", 1)[0]

    answer = CliRunner().invoke(
        app, ["stats", "proportion", "-", "--confidence", "95"], input="area,n,x\nNorth,100,65\nSouth,0,0\n"
    )

    assert answer.stdout.split() == shown.split()


def test_the_example_of_raking_fails_as_it_says(tmp_path):
    text = PAGE.read_text(encoding="utf-8")
    people, targets = re.findall(r"printf '(.*)' > (?:people|targets)", text)
    (tmp_path / "people.csv").write_text(people.replace("\\n", "\n"), encoding="utf-8")
    (tmp_path / "targets.json").write_text(targets, encoding="utf-8")

    words = ["stats", "rake", str(tmp_path / "people.csv"), "--targets", str(tmp_path / "targets.json")]
    answer = CliRunner().invoke(app, words)

    assert answer.exit_code == 3
    assert "Everybody in the sample who is “16” of age is “student” of work" in answer.stderr


def test_every_command_and_source_on_the_page_is_there():
    text = PAGE.read_text(encoding="utf-8")
    commands = set(re.findall(r"`stats ([a-z-]+)`", text))
    listed = set(re.findall(r"^  ([a-z-]+)  ", CliRunner().invoke(app, ["stats", "--help"]).stdout, re.M))
    cited = {
        key.strip()
        for line in text.splitlines()
        if line.startswith("| ") and line.count("|") == 6 and "---" not in line
        for key in line.split("|")[5].split(",")
    } - {"source"}

    assert commands == listed
    assert cited <= set(sources())
