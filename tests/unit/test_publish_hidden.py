"""What must not be published is in no byte of any form, and the checker that says so does find what others planted."""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib

import docx
import openpyxl
import pikepdf
import pytest
from openpyxl.comments import Comment
from pypdf import PdfReader

from dueregard.domain.plans.document import plan_document
from dueregard.domain.plans.public import public_plan
from dueregard.domain.plans.shape import plan_to_json
from dueregard.domain.plans.sheets import plan_workbook
from dueregard.publish import csv, excel, html, opendocument, pdf, rows, word
from dueregard.publish.hidden import hidden_data
from publish_made_up import CANARIES, COUNCIL, ON, plan_with_canaries

NAME = "Jane Other-Name"
EXCEL_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(app|core)\.xml|xl/workbook\.xml|xl/styles\.xml|xl/theme/theme1\.xml"
    r"|xl/_rels/workbook\.xml\.rels|xl/worksheets/sheet\d+\.xml|xl/sharedStrings\.xml"
)
ODS_PARTS = {"mimetype", "content.xml", "styles.xml", "meta.xml", "settings.xml", "META-INF/manifest.xml"}


def _every_form(names: str = "posts") -> dict[str, bytes]:
    plan, hide = plan_with_canaries(), frozenset({NAME})
    document = plan_document(plan, council=COUNCIL, on=ON, names=names, hide=hide)  # type: ignore[arg-type]
    book = plan_workbook(plan, council=COUNCIL, on=ON, names=names, hide=hide)  # type: ignore[arg-type]
    shape = plan_to_json(public_plan(plan, names=names, hide=hide))  # type: ignore[arg-type]
    return {
        "html": html.page(document),
        "docx": word.write_word(document),
        "pdf": pdf.write_pdf(document),
        "xlsx": excel.write_xlsx(book),
        "ods": opendocument.write_ods(book),
        "csv": csv.write_csv(book),
        "rows": rows.write_json(book),
        "json": json.dumps(shape).encode(),
    }


def _every_byte(package: bytes) -> str:
    """Give all that a file holds: its own bytes, each part unzipped, each PDF stream decoded, the text of the pages."""
    pieces = [package]
    if package[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(package)) as parts:
            pieces += [name.encode() for name in parts.namelist()]
            pieces += [parts.read(name) for name in parts.namelist()]
    if package[:4] == b"%PDF":
        with pikepdf.open(io.BytesIO(package)) as file:
            pieces += [o.read_bytes() for o in file.objects if isinstance(o, pikepdf.Stream)]
            pieces += [repr(o).encode() for o in file.objects]
        pieces += [page.extract_text().encode() for page in PdfReader(io.BytesIO(package)).pages]
    text = b"\n".join(pieces).decode("utf-8", errors="replace")
    # Words cut by marks of the form (tags, line ends, spaces) are still words.
    return text + re.sub(r"<[^>]*>|\s+", "", text)


def test_no_canary_and_no_hidden_name_in_any_form():
    for form, package in _every_form().items():
        held = _every_byte(package).lower()
        found = [word for word in (*CANARIES, "jane", "other-name") if word in held]
        assert not found, f"{form} holds {found}"
        assert "anamedofficer" in held, form


def test_a_council_that_chose_names_gets_authors_but_no_other_canary():
    for form, package in _every_form("all").items():
        held = _every_byte(package).lower()
        # Columns that nobody placed and who wrote an update are all that is added.
        assert {word for word in CANARIES if word in held} <= {"canaryauthor", "canarycolumn", "canaryother"}, form
        assert "jane" in held, form


def test_only_known_parts():
    forms = _every_form()

    assert set(zipfile.ZipFile(io.BytesIO(forms["ods"])).namelist()) == ODS_PARTS
    assert all(EXCEL_PARTS.fullmatch(name) for name in zipfile.ZipFile(io.BytesIO(forms["xlsx"])).namelist())
    assert [hidden_data(forms[form]) for form in ("xlsx", "ods", "docx")] == [(), (), ()]


def test_no_extra_bytes_between_or_after_the_parts():
    for form in ("xlsx", "ods", "docx"):
        package = _every_form()[form]
        with zipfile.ZipFile(io.BytesIO(package)) as parts:
            assert parts.comment == b""
            assert all(part.extra == b"" and part.comment == b"" for part in parts.infolist())


def _saved(book: openpyxl.Workbook) -> bytes:
    to = io.BytesIO()
    book.save(to)
    return to.getvalue()


def _with_part(package: bytes, name: str, text: bytes = b"<x/>") -> bytes:
    to = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(to, "w") as new:
        for each in old.namelist():
            new.writestr(each, old.read(each))
        new.writestr(name, text)
    return to.getvalue()


def _hidden_sheet() -> bytes:
    book = openpyxl.Workbook()
    book.create_sheet("People").sheet_state = "hidden"
    return _saved(book)


def _hidden_column() -> bytes:
    book = openpyxl.Workbook()
    book.active["B1"] = "x"
    book.active.column_dimensions["B"].hidden = True
    return _saved(book)


def _commented() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"].comment = Comment("ask Jane", "Jane")
    return _saved(book)


def _formula() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = "=1+1"
    return _saved(book)


def _hidden_words() -> bytes:
    document = docx.Document()
    document.add_paragraph().add_run("secret").font.hidden = True
    to = io.BytesIO()
    document.save(to)
    return to.getvalue()


@pytest.mark.parametrize(
    ("plant", "what"),
    [
        (_hidden_sheet, "a hidden sheet"),
        (_hidden_column, "hidden columns or rows"),
        (_commented, "comments and the names of those who made them"),
        (_formula, "formulas, which keep more than their answer"),
        (_hidden_words, "hidden text"),
        (_hidden_words, "custom XML that no page shows"),
        (_hidden_words, "a small picture of an earlier state"),
        (lambda: _with_part(_formula(), "xl/pivotCache/pivotCacheRecords1.xml"), "the source data of a pivot table"),
        (lambda: _with_part(_formula(), "xl/externalLinks/externalLink1.xml"), "values kept from another file"),
        (lambda: _with_part(_formula(), "word/embeddings/sheet.xlsx"), "another file inside it"),
        (lambda: _with_part(_formula(), "xl/vbaProject.bin"), "macros"),
        (
            lambda: _with_part(_every_form()["docx"], "word/footer9.xml", b'<w:ins w:author="Jane"/>'),
            "tracked changes",
        ),
        (
            lambda: _with_part(_formula(), "content.xml", b'<table:table-row table:visibility="collapse"/>'),
            "hidden columns or rows",
        ),
    ],
)
def test_the_checker_finds_what_was_planted(plant, what):
    assert what in hidden_data(plant())


def test_the_search_finds_a_canary_that_is_packed():
    # The search itself is on trial here: a canary in a compressed part and one in a PDF stream.
    packed = _with_part(_every_form()["ods"], "Thumbnails/x.xml", b"<a>can<b/>aryauthor</a>")
    with pikepdf.open(io.BytesIO(_every_form()["pdf"])) as file:
        file.Root.Extra = file.make_stream(b"canaryauthor")
        to = io.BytesIO()
        file.save(to, compress_streams=True)

    assert "canaryauthor" in _every_byte(packed)
    assert "canaryauthor" in _every_byte(to.getvalue())
    assert zlib.crc32(packed)
