"""Every template of every app parses, calls only components that exist, and has words that can be translated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.template import engines
from jinja2 import Environment
from jinja2.ext import babel_extract

import dueregard.web

WEB = Path(dueregard.web.__file__).parent
TEMPLATES = sorted(WEB.rglob("*.jinja"))
ROOMS = {"ui": "components", "forms": "forms", "list": "list"}


@pytest.fixture
def environment() -> Environment:
    (engine,) = [each for each in engines.all() if hasattr(each, "env")]
    return engine.env  # type: ignore[no-any-return]


def _unknown_macros(source: str, environment: Environment) -> Iterator[str]:
    known: dict[str, Any] = {
        room: environment.get_template(f"ui/{file}.jinja").module.__dict__ for room, file in ROOMS.items()
    }
    for room, name in re.findall(r"\b(ui|forms|list)\.(\w+)\(", source):
        if name not in known[room]:
            yield f"{room}.{name}"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(WEB)))
def test_template_parses_and_calls_what_exists(path: Path, environment: Environment) -> None:
    source = path.read_text()

    environment.parse(source)

    assert list(_unknown_macros(source, environment)) == []


def test_an_unknown_component_is_found(environment: Environment) -> None:
    assert list(_unknown_macros("{{ ui.status('closed') }}{{ ui.sparkle(1) }}", environment)) == ["ui.sparkle"]


def test_words_can_be_taken_out_for_translation() -> None:
    path = WEB / "ui" / "templates" / "ui" / "components.jinja"
    with path.open("rb") as source:
        found = {words for _line, _name, words, _comments in babel_extract(source, ("_", "ngettext"), [], {})}

    assert {"Filters in use", "Remove filter:", "Hidden to protect people"} <= found
