"""The page on official figures: every command works as shown, every subject is named, the attribution is ours."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from dueregard.analysis.baselines import store
from dueregard.analysis.baselines.subjects import subjects
from dueregard.cli.main import main

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "baselines.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^    dueregard (baseline .*)$", PAGE, flags=re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS)
def test_command_works_as_shown(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(SystemExit) as ended:
        main(shlex.split(command))

    assert not ended.value.code


def test_commands_are_found() -> None:
    assert len(COMMANDS) == 12


def test_every_subject_is_named() -> None:
    assert {code for code in subjects() if f"`{code}`" not in PAGE} == set()


def test_attribution_is_what_the_product_shows() -> None:
    quoted = " ".join(line[2:] for line in PAGE.splitlines() if line.startswith("> "))

    assert quoted == store.attribution()


def test_code_on_the_page_gives_what_it_says() -> None:
    code = [block for block in re.findall(r"(?:^    .*\n|^\n)+", PAGE, flags=re.MULTILINE) if "import areas" in block]
    found: dict[str, object] = {}

    exec("\n".join(line[4:] for line in code[0].splitlines()), found)

    table = found["table"]
    assert table.cell({"disability_4": "disabled"}).value == 21_990  # type: ignore[attr-defined]
