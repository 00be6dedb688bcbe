"""The search for canaries reads what is packed: each way of hiding a figure in a file is planted, and must be found."""

from __future__ import annotations

import base64
import gzip
import io
import zipfile

import docx
import openpyxl
import pikepdf
import pytest

from canaries import Search, of_number, of_word

NUMBER, WORD = 14_391, "Zinnwright"


def _search() -> Search:
    return Search((of_number(NUMBER, bases=(14_398,)), of_word(WORD)))


def _hidden_sheet() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = "Nothing to see"
    hidden = book.create_sheet("other")
    hidden.sheet_state = "veryHidden"
    hidden["B7"] = NUMBER
    return _saved(book)


def _properties() -> bytes:
    book = openpyxl.Workbook()
    book.properties.creator = f"made from {NUMBER:,} rows"
    return _saved(book)


def _custom_xml() -> bytes:
    document = docx.Document()
    document.add_paragraph("Nothing to see")
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("customXml/item9.xml", f"<rows><n>{NUMBER}</n></rows>")
    return out.getvalue()


def _split_runs() -> bytes:
    document = docx.Document()
    paragraph = document.add_paragraph("in all ")
    for run in ("14", ",3", "91"):
        paragraph.add_run(run)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _pdf_object_stream() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.Root.Note = pdf.make_indirect(pikepdf.Dictionary(Said=pikepdf.String(f"{NUMBER}")))
    return _saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True)


def _pdf_page_stream() -> bytes:
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    page.Contents = pdf.make_stream(b"BT /F1 12 Tf (" + f"{NUMBER:,}".encode() + b") Tj ET")
    return _saved(pdf, compress_streams=True)


def _pdf_attachment() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.attachments["book.xlsx"] = pikepdf.AttachedFileSpec(pdf, _hidden_sheet(), filename="book.xlsx")
    return _saved(pdf)


def _pdf_earlier_revision() -> bytes:
    """A file saved, then saved again behind itself with the object replaced: the first is still there, packed."""
    first = _pdf_page_stream()
    later = b"\n4 0 obj\n<< /Length 0 >>\nstream\n\nendstream\nendobj\nxref\n0 0\ntrailer\n<< >>\nstartxref\n0\n%%EOF\n"
    return first + later


def _data_address() -> bytes:
    drawn = base64.b64encode(f"<svg><title>{WORD}s: {NUMBER}</title></svg>".encode()).decode()
    return f'<img src="data:image/svg+xml;base64,{drawn}" alt="A chart">'.encode()


def _saved(thing: object, **how: object) -> bytes:
    out = io.BytesIO()
    thing.save(out, **how)  # type: ignore[attr-defined]
    return out.getvalue()


PLANTED = {
    "a page": f"<td>{NUMBER:,}</td>".encode(),
    "a page, in parts": b"<td><b>14</b>,<i>391</i></td>",
    "a page, with another space": "14\u202f391".encode(),
    "escaped": b"14&#44;391",
    "JSON, escaped": b'{"n": "14\\u00a0391"}',
    "a share of a published base": b"99.951% of 14,398",
    "a share of one": b'{"share": 0.9995138213640784}',
    "alternative text": f'<img alt="{WORD}s: few">'.encode(),
    "a hidden sheet": _hidden_sheet(),
    "properties of a workbook": _properties(),
    "custom XML of a document": _custom_xml(),
    "runs of a document": _split_runs(),
    "an object stream of a PDF": _pdf_object_stream(),
    "a packed page of a PDF": _pdf_page_stream(),
    "an attachment of a PDF": _pdf_attachment(),
    "an earlier revision of a PDF": _pdf_earlier_revision(),
    "a picture in an address": _data_address(),
    "gzip": gzip.compress(f"{NUMBER}".encode()),
    "UTF-16": f"{NUMBER}".encode("utf-16"),
}


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED)
def test_planted_figure_is_found(planted: bytes) -> None:
    assert _search().look("planted", planted)


@pytest.mark.parametrize(
    "clean",
    ["14,398", "114,391", "14,3910", "143.91", "99.95%", "1f14391a", "0a14391b-4391-4391-8391-000014391000"],
)
def test_other_figures_are_not_taken_for_it(clean: str) -> None:
    assert not _search().look("clean", clean)
