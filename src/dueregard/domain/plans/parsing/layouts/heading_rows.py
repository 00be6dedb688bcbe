"""Where in a table do its headings stand, in one row or two, and are they the ones of before again?

The one idea: a second row of headings refines the first where the first spans it; headings that stand again, perhaps
shortened, name the same fields in the same places.

Source: docs/explanation/reading-plans.md, section "Tables".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from dueregard.domain.plans.parsing.columns.headings import Column, read_headings
from dueregard.domain.plans.parsing.layouts.entries import is_same
from dueregard.domain.plans.parsing.layouts.grid import is_one_cell, is_sideways
from dueregard.domain.plans.parsing.words import clean, flat
from dueregard.reading.blocks import Row, Table


def is_plan_table(table: Table) -> bool:
    """Say whether a table has a row of headings that could head a plan."""
    return any(headings_at(table.rows, at) for at in range(min(len(table.rows), 15)))


def headings_at(rows: Sequence[Row], at: int) -> tuple[tuple[Column, ...], int] | None:
    """Give the columns that begin at a row, and how many rows they take (two where a second one refines)."""
    first = rows[at]
    if is_one_cell(first):
        return None
    columns = read_headings([clean(cell.text) for cell in first.cells])
    if columns is None and not any(is_sideways(cell) for cell in first.cells):
        return None
    below = rows[at + 1] if at + 1 < len(rows) else None
    if below is not None and len(below.cells) == len(first.cells) and not is_one_cell(below):
        both = _two_rows(first, below)
        if both is not None and (columns is not None or read_headings(both) is not None):
            refined = read_headings(both)
            if refined is not None:
                return _shifted(refined, rows, at + 2), 2
    if columns is None:
        return None
    return _shifted(columns, rows, at + 1), 1


def _two_rows(first: Row, below: Row) -> list[str] | None:
    """Join two rows of headings cell by cell, or None if the second is no row of headings.

    The second must be marked so, or be covered by the first where it says nothing, or itself name columns.
    """
    spans = any(is_sideways(cell) for cell in first.cells)
    under = [clean(cell.text) for cell in below.cells]
    named = read_headings(under) is not None
    covers = any(cell.repeats is not None and not is_sideways(cell) for cell in below.cells)
    if not (named or (spans and (covers or below.header))):
        return None
    own = [text for cell, text in zip(below.cells, under, strict=True) if text and cell.repeats is None]
    if (
        not own
        or any(len(text) > 60 for text in own)
        or (named and not spans and not covers and _repeats(first, below))
    ):
        return None
    out = []
    for top, cell, text in zip(first.cells, below.cells, under, strict=True):
        above = clean(top.text)
        if cell.repeats is not None and not is_sideways(cell):
            out.append(above)
        elif not text or is_same(text, above):
            out.append(above or text)
        else:
            out.append(
                text if not above or (read_headings((text, "Action", "Lead")) and _known(text)) else f"{above} {text}"
            )
    return out


def _known(text: str) -> bool:
    columns = read_headings((text, "Action")) or read_headings((text, "Lead"))
    return bool(columns and (columns[0].fields or columns[0].label))


def _repeats(first: Row, below: Row) -> bool:
    same = sum(is_same(a.text, b.text) for a, b in zip(first.cells, below.cells, strict=True))
    return same >= 2


def _shifted(columns: tuple[Column, ...], rows: Sequence[Row], start: int) -> tuple[Column, ...]:
    """Move headings one to the right where the rows have an unheaded number in front and the last heading is empty."""
    if columns[0].fields == ("number",) or columns[-1].heading or not columns[0].heading:
        return columns
    below = [row for row in rows[start : start + 12] if not is_one_cell(row)]
    numbers = [flat(row.cells[0].text) for row in below if row.cells]
    is_number = [bool(re.fullmatch(r"\d{1,3}[.)]?", text)) for text in numbers if text]
    last_used = any(flat(row.cells[-1].text) for row in below if row.cells)
    if is_number and sum(is_number) >= 0.8 * len(is_number) and last_used:
        return (Column("", ("number",)), *columns[:-1])
    return columns


def is_repeat(
    texts: tuple[str, ...], before: tuple[str, ...], columns: Sequence[Column], kept: Sequence[Column]
) -> bool:
    """Say whether headings are those of before, perhaps shortened: no cell names another field."""
    if texts == before or len(texts) != len(before):
        return texts == before
    same = sum(a == b or not a for a, b in zip(texts, before, strict=True))
    agree = all(
        not new.fields or not old.fields or set(new.fields) & set(old.fields) or _is_family(new.fields, old.fields)
        for new, old in zip(columns, kept, strict=True)
    )
    return agree and same >= 1


def _is_family(one: Iterable[str], other: Iterable[str]) -> bool:
    families: tuple[set[str], ...] = (
        {"measure", "measure_or_action", "action", "target"},
        {"expected_outcome", "outcome_or_expected", "outcome"},
        {"timescale", "due", "start"},
        {"status", "rag", "completed_or_status", "completed", "progress"},
        {"priority", "priority_or_level", "level.priority"},
    )
    return any(set(one) & family and set(other) & family for family in families)


def rows_of(tables: Sequence[Table], *, width: int) -> list[Row]:
    """Give the rows below that belong to the same columns, over tables without headings."""
    rows: list[Row] = []
    for table in tables:
        if len(rows) > 400:
            break
        for at, row in enumerate(table.rows):
            if len(row.cells) != width or headings_at(table.rows, at):
                return rows
            if not is_one_cell(row):
                rows.append(row)
    return rows


def is_numbered(columns: Sequence[Column], rows: Sequence[Row]) -> bool:
    """Say whether the number column tells actions apart: most rows that begin an action have one of their own."""
    number = next((at for at, column in enumerate(columns) if "number" in column.fields), None)
    action = next((at for at, column in enumerate(columns) if "action" in column.fields), None)
    if number is None or action is None:
        return False
    begun = [row for row in rows if len(row.cells) > max(number, action) and flat(row.cells[action].text)]
    own = [row for row in begun if flat(row.cells[number].text) and row.cells[number].repeats is None]
    return bool(begun) and len(own) >= 0.6 * len(begun)
