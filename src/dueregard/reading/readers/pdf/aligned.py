"""Tables without lines: words that stand in columns.

The one idea: the columns of a table are parted by gutters that no line of the table crosses, and its rows by wider
gaps, by rules across, or by the first column beginning anew. Two columns filled to their edges are not a table but
prose set in columns; a column of bullets or numbers beside one of text is a list. Where in doubt it is left as text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from dueregard.reading.readers.pdf.lines import Line, lines_of, split_marker
from dueregard.reading.readers.pdf.objects import Edge, Word

_GUTTER = 6.0  # points: the least width of a gutter
_FEWEST_ROWS = 3


@dataclass(frozen=True, slots=True)
class AlignedTable:
    """Rows of cells, each cell its words; a row of one cell that covers all columns is `across`."""

    rows: tuple[tuple[tuple[Word, ...], ...], ...]
    rights: tuple[float, ...]
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Columns:
    """Prose set in columns: each column's lines, left to right."""

    columns: tuple[tuple[Line, ...], ...]
    top: float


def stretches(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Give the runs of lines (from, to) that have gutters in them and so may be tables or columns."""
    found: list[tuple[int, int]] = []
    start: int | None = None
    last = -1
    for at, line in enumerate(lines):
        is_split = len(segments(line)) > 1
        close = last >= 0 and line.top - lines[last].bottom < 4.0 * line.size
        if start is not None and not close:
            found.append((start, last + 1))
            start = None
        if is_split and start is None:
            start = at
        if start is not None and (is_split or at - last <= 6):
            last = at if is_split or _is_inside(line, lines[start:at]) else last
        if start is None:
            last = at
    if start is not None:
        found.append((start, last + 1))
    return [(first, end) for first, end in found if end - first >= _FEWEST_ROWS]


def _is_inside(line: Line, above: Sequence[Line]) -> bool:
    return line.x0 >= min(other.x0 for other in above) - 2 and line.x1 <= max(other.x1 for other in above) + 20


def segments(line: Line) -> list[tuple[float, float]]:
    """Give the pieces of a line that wide gaps part."""
    pieces: list[tuple[float, float]] = []
    for word in line.words:
        if pieces and word.x0 - pieces[-1][1] <= max(1.4 * word.size, 8.0):
            pieces[-1] = (pieces[-1][0], max(pieces[-1][1], word.x1))
        else:
            pieces.append((word.x0, word.x1))
    return pieces


def aligned(lines: Sequence[Line], edges: Sequence[Edge]) -> AlignedTable | Columns | None:
    """Read a run of lines as a table, as prose in columns, or (None) as neither."""
    across = [line for line in lines if _is_across(line, lines)]
    inside = [line for line in lines if line not in across]
    gutters = _gutters(inside)
    if not gutters:
        return None
    bounds = [(left + right) / 2 for left, right in gutters]
    columns = [_column_words(inside, bounds, at) for at in range(len(bounds) + 1)]
    if any(len(lines_of(words)) < 2 for words in columns):
        return None
    if _is_prose(columns):
        return Columns(tuple(tuple(lines_of(words)) for words in columns), lines[0].top)
    if len(columns) == 2 and all(split_marker(f"{line.text} x")[0] for line in lines_of(columns[0])):
        return None
    rows = _rows(lines, across, bounds, edges)
    filled = sum(1 for row in rows if sum(bool(cell) for cell in row) > 1)
    if len(rows) < _FEWEST_ROWS or filled < max(2, 0.5 * len(rows)):
        return None
    rights = tuple(max((word.x1 for word in words), default=0.0) for words in columns)
    return AlignedTable(tuple(rows), rights, lines[0].top, max(line.bottom for line in lines))


def _is_across(line: Line, lines: Sequence[Line]) -> bool:
    """Say whether a line runs on over the gutters: one piece, wider than half of all."""
    left, right = min(other.x0 for other in lines), max(other.x1 for other in lines)
    return len(segments(line)) == 1 and line.x1 - line.x0 > 0.5 * (right - left)


def _gutters(lines: Sequence[Line]) -> list[tuple[float, float]]:
    spans = sorted((word.x0, word.x1) for line in lines for word in line.words)
    gutters: list[tuple[float, float]] = []
    reach = spans[0][1] if spans else 0.0
    for start, end in spans:
        if start - reach >= _GUTTER:
            gutters.append((reach, start))
        reach = max(reach, end)
    return gutters


def _column_words(lines: Sequence[Line], bounds: Sequence[float], at: int) -> list[Word]:
    left = bounds[at - 1] if at else float("-inf")
    right = bounds[at] if at < len(bounds) else float("inf")
    return [word for line in lines for word in line.words if left <= (word.x0 + word.x1) / 2 < right]


def _is_prose(columns: Sequence[Sequence[Word]]) -> bool:
    if len(columns) not in (2, 3):
        return False
    for words in columns:
        lines = lines_of(words)
        left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
        full = sum(1 for line in lines if line.x1 - line.x0 > 0.8 * (right - left))
        if len(lines) < 6 or full < 0.6 * len(lines) or median(len(line.text) for line in lines) < 30:
            return False
    return True


def _rows(
    lines: Sequence[Line], across: Sequence[Line], bounds: Sequence[float], edges: Sequence[Edge]
) -> list[tuple[tuple[Word, ...], ...]]:
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    rules = sorted(e.at for e in edges if e.across and e.end - e.start > 0.5 * (right - left))
    rules = [at for at in rules if lines[0].top < at < lines[-1].bottom]
    steps = [below.bottom - above.bottom for above, below in pairwise(lines)]
    pitch = min((step for step in steps if step > 3), default=0.0)
    has_gaps = len(rules) < 2 and any(step > 1.35 * pitch for step in steps)
    groups: list[list[Line]] = []
    for at, line in enumerate(lines):
        above = lines[at - 1] if at else None
        if above is None or line in across or above in across:
            anew = True
        elif len(rules) >= 2:
            anew = any(above.middle < rule < line.middle for rule in rules)
        elif has_gaps:
            anew = steps[at - 1] > 1.35 * pitch
        else:
            anew = line.x0 < bounds[0]
        if anew:
            groups.append([line])
        else:
            groups[-1].append(line)
    rows: list[tuple[tuple[Word, ...], ...]] = []
    for group in groups:
        if group[0] in across:
            rows.append((group[0].words,))
        else:
            rows.append(tuple(tuple(_column_words(group, bounds, at)) for at in range(len(bounds) + 1)))
    return rows
