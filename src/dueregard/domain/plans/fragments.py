"""What stood in the document at a place, and what stood around it?

The one idea: a reviewer believes a value when they see the words it came from, in their row, in their table. An excerpt
is the header row, the row itself and its neighbours, with the cell in question marked; outside tables it is the
paragraph with its neighbours. Places are those of `reading.blocks`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dueregard.reading.blocks import Blocks, Place, Row, Table


@dataclass(frozen=True, slots=True)
class ExcerptCell:
    """A cell as shown: its words, whether it is the one asked about, and over how many columns it goes."""

    text: str
    is_marked: bool = False
    columns: int = 1


@dataclass(frozen=True, slots=True)
class ExcerptRow:
    """A row as shown: its number in the table, its cells, and whether it is only a neighbour."""

    number: int
    cells: tuple[ExcerptCell, ...]
    is_other: bool


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of the document: where it is, its header, its rows; `above` and `below` say whether there is more."""

    place: Place
    header: tuple[str, ...]
    rows: tuple[ExcerptRow, ...]
    column: str | None
    above: bool
    below: bool

    @property
    def is_table(self) -> bool:
        """Whether this is a piece of a table (else text)."""
        return self.place.table is not None


class Fragments:
    """A document's words, found by their place."""

    def __init__(self, blocks: Blocks) -> None:
        """Index the document once."""
        self._tables: dict[tuple[str | None, int | None], Table] = {}
        self._texts: dict[Place, str] = {}
        self._loose: dict[tuple[str | None, int | None, int | None, int | None, int | None], str] = {}
        self._paragraphs: list[tuple[Place, str]] = []
        for block in blocks.blocks:
            if isinstance(block, Table):
                self._tables[_table_of(block.place)] = block
                for row in block.rows:
                    for cell in row.cells:
                        self._add(cell.place, cell.text)
            else:
                self._add(block.place, block.text)
                self._paragraphs.append((block.place, block.text))

    def words(self, places: Iterable[Place]) -> tuple[str, ...]:
        """Give what stands at each place, without repeats; a place we cannot find is left out."""
        found = (self._texts.get(place) or self._loose.get(_without_page(place)) for place in places)
        return tuple(dict.fromkeys(text for text in found if text))

    def find(self, words: str) -> Place | None:
        """Give the first place whose text is these words; None where there is none."""
        wanted = " ".join(words.split())
        return next((place for place, text in self._texts.items() if " ".join(text.split()) == wanted), None)

    def around(self, place: Place, *, shift: int = 0, reach: int = 1) -> Excerpt | None:
        """Give the piece of the document around a place; None where it is not in it.

        Takes:   `shift`, rows to look further down (up where negative); `reach`, neighbours on each side.
        """
        table = self._tables.get(_table_of(place)) if place.table is not None else None
        if table is not None:
            return _in_table(table, place, shift=shift, reach=reach)
        return self._in_text(place, shift=shift, reach=reach)

    def _add(self, place: Place, text: str) -> None:
        self._texts[place] = text
        self._loose.setdefault(_without_page(place), text)

    def _in_text(self, place: Place, *, shift: int, reach: int) -> Excerpt | None:
        wanted = _without_page(place)
        found = [index for index, (each, _text) in enumerate(self._paragraphs) if _without_page(each) == wanted]
        if not found:
            return None
        first, last = _window(found[0], len(self._paragraphs), shift=shift, reach=reach)
        return Excerpt(
            place=place,
            header=(),
            rows=tuple(
                ExcerptRow(index + 1, (ExcerptCell(text, index == found[0]),), index != found[0])
                for index, (_place, text) in enumerate(self._paragraphs[first:last], start=first)
            ),
            column=None,
            above=first > 0,
            below=last < len(self._paragraphs),
        )


def _in_table(table: Table, place: Place, *, shift: int, reach: int) -> Excerpt | None:
    index = next((i for i, row in enumerate(table.rows) if row.place.row == place.row), None)
    if index is None:
        return None
    header = _header(table, index)
    first, last = _window(index, len(table.rows), shift=shift, reach=reach)
    shown = [(i, row) for i, row in enumerate(table.rows[first:last], start=first) if row is not header]
    names = tuple(cell.text for cell in header.cells) if header else ()
    column = names[place.cell - 1] if place.cell and place.cell <= len(names) else None
    return Excerpt(
        place=place,
        header=names,
        rows=tuple(
            ExcerptRow(
                number=row.place.row or i + 1,
                cells=_cells(row, marked=place.cell if i == index else None),
                is_other=i != index,
            )
            for i, row in shown
        ),
        column=" ".join(column.split()) if column else None,
        above=first > 0,
        below=last < len(table.rows),
    )


def _cells(row: Row, *, marked: int | None) -> tuple[ExcerptCell, ...]:
    """Give a row's cells; those that only repeat a merged one of the same row widen it instead."""
    shown: list[ExcerptCell] = []
    for cell in row.cells:
        is_marked = marked is not None and cell.place.cell == marked
        if cell.repeats and cell.repeats.row == cell.place.row and shown:
            before = shown[-1]
            shown[-1] = ExcerptCell(before.text, before.is_marked or is_marked, before.columns + 1)
        else:
            shown.append(ExcerptCell(cell.text, is_marked))
    return tuple(shown)


def _header(table: Table, index: int) -> Row | None:
    """Give the last row above that the document marks as a header, else the table's first row."""
    marked = [row for row in table.rows[:index] if row.header]
    if marked:
        return marked[-1]
    return table.rows[0] if index > 0 else None


def _window(index: int, length: int, *, shift: int, reach: int) -> tuple[int, int]:
    first = max(0, min(index - reach + shift, index))
    last = min(length, max(index + reach + 1 + shift, index + 1))
    return first, last


def _table_of(place: Place) -> tuple[str | None, int | None]:
    return place.sheet, place.table


def _without_page(place: Place) -> tuple[str | None, int | None, int | None, int | None, int | None]:
    return place.sheet, place.table, place.row, place.cell, place.paragraph
