"""A table from cells that span: one cell for each column in each row, repeats marked.

The one idea: every format says the same thing in its own way ("this cell covers two columns and three rows"), so each
reader hands over `Spanned` cells row by row and this file lays them out. A covered place holds the covering cell's text
again with `repeats` set. Columns that no cell starts in are dropped: they exist only in the file, not on paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dueregard.reading.blocks import Cell, CellValue, Place, Row, Table
from dueregard.reading.limits import Limits, too_much


@dataclass(frozen=True, slots=True)
class Spanned:
    """A cell as its format gives it, before its column is known. Spans below 1 count as 1."""

    text: str
    columns: int = 1
    rows: int = 1
    value: CellValue = None
    fill: str | None = None
    bold: bool = False


@dataclass(frozen=True, slots=True)
class SpannedRow:
    """A row of such cells; `skip` empty columns stand before the first."""

    cells: tuple[Spanned, ...]
    header: bool = False
    hidden: bool = False
    skip: int = 0
    page: int | None = None


def lay_out(
    rows: Sequence[SpannedRow], *, place: Place, limits: Limits, caption: str | None = None, hidden: bool = False
) -> Table | None:
    """Lay rows of spanning cells out as a table with the same number of cells in every row; None when it has no cell.

    Takes:   rows in order; a span over the table's end is cut there.
    Raises:  CannotBeRead where the table would hold more rows, columns or cells than the limits allow.

    >>> from dueregard.reading.limits import DEFAULT
    >>> table = lay_out([SpannedRow((Spanned("a", columns=2),)), SpannedRow((Spanned("b"), Spanned("c")))],
    ...                 place=Place(table=1), limits=DEFAULT)
    >>> [[cell.text for cell in row.cells] for row in table.rows]
    [['a', 'a'], ['b', 'c']]
    """
    if len(rows) > limits.rows:
        raise too_much("rows", found=len(rows), most=limits.rows, where=place.in_words())
    taken = _positions(rows, limits=limits, place=place)
    starts = sorted({column for _, column, _, _ in taken})
    if not starts:
        return None
    if len(starts) > limits.columns:
        raise too_much("columns", found=len(starts), most=limits.columns, where=place.in_words())
    if len(starts) * len(rows) > limits.cells:
        raise too_much("cells", found=len(starts) * len(rows), most=limits.cells, where=place.in_words())
    new_column = {old: new for new, old in enumerate(starts)}
    grid: list[list[Cell | None]] = [[None] * len(starts) for _ in rows]
    for row_at, column, columns, cell in taken:
        _put(grid, row_at, new_column, column, columns, cell, rows=rows, place=place)
    return Table(
        rows=tuple(
            Row(
                cells=tuple(
                    cell or Cell("", _at(place, row_at, at, rows[row_at].page)) for at, cell in enumerate(line)
                ),
                place=replace(_at(place, row_at, 0, rows[row_at].page), cell=None),
                header=rows[row_at].header,
                hidden=rows[row_at].hidden,
            )
            for row_at, line in enumerate(grid)
        ),
        place=place,
        caption=caption,
        hidden=hidden,
    )


def _at(place: Place, row: int, column: int, page: int | None) -> Place:
    return Place(page=page or place.page, sheet=place.sheet, table=place.table, row=row + 1, cell=column + 1)


def _positions(rows: Sequence[SpannedRow], *, limits: Limits, place: Place) -> list[tuple[int, int, int, Spanned]]:
    """Give (row, column, columns covered, cell) for each cell, stepping over what the rows above still cover."""
    covered: dict[int, int] = {}  # column → how many rows below still covered
    taken: list[tuple[int, int, int, Spanned]] = []
    work = 0
    for row_at, row in enumerate(rows):
        column = row.skip
        now: dict[int, int] = {}
        for cell in row.cells:
            while covered.get(column, 0) > 0:
                column += 1
            columns = 1
            while columns < min(cell.columns, 1000) and covered.get(column + columns, 0) == 0:
                columns += 1
            work += columns
            if work > limits.cells * 4:
                raise too_much("cells", found=work, most=limits.cells, where=place.in_words())
            taken.append((row_at, column, columns, cell))
            if cell.rows > 1:
                down = min(cell.rows, len(rows) - row_at)
                now.update(dict.fromkeys(range(column, column + columns), down))
            column += columns
        covered = {at: left - 1 for at, left in (covered | now).items() if left > 1}
    return taken


def _put(
    grid: list[list[Cell | None]],
    row_at: int,
    new_column: dict[int, int],
    column: int,
    columns: int,
    cell: Spanned,
    *,
    rows: Sequence[SpannedRow],
    place: Place,
) -> None:
    across = [new_column[old] for old in range(column, column + columns) if old in new_column]
    down = range(row_at, min(row_at + max(cell.rows, 1), len(grid)))
    first = _at(place, row_at, across[0], rows[row_at].page)
    for at_row in down:
        for at in across:
            if grid[at_row][at] is not None:
                continue
            here = (at_row, at) == (row_at, across[0])
            grid[at_row][at] = Cell(
                text=cell.text,
                place=first if here else _at(place, at_row, at, rows[at_row].page),
                value=cell.value,
                fill=cell.fill,
                bold=cell.bold,
                columns=len(across) if here else 1,
                rows=len(down) if here else 1,
                repeats=None if here else first,
            )
