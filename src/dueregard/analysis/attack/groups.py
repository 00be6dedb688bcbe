"""Which category is in which group, where nobody says? A reader can often tell from the figures themselves.

The one idea: a group is the sum of its parts in every line of the table. So a small programme in noughts and ones asks
for a placing of parts in groups that fits every published figure; if there is one, and no second, that is the grouping.
A hidden part only bounds its line. A part that is nought everywhere may stand in any group.

Refuses where no placing fits, or two do: then the reader of the file has to be told (`--lookup`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from dueregard.analysis.released.cells import State
from dueregard.analysis.released.dimensions import TOTAL
from dueregard.analysis.released.files import LongRows
from dueregard.terms.errors import UsedWrongly

Floats = NDArray[np.float64]

_SECONDS = 20.0
_MEND = "Give the groups in a file beside the table (dimension, category, within), or with --lookup FILE."


@dataclass(frozen=True, slots=True)
class _Lines:
    """The figures of a dimension: category × line, NaN where hidden; and the totals of the lines."""

    codes: tuple[str, ...]
    figures: Floats
    totals: Floats


def find_groups(rows: LongRows, *, known: frozenset[str] = frozenset()) -> dict[str, dict[str, str]]:
    """Work out the groups of every dimension whose categories do not simply add up to the total.

    Takes:   `known`: dimensions whose groups are known.
    Gives:   dimension → category → group or total; nothing for a dimension that needs no groups.
    Raises:  UsedWrongly where the figures do not settle the groups.
    """
    found: dict[str, dict[str, str]] = {}
    for dimension in rows.dimensions:
        if dimension in known:
            continue
        lines = _lines(rows, dimension)
        if len(lines.codes) > 2 and lines.totals.size and not _adds_up(lines):
            found[dimension] = dict(_place(lines, dimension))
    return found


def _lines(rows: LongRows, dimension: str) -> _Lines:
    at = rows.dimensions.index(dimension)
    codes = rows.categories(dimension)
    places = {code: place for place, code in enumerate(codes)}
    by_line: dict[tuple[str, ...], dict[str, float]] = {}
    for key, cell in rows.cells.items():
        value = float(cell.value) if cell.state is State.RELEASED and cell.value is not None else np.nan
        by_line.setdefault((*key[:at], *key[at + 1 :]), {})[key[at]] = value
    whole = [line for line in by_line.values() if not np.isnan(line.get(TOTAL, np.nan)) and len(line) > 1]
    figures = np.full((len(codes), len(whole)), np.nan)
    for column, line in enumerate(whole):
        for code, value in line.items():
            if code != TOTAL:
                figures[places[code], column] = value
    return _Lines(codes, figures, np.array([line[TOTAL] for line in whole]))


def _adds_up(lines: _Lines) -> bool:
    """Say whether all categories can be parts of the total, with no group among them."""
    sums = np.nansum(lines.figures, axis=0)
    full = ~np.isnan(lines.figures).any(axis=0)
    return bool((sums <= lines.totals).all() and (sums[full] == lines.totals[full]).all())


def _place(lines: _Lines, dimension: str) -> Mapping[str, str]:
    """Place every part in a group.

    Raises:  UsedWrongly where no placing fits, or several do.
    """
    empty = (np.nan_to_num(lines.figures, nan=1.0) == 0).all(axis=1)
    kept = np.flatnonzero(~empty)
    inner = _Lines(tuple(lines.codes[place] for place in kept), lines.figures[kept], lines.totals)
    solver = _model(inner)
    first = _solve(solver, inner)
    if first is None:
        raise UsedWrongly("No groups fit the figures, and none were given.", where=dimension, mend=_MEND)
    _forbid(solver, inner, first)
    second = _solve(solver, inner)
    if second is not None and _essence(second) != _essence(first):
        raise UsedWrongly("The figures fit more than one grouping.", where=dimension, mend=_MEND)
    groups = dict.fromkeys(first.values(), TOTAL)
    return {**first, **groups, **{lines.codes[place]: TOTAL for place in np.flatnonzero(empty)}}


def _essence(placing: Mapping[str, str]) -> set[frozenset[str]]:
    """Give the placing without saying which is part and which is group, where a group has one part."""
    members: dict[str, set[str]] = {}
    for part, group in placing.items():
        members.setdefault(group, set()).add(part)
    return {
        frozenset({*parts, group}) if len(parts) == 1 else frozenset({*parts, f"of {group}"})
        for group, parts in members.items()
    }


def _model(lines: _Lines) -> highspy.Highs:
    """Ask: which categories are groups, and which part is in which?

    Columns: part × group (1: it is in it), then one for each category (1: it is a group).
    """
    size = len(lines.codes)
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # it comes without types
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("time_limit", _SECONDS)
    is_group = size * size
    for number in range(size * size + size):
        diagonal = number < is_group and number // size == number % size
        solver.addVar(0.0, 0.0 if diagonal else 1.0)
        solver.changeColIntegrality(number, highspy.HighsVarType.kInteger)
    everything = np.arange(size)
    for part in range(size):
        _row(solver, 1.0, 1.0, [*(part * size + everything), is_group + part], np.ones(size + 1))
        for group in range(size):
            if part != group:
                _row(solver, -1.0, 0.0, [part * size + group, is_group + group], np.array([1.0, -1.0]))
    for group in range(size):
        _row(solver, 0.0, size, [*(everything * size + group), is_group + group], np.append(np.ones(size), -1.0))
    for line in range(lines.figures.shape[1]):
        _add_line(solver, lines.figures[:, line], float(lines.totals[line]))
    return solver


def _add_line(solver: highspy.Highs, figures: Floats, total: float) -> None:
    """Say for one line: groups make the total, so do parts, and each group is the sum of its parts.

    Hidden figures only bound the line.
    """
    size, is_group = len(figures), len(figures) ** 2
    hidden = np.isnan(figures)
    known = np.where(hidden, 0.0, figures)
    room = np.where(hidden, total, 0.0)
    everything = np.arange(size)
    for columns, sign in ((is_group + everything, 1.0), (is_group + everything, -1.0)):
        # the groups add up to the total; so do the parts, which are all that are no group
        least = total if sign > 0 else total - float((known + room).sum())
        most = total if sign > 0 else total - float(known.sum())
        _row(solver, -np.inf, most, columns, sign * known)
        _row(solver, least, np.inf, columns, sign * (known + room))
    for group in np.flatnonzero(~hidden):
        terms = [*(everything * size + group), is_group + group]
        _row(solver, -np.inf, 0.0, terms, np.append(known, -known[group]))
        _row(solver, 0.0, np.inf, terms, np.append(known + room, -known[group]))


def _row(solver: highspy.Highs, low: float, high: float, columns: object, values: Floats) -> None:
    places = np.asarray(columns, dtype=np.int32)
    kept = values != 0
    low = -highspy.kHighsInf if low == -np.inf else low
    high = highspy.kHighsInf if high == np.inf else high
    solver.addRow(low, high, int(kept.sum()), places[kept], values[kept])


def _solve(solver: highspy.Highs, lines: _Lines) -> dict[str, str] | None:
    solver.run()
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kTimeLimit:
        raise UsedWrongly("The groups could not be worked out in the time given.", mend=_MEND)
    if status != highspy.HighsModelStatus.kOptimal:
        return None
    size = len(lines.codes)
    answer = np.array(solver.getSolution().col_value)[: size * size].reshape(size, size) > 0.5
    return {lines.codes[part]: lines.codes[group] for part, group in np.argwhere(answer)}


def _forbid(solver: highspy.Highs, lines: _Lines, placing: Mapping[str, str]) -> None:
    """Let the same placing not be the answer again; that a group and its only part change places does not count."""
    size = len(lines.codes)
    places = {code: place for place, code in enumerate(lines.codes)}
    groups = list(placing.values())
    columns = [places[part] * size + places[group] for part, group in placing.items()]
    columns += [places[group] * size + places[part] for part, group in placing.items() if groups.count(group) == 1]
    _row(solver, -np.inf, len(placing) - 1.0, columns, np.ones(len(columns)))
