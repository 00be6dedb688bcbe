"""The used range of a sheet as a table: from its first text to its last, merged ranges repeated, places true.

The one idea: readers give a sparse sheet (only cells that hold something); empty rows and columns round it are trimmed,
and a long run of empty rows inside it is passed over, but a cell's row and column are always those the sheet shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from dueregard.reading.blocks import Cell, CellValue, Place, Row, Table
from dueregard.reading.cleaning import lines
from dueregard.reading.limits import Limits, too_much

_GAP = 3  # an empty stretch longer than this stays this long: it parts two tables, its length says nothing more


@dataclass(frozen=True, slots=True)
class SheetCell:
    """One cell: what it shows, its typed value, its look."""

    text: str
    value: CellValue = None
    fill: str | None = None
    bold: bool = False


@dataclass(slots=True)
class Sheet:
    """A sheet as read: cells by (row, column) from 1; `merged` ranges are (top, left, bottom, right), inclusive."""

    name: str
    cells: dict[tuple[int, int], SheetCell] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    hidden: bool = False

    def add(self, row: int, column: int, cell: SheetCell, *, limits: Limits) -> None:
        """Keep a cell that holds or shows something; counted against the limit on cells."""
        if not cell.text and cell.fill is None:
            return
        if len(self.cells) >= limits.cells:
            raise too_much("cells", found=len(self.cells) + 1, most=limits.cells, where=f"sheet “{self.name}”")
        self.cells[row, column] = cell


def table_of(sheet: Sheet, *, number: int, limits: Limits) -> Table | None:
    """Give a sheet as a table; None where no cell holds text."""
    filled = [at for at, cell in sheet.cells.items() if cell.text]
    if not filled:
        return None
    left, right = min(c for _, c in filled), max(c for _, c in filled)
    rows = _rows_shown({row for row, _ in filled})
    where = f"sheet “{sheet.name}”"
    if len(rows) > limits.rows:
        raise too_much("rows", found=len(rows), most=limits.rows, where=where)
    if right - left + 1 > limits.columns:
        raise too_much("columns", found=right - left + 1, most=limits.columns, where=where)
    if (right - left + 1) * len(rows) > limits.cells:
        raise too_much("cells", found=(right - left + 1) * len(rows), most=limits.cells, where=where)
    covered = _covered(sheet, rows=set(rows), left=left, right=right)
    place = Place(sheet=sheet.name, table=number)
    return Table(
        rows=tuple(
            Row(
                cells=tuple(_cell(sheet, covered, row, column, number=number) for column in range(left, right + 1)),
                place=Place(sheet=sheet.name, table=number, row=row),
                hidden=row in sheet.hidden_rows,
            )
            for row in rows
        ),
        place=place,
        hidden=sheet.hidden,
        hidden_columns=tuple(
            column - left + 1
            for column in range(left, right + 1)
            if any(first <= column <= last for first, last in sheet.hidden_columns)
        ),
    )


def _rows_shown(filled: set[int]) -> list[int]:
    shown: list[int] = []
    last = None
    for row in sorted(filled):
        if last is not None:
            shown.extend(range(last + 1, min(row, last + 1 + _GAP)))
        shown.append(row)
        last = row
    return shown


_Covered = Mapping[tuple[int, int], tuple[tuple[int, int], int, int]]  # place → (covering cell, columns, rows)


def _covered(sheet: Sheet, *, rows: set[int], left: int, right: int) -> _Covered:
    covered: dict[tuple[int, int], tuple[tuple[int, int], int, int]] = {}
    for top, first, bottom, last in sheet.merged:
        down = (
            [row for row in rows if top <= row <= bottom]
            if bottom - top > 50
            else [row for row in range(top, bottom + 1) if row in rows]
        )
        across = range(max(first, left), min(last, right) + 1)
        for row in down:
            for column in across:
                covered.setdefault((row, column), ((top, first), len(across), len(down)))
    return covered


def _cell(sheet: Sheet, covered: _Covered, row: int, column: int, *, number: int) -> Cell:
    head, columns, rows = covered.get((row, column), ((row, column), 1, 1))
    held = sheet.cells.get(head, _EMPTY)
    place = Place(sheet=sheet.name, table=number, row=row, cell=column)
    if head == (row, column):
        return Cell(held.text, place, held.value, held.fill, held.bold, columns, rows)
    first = Place(sheet=sheet.name, table=number, row=head[0], cell=head[1])
    return Cell(held.text, place, held.value, held.fill, held.bold, repeats=first)


_EMPTY = SheetCell("")


def hidden_remarks(sheets: Iterable[Sheet]) -> tuple[str, ...]:
    """Say which sheets are hidden or have hidden rows or columns; they are read all the same and marked."""
    said = []
    for sheet in sheets:
        if sheet.hidden:
            said.append(f"Sheet “{sheet.name}” is hidden in the file.")
        if any((row, column) for row, column in sheet.cells if row in sheet.hidden_rows):
            said.append(f"Sheet “{sheet.name}” has hidden rows.")
        if sheet.hidden_columns and any(
            first <= column <= last for _, column in sheet.cells for first, last in sheet.hidden_columns
        ):
            said.append(f"Sheet “{sheet.name}” has hidden columns.")
    return tuple(said)


def shown_date(value: date | datetime | time) -> str:
    """Give a date as it is written in Britain, with the time of day only where there is one.

    >>> shown_date(date(2015, 10, 1)), shown_date(datetime(2015, 10, 1, 9, 30))
    ('01/10/2015', '01/10/2015 09:30')
    """
    if isinstance(value, time):
        return value.strftime("%H:%M")
    day = f"{value.day:02d}/{value.month:02d}/{value.year:04d}"
    if isinstance(value, datetime) and (value.hour or value.minute):
        return f"{day} {value.hour:02d}:{value.minute:02d}"
    return day


def shown_number(value: float) -> str:
    """Give a number without the ".0" of a whole one.

    >>> shown_number(12.0), shown_number(0.1)
    ('12', '0.1')
    """
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.12g}"


def tidy(text: str) -> str:
    """Give a cell's text with its lines tidied."""
    return lines(text)
