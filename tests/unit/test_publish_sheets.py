"""Texts stay texts, dates stay dates, and the same workbook gives the same bytes, in each form of a sheet."""

from __future__ import annotations

import json
import zipfile
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from dueregard.publish.csv import write_csv
from dueregard.publish.excel import LONGEST_TEXT, write_xlsx
from dueregard.publish.opendocument import write_ods
from dueregard.publish.rows import write_json
from dueregard.publish.sheet import Kind, Sheet, SheetColumn, Workbook
from publish_made_up import COUNCIL, HOSTILE, ON, one_column

COLUMNS = (
    SheetColumn("No", "number", kind=Kind.WHOLE, width=6),
    SheetColumn("Action", "action_text", width=60),
    SheetColumn("Share", "share", kind=Kind.DECIMAL),
    SheetColumn("Due date", "due_date", kind=Kind.DATE),
)
MARCH = datetime.fromisoformat("2027-03-31")  # as openpyxl gives a day
ROWS = (
    (1, "Train staff\n• online", Decimal("0.10"), date(2027, 3, 31)),
    (2, "Cyngor Sir Gâr: ŵ ŷ – “quoted”", None, None),
    (3, "+44 20 7946 0000", Decimal("-12.5"), date(1899, 12, 31)),
)
BOOK = Workbook("Our plan", COUNCIL, (Sheet("Actions", COLUMNS, ROWS),), ON, notes=(("Source", "The plan"),))


def _clean(text: str) -> str:
    """What our sheets keep of a text: one kind of line end, a space for a tab."""
    return text.replace("\r\n", "\n").replace("\t", " ")


@pytest.mark.parametrize("write", [write_xlsx, write_ods, write_csv, write_json])
def test_same_workbook_gives_the_same_bytes(write):
    assert write(BOOK) == write(BOOK)


def test_excel_holds_types_and_a_header_that_stays():
    book = openpyxl.load_workbook(BytesIO(write_xlsx(BOOK)))
    sheet = book["Actions"]

    assert book.sheetnames == ["Actions", "Notes"]
    assert [cell.value for cell in sheet[2]] == [1, "Train staff\n• online", 0.1, MARCH]
    assert [cell.value for cell in sheet[4]] == [3, "+44 20 7946 0000", -12.5, "1899-12-31"]
    assert sheet["D2"].is_date
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:D4"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.column_dimensions["B"].width == pytest.approx(60, abs=1)
    assert [cell.value for cell in book["Notes"][2]] == ["Source", "The plan"]


def test_excel_properties_name_the_council_and_nobody_else():
    properties = openpyxl.load_workbook(BytesIO(write_xlsx(BOOK))).properties

    assert (properties.title, properties.creator, properties.lastModifiedBy) == ("Our plan", COUNCIL, COUNCIL)
    assert properties.created.isoformat() == "2026-10-01T00:00:00"


def test_a_workbook_without_a_day_does_not_read_the_clock():
    book = Workbook("Our plan", "", (Sheet("Actions", COLUMNS, ROWS),))

    created = openpyxl.load_workbook(BytesIO(write_xlsx(book))).properties.created
    assert created.isoformat() == "1980-01-01T00:00:00"
    assert b"<dc:date>" not in zipfile.ZipFile(BytesIO(write_ods(book))).read("meta.xml")
    assert json.loads(write_json(book))["on"] is None


def test_opendocument_holds_the_same():
    book = CalamineWorkbook.from_filelike(BytesIO(write_ods(BOOK)))

    assert book.sheet_names == ["Actions", "Notes"]
    assert book.get_sheet_by_name("Actions").to_python() == [
        ["No", "Action", "Share", "Due date"],
        [1, "Train staff\n• online", 0.1, date(2027, 3, 31)],
        [2, "Cyngor Sir Gâr: ŵ ŷ – “quoted”", "", ""],
        [3, "+44 20 7946 0000", -12.5, date(1899, 12, 31)],
    ]


def test_opendocument_says_its_type_first_and_unpacked():
    package = write_ods(BOOK)

    assert package[30:38] == b"mimetype"
    assert package[38:84] == b"application/vnd.oasis.opendocument.spreadsheet"


def test_csv_is_plain_and_marked_only_when_asked():
    plain = write_csv(BOOK)

    assert plain.decode("utf-8") == (
        "No,Action,Share,Due date\r\n"
        '1,"Train staff\n• online",0.10,2027-03-31\r\n'
        '2,"Cyngor Sir Gâr: ŵ ŷ – “quoted”",,\r\n'.replace('"Cyngor', "Cyngor").replace('”"', "”")
        + '3,"\'+44 20 7946 0000",-12.5,1899-12-31\r\n'
    )
    assert write_csv(BOOK, bom=True) == b"\xef\xbb\xbf" + plain


def test_json_rows_have_stable_keys_and_types():
    shape = json.loads(write_json(BOOK))

    assert shape["columns"][3] == {"key": "due_date", "title": "Due date", "kind": "date"}
    assert shape["rows"][0] == {
        "number": 1,
        "action_text": "Train staff\n• online",
        "share": 0.1,
        "due_date": "2027-03-31",
    }
    assert shape["rows"][1]["share"] is None


@pytest.mark.parametrize("write", [write_xlsx, write_ods])
def test_hostile_texts_are_read_back_as_they_were(write):
    book = CalamineWorkbook.from_filelike(BytesIO(write(one_column(*HOSTILE))))

    read = [row[1] for row in book.get_sheet_by_name("Actions").to_python()[1:]]

    assert [str(text).strip() for text in read] == [_clean(text).strip() for text in HOSTILE]


def test_no_hostile_text_becomes_a_formula_or_a_link_in_excel():
    package = zipfile.ZipFile(BytesIO(write_xlsx(one_column(*HOSTILE))))
    sheets = b"".join(package.read(name) for name in package.namelist() if "worksheets" in name)

    assert b"<f>" not in sheets
    assert b"<hyperlink" not in sheets


def test_controls_that_no_form_may_hold_are_dropped():
    book = one_column("bell\x07 null\x00 lone\ud800 line\u2028end")

    for package in (write_xlsx(book), write_ods(book)):
        read = CalamineWorkbook.from_filelike(BytesIO(package)).get_sheet_by_name("Actions").to_python()
        assert read[1][1] == "bell null lone line\nend"


def test_a_text_too_long_for_excel_is_cut_aloud_and_whole_elsewhere():
    long = "word " * 8_000

    cell = openpyxl.load_workbook(BytesIO(write_xlsx(one_column(long))))["Actions"]["B2"].value

    assert len(cell) == LONGEST_TEXT
    assert cell.endswith("the whole text is in the CSV and JSON downloads]")
    assert json.loads(write_json(one_column(long)))["rows"][0]["action_text"] == long


def test_templates_offer_lists_and_keep_free_text():
    columns = (
        SheetColumn("Status", "status", choices=("On track", "At risk"), choices_only=True, hint="Choose one."),
        SheetColumn("Lead", "lead", choices=("Director, Housing", "Head of Planning"), hint="The post."),
        SheetColumn("Due date", "due_date", kind=Kind.DATE, hint="The last day."),
    )
    book = Workbook("To fill", COUNCIL, (Sheet("Actions", columns, blank_rows=10),), ON)

    read = openpyxl.load_workbook(BytesIO(write_xlsx(book)))
    rules = {str(rule.sqref): rule for rule in read["Actions"].data_validations.dataValidation}

    assert rules["A2:A11"].formula1 == '"On track,At risk"'
    assert rules["A2:A11"].showErrorMessage
    # A comma would part a list written into the cells: such lists stand on a sheet that can be seen.
    assert rules["B2:B11"].formula1 == "Choices!$B$2:$B$3" or rules["B2:B11"].formula1 == "Choices!$A$2:$A$3"
    assert not rules["B2:B11"].showErrorMessage
    assert rules["C2:C11"].type == "date"
    assert read["Choices"].sheet_state == "visible"
    content = zipfile.ZipFile(BytesIO(write_ods(book))).read("content.xml").decode()
    assert content.count("<table:content-validation ") == 2


def test_percentages_are_shown_as_such_and_kept_as_whole_numbers():
    columns = (SheetColumn("% complete", "percent", kind=Kind.PERCENT),)
    book = Workbook("Our plan", COUNCIL, (Sheet("Actions", columns, ((1,), (40,), (100,))),), ON)

    cell = openpyxl.load_workbook(BytesIO(write_xlsx(book)))["Actions"]["A3"]

    assert (cell.value, cell.number_format) == (0.4, "0%")
    assert [
        row[0] for row in CalamineWorkbook.from_filelike(BytesIO(write_ods(book))).get_sheet_by_index(0).to_python()
    ] == [
        "% complete",
        0.01,
        0.4,
        1.0,
    ]
    assert write_csv(book) == b"% complete\r\n1\r\n40\r\n100\r\n"
    assert [row["percent"] for row in json.loads(write_json(book))["rows"]] == [1, 40, 100]


def test_ten_thousand_rows_are_quick():
    # A generous bound: what it costs is measured in `make bench`; here only that it is not quadratic.
    rows = tuple((n, f"Action {n} " + "word " * 40, Decimal(n), date(2027, 3, 31)) for n in range(10_000))
    book = Workbook("Large", COUNCIL, (Sheet("Actions", COLUMNS, rows),), ON)
    started = datetime.now()  # noqa: DTZ005  # a stopwatch

    package = write_xlsx(book)

    assert (datetime.now() - started).total_seconds() < 20  # noqa: DTZ005
    assert len(CalamineWorkbook.from_filelike(BytesIO(package)).get_sheet_by_name("Actions").to_python()) == 10_001
