"""Documents for the reading tests, made here in the layouts that real plans have, and the hostile ones.

Every builder gives bytes. The words are ours; no council's document is in here.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import docx
import typst
import xlsxwriter
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

HEADER = ("No", "Strand", "Action", "Lead", "When", "Status")
ROWS = (
    ("1", "Age", "Train every member of front-line staff", "Head of HR", "March 2027", "On track"),
    ("2", "Disability", "Audit the step-free routes to all libraries", "Libraries Manager", "June 2027", "Late"),
    ("3", "Race", "Publish the workforce figures", "Head of HR", "31/01/2027", "Done"),
)


def word(fill: Callable[[Document], object]) -> bytes:
    """A Word document filled by `fill`."""
    document = docx.Document()
    fill(document)
    return saved(document)


def saved(document: Document) -> bytes:
    """A python-docx document as bytes."""
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def word_plan() -> bytes:
    """A plan as one Word table below a heading."""

    def fill(document: Document) -> None:
        document.add_heading("Equality plan", level=1)
        document.add_paragraph("What we will do this year.")
        table = document.add_table(rows=0, cols=len(HEADER))
        for texts in (HEADER, *ROWS):
            for cell, text in zip(table.add_row().cells, texts, strict=True):
                cell.text = text

    return word(fill)


def element(name: str, *, inner: str = "", attributes: str = "") -> Any:
    """A Word XML element by its name without prefix."""
    return parse_xml(f"<w:{name} {nsdecls('w')} {attributes}>{inner}</w:{name}>")


def sheet(fill: Callable[[xlsxwriter.Workbook], object]) -> bytes:
    """An Excel workbook filled by `fill`."""
    held = io.BytesIO()
    workbook = xlsxwriter.Workbook(held, {"in_memory": True})
    fill(workbook)
    workbook.close()
    return held.getvalue()


def sheet_plan() -> bytes:
    """A plan as one sheet."""

    def fill(workbook: xlsxwriter.Workbook) -> None:
        page = workbook.add_worksheet("Plan")
        for at, texts in enumerate((HEADER, *ROWS)):
            page.write_row(at, 0, texts)

    return sheet(fill)


_ODS_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
        ("number", "datastyle"),
    )
)


def ods(tables: str, *, styles: str = "", before: str = "") -> bytes:
    """An OpenDocument sheet from the XML of its tables; `before` goes ahead of the root."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content {_ODS_NAMESPACES}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    return packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content.encode()})


def ods_plan() -> bytes:
    """A plan as one OpenDocument sheet."""
    rows = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in texts)
        + "</table:table-row>"
        for texts in (HEADER, *ROWS)
    )
    return ods(f'<table:table table:name="Plan">{rows}</table:table>')


def pdf(source: str) -> bytes:
    """A PDF from Typst source."""
    return bytes(typst.compile(source.encode(), format="pdf"))


def pdf_plan(*, stroke: str = "0.5pt") -> bytes:
    """A plan as a PDF table, with lines or (stroke "none") without."""
    cells = "".join(f"[{text}]," for texts in (HEADER, *ROWS) for text in texts)
    return pdf(
        '#set page(width: 297mm, height: 210mm, margin: 15mm)\n#set text(size: 9pt)\n#text(size: 16pt, weight: "bold")'
        f"[Equality plan]\n\nWhat we will do this year.\n\n#table(columns: (12mm, 25mm, 80mm, 45mm, 35mm, 30mm), "
        f"stroke: {stroke}, row-gutter: 3pt, {cells})\n"
    )


def html_plan() -> bytes:
    """A plan as a web page."""
    head = "".join(f"<th>{text}</th>" for text in HEADER)
    rows = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in texts) + "</tr>" for texts in ROWS)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Equality plan</title></head><body>'
        f"<h1>Equality plan</h1><p>What we will do this year.</p><table><tr>{head}</tr>{rows}</table></body></html>"
    ).encode()


def csv_plan() -> bytes:
    """A plan as comma-separated values."""
    return "\r\n".join(",".join(texts) for texts in (HEADER, *ROWS)).encode()


def pasted_plan() -> bytes:
    """A plan as pasted from a table."""
    return "\n".join("\t".join(texts) for texts in (HEADER, *ROWS)).encode()


PLANS: Mapping[str, Callable[[], bytes]] = {
    "plan.docx": word_plan,
    "plan.xlsx": sheet_plan,
    "plan.ods": ods_plan,
    "plan.pdf": pdf_plan,
    "plan.html": html_plan,
    "plan.csv": csv_plan,
    "plan.txt": pasted_plan,
}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A zip of parts."""
    return packed_pairs(list(parts.items()))


def packed_pairs(parts: Sequence[tuple[str, bytes]]) -> bytes:
    """A zip of parts, whose names may repeat."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts:
            file.writestr(name, data)
    return held.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def with_parts(data: bytes, **changes: bytes) -> bytes:
    """A packed document with some parts replaced or added; "__" in a name stands for "/", "_dot_" for "."."""
    parts = parts_of(data)
    for name, content in changes.items():
        parts[name.replace("__", "/").replace("_dot_", ".")] = content
    return packed(parts)


def replaced(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """A packed document with some bytes of one part replaced."""
    parts = parts_of(data)
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new, 1)
    return packed(parts)


def encrypted_flag(data: bytes) -> bytes:
    """A zip whose entries say that they are encrypted."""
    raw = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(mark)
        while at >= 0:
            raw[at + offset] |= 1
            at = raw.find(mark, at + 4)
    return bytes(raw)


def zip_of_many(count: int) -> bytes:
    """A zip with very many empty entries, made by repeating its records."""
    name = b"x" * 8
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 0, 0, 0, 0, 0, 0, len(name), 0) + name
    record = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, len(name), 0, 0, 0, 0, 0, 0) + name
    directory = record * count
    end = struct.pack(
        "<4s4H2IH", b"PK\x05\x06", 0, 0, min(count, 65535), min(count, 65535), len(directory), len(local), 0
    )
    return local + directory + end


def zip_with_lying_size(part: str, real: bytes, *, said: int) -> bytes:
    """A Word document whose part unpacks to far more than its record says."""
    data = bytearray(packed({part: real}))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", data, data.find(mark) + offset, said)
    return bytes(data)


def bomb_word(megabytes: int) -> bytes:
    """A Word document whose text unpacks to this many megabytes."""
    parts = parts_of(word_plan())
    parts["word/document.xml"] = b"<a>" + b"\0" * (megabytes * 1024 * 1024) + b"</a>"
    return packed(parts)


def picture_pdf(pages: int, *, with_text_on: int | None = None) -> bytes:
    """A PDF of pictures, with text on one page if asked."""
    body = zlib.compress(b"\x7f" * 30000)
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    kids = []
    image = 3
    objects.append(
        b"<< /Type /XObject /Subtype /Image /Width 100 /Height 100 /ColorSpace /DeviceRGB /BitsPerComponent 8 "
        b"/Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(body), body)
    )
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for page in range(1, pages + 1):
        draw = b"BT /F1 12 Tf 72 700 Td (Train all staff this year) Tj ET" if page == with_text_on else b"/I Do"
        content = b"q 500 0 0 700 40 40 cm " + draw + b" Q" if page != with_text_on else draw
        number = len(objects) + 1
        kids.append(number + 1)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /XObject << /I %d 0 R >> /Font << /F1 4 0 R >> >> >>" % (number, image)
        )
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (pages, b" ".join(b"%d 0 R" % kid for kid in kids))
    return raw_pdf(objects)


def raw_pdf(objects: list[bytes]) -> bytes:
    """A PDF from its objects, numbered from 1, the first being the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def compound(streams: Mapping[str, bytes]) -> bytes:
    """The start of an older office file (a compound file) that names these streams: enough to be told apart."""
    names = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + names + b"".join(streams.values())
