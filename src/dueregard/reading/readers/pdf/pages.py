"""One PDF page taken apart: tables drawn with lines, tables by alignment, prose in columns, and single lines.

The one idea: each word goes to exactly one place. Words inside a drawn table go to its cells; what is left is looked
through for columns; the rest are lines of text. A table that only coloured boxes suggest gives way to one that its
words line up to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from dueregard.reading.readers.pdf.aligned import AlignedTable, Columns, aligned, stretches
from dueregard.reading.readers.pdf.lines import Line, lines_of
from dueregard.reading.readers.pdf.objects import PageObjects, Word
from dueregard.reading.readers.pdf.ruled import Box, RuledTable, ruled_tables


@dataclass(frozen=True, slots=True)
class RuledCell:
    """A cell of a drawn table and its words."""

    box: Box
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Ruled:
    """A drawn table with its words."""

    table: RuledTable
    cells: tuple[RuledCell, ...]
    top: float


@dataclass(slots=True)
class Page:
    """One page taken apart: its tables and the lines that stand outside them, with their heights."""

    number: int
    height: float
    items: list[Ruled | AlignedTable | Columns | Line] = field(default_factory=list)

    def lines(self) -> list[Line]:
        """Give the lines that stand outside tables."""
        return [item for item in self.items if isinstance(item, Line)]


def taken_apart(objects: PageObjects) -> Page:
    """Put each word of a page in its place."""
    page = Page(objects.number, objects.height)
    strong: list[Ruled] = []
    weak: list[Ruled] = []
    loose = list(objects.words)
    for table in ruled_tables(objects):
        inside, loose = _parted(loose, table)
        if not inside:
            continue
        ruled = Ruled(table, _cells(table, inside), table.top)
        (strong if table.drawn else weak).append(ruled)
    weak_words = [word for ruled in weak for cell in ruled.cells for word in cell.words]
    items = _loose_items(lines_of([*loose, *weak_words]), objects)
    if weak and not any(isinstance(item, AlignedTable) for item in items):
        items = [*_loose_items(lines_of(loose), objects), *weak]
    page.items = sorted([*strong, *items], key=lambda item: item.top)
    return page


def _parted(words: list[Word], table: RuledTable) -> tuple[list[Word], list[Word]]:
    inside: list[Word] = []
    outside: list[Word] = []
    for word in words:
        across = min(word.x1, table.x1) - max(word.x0, table.x0)
        within = across > 0.5 * (word.x1 - word.x0) and table.top - 1 <= word.middle <= table.bottom + 1
        (inside if within else outside).append(word)
    return inside, outside


def _cells(table: RuledTable, words: Iterable[Word]) -> tuple[RuledCell, ...]:
    held: dict[int, list[Word]] = {at: [] for at in range(len(table.boxes))}
    for word in words:
        held[_box_of(word, table.boxes)].append(word)
    return tuple(RuledCell(box, tuple(held[at])) for at, box in enumerate(table.boxes))


def _box_of(word: Word, boxes: Sequence[Box]) -> int:
    """Give the box that holds most of a word; a word that runs over an edge belongs to one cell, whole."""

    def shared(at: int) -> float:
        box = boxes[at]
        across = min(word.x1, box.x1) - max(word.x0, box.x0)
        down = min(word.bottom, box.bottom) - max(word.top, box.top)
        return max(across, 0.0) * max(down, 0.0) if across > 0 and down > 0 else min(across, down)

    return max(range(len(boxes)), key=shared)


def _loose_items(lines: list[Line], objects: PageObjects) -> list[Ruled | AlignedTable | Columns | Line]:
    items: list[Ruled | AlignedTable | Columns | Line] = []
    done = 0
    for first, end in stretches(lines):
        found = aligned(lines[first:end], objects.edges)
        if found is not None:
            items += lines[done:first]
            items.append(found)
            done = end
    return [*items, *lines[done:]]


def all_words(pages: Iterable[Page]) -> Iterator[Word]:
    """Give every word of the document."""
    for page in pages:
        for item in page.items:
            if isinstance(item, Line):
                yield from item.words
            elif isinstance(item, Ruled):
                for cell in item.cells:
                    yield from cell.words
            elif isinstance(item, AlignedTable):
                for row in item.rows:
                    for words in row:
                        yield from words
            else:
                for column in item.columns:
                    for line in column:
                        yield from line.words


def runs(pages: Iterable[Page]) -> Iterator[list[Line]]:
    """Give the runs of lines that stand under one another, of text, cells and columns."""
    for page in pages:
        yield page.lines()
        for item in page.items:
            if isinstance(item, Ruled):
                for cell in item.cells:
                    yield lines_of(cell.words)
            elif isinstance(item, Columns):
                for column in item.columns:
                    yield list(column)
