"""What every reader gives: a document as a run of blocks, each of which knows its place.

The one idea: a reader says what stands where and nothing about what it means. Headings, paragraphs and tables come in
reading order; a merged cell is given once with its spans and again, marked `repeats`, in every place it covers, so that
each row has one cell for each column. Nothing is dropped here: page furniture is marked, not removed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from sys import intern
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in its document. All numbers start at 1; None where the format does not say.

    `page` is a printed page (PDF) , `sheet` a sheet's name, `table`, `row`, `cell` count from the start of the document
    (table) and of the table, `paragraph` counts blocks of text that stand outside tables.

    >>> Place(page=3, table=4, row=7, cell=5).in_words()
    'page 3, table 4, row 7, column 5'
    """

    page: int | None = None
    sheet: str | None = None
    table: int | None = None
    row: int | None = None
    cell: int | None = None
    paragraph: int | None = None

    def in_words(self) -> str:
        """Say the place as a reader would: "page 3, table 4, row 7, column 5"."""
        said = [
            ("page", self.page),
            ("sheet", f"“{self.sheet}”" if self.sheet else None),
            ("table", self.table),
            ("row", self.row),
            ("column", self.cell),
            ("paragraph", self.paragraph),
        ]
        return ", ".join(f"{word} {value}" for word, value in said if value is not None)

    def to_json(self) -> dict[str, Any]:
        """Give only the parts that are known."""
        return {f.name: v for f in fields(self) if (v := getattr(self, f.name)) is not None}

    @classmethod
    def from_json(cls, shape: Mapping[str, Any]) -> Place:
        """Take back what `to_json` gave; unknown keys are ignored."""
        return cls(**{f.name: shape.get(f.name) for f in fields(cls)})


CellValue: TypeAlias = date | datetime | float | int | bool | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table.

    `text` has its paragraphs on lines of their own; a list item begins with its printed marker ("•", "i)").
    `value` is the typed value of a sheet's cell (a true date, a number), None for text. `fill` is its background as
    "#RRGGBB". `repeats` is the place of the cell that covers this one (merged); its text is repeated here.
    """

    text: str
    place: Place
    value: CellValue = None
    fill: str | None = None
    bold: bool = False
    columns: int = 1
    rows: int = 1
    repeats: Place | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row: as many cells as the table has columns. `header` where the document itself marks it so."""

    cells: tuple[Cell, ...]
    place: Place
    header: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table, or a sheet's used range. `hidden_columns` are positions from 1; their cells are present all the same."""

    rows: tuple[Row, ...]
    place: Place
    caption: str | None = None
    hidden: bool = False
    hidden_columns: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, `level` 1 to 6, or 0 for a document's title; `guessed` where only its look says so."""

    text: str
    level: int
    place: Place
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph outside tables. `marker` is its bullet or number as printed, `depth` its list depth (0: no list)."""

    text: str
    place: Place
    marker: str | None = None
    depth: int = 0
    bold: bool = False
    furniture: bool = False


Block: TypeAlias = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Blocks:
    """A whole document as read.

    `format` is one of docx, pdf, xlsx, ods, csv, html, text, json, doc, odt, rtf, xls, xlsb; `sha256` is of the file's
    bytes; `warnings` are plain sentences about what was left out or guessed (encoding, hidden sheets, pages
    without text).
    """

    format: str
    blocks: tuple[Block, ...]
    name: str = ""
    sha256: str = ""
    title: str | None = None
    pages: int | None = None
    warnings: tuple[str, ...] = field(default=())

    def tables(self) -> Iterator[Table]:
        """Give the tables in reading order."""
        return (block for block in self.blocks if isinstance(block, Table))

    def to_json(self) -> dict[str, Any]:
        """Give the document as JSON values; `blocks_from_json` takes them back without loss."""
        return {
            "format": self.format,
            "name": self.name,
            "sha256": self.sha256,
            "title": self.title,
            "pages": self.pages,
            "warnings": list(self.warnings),
            "blocks": [_block_to_json(block) for block in self.blocks],
        }


def blocks_from_json(shape: Mapping[str, Any]) -> Blocks:
    """Take back what `Blocks.to_json` gave."""
    return Blocks(
        format=shape["format"],
        name=shape["name"],
        sha256=shape["sha256"],
        title=shape["title"],
        pages=shape["pages"],
        warnings=tuple(shape["warnings"]),
        blocks=tuple(_block_from_json(block) for block in shape["blocks"]),
    )


def _block_to_json(block: Block) -> dict[str, Any]:
    place = block.place.to_json()
    if isinstance(block, Heading):
        return {"kind": "heading", "text": block.text, "level": block.level, "guessed": block.guessed, "place": place}
    if isinstance(block, Paragraph):
        return {
            "kind": "paragraph",
            "text": block.text,
            "marker": block.marker,
            "depth": block.depth,
            "bold": block.bold,
            "furniture": block.furniture,
            "place": place,
        }
    return {
        "kind": "table",
        "caption": block.caption,
        "hidden": block.hidden,
        "hidden_columns": list(block.hidden_columns),
        "place": place,
        "rows": [
            {
                "place": row.place.to_json(),
                "header": row.header,
                "hidden": row.hidden,
                "cells": [_cell_to_json(cell) for cell in row.cells],
            }
            for row in block.rows
        ],
    }


def _cell_to_json(cell: Cell) -> dict[str, Any]:
    shape: dict[str, Any] = {"text": cell.text, "place": cell.place.to_json()}
    if cell.value is not None:
        shape["value"] = _value_to_json(cell.value)
    if cell.fill:
        shape["fill"] = cell.fill
    if cell.bold:
        shape["bold"] = True
    if cell.columns != 1:
        shape["columns"] = cell.columns
    if cell.rows != 1:
        shape["rows"] = cell.rows
    if cell.repeats:
        shape["repeats"] = cell.repeats.to_json()
    return shape


def _value_to_json(value: CellValue) -> Any:
    if isinstance(value, datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return value


def _value_from_json(value: Any) -> CellValue:
    if isinstance(value, Mapping):
        if "datetime" in value:
            return datetime.fromisoformat(value["datetime"])
        return date.fromisoformat(value["date"])
    return value  # type: ignore[no-any-return]  # JSON's own numbers and booleans


def _block_from_json(shape: Mapping[str, Any]) -> Block:
    place = Place.from_json(shape["place"])
    if shape["kind"] == "heading":
        return Heading(text=shape["text"], level=shape["level"], guessed=shape["guessed"], place=place)
    if shape["kind"] == "paragraph":
        return Paragraph(
            text=shape["text"],
            place=place,
            marker=shape["marker"],
            depth=shape["depth"],
            bold=shape["bold"],
            furniture=shape["furniture"],
        )
    rows = tuple(
        Row(
            cells=tuple(_cell_from_json(cell) for cell in row["cells"]),
            place=Place.from_json(row["place"]),
            header=row["header"],
            hidden=row["hidden"],
        )
        for row in shape["rows"]
    )
    return Table(
        rows=rows,
        place=place,
        caption=shape["caption"],
        hidden=shape["hidden"],
        hidden_columns=tuple(shape["hidden_columns"]),
    )


def _cell_from_json(shape: Mapping[str, Any]) -> Cell:
    return Cell(
        text=intern(shape["text"]),  # "ALL", "Head of HR": a plan says the same in many cells
        place=Place.from_json(shape["place"]),
        value=_value_from_json(shape.get("value")),
        fill=shape.get("fill"),
        bold=shape.get("bold", False),
        columns=shape.get("columns", 1),
        rows=shape.get("rows", 1),
        repeats=Place.from_json(shape["repeats"]) if "repeats" in shape else None,
    )
