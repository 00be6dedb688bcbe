"""How is a set of people, sums and means given? As one table with three figures in each row, in any form.

The one idea: the three are the same cells seen three ways, so they stand side by side: who reads a mean sees how many
people are behind it. It takes released tables only.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING, TypeAlias

from dueregard.analysis.released.files import safe_text
from dueregard.cli.screen import console

if TYPE_CHECKING:
    from dueregard.analysis.released.cells import Cell
    from dueregard.analysis.released.table import ReleasedTable

    Set: TypeAlias = tuple[ReleasedTable, ...]

FIGURES = ("count", "sum", "mean")
_HEADINGS = ("People", "Sum (£)", "Mean (£)")


def show_amounts(tables: Set, *, title: str) -> None:
    """Print the table on the screen."""
    from rich import box
    from rich.table import Table as Grid

    screen = console()
    screen.print(title, style="bold")
    grid = Grid(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for dimension in tables[0].dimensions:
        grid.add_column(dimension.label)
    for heading in _HEADINGS:
        grid.add_column(heading, justify="right")
    for words, cells in _rows(tables):
        grid.add_row(*words, *(cell.in_words() for cell in cells))
    screen.print(grid)
    for note in notes_of(tables):
        screen.print(note)


def notes_of(tables: Set) -> tuple[str, ...]:
    """Give what stands under the table."""
    first = tables[0]
    return tuple(
        dict.fromkeys(
            (
                f"For the audience “{first.audience.value}”, by the policy {first.policy}.",
                "[c] stands for a figure that is hidden to protect people; [z] where nobody has an amount.",
                *(note for table in tables for note in table.notes),
            )
        )
    )


def amounts_as_csv(tables: Set) -> bytes:
    """Give a long table: dimensions, then count, sum and mean, each with its state."""
    stream = StringIO()
    out = csv.writer(stream, lineterminator="\n")
    columns = [name for figure in FIGURES for name in (figure, "state" if figure == "count" else f"{figure}_state")]
    out.writerow([*(safe_text(dimension.code) for dimension in tables[0].dimensions), *columns])
    for codes, cells in _coded(tables):
        figures = [said for cell in cells for said in ("" if cell.value is None else str(cell.value), cell.state.value)]
        out.writerow([*map(safe_text, codes), *figures])
    return stream.getvalue().encode()


def amounts_as_json(tables: Set) -> bytes:
    """Give the three tables without loss."""
    from dueregard.analysis.released.shape import to_json

    return (json.dumps([to_json(table) for table in tables], ensure_ascii=False, indent=2) + "\n").encode()


def amounts_as_workbook(tables: Set, *, title: str) -> bytes:
    """Give an Excel file: a column for each figure, and one for the mark that stands in its place."""
    from dueregard.publish.excel import write_xlsx
    from dueregard.publish.sheet import Kind, Sheet, SheetColumn, Workbook

    columns = [SheetColumn(one.label, f"by_{place}") for place, one in enumerate(tables[0].dimensions)]
    for heading, figure in zip(_HEADINGS, FIGURES, strict=True):
        kind = Kind.DECIMAL if figure == "mean" else Kind.WHOLE
        columns += [SheetColumn(heading, figure, kind), SheetColumn(f"{heading}: mark", f"{figure}_mark")]
    rows = tuple((*words, *(said for cell in cells for said in _marked(cell))) for words, cells in _rows(tables))
    notes = tuple((f"Note {number}", words) for number, words in enumerate(notes_of(tables), start=1))
    return write_xlsx(Workbook(title, "Due Regard", (Sheet("Amounts", tuple(columns), rows),), notes=notes))


def _marked(cell: Cell) -> tuple[int | Decimal | None, str]:
    if cell.value is None:
        return None, cell.in_words()
    value = Decimal(cell.value)
    return (int(value) if value == int(value) else value), ""


def _coded(tables: Set) -> Iterator[tuple[tuple[str, ...], tuple[Cell, ...]]]:
    for number, (codes, _) in enumerate(tables[0].rows()):
        yield codes, tuple(table.cells[number] for table in tables)


def _rows(tables: Set) -> Iterator[tuple[tuple[str, ...], tuple[Cell, ...]]]:
    labels = [{one.code: one.label for one in dimension.categories} for dimension in tables[0].dimensions]
    for codes, cells in _coded(tables):
        yield tuple(names[code] for names, code in zip(labels, codes, strict=True)), cells
