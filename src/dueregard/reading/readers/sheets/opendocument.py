"""OpenDocument sheets (ODS) as one table per sheet, read from the file's own XML.

The one idea: the file keeps what each cell shows beside its typed value, so the words are read as shown and the value
as typed. Repeated rows and cells are kept in short form in the file; they are spelled out only where they hold text, so
that a million empty rows cost nothing. Source: OASIS OpenDocument 1.3 part 3, chapters 9 and 19.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dueregard.reading.blocks import Blocks, CellValue, Table
from dueregard.reading.limits import Limits, too_much
from dueregard.reading.package import Package
from dueregard.reading.readers.sheets.used import Sheet, SheetCell, hidden_remarks, shown_date, table_of, tidy
from dueregard.reading.readers.word.names import local, number

_NS = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _STYLE, _OFFICE, _TEXT, _NUMBER = (
    f"{{{_NS}{name}:1.0}}" for name in ("table", "style", "office", "text", "datastyle")
)
_FO = f"{{{_NS}xsl-fo-compatible:1.0}}"
_LONGEST_REPEAT = 1000


@dataclass(frozen=True, slots=True)
class _Look:
    fill: str | None = None
    bold: bool = False
    data_style: str | None = None


def read(data: bytes, *, name: str, limits: Limits) -> Blocks:
    """Read an OpenDocument sheet.

    Raises:  CannotBeRead where it is damaged, locked, or passes a limit.
    """
    package = Package(data, name=name, limits=limits)
    reading = _Reading(package)
    reading.styles_of("styles.xml")
    sheets = reading.sheets()
    tables: list[Table] = []
    for sheet in sheets:
        table = table_of(sheet, number=len(tables) + 1, limits=limits)
        if table is not None:
            tables.append(table)
    if (total := sum(len(table.rows) for table in tables)) > limits.rows:
        raise too_much("rows", found=total, most=limits.rows, where=name)
    warnings = [*package.remarks(), *hidden_remarks(sheets)]
    if reading.comments:
        warnings.append("Comments on cells were not read.")
    return Blocks(format="ods", blocks=tuple(tables), name=name, warnings=tuple(warnings))


class _Reading:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.limits = package.limits
        self.looks: dict[str, _Look] = {}
        self.hidden_tables: set[str] = set()
        self.dates_with_day: set[str] = set()
        self.comments = 0
        self.characters = 0

    def styles_of(self, part: str) -> None:
        """Learn the styles that a part defines."""
        if part in self.package:
            for element in self.package.rows(part, tags=(f"{_STYLE}style", f"{_NUMBER}date-style")):
                self._style(element)

    def _style(self, element: Any) -> None:
        name = element.get(f"{_STYLE}name") or ""
        if element.tag == f"{_NUMBER}date-style":
            if element.find(f"{_NUMBER}day") is not None:
                self.dates_with_day.add(name)
            return
        if element.get(f"{_STYLE}family") == "table":
            properties = element.find(f"{_STYLE}table-properties")
            if properties is not None and properties.get(f"{_TABLE}display") == "false":
                self.hidden_tables.add(name)
        if element.get(f"{_STYLE}family") != "table-cell":
            return
        base = self.looks.get(element.get(f"{_STYLE}parent-style-name") or "", _Look())
        cell = element.find(f"{_STYLE}table-cell-properties")
        words = element.find(f"{_STYLE}text-properties")
        background = cell.get(f"{_FO}background-color") if cell is not None else None
        weight = words.get(f"{_FO}font-weight") if words is not None else None
        self.looks[name] = _Look(
            fill=base.fill if background is None else _colour(background),
            bold=base.bold if weight is None else weight in ("bold", "600", "700", "800", "900"),
            data_style=element.get(f"{_STYLE}data-style-name") or base.data_style,
        )

    def sheets(self) -> list[Sheet]:
        """Read the sheets; a sheet's rows come before its own end, so they gather until it is named."""
        sheets: list[Sheet] = []
        at = _At(Sheet(""))
        tags = (
            f"{_STYLE}style",
            f"{_NUMBER}date-style",
            f"{_TABLE}table-column",
            f"{_TABLE}table-row",
            f"{_TABLE}table",
        )
        for element in self.package.rows("content.xml", tags=tags):
            name = local(element)
            if name in ("style", "date-style"):
                self._style(element)
            elif any(local(up) in ("annotation", "tracked-changes", "shapes") for up in element.iterancestors()):
                continue
            elif name == "table-column":
                at.column(element)
            elif name == "table-row":
                self._row(element, at)
            elif name == "table":
                at.sheet.name = tidy(element.get(f"{_TABLE}name") or f"Sheet {len(sheets) + 1}")
                at.sheet.hidden = element.get(f"{_TABLE}style-name") in self.hidden_tables
                sheets.append(at.sheet)
                at = _At(Sheet(""))
        return sheets

    def _row(self, row: Any, at: _At) -> None:
        repeated = max(number(row.get(f"{_TABLE}number-rows-repeated"), 1), 1)
        cells = list(self._cells(row, at))
        times = repeated if any(cell.text for _, _, cell, _ in cells) else 1
        if times > _LONGEST_REPEAT:
            raise too_much("equal rows", found=times, most=_LONGEST_REPEAT, where=f"row {at.row + 1}")
        hidden = row.get(f"{_TABLE}visibility") in ("collapse", "filter")
        for time in range(times):
            row_at = at.row + 1 + time
            if hidden:
                at.sheet.hidden_rows.add(row_at)
            for first, last, cell, (columns, rows) in cells:
                if columns > 1 or rows > 1:
                    at.sheet.merged.append((row_at, first, row_at + rows - 1, first + columns - 1))
                for column in range(first, last + 1):
                    at.sheet.add(row_at, column, cell, limits=self.limits)
        at.row += repeated

    def _cells(self, row: Any, at: _At) -> Iterator[tuple[int, int, SheetCell, tuple[int, int]]]:
        column = 1
        for cell in row:
            name = local(cell)
            if name not in ("table-cell", "covered-table-cell"):
                continue
            repeated = max(number(cell.get(f"{_TABLE}number-columns-repeated"), 1), 1)
            look = self.looks.get(cell.get(f"{_TABLE}style-name") or at.default_look(column), _Look())
            read_cell = self._cell(cell, look)
            if read_cell.text and name == "table-cell":
                spans = (
                    max(number(cell.get(f"{_TABLE}number-columns-spanned"), 1), 1),
                    max(number(cell.get(f"{_TABLE}number-rows-spanned"), 1), 1),
                )
                if repeated > _LONGEST_REPEAT:
                    raise too_much("equal cells", found=repeated, most=_LONGEST_REPEAT, where=f"row {at.row + 1}")
                yield column, column + repeated - 1, read_cell, spans
            elif read_cell.fill and repeated <= 50 and name == "table-cell":
                yield column, column + repeated - 1, read_cell, (1, 1)
            column += repeated

    def _cell(self, cell: Any, look: _Look) -> SheetCell:
        self.comments += cell.find(f"{_OFFICE}annotation") is not None
        text = tidy("\n".join(_words(p) for p in cell.iterchildren(f"{_TEXT}p", f"{_TEXT}h", f"{_TEXT}list")))
        self.characters += len(text)
        if self.characters > self.limits.characters:
            raise too_much("letters", found=self.characters, most=self.limits.characters)
        value = self._value(cell, look)
        if isinstance(value, date):
            text = shown_date(value)
        return SheetCell(text, value, look.fill, look.bold and bool(text))

    def _value(self, cell: Any, look: _Look) -> CellValue:
        kind = cell.get(f"{_OFFICE}value-type")
        raw = cell.get(f"{_OFFICE}value") or ""
        try:
            if kind in ("float", "currency", "percentage"):
                held = float(raw)
                return int(held) if held == int(held) and abs(held) < 1e15 else held
            if kind == "boolean":
                return str(cell.get(f"{_OFFICE}boolean-value")) == "true"
            # A date whose format does not print the day stays the words it shows ("October 2015").
            if kind == "date" and (look.data_style is None or look.data_style in self.dates_with_day):
                moment = datetime.fromisoformat((cell.get(f"{_OFFICE}date-value") or "")[:19])
                return moment if moment.hour or moment.minute else moment.date()
        except (ValueError, OverflowError):
            return None
        return None


@dataclass(slots=True)
class _At:
    """How far the walk over one sheet has come."""

    sheet: Sheet
    row: int = 0
    columns: int = 0
    looks: list[tuple[int, int, str]] | None = None

    def column(self, element: Any) -> None:
        repeated = max(number(element.get(f"{_TABLE}number-columns-repeated"), 1), 1)
        first, last = self.columns + 1, self.columns + repeated
        if element.get(f"{_TABLE}visibility") in ("collapse", "filter"):
            self.sheet.hidden_columns.append((first, last))
        self.looks = [*(self.looks or []), (first, last, element.get(f"{_TABLE}default-cell-style-name") or "")][:2000]
        self.columns = last

    def default_look(self, column: int) -> str:
        return next((name for first, last, name in self.looks or () if first <= column <= last), "")


def _words(holder: Any) -> str:
    """Give a paragraph's text with its spaces, tabs and line breaks; comments inside it are left out."""
    parts = [holder.text or ""]
    for child in holder:
        name = local(child)
        if name == "s":
            parts.append(" " * min(max(number(child.get(f"{_TEXT}c"), 1), 1), 100))
        elif name == "tab":
            parts.append("\t")
        elif name == "line-break":
            parts.append("\n")
        elif name in ("list-item", "p") and holder.tag != f"{_TEXT}p":
            parts.append(_words(child) + "\n")
        elif name and name != "annotation":
            parts.append(_words(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _colour(said: str) -> str | None:
    is_hex = len(said) == 7 and said[0] == "#" and all(sign in "0123456789abcdefABCDEF" for sign in said[1:])
    return said.upper() if is_hex else None
