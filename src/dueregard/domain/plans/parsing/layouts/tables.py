"""Where does each action of a table begin and end, and what stands above it?

The one idea: the tables of a document are read as one long run of rows, since pages cut them anywhere. A row of
headings sets the columns until the next one; a row with one cell is a level above what follows; a row without a
number, or without an action, goes on with the row before; a table without headings keeps the columns of the one
before.

Sources: docs/explanation/reading-plans.md, section "Tables". It refuses nothing: what fits nowhere is listed as unused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dueregard.domain.plans.parsing.columns.contents import guess_columns, settle
from dueregard.domain.plans.parsing.columns.headings import Column
from dueregard.domain.plans.parsing.layouts.entries import LevelPart, Walk
from dueregard.domain.plans.parsing.layouts.grid import is_one_cell, row_text, texts_below
from dueregard.domain.plans.parsing.layouts.heading_rows import headings_at, is_numbered, is_repeat, rows_of
from dueregard.domain.plans.parsing.layouts.keys import read_key_table
from dueregard.domain.plans.parsing.layouts.level_rows import is_level_row, take_level_row
from dueregard.domain.plans.parsing.layouts.rows import Line, add_to, begin, goes_on_with, is_number_row, line_of
from dueregard.domain.plans.parsing.words import flat, plain
from dueregard.reading.blocks import Place, Row, Table

_GENERIC_SHEET = re.compile(
    r"(?:sheet|tab|table|page|taflen)\s*\d*|(?:equality |equalities |edi )?(?:action )?plan(?: .*)?"
    r"|actions?|data|export|progress|template|main|master",
    re.IGNORECASE,
)


def read_table(table: Table, *, walk: Walk, following: Sequence[Table]) -> bool:
    """Read a table's rows into the walk's harvest.

    Takes:   `following`, the tables behind it, whose cells help to tell what doubtful columns hold.
    Gives:   False if the table is no part of a plan; its words are then still to be listed by the caller.
    """
    rows = table.rows
    if read_key_table(table, walk.harvest):
        return True
    starts = {at: found for at in range(len(rows)) if (found := headings_at(rows, at))}
    width = max((len(row.cells) for row in rows), default=0)
    if not starts and not (walk.columns and width == walk.width):
        guessed = guess_columns(texts_below(rows, range(len(rows)), width))
        if guessed is None:
            return False
        walk.columns, walk.width, walk.header_texts = guessed, width, ()
        walk.numbered = not walk.row_by_row and any("number" in column.fields for column in guessed)
        walk.harvest.doubts.append(("guessed", "", table.place))
    walk.sheet = _sheet_level(table) if walk.has_sheets else None
    walk.level_cells = {} if starts else walk.level_cells
    hidden = frozenset(at - 1 for at in table.hidden_columns)
    skip = 0
    for at, row in enumerate(rows):
        if skip:
            skip -= 1
            continue
        line = line_of(row, first=at == 0)
        if at in starts:
            columns, used = starts[at]
            _take_headings(rows, at, used, columns, starts, following, walk)
            skip = used - 1
        elif line.filled:
            _read_row(line, walk, hidden, before_headings=bool(starts) and at < min(starts))
    return True


def _take_headings(
    rows: Sequence[Row],
    at: int,
    used: int,
    columns: tuple[Column, ...],
    starts: dict[int, tuple[tuple[Column, ...], int]],
    following: Sequence[Table],
    walk: Walk,
) -> None:
    texts = tuple(plain(column.heading) for column in columns)
    if walk.columns and len(columns) == walk.width and is_repeat(texts, walk.header_texts, columns, walk.columns):
        for row in rows[at : at + used]:
            walk.harvest.leave(row_text(row), "column headings, printed again", row.place)
        walk.last_was_level = False
        return
    end = min((start for start in starts if start > at), default=len(rows))
    below = [row for row in rows[at + used : end] if not is_one_cell(row)]
    if end == len(rows):
        below += rows_of(following, width=len(columns))
    cells = texts_below(below, range(len(below)), len(columns))
    settled = settle(columns, cells)
    walk.columns, walk.header_texts, walk.width = settled, texts, len(columns)
    walk.numbered = not walk.row_by_row and is_numbered(settled, below)
    walk.last_was_level = False
    walk.level_cells = {}
    for cell, column in zip(rows[at + used - 1].cells, settled, strict=False):
        walk.harvest.columns.append((column, replace(cell.place)))
        if column.doubt and column.heading:
            walk.harvest.doubts.append((column.doubt, column.heading, cell.place))
    printed = {plain(column.heading) for column in settled}
    for row in rows[at : at + used]:
        for cell in row.cells:
            if cell.repeats is None and flat(cell.text) and plain(cell.text) not in printed:
                walk.harvest.leave(cell.text, "column headings", cell.place)


def _read_row(line: Line, walk: Walk, hidden: frozenset[int], *, before_headings: bool) -> None:
    filled = line.filled
    fresh = [at for at in filled if line.row.cells[at].repeats is None]
    if before_headings and len(fresh) > 1:
        walk.harvest.leave(row_text(line.row), "above the table's headings", line.row.place)
        return
    if len(filled) == 1 and is_level_row(line, filled[0], walk, before_headings=before_headings):
        take_level_row(line, filled[0], walk, before_headings=before_headings)
        return
    if before_headings or not walk.columns:
        walk.harvest.leave(row_text(line.row), "above the table's headings", line.row.place)
        return
    walk.last_was_level = False
    if is_number_row(line, walk):
        walk.harvest.leave(row_text(line.row), "row without an action", line.row.place)
        return
    if (last := walk.last) is not None and last.columns == walk.columns and goes_on_with(line, last, walk):
        add_to(last, line, walk, hidden)
        return
    begin(line, walk, hidden)


def _sheet_level(table: Table) -> LevelPart | None:
    name = table.place.sheet
    if not name or _GENERIC_SHEET.fullmatch(name.strip()):
        return None
    return LevelPart("section", name.strip(), Place(sheet=name))
