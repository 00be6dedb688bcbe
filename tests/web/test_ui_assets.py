"""What is shipped to browsers is what its record says, and nothing reaches outside."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path

import dueregard.web.ui as ui

STATIC = Path(ui.__file__).parent / "static" / "ui"
TEMPLATES = Path(ui.__file__).parents[1]


def test_shipped_files_have_their_recorded_fingerprint() -> None:
    record = tomllib.loads((STATIC / "ASSETS.toml").read_text())["file"]

    assert {each["name"]: hashlib.sha256((STATIC / each["name"]).read_bytes()).hexdigest() for each in record} == {
        each["name"]: each["sha256"] for each in record
    }


def test_every_file_is_recorded_or_ours() -> None:
    record = {each["name"] for each in tomllib.loads((STATIC / "ASSETS.toml").read_text())["file"]}

    assert {path.name for path in STATIC.iterdir()} - record == {"ASSETS.toml", "dueregard.css", "mark.svg"}


def test_stylesheets_load_only_from_beside_themselves() -> None:
    for sheet in STATIC.glob("*.css"):
        for address in re.findall(r"url\(([^)]*)\)", sheet.read_text()):
            assert (STATIC / address.strip("'\"")).exists(), f"{sheet.name} loads {address}"


def test_no_gov_uk_branding_is_shipped() -> None:
    text = (STATIC / "govuk-frontend.css").read_text().lower()

    assert "gds transport" not in text
    assert not list(STATIC.glob("*crown*")) + list(STATIC.glob("*crest*"))


def test_templates_have_no_inline_style_or_script() -> None:
    faults = [
        f"{path.name}: {found}"
        for path in TEMPLATES.rglob("*.jinja")
        for found in re.findall(r"<style|\sstyle=|\son[a-z]+=\"|javascript:|<script(?![^>]*\bsrc=)", path.read_text())
    ]

    assert faults == []
