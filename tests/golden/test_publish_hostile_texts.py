"""What LibreOffice makes of texts that want to be formulas, in each form we write: nothing.

Another program opens our files as a reader would and says, in its own flat XML, what each cell is. Without it the
test is skipped, save where CI is set: there it fails. A file of the same texts without our rule is opened beside
them, and does come alive: so the test can fail.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import etree

from dueregard.publish.csv import write_csv
from dueregard.publish.excel import write_xlsx
from dueregard.publish.opendocument import write_ods
from publish_made_up import HOSTILE, one_column

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
# Comma, quotation mark, UTF-8, and all that a careless reader switches on: special numbers and formulas.
HOSTILE_IMPORT = "Text - txt - csv (StarCalc):44,34,76,1,,2057,false,true,false,false,false,0,true"


@dataclass(frozen=True, slots=True)
class Seen:
    """A cell as LibreOffice sees it."""

    text: str
    is_formula: bool
    kind: str | None


@pytest.fixture(scope="module")
def office() -> str:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if not found:
        if os.environ.get("CI"):
            pytest.fail("LibreOffice is not installed, and CI must run this test.")
        pytest.skip("LibreOffice is not installed: nothing else tells us how a spreadsheet takes our files.")
    return found


def _seen(office: str, folder: Path, name: str, *, how: str | None = None) -> list[Seen]:
    command = [office, "--headless", "--norestore", f"-env:UserInstallation=file://{folder}/profile"]
    command += [f"--infilter={how}"] if how else []
    command += ["--convert-to", "fods", "--outdir", str(folder), str(folder / name)]
    subprocess.run(command, check=True, capture_output=True, timeout=110)
    made = folder / f"{Path(name).stem}.fods"
    root = etree.parse(made, etree.XMLParser(huge_tree=True, resolve_entities=False, no_network=True)).getroot()
    table = root.find(f".//{TABLE}table")
    assert table is not None
    cells = []
    for row in table.iter(f"{TABLE}table-row"):
        found = row.findall(f"{TABLE}table-cell")
        if len(found) >= 2 and (found[0].findtext(f"{TEXT}p") or "").isdecimal():
            cells.append(_cell(found[1]))
    return cells


def _cell(cell: etree._Element) -> Seen:
    lines = ["".join(_words(p)) for p in cell.findall(f"{TEXT}p")]
    return Seen("\n".join(lines), cell.get(f"{TABLE}formula") is not None, cell.get(f"{OFFICE}value-type"))


def _words(node: etree._Element) -> list[str]:
    pieces = [node.text or ""]
    for child in node:
        if child.tag == f"{TEXT}s":
            pieces.append(" " * int(child.get(f"{TEXT}c", "1")))
        pieces += _words(child)
        pieces.append(child.tail or "")
    return pieces


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\t", " ").strip()


@pytest.mark.parametrize(("write", "name"), [(write_xlsx, "plan.xlsx"), (write_ods, "plan.ods")])
def test_sheets_hold_the_texts_unchanged(office, tmp_path, write, name):
    (tmp_path / name).write_bytes(write(one_column(*HOSTILE)))

    seen = _seen(office, tmp_path, name)

    assert [cell.text.strip() for cell in seen] == [_clean(text) for text in HOSTILE]
    assert not any(cell.is_formula for cell in seen)
    assert {cell.kind for cell in seen} == {"string"}


@pytest.mark.parametrize("bom", [False, True])
def test_csv_holds_no_formula(office, tmp_path, bom):
    (tmp_path / "plan.csv").write_bytes(write_csv(one_column(*HOSTILE), bom=bom))

    seen = _seen(office, tmp_path, "plan.csv", how=HOSTILE_IMPORT)

    assert not any(cell.is_formula for cell in seen)
    for cell, text in zip(seen, HOSTILE, strict=True):
        guarded = _clean(text)[:1] in tuple("=+-@")
        if guarded or cell.kind == "string":
            assert cell.text.strip().removeprefix("'" if guarded else "") == _clean(text)


def test_without_our_rule_the_same_texts_come_alive(office, tmp_path):
    lines = [f'{number},"{text.replace(chr(34), chr(34) * 2)}"' for number, text in enumerate(HOSTILE, start=1)]
    (tmp_path / "bare.csv").write_text("No,Action\n" + "\n".join(lines), encoding="utf-8")

    seen = _seen(office, tmp_path, "bare.csv", how=HOSTILE_IMPORT)

    assert sum(cell.is_formula for cell in seen) > 10
