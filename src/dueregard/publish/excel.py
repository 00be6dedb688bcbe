"""A workbook as Excel: written row by row, every text as a text, the same bytes for the same workbook.

The one idea: XlsxWriter writes only what it is told, so a file cannot hold more than the model does; and every text
goes through `write_string`, the one call that never turns text into a formula, a link or a number.
Source: ECMA-376; XlsxWriter's documentation of constant_memory.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from dueregard.publish.sheet import Kind, Sheet, SheetColumn, Value, Workbook, check_workbook, clean_text

LONGEST_TEXT = 32_767
"""The characters that a cell of Excel holds. Source: Excel specifications and limits."""
_CUT = " … [cut here: Excel holds no more; the whole text is in the CSV and JSON downloads]"
_LONGEST_CHOICES = 255
"""The characters that a drop-down list written into its cells may have in all. Source: as above."""
_CHOICES_SHEET = "Choices"
_NO_DAY = date(1980, 1, 1)
"""Written where no day is given: the clock is never read, so that the same workbook gives the same bytes."""


def write_xlsx(workbook: Workbook) -> bytes:
    """Write `workbook`, its notes last. The same workbook gives the same bytes."""
    check_workbook(workbook)
    to = BytesIO()
    book = xlsxwriter.Workbook(
        to,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_date_format": "d mmm yyyy",
        },
    )
    day = workbook.on or _NO_DAY
    made = datetime(day.year, day.month, day.day)  # noqa: DTZ001  # a day, not a moment
    book.set_properties({"title": workbook.title, "author": workbook.author, "created": made, "comments": ""})
    formats = _formats(book)
    lists = _long_lists(workbook)
    for sheet in workbook.sheets:
        _write_sheet(book.add_worksheet(sheet.name), sheet, formats, lists)
    if workbook.notes:
        _write_notes(book.add_worksheet(workbook.notes_name), workbook, formats)
    if lists:
        _write_lists(book.add_worksheet(_CHOICES_SHEET), lists, formats)
    book.close()
    return to.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    body = {"text_wrap": True, "valign": "top"}
    return {
        "header": book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E3EEEF"}
        ),
        "text": book.add_format(body),
        # Shows the text as a text even after someone has edited the cell.
        "risky": book.add_format({**body, "quote_prefix": True}),
        "whole": book.add_format({**body, "num_format": "0"}),
        "decimal": book.add_format({**body, "num_format": "General"}),
        "percent": book.add_format({**body, "num_format": "0%"}),
        "date": book.add_format({**body, "num_format": "d mmm yyyy", "align": "left"}),
        "open_text": book.add_format({**body, "num_format": "@"}),
        "title": book.add_format({"bold": True, "font_size": 14, "valign": "top"}),
    }


def _write_sheet(to: Any, sheet: Sheet, formats: Mapping[str, Any], lists: Mapping[tuple[str, ...], int]) -> None:
    to.set_landscape()
    to.set_paper(9)
    to.fit_to_pages(1, 0)
    to.repeat_rows(0)
    to.freeze_panes(1, 0)
    to.set_footer("&L&A&RPage &P of &N")
    for number, column in enumerate(sheet.columns):
        blank = "date" if column.kind is Kind.DATE else "open_text" if column.kind is Kind.TEXT else column.kind.value
        to.set_column(number, number, column.width, formats[blank] if sheet.blank_rows else None)
    for number, column in enumerate(sheet.columns):
        to.write_string(0, number, clean_text(column.title), formats["header"])
    for at, row in enumerate(sheet.rows, start=1):
        for number, value in enumerate(row):
            _write_value(to, at, number, value, formats, kind=sheet.columns[number].kind)
    last = len(sheet.rows) + sheet.blank_rows
    if sheet.rows or sheet.blank_rows:
        to.autofilter(0, 0, last, len(sheet.columns) - 1)
    for number, column in enumerate(sheet.columns):
        rule = _validation(column, lists)
        if rule and last:
            to.data_validation(1, number, last, number, rule)


def _write_value(
    to: Any, at: int, number: int, value: Value, formats: Mapping[str, Any], *, kind: Kind = Kind.TEXT
) -> None:
    if value is None:
        return
    if isinstance(value, str):
        text = clean_text(value)
        if len(text) > LONGEST_TEXT:
            text = text[: LONGEST_TEXT - len(_CUT)] + _CUT
        if text:
            to.write_string(at, number, text, formats["risky" if text[0] in "=+-@'" else "text"])
    elif isinstance(value, date):
        # Excel counts days from 1900; an older date is kept as words.
        if value.year < 1900:
            to.write_string(at, number, value.isoformat(), formats["text"])
        else:
            to.write_datetime(at, number, value, formats["date"])
    elif kind is Kind.PERCENT:
        to.write_number(at, number, value / 100, formats["percent"])
    else:
        to.write_number(at, number, value, formats["decimal" if isinstance(value, Decimal) else "whole"])


def _validation(column: SheetColumn, lists: Mapping[tuple[str, ...], int]) -> dict[str, Any] | None:
    """Give the rule of a template's column: a drop-down, or a date, with the hint shown when the cell is chosen."""
    hint = {"input_title": column.title[:32], "input_message": column.hint[:255]} if column.hint else {}
    if column.choices:
        if column.choices in lists:
            letter = _letters(lists[column.choices])
            source: Any = f"={_CHOICES_SHEET}!${letter}$2:${letter}${len(column.choices) + 1}"
        else:
            source = list(column.choices)
        return {"validate": "list", "source": source, "show_error": column.choices_only, **hint}
    if not column.hint:
        return None
    if column.kind is Kind.DATE:
        rule = {"validate": "date", "criteria": ">=", "value": date(1900, 1, 1)}
        return {**rule, "error_type": "information", "error_message": "A date, such as 31/03/2027.", **hint}
    return {"validate": "any", **hint}


def _long_lists(workbook: Workbook) -> dict[tuple[str, ...], int]:
    """Give the drop-down lists too long, or with a comma, for their cells: they stand on a sheet of their own, in
    sight."""
    long = [
        column.choices
        for sheet in workbook.sheets
        for column in sheet.columns
        if len(",".join(column.choices)) > _LONGEST_CHOICES or any("," in choice for choice in column.choices)
    ]
    return {choices: number for number, choices in enumerate(dict.fromkeys(long))}


def _write_lists(to: Any, lists: Mapping[tuple[str, ...], int], formats: Mapping[str, Any]) -> None:
    to.set_column(0, max(len(lists) - 1, 0), 40)
    for number in lists.values():
        to.write_string(0, number, f"Drop-down list {number + 1}", formats["header"])
    for at in range(max(len(choices) for choices in lists)):
        for choices, number in lists.items():
            if at < len(choices):
                to.write_string(at + 1, number, clean_text(choices[at]), formats["text"])


def _letters(number: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(number))


def _write_notes(to: Any, workbook: Workbook, formats: Mapping[str, Any]) -> None:
    to.set_paper(9)
    to.set_column(0, 0, 24)
    to.set_column(1, 1, 90)
    to.write_string(0, 0, clean_text(workbook.title), formats["title"])
    for at, (name, text) in enumerate(workbook.notes, start=1):
        _write_value(to, at, 0, name, formats)
        _write_value(to, at, 1, text, formats)
