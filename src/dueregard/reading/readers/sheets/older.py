"""Older and binary Excel workbooks (XLS, XLSB) as one table per sheet, through calamine.

The one idea: these formats give us values and merged ranges only; fills and hidden columns stay unread, which is said.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from python_calamine import CalamineWorkbook, PasswordError, SheetVisibleEnum

from dueregard.reading.blocks import Blocks, Table
from dueregard.reading.limits import Limits, too_much
from dueregard.reading.package import Package, locked
from dueregard.reading.readers.sheets.used import Sheet, SheetCell, shown_date, shown_number, table_of, tidy
from dueregard.reading.safe_xml import damaged


def read(data: bytes, *, name: str, limits: Limits) -> Blocks:
    """Read an XLS or XLSB workbook.

    Raises:  CannotBeRead where it is damaged, locked, or passes a limit.
    """
    kind = "xlsb" if data.startswith(b"PK") else "xls"
    if kind == "xlsb":
        Package(data, name=name, limits=limits)  # its own checks, before another program opens it
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = [
            _sheet(workbook, at, hidden=listed.visible != SheetVisibleEnum.Visible, limits=limits)
            for at, listed in enumerate(workbook.sheets_metadata)
            if "WorkSheet" in str(listed.typ)
        ]
    except PasswordError as fault:
        raise locked(name) from fault
    except (OSError, ValueError, IndexError) as fault:  # calamine's own errors are children of these
        raise damaged(name) from fault
    tables: list[Table] = []
    for sheet in sheets:
        table = table_of(sheet, number=len(tables) + 1, limits=limits)
        if table is not None:
            tables.append(table)
    warnings = ["Cell colours and hidden columns are not read from this older format; save it as .xlsx to have them."]
    warnings += [f"Sheet “{sheet.name}” is hidden in the file." for sheet in sheets if sheet.hidden]
    return Blocks(format=kind, blocks=tuple(tables), name=name, warnings=tuple(warnings))


def _sheet(workbook: Any, at: int, *, hidden: bool, limits: Limits) -> Sheet:
    source = workbook.get_sheet_by_index(at)
    sheet = Sheet(tidy(source.name), hidden=hidden)
    # calamine gives rows from the sheet's first, but columns only from the first that holds something.
    left = source.start[1] + 1 if source.start else 1
    if source.total_height > limits.rows:
        raise too_much("rows", found=source.total_height, most=limits.rows, where=f"sheet “{sheet.name}”")
    for row_at, row in enumerate(source.iter_rows(), start=1):
        for column, value in enumerate(row, start=left):
            sheet.add(row_at, column, _cell(value), limits=limits)
    sheet.merged = [
        (first_row + 1, first + 1, last_row + 1, last + 1)
        for (first_row, first), (last_row, last) in source.merged_cell_ranges or ()
    ]
    return sheet


def _cell(value: Any) -> SheetCell:
    if isinstance(value, bool):
        return SheetCell("TRUE" if value else "FALSE", value)
    if isinstance(value, datetime | date):
        whole = value.date() if isinstance(value, datetime) and not (value.hour or value.minute) else value
        return SheetCell(shown_date(whole), whole)
    if isinstance(value, time):
        return SheetCell(shown_date(value))
    if isinstance(value, timedelta):
        return SheetCell(str(value))
    if isinstance(value, int | float):
        said = shown_number(value)
        return SheetCell(said, int(value) if said.lstrip("-").isdigit() else value)
    return SheetCell(tidy(str(value)))
