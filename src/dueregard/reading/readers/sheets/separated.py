"""CSV and its relations: text whose cells are parted by a comma, semicolon, tab or bar.

The one idea: try each mark and keep the one under which most rows have the same number of cells. One quote mark that a
careful program put before "=", "+", "-" or "@" (so that no sheet would take it for a formula) is taken off again.
Source: RFC 4180 for quoting.
"""

from __future__ import annotations

import csv
from collections import Counter
from io import StringIO

from dueregard.reading.blocks import Blocks, Place
from dueregard.reading.cleaning import lines
from dueregard.reading.grid import Spanned, SpannedRow, lay_out
from dueregard.reading.limits import Limits, check_characters, too_much
from dueregard.reading.safe_xml import damaged
from dueregard.reading.source import decode

_MARKS = (",", ";", "\t", "|")


def read(data: bytes, *, name: str, limits: Limits) -> Blocks:
    """Read a file of separated values as one table.

    Raises:  CannotBeRead where it passes a limit.
    """
    decoded = decode(data)
    if decoded.text is None:
        raise damaged(name)
    check_characters(decoded.text, limits=limits, name=name)
    text, warnings = decoded.text, []
    if decoded.guessed:
        warnings.append("The file does not say how its letters are kept; it was read as Windows-1252.")
    if text.startswith("sep=") and "\n" in text:
        first, _, text = text.partition("\n")
        rows, closed = _rows(text, first.strip()[4:5] or ",", limits=limits)
    else:
        rows, closed = _rows(text, _mark(text), limits=limits)
    if not closed:
        warnings.append("A quotation mark is never closed; quotation marks were read as ordinary signs.")
    return Blocks(format="csv", blocks=_table(rows, limits=limits), name=name, warnings=tuple(warnings))


def _table(rows: list[list[str]], *, limits: Limits) -> tuple[()] | tuple:  # type: ignore[type-arg]
    width = max((len(row) for row in rows), default=0)
    spanned = [
        SpannedRow(tuple(Spanned(unguarded(lines(cell))) for cell in (*row, *[""] * (width - len(row)))))
        for row in rows
    ]
    table = lay_out(spanned, place=Place(table=1), limits=limits)
    return (table,) if table is not None else ()


def unguarded(text: str) -> str:
    """Take off the one quote mark that guards a formula sign.

    >>> unguarded("'=SUM(A1)"), unguarded("'tis")
    ('=SUM(A1)', "'tis")
    """
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text


def _mark(text: str) -> str:
    best, best_score = ",", 0.0
    for mark in _MARKS:
        widths = Counter(len(row) for row in _parsed(text[:200_000], mark, most=300) if any(row))
        if not widths:
            continue
        width, times = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
        score = times / sum(widths.values()) * min(width, 30) if width > 1 else 0.0
        if score > best_score:
            best, best_score = mark, score
    return best


def _parsed(text: str, mark: str, *, most: int) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=mark):
            rows.append(row)
            if len(rows) >= most:
                break
    except csv.Error:
        return rows
    return rows


def _rows(text: str, mark: str, *, limits: Limits) -> tuple[list[list[str]], bool]:
    """Give all rows, and whether the quoting made sense; without sense, quotes are ordinary signs."""
    text = text.replace("\0", "")
    try:
        rows = _all(csv.reader(StringIO(text, newline=""), delimiter=mark, strict=True), limits=limits)
    except csv.Error:
        rows = _all(csv.reader(StringIO(text, newline=""), delimiter=mark, quoting=csv.QUOTE_NONE), limits=limits)
        return rows, False
    return rows, True


def _all(reader: object, *, limits: Limits) -> list[list[str]]:
    rows: list[list[str]] = []
    for row in reader:  # type: ignore[attr-defined]  # csv's reader type has no public name
        rows.append(row)
        if len(rows) > limits.rows:
            raise too_much("rows", found=len(rows), most=limits.rows)
        if len(row) > limits.columns:
            raise too_much("columns", found=len(row), most=limits.columns, where=f"row {len(rows)}")
    return rows
