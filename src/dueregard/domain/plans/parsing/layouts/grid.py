"""How do the cells of a table's row lie: which are covered, which say something, what is below?

The one idea: questions of geometry only; no word is understood here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dueregard.domain.plans.parsing.words import clean, flat
from dueregard.reading.blocks import Cell, Place, Row


def texts_below(rows: Sequence[Row], chosen: Iterable[int], width: int) -> list[list[str]]:
    """Give, for each column, the texts of the chosen rows."""
    cells: list[list[str]] = [[] for _ in range(width)]
    for at in chosen:
        for column, cell in enumerate(rows[at].cells[:width]):
            cells[column].append(clean(cell.text))
    return cells


def is_sideways(cell: Cell) -> bool:
    """Say whether a cell is covered by one to its left."""
    return cell.repeats is not None and cell.repeats.row == cell.place.row


def is_one_cell(row: Row) -> bool:
    """Say whether at most one cell of a row says anything."""
    return sum(1 for cell in row.cells if not is_sideways(cell) and flat(cell.text)) <= 1


def row_text(row: Row) -> str:
    """Give a row's own words on one line."""
    return " | ".join(flat(cell.text) for cell in row.cells if cell.repeats is None and flat(cell.text))


def same_place(one: Place, other: Place) -> bool:
    """Say whether two places are the same cell, whatever page they were printed on."""
    return (one.sheet, one.table, one.row, one.cell) == (other.sheet, other.table, other.row, other.cell)
