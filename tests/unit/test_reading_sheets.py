"""Sheets: values as shown and as typed, merged and hidden parts, looks; calamine is the judge of values."""

from __future__ import annotations

import io
import subprocess
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

import reading_made_up as made
from dueregard.reading.blocks import Blocks, Table
from dueregard.reading.limits import DEFAULT
from dueregard.reading.readers import office
from dueregard.reading.readers.sheets import excel, older, opendocument
from dueregard.reading.readers.sheets.formats import show

MORNING = datetime(2027, 3, 31, 9, 30)  # noqa: DTZ001 - sheets know no time zone


def _excel(fill: Any) -> Blocks:
    return excel.read(made.sheet(fill), name="plan.xlsx", limits=DEFAULT)


def _one(blocks: Blocks) -> Table:
    (table,) = blocks.tables()
    return table


def _texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_excel_trims_round_the_text_and_keeps_true_places() -> None:
    def fill(book: Workbook) -> None:
        page = book.add_worksheet("Plan 2026")
        page.write(2, 1, "No")
        page.write(2, 2, "Action")
        page.write(4, 2, "Train")

    table = _one(_excel(fill))

    assert _texts(table) == [["No", "Action"], ["", ""], ["", "Train"]]
    assert table.rows[2].cells[1].place.in_words() == "sheet “Plan 2026”, table 1, row 5, column 3"


def test_excel_long_empty_stretches_are_passed_over() -> None:
    def fill(book: Workbook) -> None:
        page = book.add_worksheet()
        page.write(0, 0, "top")
        page.write(40_000, 0, "far below")

    table = _one(_excel(fill))

    assert len(table.rows) < 10
    assert table.rows[-1].place.row == 40_001


def test_excel_values_typed_and_shown() -> None:
    def fill(book: Workbook) -> None:
        page = book.add_worksheet()
        for at, (value, code) in enumerate(
            [
                (63, None),
                (0.95, "0%"),
                (2.5, None),
                (date(2027, 3, 31), "dd/mm/yyyy"),
                (date(2027, 3, 1), "mmm-yy"),
                (MORNING, "yyyy-mm-dd hh:mm"),
                (True, None),
                (1200, "£#,##0"),
                (7, "000"),
            ]
        ):
            page.write(0, at, value, book.add_format({"num_format": code}) if code else None)

    cells = _one(_excel(fill)).rows[0].cells

    assert [cell.text for cell in cells] == [
        "63", "95%", "2.5", "31/03/2027", "Mar-27", "31/03/2027 09:30", "TRUE", "£1,200", "007",
    ]  # fmt: skip
    assert [cell.value for cell in cells] == [
        63, 0.95, 2.5, date(2027, 3, 31), None, MORNING, True, 1200, 7,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "code", "text"),
    [
        (1, "dd/mm/yyyy", "01/01/1900"),
        (60, "dd/mm/yyyy", "28/02/1900"),
        (61, "dd/mm/yyyy", "01/03/1900"),
        (46112, "[$-809]dd mmmm yyyy;@", "31/03/2026"),
        (46112, "mmmm yyyy", "March 2026"),
        (46112, "yyyy", "2026"),
        (46112, "d mmmm", "31 March"),
        (0.5, "h:mm", "12:00"),
        (1e300, "dd/mm/yyyy", "1e+300"),
        (-5, "#,##0.00", "-5.00"),
        (1234.5, "General", "1234.5"),
        (3, '0 "actions"', "3"),
        (1234.5, "[$£-809]#,##0.00", "£1,234.50"),
    ],
)
def test_number_formats(number: float, code: str, text: str) -> None:
    assert show(number, code).text == text


def test_dates_from_1904() -> None:
    # 31 March 2026 in the system of older Macs, 1,462 days less
    assert show(46112 - 1462, "dd/mm/yyyy", from_1904=True).text == "31/03/2026"


def test_excel_merged_ranges_repeat() -> None:
    def fill(book: Workbook) -> None:
        page = book.add_worksheet()
        page.merge_range("A1:C1", "Equality plan")
        page.merge_range("A2:A3", "Finance")
        page.write("B2", "x")
        page.write("C3", "y")

    table = _one(_excel(fill))

    assert _texts(table) == [["Equality plan"] * 3, ["Finance", "x", ""], ["Finance", "", "y"]]
    assert table.rows[0].cells[0].columns == 3
    assert table.rows[2].cells[0].repeats == table.rows[1].cells[0].place


def test_excel_merged_range_to_the_end_of_the_sheet_is_cut() -> None:
    def fill(book: Workbook) -> None:
        page = book.add_worksheet()
        page.merge_range("A1:XFD1", "Title")
        page.merge_range("A2:A1048576", "Side")
        page.write("B3", "x")

    assert _texts(_one(_excel(fill))) == [["Title", "Title"], ["Side", ""], ["Side", "x"]]


def test_excel_hidden_parts_are_read_and_marked() -> None:
    def fill(book: Workbook) -> None:
        page = book.add_worksheet("Shown")
        page.write_row(0, 0, ["a", "b", "c"])
        page.write_row(1, 0, ["d", "e", "f"])
        page.set_column(1, 1, None, None, {"hidden": True})
        page.set_row(1, None, None, {"hidden": True})
        away = book.add_worksheet("Away")
        away.write(0, 0, "z")
        away.hide()

    blocks = _excel(fill)
    shown, away = blocks.tables()

    assert (shown.hidden_columns, [row.hidden for row in shown.rows]) == ((2,), [False, True])
    assert away.hidden
    assert blocks.warnings == (
        "Sheet “Shown” has hidden rows.",
        "Sheet “Shown” has hidden columns.",
        "Sheet “Away” is hidden in the file.",
    )


def test_excel_fills_and_bold() -> None:
    def fill(book: Workbook) -> None:
        page = book.add_worksheet()
        page.write(0, 0, "RAG", book.add_format({"bold": True}))
        page.write_blank(1, 0, None, book.add_format({"bg_color": "#00B050"}))
        page.write(1, 1, "x", book.add_format({"bg_color": "#FFC000"}))
        page.write(2, 0, "end")

    table = _one(_excel(fill))

    assert table.rows[0].cells[0].bold
    assert [cell.fill for cell in table.rows[1].cells] == ["#00B050", "#FFC000"]


def test_excel_formulas_give_their_saved_result() -> None:
    def fill(book: Workbook) -> None:
        page = book.add_worksheet()
        page.write_formula(0, 0, "=1+1", None, 2)
        page.write_formula(0, 1, '=HYPERLINK("http://example.org","go")', None, "go")
        page.write_string(0, 2, "=SUM(A1)")

    assert _texts(_one(_excel(fill))) == [["2", "go", "=SUM(A1)"]]


def test_excel_says_when_a_formula_has_no_result() -> None:
    data = made.sheet(lambda book: book.add_worksheet().write_formula(0, 0, "=1+1", None, 7))
    data = made.replaced(data, "xl/worksheets/sheet1.xml", b"<v>7</v>", b"")

    assert any("no saved result" in said for said in excel.read(data, name="", limits=DEFAULT).warnings)


def test_excel_rich_text_and_line_breaks() -> None:
    def fill(book: Workbook) -> None:
        page = book.add_worksheet()
        page.write_rich_string(0, 0, "Train ", book.add_format({"bold": True}), "all", " staff")
        page.write(0, 1, "Head of HR\nBen")

    assert _texts(_one(_excel(fill))) == [["Train all staff", "Head of HR\nBen"]]


def test_excel_agrees_with_calamine() -> None:
    def fill(book: Workbook) -> None:
        page = book.add_worksheet("A")
        for at, texts in enumerate((made.HEADER, *made.ROWS)):
            page.write_row(at, 0, texts)
        page.write(5, 2, 12.25)
        page.write_datetime(5, 3, date(2026, 12, 1), book.add_format({"num_format": "d/m/yyyy"}))

    data = made.sheet(fill)
    judge = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()

    rows = _one(excel.read(data, name="", limits=DEFAULT)).rows
    ours = [[cell.text if cell.value is None else cell.value for cell in row.cells] for row in rows]

    assert ours == judge


_DATE = '<number:date-style style:name="N1"><number:day/><number:month/><number:year/></number:date-style>'
_STYLES = (
    _DATE
    + '<number:date-style style:name="N2"><number:month/><number:year/></number:date-style>'
    + '<style:style style:name="green" style:family="table-cell">'
    + '<style:table-cell-properties fo:background-color="#00b050"/>'
    + '<style:text-properties fo:font-weight="bold"/></style:style>'
    + '<style:style style:name="d" style:family="table-cell" style:data-style-name="N1"/>'
    + '<style:style style:name="m" style:family="table-cell" style:data-style-name="N2"/>'
    + '<style:style style:name="off" style:family="table"><style:table-properties table:display="false"/></style:style>'
)


def _ods(tables: str) -> Blocks:
    return opendocument.read(made.ods(tables, styles=_STYLES), name="plan.ods", limits=DEFAULT)


def _row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def _cell(inner: str = "", attributes: str = "") -> str:
    return f"<table:table-cell {attributes}>{inner}</table:table-cell>"


def _date(style: str, day: str, shown: str) -> str:
    attributes = f'table:style-name="{style}" office:value-type="date" office:date-value="{day}"'
    return _cell(f"<text:p>{shown}</text:p>", attributes)


def test_ods_values_dates_fills_and_spans() -> None:
    green = 'table:style-name="green"'
    table = _one(
        _ods(
            '<table:table table:name="P"><table:table-column table:number-columns-repeated="1024"/>'
            + _row(
                _cell("<text:p>Title</text:p>", 'table:number-columns-spanned="3"'),
                '<table:covered-table-cell table:number-columns-repeated="2"/>',
            )
            + _row(
                _cell("<text:p>3</text:p>", 'office:value-type="float" office:value="3"'),
                _date("d", "2027-03-31", "31/03/27"),
                _date("m", "2027-03-01", "March 2027"),
            )
            + _row(
                _cell("", green),
                _cell('<text:p>a<text:s text:c="2"/>b</text:p><text:p>c</text:p>', green),
                _cell("", 'table:number-columns-repeated="1021"'),
            )
            + _row(_cell("", 'table:number-columns-repeated="1024"'), attributes='table:number-rows-repeated="1048573"')
            + "</table:table>"
        )
    )

    assert _texts(table) == [["Title"] * 3, ["3", "31/03/2027", "March 2027"], ["", "a b\nc", ""]]
    assert [cell.value for cell in table.rows[1].cells] == [3, date(2027, 3, 31), None]
    assert table.rows[0].cells[0].columns == 3
    assert [cell.fill for cell in table.rows[2].cells] == ["#00B050", "#00B050", None]
    assert [cell.bold for cell in table.rows[2].cells] == [False, True, False]


def test_ods_hidden_parts_comments_and_repeats() -> None:
    remark = "<office:annotation><text:p>a remark</text:p></office:annotation>"
    blocks = _ods(
        '<table:table table:name="P"><table:table-column/><table:table-column table:visibility="collapse"/>'
        + _row(
            _cell(f"{remark}<text:p>x</text:p>", 'table:number-columns-repeated="2"'),
            attributes='table:number-rows-repeated="2" table:visibility="filter"',
        )
        + '</table:table><table:table table:name="Off" table:style-name="off">'
        + _row(_cell("<text:p>z</text:p>"))
        + "</table:table>"
    )
    first, second = blocks.tables()

    assert _texts(first) == [["x", "x"], ["x", "x"]]
    assert (first.hidden_columns, [row.hidden for row in first.rows], second.hidden) == ((2,), [True, True], True)
    assert "a remark" not in str(blocks.to_json())
    assert "Comments on cells were not read." in blocks.warnings


def test_xls_through_calamine(tmp_path: Path) -> None:
    program = office.program()
    if program is None:
        pytest.skip("LibreOffice, which writes the older workbook for this test, is not installed.")

    def fill(book: Workbook) -> None:
        page = book.add_worksheet("Plan")
        for at, texts in enumerate((made.HEADER, *made.ROWS)):
            page.write_row(at + 2, 1, texts)
        page.merge_range("B9:C9", "Finance")

    (tmp_path / "plan.xlsx").write_bytes(made.sheet(fill))
    profile = f"-env:UserInstallation=file://{tmp_path}/p"
    command = [program, profile, "--headless", "--convert-to", "xls", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "plan.xlsx")], check=True, capture_output=True, timeout=60)

    blocks = older.read((tmp_path / "plan.xls").read_bytes(), name="plan.xls", limits=DEFAULT)

    table = _one(blocks)
    action = table.rows[1].cells[2]
    assert (action.text, action.place.row, action.place.cell) == (made.ROWS[0][2], 4, 4)
    assert [cell.text for cell in table.rows[-1].cells[:2]] == ["Finance", "Finance"]
    assert blocks.format == "xls"
    assert any("older format" in said for said in blocks.warnings)
