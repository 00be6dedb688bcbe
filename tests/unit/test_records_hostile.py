"""Hostile files of records: the asking process sees a plain refusal, whatever the file does to its reader."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from dueregard.analysis.records.limits import DEFAULT, MEGABYTE, RecordLimits
from dueregard.analysis.records.raw import ROW
from dueregard.reading.records import open_records
from dueregard.reading.sandbox import ReadingStopped
from dueregard.terms.errors import CannotBeRead, DueRegardError, NothingOfTheKind

SMALL = replace(DEFAULT, seconds=20)


def _refused(data: bytes, folder: Path, *, name: str = "records.csv", limits: RecordLimits = SMALL) -> DueRegardError:
    with pytest.raises(DueRegardError) as refused:
        open_records(data, to=folder / "texts", name=name, limits=limits)
    assert list(folder.iterdir()) == [], "nothing half-written is left"
    assert refused.value.mend
    return refused.value


def _workbook(*, rows: int = 3) -> bytes:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held)
    sheet = book.add_worksheet("Staff")
    sheet.write(1, 1, "Staff in post (made up)")
    sheet.merge_range(3, 2, 3, 3, "Self-defined")
    sheet.write_row(4, 1, ["Post", "Group", "Sure", "Group", "Start"])
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for row in range(rows):
        sheet.write_row(5 + row, 1, ["Cook", "Irish", "Y", '=HYPERLINK("http://x.example")'])
        sheet.write_datetime(5 + row, 5, date(2026, 1, 31), day)
    sheet.write(5 + rows, 1, "Total")
    sheet.write(5 + rows, 2, rows)
    book.add_worksheet("Notes").write(0, 0, "Read me")
    hidden = book.add_worksheet("Other")
    hidden.write(0, 0, "CANARY")
    hidden.hide()
    book.close()
    return held.getvalue()


def test_workbook_with_title_merged_headings_formulas_and_total(tmp_path: Path) -> None:
    raw = open_records(_workbook(), to=tmp_path / "texts", name="staff.xlsx")

    kept = pl.read_parquet(raw.path)
    assert raw.headings == ("Post", "Self-defined: Group", "Sure", "Group", "Start")
    assert kept[ROW].to_list() == [6, 7, 8]
    assert kept.row(0)[1:4] == ("Cook", "Irish", "Y")
    assert kept.row(0)[4] in (None, "0"), "a formula is its saved result, never worked out or kept as a formula"
    assert kept.row(0)[5] == "2026-01-31"
    assert raw.sheet == "Staff"
    assert "Hidden sheets were not read (1)." in raw.remarks
    assert b"CANARY" not in raw.path.read_bytes()


def test_zip_bomb_is_refused(tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_workbook())) as real, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as bomb:
        for part in real.namelist():
            bomb.writestr(part, real.read(part))
        with bomb.open("xl/media/image1.png", "w", force_zip64=True) as member:
            for _ in range(60):
                member.write(b"\0" * MEGABYTE)

    assert "unpack" in _refused(held.getvalue(), tmp_path, name="staff.xlsx").message


def test_sheet_whose_range_would_fill_the_memory(tmp_path: Path) -> None:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held)
    sheet = book.add_worksheet()
    sheet.write(0, 0, "a")
    sheet.write(1_048_575, 16_383, "b")
    book.close()

    assert isinstance(_refused(held.getvalue(), tmp_path, name="x.xlsx"), CannotBeRead)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<html><table><tr><td>a</td></tr></table></html>", "staff.xls"),
        (b"%PDF-1.7 nothing", "staff.csv"),
        (b'{"a": [1, 2]}', "staff.json"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 600, "staff.csv"),
        (b"PK\x03\x04 no zip", "staff.xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "staff.xls"),
        (b"PAR1" + b"\0" * 200 + b"PAR1", "staff.parquet"),
        (b"\0" * 5_000, "staff.csv"),
        (b",".join([b"h"] * 1_000_000) + b"\n1\n", "wide.csv"),
        (b'a,b\n"' + b"x\n" * 300_000, "open.csv"),
    ],
)
def test_what_is_no_file_of_records(tmp_path: Path, data: bytes, name: str) -> None:
    assert isinstance(_refused(data, tmp_path, name=name), CannotBeRead | NothingOfTheKind)


def test_time_memory_and_size_are_held_by_the_system(tmp_path: Path) -> None:
    many = b"a,b\n" + b"xxxxxxx,yyyyyyy\n" * 400_000

    assert "longer than 0" in _refused(many, tmp_path, limits=replace(SMALL, seconds=0)).message
    assert "memory" in _refused(many, tmp_path, limits=replace(SMALL, memory_bytes=300 * MEGABYTE)).message
    assert _refused(many, tmp_path, limits=replace(SMALL, written_bytes=2_000)).message
    assert "MB" in _refused(many, tmp_path, limits=replace(SMALL, file_bytes=MEGABYTE)).message


def test_person_may_stop_it(tmp_path: Path) -> None:
    with pytest.raises(ReadingStopped):
        open_records(b"a,b\n" + b"x,y\n" * 400_000, to=tmp_path / "texts", cancelled=lambda: True)

    assert list(tmp_path.iterdir()) == []
