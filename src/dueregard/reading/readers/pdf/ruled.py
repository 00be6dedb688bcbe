"""Tables drawn with lines: the smallest boxes that the lines make are the cells.

The one idea: a merged cell is simply a larger box, so the grid is all the edges of all the boxes, and a box covers as
many columns and rows as it has grid lines inside. Lines that a page break or a plain style left out (a table open at
the foot of the page, or at its sides) are put in where the lines that are there plainly end together.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dueregard.reading.readers.pdf.objects import Edge, Fill, PageObjects

_SNAP = 3.0  # points within which two lines are the same line
_MOST_EDGES = 6000


@dataclass(frozen=True, slots=True)
class Box:
    """A cell's place on the page and in the grid; rows and columns from 0."""

    x0: float
    top: float
    x1: float
    bottom: float
    row: int = 0
    column: int = 0
    rows: int = 1
    columns: int = 1
    fill: str | None = None


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table's boxes and its outline."""

    boxes: tuple[Box, ...]
    x0: float
    top: float
    x1: float
    bottom: float
    row_count: int
    column_count: int
    drawn: bool = True


def ruled_tables(page: PageObjects) -> list[RuledTable]:
    """Find the tables drawn with lines, from the top of the page down; a single box is no table."""
    across, down = _merged(page.edges)
    if not across or not down or len(across) + len(down) > _MOST_EDGES:
        return []
    across, down = _closed(across, down)
    found = []
    for group in _connected(_boxes(across, down)):
        table = _gridded(group, page)
        is_frame = table.column_count == 1 and (table.bottom - table.top) > page.height / 2
        if table.row_count * table.column_count > 1 and not is_frame:
            found.append(table)
    return sorted(found, key=lambda table: (table.top, table.x0))


def _merged(edges: Iterable[Edge]) -> tuple[list[Edge], list[Edge]]:
    """Snap near lines to one and join pieces that touch or overlap."""
    merged: tuple[list[Edge], list[Edge]] = ([], [])
    for direction, into in ((True, merged[0]), (False, merged[1])):
        own = sorted((e for e in edges if e.across == direction), key=lambda e: e.at)
        cluster: list[Edge] = []
        for edge in own:
            if cluster and edge.at - cluster[-1].at > _SNAP:
                into += _strung(cluster)
                cluster = []
            cluster.append(edge)
        into += _strung(cluster)
    return merged


def _strung(cluster: Sequence[Edge]) -> list[Edge]:
    if not cluster:
        return []
    at = sum(edge.at for edge in cluster) / len(cluster)
    strung: list[list[float]] = []
    for edge in sorted(cluster, key=lambda e: e.start):
        if strung and edge.start <= strung[-1][1] + _SNAP:
            strung[-1][1] = max(strung[-1][1], edge.end)
        else:
            strung.append([edge.start, edge.end])
    return [Edge(cluster[0].across, at, start, end) for start, end in strung if end - start > _SNAP]


def _closed(across: list[Edge], down: list[Edge]) -> tuple[list[Edge], list[Edge]]:
    """Put in the outer lines that are missing where at least two lines end together and reach nothing."""
    more_across = _missing(down, across)
    # Rules that no upright line meets part a page's text; they are no table's and get no sides.
    met = [line for line in across if any(_crosses(line, post) for post in down)]
    more_down = _missing(met, down)
    if not more_across and not more_down:
        return across, down
    return _merged([*across, *down, *more_across, *more_down])


def _crosses(across: Edge, down: Edge) -> bool:
    return across.start - _SNAP <= down.at <= across.end + _SNAP and down.start - _SNAP <= across.at <= down.end + _SNAP


def _missing(ends_of: Sequence[Edge], crossing: Sequence[Edge]) -> list[Edge]:
    together: dict[int, list[Edge]] = defaultdict(list)
    for edge in ends_of:
        for end in (edge.start, edge.end):
            together[round(end / _SNAP)].append(edge)
    missing = []
    for key in list(together):
        group = {edge for near in (key - 1, key, key + 1) for edge in together.get(near, ())}
        if len(group) < 2:
            continue
        end = key * _SNAP
        exact = [e for edge in group for e in (edge.start, edge.end) if abs(e - end) <= _SNAP * 1.5]
        at = sum(exact) / len(exact) if exact else end
        first, last = min(edge.at for edge in group), max(edge.at for edge in group)
        # As far as the lines reach that cross these, so that the corners close, too.
        met = [c for c in crossing if any(_crosses(*((c, e) if c.across else (e, c))) for e in group)]
        first = min([first, *(c.start for c in met)])
        last = max([last, *(c.end for c in met)])
        if not any(abs(c.at - at) <= _SNAP * 2 and c.start <= last and c.end >= first for c in crossing):
            missing.append(Edge(not ends_of[0].across, at, first, last))
    return missing


def _boxes(across: list[Edge], down: list[Edge]) -> list[Box]:
    """Give the smallest boxes: for each crossing as a top left corner, the nearest corner that closes a box."""
    crossings: dict[tuple[float, float], None] = {}
    on_across: dict[float, list[tuple[float, int]]] = defaultdict(list)
    on_down: dict[float, list[tuple[float, int]]] = defaultdict(list)
    for number, line in enumerate(across):
        for other, post in enumerate(down):
            if _crosses(line, post):
                crossings[line.at, post.at] = None
                on_across[line.at].append((post.at, number))
                on_down[post.at].append((line.at, other))
    for listed in (*on_across.values(), *on_down.values()):
        listed.sort()
    boxes = []
    for top, left in crossings:
        box = _smallest(top, left, crossings, on_across, on_down)
        if box is not None:
            boxes.append(box)
    return boxes


def _along(listed: Sequence[tuple[float, int]], start: float) -> list[float]:
    """Give the crossings beyond a start that the same drawn piece reaches."""
    pieces = {piece for at, piece in listed if at == start}
    return [at for at, piece in listed[bisect_left(listed, (start, -1)) :] if at > start and piece in pieces]


def _smallest(
    top: float,
    left: float,
    crossings: dict[tuple[float, float], None],
    on_across: dict[float, list[tuple[float, int]]],
    on_down: dict[float, list[tuple[float, int]]],
) -> Box | None:
    rights = _along(on_across[top], left)
    for bottom in _along(on_down[left], top):
        reach = set(_along(on_across[bottom], left))
        for right in rights:
            if right in reach and (bottom, right) in crossings and bottom in _along(on_down[right], top):
                return Box(left, top, right, bottom)
    return None


def _connected(boxes: Sequence[Box]) -> list[list[Box]]:
    """Group boxes that share a corner."""
    parent = list(range(len(boxes)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    corners: dict[tuple[float, float], int] = {}
    for at, box in enumerate(boxes):
        for corner in ((box.x0, box.top), (box.x1, box.top), (box.x0, box.bottom), (box.x1, box.bottom)):
            other = corners.setdefault(corner, at)
            parent[root(at)] = root(other)
    groups: dict[int, list[Box]] = defaultdict(list)
    for at, box in enumerate(boxes):
        groups[root(at)].append(box)
    return list(groups.values())


def _gridded(boxes: Sequence[Box], page: PageObjects) -> RuledTable:
    xs = sorted({x for box in boxes for x in (box.x0, box.x1)})
    ys = sorted({y for box in boxes for y in (box.top, box.bottom)})
    column = {x: at for at, x in enumerate(xs)}
    row = {y: at for at, y in enumerate(ys)}
    placed = tuple(
        Box(
            box.x0,
            box.top,
            box.x1,
            box.bottom,
            row=row[box.top],
            column=column[box.x0],
            rows=row[box.bottom] - row[box.top],
            columns=column[box.x1] - column[box.x0],
            fill=_fill(box, page.fills),
        )
        for box in boxes
    )
    drawn = any(
        edge.drawn
        and edge.across
        and ys[0] - _SNAP <= edge.at <= ys[-1] + _SNAP
        and edge.start < xs[-1]
        and edge.end > xs[0]
        for edge in page.edges
    )
    return RuledTable(placed, xs[0], ys[0], xs[-1], ys[-1], len(ys) - 1, len(xs) - 1, drawn)


def _fill(box: Box, fills: Sequence[Fill]) -> str | None:
    """Give the colour drawn last under a cell's middle, if it covers most of the cell."""
    across, down = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    colour = None
    for fill in fills:
        if fill.x0 <= across <= fill.x1 and fill.top <= down <= fill.bottom:
            covers = (min(fill.x1, box.x1) - max(fill.x0, box.x0)) * (
                min(fill.bottom, box.bottom) - max(fill.top, box.top)
            )
            if covers > 0.5 * (box.x1 - box.x0) * (box.bottom - box.top):
                colour = fill.colour
    return None if colour == "#FFFFFF" else colour
