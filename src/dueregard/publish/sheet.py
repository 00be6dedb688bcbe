"""What is a workbook that we publish? Sheets of typed columns, written alike as Excel, CSV, OpenDocument and JSON.

The one idea: a text is a text in every form. Which kind a value has is said by its column, never guessed from its
look, so that "=1+1" stays four letters, "+44 20 7946 0000" keeps its plus, and 3 March stays a date. Nothing is
hidden: a workbook here has no hidden sheets, rows or columns, no formulas, no comments, and no names of the people
who made it.
Source: what went wrong where published workbooks held more than they showed (source data of pivot tables in 2012, a
hidden sheet in 2023, 35 hidden workbooks in 2025): Information Commissioner's Office, enforcement actions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from dueregard.publish.checks import NotPublishable

Value: TypeAlias = str | int | Decimal | date | None


class Kind(StrEnum):
    """What the values of a column are. A percent is a whole number of hundredths: 40 is shown as 40%."""

    TEXT = "text"
    WHOLE = "whole"
    DECIMAL = "decimal"
    PERCENT = "percent"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: its header as people read it, its `key` as programs do, and what its values are.

    `width` is in characters. `choices` make a drop-down list in a template; with `choices_only`, nothing else is taken.
    """

    title: str
    key: str
    kind: Kind = Kind.TEXT
    width: int = 16
    choices: tuple[str, ...] = ()
    choices_only: bool = False
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: one header row, then values. `blank_rows` are made ready to be filled in a template."""

    name: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[Value, ...], ...] = ()
    blank_rows: int = 0


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook: the data sheets, then a sheet of notes. CSV and JSON hold the first sheet.

    `notes` are (name, words) pairs: source, date, method, what the marks mean.
    """

    title: str
    author: str
    sheets: tuple[Sheet, ...]
    on: date | None = None
    notes: tuple[tuple[str, str], ...] = ()
    notes_name: str = "Notes"
    language: str = "en-GB"


_KINDS: dict[Kind, tuple[type, ...]] = {
    Kind.TEXT: (str,),
    Kind.WHOLE: (int,),
    Kind.DECIMAL: (int, Decimal),
    Kind.PERCENT: (int,),
    Kind.DATE: (date,),
}
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029")


def check_workbook(workbook: Workbook) -> None:
    """Raise NotPublishable, with every fault, unless each form can hold the workbook as it is.

    >>> sheet = Sheet("Actions", (SheetColumn("No", "number"),))
    >>> check_workbook(Workbook("Plan", "A council", (sheet,)))
    """
    faults = tuple(workbook_faults(workbook))
    if faults:
        raise NotPublishable(faults)


def workbook_faults(workbook: Workbook) -> Iterator[str]:
    """Give the faults: no title, no sheet, names no form can hold, rows that do not fit, values of the wrong kind."""
    if not workbook.title.strip():
        yield "the workbook has no title"
    if not workbook.sheets:
        yield "the workbook has no sheet"
    names = [sheet.name.lower() for sheet in workbook.sheets] + (
        [workbook.notes_name.lower()] if workbook.notes else []
    )
    yield from (f"two sheets are named “{name}”" for name in sorted({n for n in names if names.count(n) > 1}))
    for sheet in workbook.sheets:
        yield from _sheet_faults(sheet)


def _sheet_faults(sheet: Sheet) -> Iterator[str]:
    name = f"the sheet “{sheet.name}”"
    if not sheet.name.strip() or len(sheet.name) > 31 or _NOT_IN_SHEET_NAMES.search(sheet.name) or "'" in sheet.name:
        yield f"{name} needs a name of 1 to 31 characters without [ ] : * ? / \\ '"
    if not sheet.columns:
        yield f"{name} has no columns"
    for what, all_of in (("headers", [c.title for c in sheet.columns]), ("keys", [c.key for c in sheet.columns])):
        if len(set(all_of)) < len(all_of) or not all(each.strip() for each in all_of):
            yield f"{name} has {what} that are empty or stand twice"
    for number, row in enumerate(sheet.rows, start=2):
        if len(row) != len(sheet.columns):
            yield f"row {number} of {name} has {len(row)} cells for {len(sheet.columns)} columns"
            continue
        for column, value in zip(sheet.columns, row, strict=True):
            if value is not None and (not isinstance(value, _KINDS[column.kind]) or isinstance(value, bool)):
                yield f"“{column.title}” in row {number} of {name} is not a {column.kind.value} value"


def clean_text(text: str) -> str:
    """Give a text with one kind of line end, tabs as spaces, and without the control characters that no form may hold.

    >>> clean_text("one" + chr(13) + chr(10) + "two" + chr(7) + chr(9) + "three")
    'one\\ntwo three'
    """
    return _CONTROL.sub("", _LINE_ENDS.sub("\n", text)).replace("\t", " ")
