"""Which rows begin an action, and which go on with the one before?

The one idea: where most actions have a number, a row without one goes on; elsewhere a row without an action does, and
so does the first row of a table that begins in mid-sentence. A merged cell over several rows holds them together.

Source: docs/explanation/reading-plans.md, section "Tables".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dueregard.domain.plans.parsing.columns.headings import LEVELS, Column
from dueregard.domain.plans.parsing.layouts.entries import Entry, LevelPart, Part, Walk, level_of, part_of
from dueregard.domain.plans.parsing.layouts.grid import is_sideways, row_text, same_place
from dueregard.domain.plans.parsing.leads import is_post
from dueregard.domain.plans.parsing.words import clean, flat, goes_on, is_unfinished, starts_item
from dueregard.reading.blocks import Cell, Row

_DITTO = re.compile(
    r"(?:as|same as|see|per|as per|fel) (?:the )?(?:above|previous|before|uchod)|ditto|do\.|idem|[\"“”″〃]"
    r"|''|’’|-\s*[\"“”″]\s*-|uchod",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A row with its cells cleaned: `own` are those that no cell to the left covers."""

    row: Row
    texts: tuple[str, ...]
    own: tuple[int, ...]
    first: bool

    @property
    def filled(self) -> list[int]:
        return [at for at in self.own if self.texts[at]]


def line_of(row: Row, *, first: bool) -> Line:
    """Clean a row."""
    own = tuple(at for at, cell in enumerate(row.cells) if not is_sideways(cell))
    return Line(row, tuple(clean(cell.text) for cell in row.cells), own, first)


def is_number_row(line: Line, walk: Walk) -> bool:
    """Say whether the row holds a number and nothing else."""
    return (
        len(line.filled) == 1
        and line.filled[0] < len(walk.columns)
        and walk.columns[line.filled[0]].fields == ("number",)
    )


def goes_on_with(line: Line, last: Entry, walk: Walk) -> bool:
    """Say whether a row belongs to the entry before: no number, no action, or plainly in mid-sentence."""
    columns = walk.columns
    at_number = next((at for at, c in enumerate(columns) if "number" in c.fields), None)
    at_action = next((at for at, c in enumerate(columns) if "action" in c.fields), None)
    if at_action is None or at_action >= len(line.texts):
        return False
    action = line.texts[at_action]
    cell = line.row.cells[at_action]
    if cell.repeats is not None and not is_sideways(cell) and action:
        return _covers(last, at_action, cell)
    if walk.numbered and at_number is not None:
        number = line.row.cells[at_number]
        if number.repeats is not None and not is_sideways(number):
            return not action or _covers(last, at_number, number)
        if line.texts[at_number]:
            return False
        return not _is_whole_row(line, last, walk)
    if not action:
        return any(
            line.texts[at] and line.row.cells[at].repeats is None
            for at in line.own
            if at < len(columns) and not _is_level(columns[at])
        )
    if not line.first:
        return False
    return _is_cut(line, last)


def _covers(last: Entry, at: int, cell: Cell) -> bool:
    """Say whether the cell that covers this one is the last entry's own."""
    parts = last.cells.get(at, [])
    return any(cell.repeats is not None and same_place(part.place, cell.repeats) for part in parts)


def _is_whole_row(line: Line, last: Entry, walk: Walk) -> bool:
    """Say whether a row without a number is an action all the same: all its main cells are whole, and so are the
    last's.
    """
    filled = {
        f: line.texts[at]
        for at, c in enumerate(walk.columns)
        for f in c.fields
        if at < len(line.texts) and line.texts[at]
    }
    action, lead = filled.get("action", ""), filled.get("lead", "")
    if not action or goes_on(action) or starts_item(action) or len(action.split()) < 3:
        return False
    before = last.text("action").rsplit("\n", 1)[-1]
    if is_unfinished(before):
        return False
    dated = bool({"timescale", "due"} & set(filled))
    complete = bool(last.text("lead") and (last.text("timescale") or last.text("due")))
    return complete and dated and is_post(flat(lead)) and flat(lead)[0].isupper()


def _is_cut(line: Line, last: Entry) -> bool:
    """Say whether the first row of a table goes on with the last row of the table before: its cells begin in mid-
    sentence.
    """
    marks = []
    for at in line.filled:
        if line.row.cells[at].repeats is not None:
            continue
        before = "\n".join(part.text for part in last.cells.get(at, ()))
        marks.append(goes_on(line.texts[at]) or (bool(before) and is_unfinished(before.rsplit("\n", 1)[-1])))
    return bool(marks) and sum(marks) >= 0.5 * len(marks)


def add_to(entry: Entry, line: Line, walk: Walk, hidden: frozenset[int]) -> None:
    """Add a row's cells to the entry before, cell by cell."""
    covered = False
    for at in line.own:
        cell = line.row.cells[at]
        if not line.texts[at] or at >= len(entry.columns):
            if line.texts[at]:
                walk.harvest.leave(line.texts[at], "beyond the table's columns", cell.place)
            continue
        if cell.repeats is not None and not is_sideways(cell) and _covers(entry, at, cell):
            covered = covered or bool({"number", "action"} & set(entry.columns[at].fields))
            continue
        entry.cells.setdefault(at, []).append(replace(part_of(cell, hidden=at in hidden), own_line=covered))
    entry.flag("rows_joined" if covered else "joined_over_pages")


def begin(line: Line, walk: Walk, hidden: frozenset[int]) -> None:
    """Begin an entry from a row of a table."""
    cells: dict[int, list[Part]] = {}
    entry = Entry(walk.columns, cells, walk.levels())
    levels: list[LevelPart] = []
    commitments: list[Part] = []
    for at, column in enumerate(walk.columns):
        if at >= len(line.row.cells) or at not in line.own:
            continue
        part = part_of(line.row.cells[at], hidden=at in hidden)
        part = _with_ditto(part, at, walk, entry)
        if not part.text and (_is_level(column) or "commitment" in column.fields):
            above = walk.level_cells.get(at)
            part = replace(above, covered=True) if above else part
            if above:
                entry.flag("level_carried_down")
        if not part.text and part.fill is None:
            continue
        cells[at] = [part]
        if _is_level(column) and part.text:
            walk.level_cells[at] = part
            kind = next(f.split(".")[1] for f in column.fields if f.startswith("level."))
            levels.append(level_of(part.text, part.place, kind=kind))
        elif "commitment" in column.fields:
            walk.level_cells[at] = part
            commitments.append(part)
        elif part.covered and part.text:
            entry.flag("merged_cell_repeated")
    for at in line.own:
        if at >= len(walk.columns) and line.texts[at]:
            walk.harvest.leave(line.texts[at], "beyond the table's columns", line.row.cells[at].place)
    if not any(
        cells.get(at) and cells[at][0].text for at, c in enumerate(walk.columns) if {"action", "how"} & set(c.fields)
    ):
        walk.harvest.leave(row_text(line.row), "row without an action", line.row.place)
        return
    if line.row.hidden:
        entry.flag("hidden_row")
    entry.levels = (*entry.levels, *sorted(levels, key=_depth))
    entry.commitments = tuple(commitments)
    walk.harvest.entries.append(entry)


def begin_entry(
    columns: tuple[Column, ...], cells: dict[int, list[Part]], shared: dict[int, tuple[Part, ...]], walk: Walk
) -> Entry:
    """Begin an entry from cells that are not a table's row; `shared` cells belong to all rows beside them."""
    entry = Entry(columns, {**cells}, walk.levels())
    levels: list[LevelPart] = []
    for at, column in enumerate(columns):
        parts = list(shared.get(at, ())) or cells.get(at, [])
        if not parts or not (_is_level(column) or "commitment" in column.fields):
            continue
        entry.cells[at] = parts
        if "commitment" in column.fields:
            entry.commitments = tuple(parts)
        else:
            kind = next(f.split(".")[1] for f in column.fields if f.startswith("level."))
            levels.append(level_of(" ".join(part.text for part in parts), parts[0].place, kind=kind))
    entry.levels = (*entry.levels, *sorted(levels, key=_depth))
    walk.harvest.entries.append(entry)
    return entry


def _depth(part: LevelPart) -> int:
    return LEVELS.index(part.kind) if part.kind in LEVELS else 0


def _is_level(column: Column) -> bool:
    return any(field.startswith("level.") for field in column.fields)


def _with_ditto(part: Part, at: int, walk: Walk, entry: Entry) -> Part:
    """Resolve "As above" and ditto marks by the entry before, and say so."""
    if not _DITTO.fullmatch(flat(part.text).strip(" .()")) or walk.last is None or walk.last.columns != walk.columns:
        return part
    above = walk.last.cells.get(at)
    if not above:
        return part
    entry.flag("repeated_from_above")
    text = "\n".join(kept.text for kept in above)
    return Part(text, part.place, above[0].value, above[0].fill, False, part.text, above[0].tagged)
