"""How does a released table stand on a page: which rows, which columns, and what in each cell? And what has changed?

The one idea: the page, the preview and the public page draw the same grid, made from released cells alone. A share is
worked out from two cells that everybody sees, or is not there: a table may have no sum over all of a column.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dueregard.analysis.disclosure.policies import policies
from dueregard.analysis.release.rates import percentage
from dueregard.analysis.released.cells import Cell, State
from dueregard.analysis.released.dimensions import TOTAL, Dimension, Kind
from dueregard.analysis.released.table import Method, ReleasedTable

MOST_ROWS = 150
_MARKS = {State.SUPPRESSED: "c", State.MISSING: "x", State.NOT_APPLICABLE: "z"}
_USUAL_BASE = 10


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell: its words, or the letter of the mark in its place. `share` is a cell that is a percentage."""

    words: str
    mark: str = ""
    is_nought: bool = False


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row: its words, how deep in its groups it stands, and its cells."""

    words: str
    depth: int
    is_total: bool
    cells: tuple[ShownCell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it stands on a page. `left` rows are in the files only."""

    ident: str
    title: str
    over: str
    columns: tuple[str, ...]
    rows: tuple[ShownRow, ...]
    left: int
    marks: tuple[str, ...]
    notes: tuple[str, ...]
    hidden: int
    figures: int
    nobody: tuple[str, ...]


def grid_of(table: ReleasedTable, *, place: int = 1) -> Grid:
    """Give a table as rows and columns: the last dimension runs across, the others down."""
    down, across = table.dimensions[:-1] or table.dimensions, table.dimensions[-1]
    is_alone = len(table.dimensions) == 1
    empty = {one.code: _nobody_in(table, one) for one in table.dimensions}
    across_codes = tuple(code for code in _in_order(across) if code not in empty[across.code])
    columns = tuple(_words(across, code) for code in across_codes)
    if is_alone:
        columns = (_("How many"), _("Share"))
    rows = []
    for codes in itertools.product(*(_in_order(one) for one in down)):
        if any(code in empty[one.code] for one, code in zip(down, codes, strict=True)):
            continue
        at = {one.code: code for one, code in zip(down, codes, strict=True)}
        if is_alone:
            cell = table.cell(at)
            shown: tuple[ShownCell, ...] = (_cell(cell), _share(table, cell))
        else:
            shown = tuple(_cell(table.cell({**at, across.code: code})) for code in across_codes)
        rows.append(ShownRow(_row_words(down, codes), _depth(down[-1], codes[-1]), codes[-1] == TOTAL, shown))
    marks = {_MARKS[cell.state] for cell in table.cells if cell.state in _MARKS}
    marks |= {cell.mark for row in rows for cell in row.cells if cell.mark}
    return Grid(
        ident=f"table-{place}",
        title=table.title or _("Figures"),
        over=", ".join(one.label for one in down),
        columns=columns,
        rows=tuple(rows[:MOST_ROWS]),
        left=max(0, len(rows) - MOST_ROWS),
        marks=tuple(sorted(marks)),
        notes=table.notes,
        hidden=sum(cell.state is State.SUPPRESSED for cell in table.cells),
        figures=len(table.cells),
        nobody=tuple(
            f"{one.label}: {', '.join(f'“{_words(one, code)}”' for code in one.codes if code in empty[one.code])}"
            for one in table.dimensions
            if empty[one.code]
        ),
    )


def _nobody_in(table: ReleasedTable, over: Dimension) -> frozenset[str]:
    """Give the ways of not answering that nobody is in: true noughts all, said in one line and not in many rows."""
    place = table.dimensions.index(over)
    silent = {one.code for one in over.categories if one.kind not in (Kind.VALUE, Kind.GROUP, Kind.TOTAL)}
    filled = {codes[place] for codes, cell in table.rows() if cell.value != 0}
    return frozenset(silent - filled)


def grids_of(tables: Sequence[ReleasedTable]) -> tuple[Grid, ...]:
    """Give all tables of a release."""
    return tuple(grid_of(table, place=place) for place, table in enumerate(tables, start=1))


def changes_between(now: Sequence[ReleasedTable], then: Sequence[ReleasedTable]) -> tuple[str, ...]:
    """Say what is other than in an earlier release: tables, people counted, and how many figures are hidden."""
    said = []
    titles, before = {table.title for table in now}, {table.title for table in then}
    said += [_("New: “%(table)s”.") % {"table": title} for title in sorted(titles - before)]
    said += [_("No longer in it: “%(table)s”.") % {"table": title} for title in sorted(before - titles)]
    if not (titles & before):
        return (*said, _("No table is in both."))
    whole, was = _everyone(now), _everyone(then)
    if whole is not None and was is not None:
        said.append(_("Counted: %(now)s, before %(then)s.") % {"now": f"{whole:,}", "then": f"{was:,}"})
    states_now, states_then = _states(now), _states(then)
    both = states_now.keys() & states_then.keys()
    newly = sum(states_now[at] is State.SUPPRESSED and states_then[at] is not State.SUPPRESSED for at in both)
    no_more = sum(states_then[at] is State.SUPPRESSED and states_now[at] is not State.SUPPRESSED for at in both)
    said.append(_("Figures shown before and hidden now: %(n)s.") % {"n": newly})
    said.append(_("Figures hidden before and shown now: %(n)s.") % {"n": no_more})
    return tuple(said)


def _everyone(tables: Sequence[ReleasedTable]) -> int | None:
    for table in tables:
        if _has_sums(table) and (value := table.cell({}).value) is not None:
            return int(value)
    return None


def _has_sums(table: ReleasedTable) -> bool:
    """Say whether everybody together stands in a table."""
    return all(TOTAL in over.codes for over in table.dimensions)


def _states(tables: Sequence[ReleasedTable]) -> Mapping[tuple[tuple[str, str], ...], State]:
    return {
        tuple(sorted((d.code, code) for d, code in zip(table.dimensions, codes, strict=True) if code != TOTAL)): c.state
        for table in tables
        for codes, c in table.rows()
    }


def _in_order(over: Dimension) -> tuple[str, ...]:
    """Give the categories as they are read: a group before its parts, those without an answer last, then all."""
    ordered: list[str] = []

    def take(code: str) -> None:
        ordered.append(code)
        for child in over.children(code):
            take(child)

    roots = [one.code for one in over.categories if one.kind is not Kind.TOTAL and one.parent in (None, TOTAL)]
    answers = [code for code in roots if over.category(code).kind in (Kind.VALUE, Kind.GROUP)]
    for code in (*answers, *(code for code in roots if code not in answers)):
        take(code)
    return (*ordered, *(one.code for one in over.categories if one.kind is Kind.TOTAL))


def _words(over: Dimension, code: str) -> str:
    """Give the words of a category; under its group, without the group's own words before them."""
    if code == TOTAL:
        return _("All")
    category = over.category(code)
    if category.parent in (None, TOTAL):
        return category.label
    return category.label.removeprefix(f"{over.category(category.parent or '').label}: ")


def _row_words(down: Sequence[Dimension], codes: Sequence[str]) -> str:
    if all(code == TOTAL for code in codes):
        return _("All")
    return ", ".join(_words(over, code) for over, code in zip(down, codes, strict=True))


def _depth(over: Dimension, code: str) -> int:
    parent, depth = over.category(code).parent, 0
    while parent not in (None, TOTAL):
        depth, parent = depth + 1, over.category(parent or "").parent
    return depth


def _cell(cell: Cell) -> ShownCell:
    if cell.value is None:
        return ShownCell("", _MARKS[cell.state])
    return ShownCell(f"{cell.value:,}", is_nought=cell.value == 0)


def _share(table: ReleasedTable, cell: Cell) -> ShownCell:
    if not _has_sums(table):  # its base is not shown, to protect people
        return ShownCell("", _MARKS[State.SUPPRESSED])
    policy = policies().get(table.policy.partition(" ")[0])
    base = policy.minimum_base_percent if policy is not None else _USUAL_BASE
    deviation = int(table.rounding_base or 1) - 1 if table.method is Method.ROUNDING else 0
    rate = percentage(cell, table.cell({}), minimum_base=base, deviation=deviation)
    return ShownCell("", _MARKS[rate.state]) if rate.value is None else ShownCell(rate.in_words("%"))
