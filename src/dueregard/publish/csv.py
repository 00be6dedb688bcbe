"""A sheet as CSV: UTF-8, commas, RFC 4180 line ends, dates in ISO form, and nothing a spreadsheet would calculate.

The one idea: a CSV shows no types, so a text that a spreadsheet would take for a formula gets a leading apostrophe; a
number never does. The reader of `reading` takes the apostrophe off again. Files for people begin with a byte order
mark (Excel spoils accents without), answers to programs do not.
Source: RFC 4180; the prefix rule of the Government's gender pay gap service; GOV.UK tabular data standard (2023).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from dueregard.publish.sheet import Sheet, Value, Workbook, check_workbook, clean_text

_BEGINS_A_FORMULA = ("=", "+", "-", "@")
_MUST_BE_QUOTED = frozenset(",;\t\n\"'")


def write_csv(workbook: Workbook, *, bom: bool = False) -> bytes:
    """Write the first sheet of `workbook`; `bom` puts a byte order mark in front, for files that Excel will open.

    >>> from dueregard.publish.sheet import SheetColumn
    >>> columns = (SheetColumn("Action", "action"),)
    >>> write_csv(Workbook("Plan", "A council", (Sheet("Actions", columns, (("=1+1",),)),)))
    b'Action\\r\\n"\\'=1+1"\\r\\n'
    """
    check_workbook(workbook)
    text = "".join(_lines(workbook.sheets[0]))
    return text.encode("utf-8-sig" if bom else "utf-8")


def _lines(sheet: Sheet) -> Iterator[str]:
    yield ",".join(_field(column.title) for column in sheet.columns) + "\r\n"
    for row in sheet.rows:
        fields = [_field(value) for value in row]
        # A line of one empty field would be an empty line, which readers skip.
        yield ('""' if fields == [""] else ",".join(fields)) + "\r\n"


def _field(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, int):
        return str(value)
    return _quoted(safe_text(clean_text(value)))


def safe_text(text: str) -> str:
    """Give a text that no spreadsheet takes for a formula: an apostrophe before = + - @, and no blanks before them.

    >>> safe_text("+44 20 7946 0000"), safe_text("plain")
    ("'+44 20 7946 0000", 'plain')
    """
    said = text.lstrip()
    return f"'{said}" if said.startswith(_BEGINS_A_FORMULA) else text


def _quoted(text: str) -> str:
    if _MUST_BE_QUOTED.isdisjoint(text) and text == text.strip():
        return text
    return '"' + text.replace('"', '""') + '"'
