"""Word's tables: merged cells, rows struck out, rows that repeat as headers, shading, tables inside cells.

The one idea: a cell's text is its paragraphs on lines of their own, each with its marker. A table inside a cell becomes
lines too, its cells parted by tabs, so that no word is lost; a table that only frames others is not a table at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from dueregard.reading.cleaning import lines, one_line
from dueregard.reading.grid import Spanned, SpannedRow
from dueregard.reading.readers.word.names import W, is_on, local, number, val
from dueregard.reading.readers.word.runs import Words

Look = Callable[[Any], tuple[Words, str | None]]


def is_frame(table: Any) -> bool:
    """Say whether a table has a single cell that holds other tables: a border drawn round a part of the document."""
    rows = list(table_rows(table))
    if len(rows) != 1:
        return False
    cells = list(row_cells(rows[0]))
    return len(cells) == 1 and any(local(child) == "tbl" for child in cells[0])


def table_rows(table: Any) -> Iterator[Any]:
    """Give a table's rows, through content controls, without those that tracked changes have deleted."""
    for child in table:
        name = local(child)
        if name == "tr":
            if child.find(f"{W}trPr/{W}del") is None:
                yield child
        elif name in ("sdt", "sdtContent", "customXml", "ins"):
            yield from table_rows(child)


def row_cells(row: Any) -> Iterator[Any]:
    """Give a row's cells, through content controls."""
    for child in row:
        name = local(child)
        if name == "tc":
            yield child
        elif name in ("sdt", "sdtContent", "customXml"):
            yield from row_cells(child)


def spanned_rows(table: Any, *, look: Look) -> list[SpannedRow]:
    """Give a table's rows with their spans; `look` gives a paragraph's words and marker and keeps the counts."""
    grid: list[list[tuple[int, str, Spanned]]] = []  # (first column, vertical merge, cell)
    marks: list[tuple[bool, bool, int]] = []
    for row in table_rows(table):
        properties = row.find(f"{W}trPr")
        skip = number(val(properties.find(f"{W}gridBefore"))) if properties is not None else 0
        column = skip = min(max(skip, 0), 500)
        cells: list[tuple[int, str, Spanned]] = []
        for cell in row_cells(row):
            spanned, merge, across = _cell(cell, look=look)
            if across == "continue" and cells:
                at, before, first = cells.pop()
                cells.append((at, before, _wider(first, spanned)))
            else:
                cells.append((column, merge, spanned))
            column += max(spanned.columns, 1)
        grid.append(cells)
        marks.append(
            (
                properties is not None and is_on(properties.find(f"{W}tblHeader")),
                properties is not None and is_on(properties.find(f"{W}hidden")),
                skip,
            )
        )
    _merge_down(grid)
    return [
        SpannedRow(
            tuple(cell for _, merge, cell in cells if merge != "continue"), header=header, hidden=hidden, skip=skip
        )
        for cells, (header, hidden, skip) in zip(grid, marks, strict=True)
    ]


def _wider(first: Spanned, more: Spanned) -> Spanned:
    text = "\n".join(part for part in (first.text, more.text) if part)
    return Spanned(text, first.columns + more.columns, first.rows, fill=first.fill, bold=first.bold)


def _merge_down(grid: list[list[tuple[int, str, Spanned]]]) -> None:
    """Turn Word's chains of "continue" cells into one cell of several rows; one without a head stands for itself."""
    heads: dict[int, tuple[int, int]] = {}  # column → (row, place in row) of the open merged cell
    for row_at, cells in enumerate(grid):
        for at, (column, merge, cell) in enumerate(cells):
            head = heads.get(column)
            if merge == "continue" and head is not None and grid[head[0]][head[1]][2].columns == cell.columns:
                start, kind, first = grid[head[0]][head[1]]
                text = "\n".join(part for part in (first.text, cell.text) if part)
                rows = row_at - head[0] + 1
                grid[head[0]][head[1]] = (
                    start,
                    kind,
                    Spanned(text, first.columns, rows, fill=first.fill, bold=first.bold),
                )
                continue
            if merge == "continue":
                cells[at] = (column, "", cell)
            heads.pop(column, None)
            if merge == "restart":
                heads[column] = (row_at, at)
        open_now = {column for column, merge, _ in cells if merge}
        heads = {column: head for column, head in heads.items() if column in open_now}


def _cell(cell: Any, *, look: Look) -> tuple[Spanned, str, str]:
    properties = cell.find(f"{W}tcPr")
    columns, down, across, fill = 1, "", "", None
    if properties is not None:
        columns = min(max(number(val(properties.find(f"{W}gridSpan")), 1), 1), 500)
        merge = properties.find(f"{W}vMerge")
        down = "" if merge is None else val(merge, "continue") or "continue"
        merge = properties.find(f"{W}hMerge")
        across = "" if merge is None else val(merge, "continue") or "continue"
        fill = _fill(properties.find(f"{W}shd"))
    texts: list[str] = []
    looks: list[Words] = []
    _content(cell, texts, looks, look=look)
    shown = [words for words in looks if words.text.strip()]
    if fill is None and shown and len({words.fill for words in shown}) == 1:
        fill = shown[0].fill
    bold = bool(shown) and all(words.bold for words in shown)
    return Spanned("\n".join(texts), columns, fill=fill, bold=bold), down, across


def _content(holder: Any, texts: list[str], looks: list[Words], *, look: Look) -> None:
    for child in holder:
        name = local(child)
        if name == "p":
            words, marker = look(child)
            text = lines(words.text)
            if text:
                texts.append(f"{marker} {text}" if marker else text)
            looks.append(words)
            for box in words.boxes:
                _content(box, texts, looks, look=look)
        elif name == "tbl":
            for row in spanned_rows(child, look=look):
                if said := "\t".join(one_line(cell.text) for cell in row.cells).strip("\t"):
                    texts.append(said)
        elif name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            _content(child, texts, looks, look=look)


def _fill(shading: Any | None) -> str | None:
    colour = shading.get(f"{W}fill") if shading is not None else None
    if not colour or len(colour) != 6 or not all(sign in "0123456789abcdefABCDEF" for sign in colour):
        return None
    return f"#{colour.upper()}"
