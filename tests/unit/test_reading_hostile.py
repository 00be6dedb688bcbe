"""Hostile and broken files: refused before they cost anything, with a plain reason. Each limit is tried switched off.

The planted fault: with the limit raised out of the way the same file is read or fails otherwise, so that a test cannot
pass because the file was bad for another reason.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from xlsxwriter import Workbook

import reading_made_up as made
from dueregard.reading.limits import DEFAULT, MEGABYTE, Limits
from dueregard.reading.read import read_document
from dueregard.reading.readers.sheets import excel
from dueregard.terms.errors import CannotBeRead


def _refusal(data: bytes, name: str, limits: Limits = DEFAULT) -> str:
    with pytest.raises(CannotBeRead) as refused:
        read_document(data, name=name, limits=limits)
    assert refused.value.mend, "a refusal says what to do"
    return refused.value.message


def _takes(limits: Limits, data: bytes, name: str) -> bool:
    try:
        read_document(data, name=name, limits=limits)
    except CannotBeRead:
        return False
    return True


def test_zip_bomb_is_refused_from_its_list_of_contents() -> None:
    bomb = made.bomb_word(60)
    off = replace(DEFAULT, ratio=10**9, tree_bytes=10**9)

    started = time.process_time()
    message = _refusal(bomb, "plan.docx")

    assert "unpack" in message
    assert time.process_time() - started < 1
    assert "damaged" in _refusal(bomb, "plan.docx", off), "with the limits off the parser has to find out"


def test_sum_of_parts_is_limited() -> None:
    data = made.with_parts(made.word_plan(), word__media__a_dot_bin=bytes(range(256)) * 4096)

    assert "unpack" in _refusal(data, "plan.docx", replace(DEFAULT, unpacked_bytes=MEGABYTE // 2))
    assert _takes(DEFAULT, data, "plan.docx")


def test_part_that_unpacks_to_more_than_it_says() -> None:
    data = made.zip_with_lying_size("mimetype", b"x" * 50_000_000, said=100)

    assert _refusal(data, "plan.ods")


def test_million_entries() -> None:
    data = made.zip_of_many(1_000_000)
    limits = replace(DEFAULT, file_bytes=200 * MEGABYTE)

    started = time.process_time()
    message = _refusal(data, "plan.docx", limits)

    assert "parts" in message
    assert "1,000,000" in message
    assert time.process_time() - started < 2
    off = _refusal(made.zip_of_many(6_000), "plan.docx", replace(limits, members=10**9))
    assert "6,000" not in off, "with the limit off it is refused for another reason"


@pytest.mark.parametrize("path", ["../../etc/cron.d/x", "/etc/passwd", "C:\\x", "word\\..\\..\\x"])
def test_part_names_that_lead_outside(path: str) -> None:
    assert "leads outside" in _refusal(made.packed({**made.parts_of(made.word_plan()), path: b"x"}), "plan.docx")


def test_two_parts_of_one_name() -> None:
    parts = made.parts_of(made.word_plan())
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = made.packed_pairs([*parts.items(), ("word/document.xml", parts["word/document.xml"])])

    assert "two parts of the same name" in _refusal(data, "plan.docx")


def test_zip_in_a_zip_is_never_opened() -> None:
    inner = made.bomb_word(60)

    assert "packed folder" in _refusal(made.packed({"plan.docx": inner}), "plan.zip")
    blocks = read_document(made.with_parts(made.word_plan(), word__embeddings__a_dot_docx=inner), name="plan.docx")
    assert any("other files inside it" in said for said in blocks.warnings)


LAUGHS = (
    "<!DOCTYPE x ["
    + '<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "' + f"&a{n - 1};" * 10 + '">' for n in range(1, 10))
    + "]>"
)


def _xml_part(name: str) -> str:
    return {"plan.docx": "word/document.xml", "plan.xlsx": "xl/worksheets/sheet1.xml", "plan.ods": "content.xml"}[name]


def _with_declaration(name: str, declaration: str, use: str, *, encoding: str = "utf-8") -> bytes:
    parts = made.parts_of(made.PLANS[name]())
    part = _xml_part(name)
    text = parts[part].decode()
    head, _, body = text.partition("?>")
    assert head.startswith("<?xml")
    words = made.ROWS[0][2]
    if words in body:
        body = body.replace(words, f"{words} {use}", 1)
    text = f'<?xml version="1.0" encoding="{encoding}"?>{declaration}{body.lstrip()}'
    parts[part] = text.encode(encoding)
    return made.packed(parts)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("name", ["plan.docx", "plan.xlsx", "plan.ods"])
def test_entities_are_refused_and_no_local_file_is_read(name: str, encoding: str, tmp_path: Path) -> None:
    canary = tmp_path / "canary.txt"
    canary.write_text("CANARY-4711", encoding="utf-8")
    outside = f'<!DOCTYPE x [<!ENTITY leak SYSTEM "file://{canary}">]>'
    attacks = (_with_declaration(name, outside, "&leak;", encoding=encoding), _with_declaration(name, LAUGHS, "&a9;"))

    for attack in attacks:
        message = _refusal(attack, name)
        assert "CANARY" not in message
        assert "entities" in message


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"])
def test_entities_in_other_parts_of_a_workbook(part: str) -> None:
    parts = made.parts_of(made.sheet_plan())
    head, mark, body = parts[part].partition(b"?>")
    parts[part] = head + mark + LAUGHS.encode() + body

    assert "entities" in _refusal(made.packed(parts), "plan.xlsx")


@pytest.mark.parametrize(
    ("name", "opening", "closing"),
    [
        ("plan.docx", "<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        ("plan.html", "<div>", "</div>"),
        ("plan.html", "<b>", "</b>"),
        ("plan.html", "<table><tr><td>", "</td></tr></table>"),
        ("plan.html", "<table><tr><th>x<td>", "</td></tr></table>"),
        ("plan.html", "<ul><li>", "</li></ul>"),
    ],
)
def test_deep_nesting(name: str, opening: str, closing: str) -> None:
    depth = 5_000
    if name == "plan.docx":
        data = made.replaced(
            made.word_plan(), "word/document.xml", b"<w:body>", f"<w:body>{opening * depth}{closing * depth}".encode()
        )
    else:
        data = f"<html><body>{opening * depth}x{closing * depth}".encode()

    started = time.process_time()
    message = _refusal(data, name)

    assert "deep" in message or "levels" in message or "damaged" in message
    assert time.process_time() - started < 5


def _wide(rows: int, columns: int = 1) -> Callable[[Workbook], None]:
    def fill(book: Workbook) -> None:
        page = book.add_worksheet()
        for row in range(rows):
            for column in range(columns):
                page.write_number(row, column, row)

    return fill


def test_too_many_rows_columns_and_cells() -> None:
    data = made.sheet(_wide(300, 3))

    assert "300 rows" in _refusal(data, "plan.xlsx", replace(DEFAULT, rows=299))
    assert "3 columns" in _refusal(data, "plan.xlsx", replace(DEFAULT, columns=2))
    assert "cells" in _refusal(data, "plan.xlsx", replace(DEFAULT, cells=899))
    assert _takes(replace(DEFAULT, rows=300, columns=3, cells=900), data, "plan.xlsx")


def test_cell_in_the_farthest_corner_costs_nothing() -> None:
    def fill(book: Workbook) -> None:
        page = book.add_worksheet()
        page.write(0, 0, "a")
        page.write(1_048_575, 16_383, "z")

    started = time.process_time()

    assert "columns" in _refusal(made.sheet(fill), "plan.xlsx")
    assert time.process_time() - started < 1


def test_fifty_thousand_rows_are_read() -> None:
    data = "\n".join(f"{n},Train staff,HR" for n in range(50_000)).encode()

    (table,) = read_document(data, name="plan.csv").tables()

    assert len(table.rows) == 50_000
    assert "50,001" in _refusal(data + b"\n50000,Train staff,HR", "plan.csv")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("plan.csv", b"a" + b",a" * 100_000),
        ("plan.csv", b"\n".join([b"a,b,c"] * 60_000)),
        ("plan.txt", b"\n".join([b"a\tb"] * 200_000)),
        ("plan.txt", b"\n\n".join(b"Paragraph %d." % n for n in range(60_000))),
        ("plan.html", b"<table><tr>" + b"<td colspan=1000 rowspan=60000>x" * 2000 + b"</table>"),
        ("plan.html", b"<table>" + b"<tr><td>x" * 60_000),
        ("plan.html", b"<p>x" * 60_000),
        ("plan.csv", b"x" * (26 * MEGABYTE)),
    ],
    ids=["columns", "csv rows", "pasted rows", "paragraphs", "spans", "html rows", "html paragraphs", "size"],
)
def test_text_beyond_the_limits(name: str, data: bytes) -> None:
    started = time.process_time()

    assert "the most we read is" in _refusal(data, name)
    assert time.process_time() - started < 10


def _ods_rows(rows: str) -> bytes:
    return made.ods(f'<table:table table:name="P">{rows}</table:table>')


def test_repeated_cells_of_a_sheet_are_not_spelled_out_without_end() -> None:
    cell = "<table:table-cell {}><text:p>x</text:p></table:table-cell>"
    wide = cell.format('table:number-columns-repeated="2000000000"')
    span = cell.format('table:number-columns-spanned="1000000000" table:number-rows-spanned="1000000000"')
    across = f"<table:table-row>{wide}</table:table-row>"
    down = f'<table:table-row table:number-rows-repeated="1000000">{cell.format("")}</table:table-row>'

    assert "equal cells" in _refusal(_ods_rows(across), "plan.ods")
    assert "equal rows" in _refusal(_ods_rows(down), "plan.ods")
    assert _takes(DEFAULT, _ods_rows(f"<table:table-row>{span}</table:table-row>"), "plan.ods")


def test_merged_ranges_without_end() -> None:
    data = made.sheet(_wide(2, 2))
    merges = "".join(f'<mergeCell ref="A{n}:XFD{n + 1}"/>' for n in range(1, 40_000))
    data = made.replaced(
        data, "xl/worksheets/sheet1.xml", b"</sheetData>", f"</sheetData><mergeCells>{merges}</mergeCells>".encode()
    )

    started = time.process_time()
    excel.read(data, name="", limits=DEFAULT)

    assert time.process_time() - started < 5


def _one_page(box: bytes, content: bytes) -> bytes:
    return made.raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [5 0 R] >>",
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
            b"<< /Type /Page /Parent 2 0 R /MediaBox " + box + b" /Contents 4 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>",
        ]
    )


def test_giant_pdf_page() -> None:
    words = b"BT /F1 12 Tf 72 700 Td (Train staff) Tj ET"

    assert "metres long" in _refusal(_one_page(b"[0 0 9000000 9000000]", words), "plan.pdf")
    assert _takes(DEFAULT, _one_page(b"[0 0 595 842]", words), "plan.pdf")


def test_pdf_page_with_too_many_lines() -> None:
    drawn = b"".join(b"%d %d m %d %d l S\n" % (n % 500, n % 800, n % 500 + 5, n % 800) for n in range(3_000))
    words = b"BT /F1 12 Tf 72 700 Td (Train staff) Tj ET"
    data = _one_page(b"[0 0 595 842]", drawn + words)

    assert "on one page" in _refusal(data, "plan.pdf", replace(DEFAULT, page_objects=2_000))
    assert _takes(DEFAULT, data, "plan.pdf")


def test_too_many_pdf_pages() -> None:
    data = made.pdf("\n#pagebreak()\n".join(["Words."] * 6))

    assert "6 pages" in _refusal(data, "plan.pdf", replace(DEFAULT, pages=5))
    assert _takes(replace(DEFAULT, pages=6), data, "plan.pdf")


@pytest.mark.parametrize(
    "words",
    [
        b"%PDF-1.7\n%%EOF",
        b"%PDF-1.7\ntrailer << /Root 1 0 R >>\n%%EOF",
        made.raw_pdf([b"<< /Type /Catalog /Pages 1 0 R >>"]),
        made.raw_pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [2 0 R] >>"]),
        made.raw_pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 99999999 /Kids [] >>"]),
    ],
    ids=["empty", "no root", "own parent", "own child", "false count"],
)
def test_pdf_without_sense(words: bytes) -> None:
    assert _refusal(words, "plan.pdf")


def test_fault_of_a_library_becomes_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AttributeError("'NoneType' object has no attribute 'x'")

    monkeypatch.setattr(excel, "read", fail)

    assert "damaged" in _refusal(made.sheet_plan(), "plan.xlsx")


@pytest.mark.parametrize("fault", [MemoryError, RecursionError])
def test_shortage_becomes_a_refusal(fault: type[BaseException], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(excel, "read", fail)

    assert _refusal(made.sheet_plan(), "plan.xlsx")
