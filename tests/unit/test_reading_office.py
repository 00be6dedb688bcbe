"""Older office texts by way of LibreOffice: where it is missing, slow, or meets a table at the end of a .doc."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

import reading_made_up as made
from dueregard.reading.limits import DEFAULT
from dueregard.reading.read import read_document
from dueregard.reading.readers import office
from dueregard.reading.readers.doc_ending import with_last_paragraph
from dueregard.terms.errors import CannotBeRead

needs_office = pytest.mark.skipif(office.program() is None, reason="LibreOffice is not installed.")
RTF = b"{\\rtf1\\ansi Train all staff.\\par Audit the routes.\\par}"


def _converted(tmp_path: Path, data: bytes, *, to: str) -> bytes:
    (tmp_path / "plan.docx").write_bytes(data)
    profile = f"-env:UserInstallation=file://{tmp_path}/p"
    command = [str(office.program()), profile, "--headless", "--convert-to", to, "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "plan.docx")], check=True, capture_output=True, timeout=90)
    return (tmp_path / f"plan.{to}").read_bytes()


@needs_office
@pytest.mark.parametrize("format", ["doc", "odt"])
def test_office_texts_are_read(format: str, tmp_path: Path) -> None:
    data = _converted(tmp_path, made.word_plan(), to=format)

    blocks = read_document(data, name=f"plan.{format}")
    (table,) = blocks.tables()

    assert blocks.format == format
    assert [cell.text for cell in table.rows[2].cells] == list(made.ROWS[1])


@needs_office
def test_doc_that_ends_in_a_table_is_mended_and_only_that(tmp_path: Path) -> None:
    ends_in_table = _converted(tmp_path, made.word_plan(), to="doc")
    ends_in_text = _converted(tmp_path, made.word(lambda d: d.add_paragraph("Words")), to="doc")

    mended = with_last_paragraph(ends_in_table)

    assert mended != ends_in_table
    assert len(mended) == len(ends_in_table)
    assert with_last_paragraph(mended) == mended
    assert with_last_paragraph(ends_in_text) == ends_in_text


@needs_office
def test_rich_text() -> None:
    blocks = read_document(RTF, name="plan.rtf")

    assert [block.text for block in blocks.blocks] == ["Train all staff.", "Audit the routes."]  # type: ignore[union-attr]


def test_without_office_it_says_how_to_save(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_PLACES", "/nowhere")

    with pytest.raises(CannotBeRead, match="not installed here") as refused:
        read_document(RTF, name="plan.rtf")

    assert "Word document (.docx)" in str(refused.value)


def test_slow_office_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    slow = tmp_path / "soffice"
    slow.write_text("#!/bin/sh\nexec sleep 60\n", encoding="ascii")
    slow.chmod(0o755)
    monkeypatch.setattr(office, "program", lambda: str(slow))

    with pytest.raises(CannotBeRead, match="took longer than 1 seconds"):
        read_document(RTF, name="plan.rtf", limits=replace(DEFAULT, seconds=1))


def test_office_that_gives_nothing_means_damage(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    empty = tmp_path / "soffice"
    empty.write_text("#!/bin/sh\nexit 0\n", encoding="ascii")
    empty.chmod(0o755)
    monkeypatch.setattr(office, "program", lambda: str(empty))

    with pytest.raises(CannotBeRead, match="damaged"):
        read_document(RTF, name="plan.rtf")
