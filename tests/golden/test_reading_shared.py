"""The real documents, each as blocks: no action row lost, no word lost, the same table whatever the format.

The words of the PDF are counted by pypdf, those of packed documents by their own XML: neither is our reader.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from html import unescape
from pathlib import Path

import pypdf
import pytest

from dueregard.reading.blocks import Blocks, Cell, Heading, Paragraph
from dueregard.reading.read import read_document
from dueregard.reading.readers import office
from dueregard.terms.errors import CannotBeRead

SINGLE = [
    "kingston_single_table.docx", "kingston_single_table.pdf", "kingston_single_table.odt",
    "kingston_split_tables.docx", "kingston_split_tables.pdf", "kingston_split_tables.html",
    "kingston_one_sheet.xlsx", "kingston_one_sheet.ods", "kingston_one_sheet.csv", "kingston_one_sheet_utf8bom.csv",
    "kingston_sheet_per_directorate.xlsx", "kingston_escaped_tags.html", "kingston_pasted.tsv",
]  # fmt: skip
PROGRESS = [f"maidstone_update.{ending}" for ending in ("docx", "pdf", "xlsx", "html", "doc")]


def _read(shared: Path, name: str) -> Blocks:
    if name.endswith((".odt", ".doc")) and office.program() is None:
        pytest.skip("LibreOffice, which opens .odt and .doc, is not installed.")
    return read_document((shared / "documents" / "binary" / name).read_bytes(), name=name)


def _own_cells(blocks: Blocks) -> list[Cell]:
    return [cell for table in blocks.tables() for row in table.rows for cell in row.cells if cell.repeats is None]


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]+", text))


def _said(blocks: Blocks) -> str:
    loose = [
        f"{getattr(block, 'marker', None) or ''} {block.text}"
        for block in blocks.blocks
        if isinstance(block, Heading | Paragraph)
    ]
    return "\n".join([*loose, *(cell.text for cell in _own_cells(blocks))])


@pytest.mark.parametrize("name", SINGLE)
def test_sixty_three_numbered_rows_in_every_format(shared: Path, name: str) -> None:
    blocks = _read(shared, name)
    rows = [row for table in blocks.tables() for row in table.rows]
    numbers = [int(row.cells[0].text) for row in rows if re.fullmatch(r"\d+", row.cells[0].text)]

    assert numbers == list(range(1, 64))
    assert {len(row.cells) for row in rows if len(row.cells) > 1} <= {7, 8}
    assert blocks_have_even_rows(blocks)


@pytest.mark.parametrize("name", PROGRESS)
def test_merged_commitments_cover_their_actions(shared: Path, name: str) -> None:
    blocks = _read(shared, name)

    assert {len(row.cells) for table in blocks.tables() for row in table.rows} == {3}
    heads = [cell for cell in _own_cells(blocks) if cell.rows > 1 and cell.text]
    # three roles; the PDF cuts each merged cell at the foot of its page and leaves the rest empty
    assert len(heads) == 3
    if not name.endswith(".pdf"):
        assert [cell.rows for cell in heads] == [7, 4, 6]


def blocks_have_even_rows(blocks: Blocks) -> bool:
    """Say whether every table has the same number of cells in each of its rows."""
    return all(len({len(row.cells) for row in table.rows}) == 1 for table in blocks.tables())


@pytest.mark.parametrize("name", [name for name in (*SINGLE, *PROGRESS) if name.endswith(".docx")])
def test_no_word_is_lost_or_added(shared: Path, name: str) -> None:
    with zipfile.ZipFile(shared / "documents" / "binary" / name) as file:
        xml = file.read("word/document.xml").decode()
    text = unescape(re.sub(r"<[^>]+>", "", re.sub(r"</w:p>|<w:br/>|<w:tab/>", " ", xml)))

    assert _words(_said(_read(shared, name))) == _words(text)


def test_sheets_say_the_same_in_both_formats(shared: Path) -> None:
    excel, opendocument = (_own_cells(_read(shared, f"kingston_one_sheet.{ending}")) for ending in ("xlsx", "ods"))

    assert [cell.text for cell in opendocument] == [cell.text for cell in excel]


@pytest.mark.parametrize("name", ["kingston_single_table.pdf", "kingston_split_tables.pdf", "maidstone_update.pdf"])
def test_no_word_of_a_pdf_is_lost(shared: Path, name: str) -> None:
    raw = (shared / "documents" / "binary" / name).read_bytes()
    judge = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(raw)).pages)

    ours = _said(_read(shared, name))

    # By letters, since the judge parts words at line ends in its own way.
    assert Counter(re.sub(r"[\W_]", "", ours)) == Counter(re.sub(r"[\W_]", "", judge))


def test_pasted_text_loses_no_word(shared: Path) -> None:
    for path in sorted((shared / "documents" / "original").glob("*.txt")):
        raw = path.read_bytes()

        assert _words(_said(read_document(raw, name=path.name))) == _words(raw.decode()), path.name


def test_table_of_a_pdf_is_that_of_its_word_document(shared: Path) -> None:
    def cells(name: str) -> Counter[str]:
        return Counter(re.sub(r"\W", "", cell.text) for cell in _own_cells(_read(shared, name)) if cell.text)

    assert cells("kingston_split_tables.pdf") == cells("kingston_split_tables.docx")


def test_lines_of_a_pdf_cell_are_the_paragraphs_of_the_word_document(shared: Path) -> None:
    word = {cell.text for cell in _own_cells(_read(shared, "kingston_split_tables.docx"))}
    found = [cell.text for cell in _own_cells(_read(shared, "kingston_split_tables.pdf"))]

    assert [text for text in found if text not in word] == []


def test_scan_is_refused(shared: Path) -> None:
    with pytest.raises(CannotBeRead, match="scan: 2 pages"):
        _read(shared, "kingston_scan_no_text.pdf")
