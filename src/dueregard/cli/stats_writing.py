"""Printing what `dueregard stats` worked out: CSV, JSON, Excel, or a table for the eye.

The one idea: figures are written with all their digits, so that another program can go on from them; only the table is
rounded. What could not be worked out is "NA" in CSV (as in the files this takes), null in JSON, empty in Excel.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias

from dueregard.cli.faults import tell
from dueregard.cli.files import check_can_write, write_bytes_to_standard_output, write_output
from dueregard.terms.errors import UsedWrongly

Value: TypeAlias = "str | float | int | None"


class Form(StrEnum):
    """The forms in which figures can be printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class Figures:
    """What was worked out: columns × rows, with notes for the person (on standard error; in Excel on a sheet).

    `seen` is what a person sees on a terminal instead: fewer columns, in words.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    notes: tuple[str, ...] = ()
    seen: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Output:
    """Where and how to print."""

    form: Form | None
    out: Path | None
    force: bool
    source: str

    def check(self) -> None:
        """Refuse a place that cannot be written before any work is done."""
        if self.out is not None:
            check_can_write(self.out, force=self.force, source=self.source)
        elif self.chosen is Form.XLSX and sys.stdout.isatty():
            raise UsedWrongly("An xlsx file cannot be shown on a terminal.", mend="Add --out FILE.")

    @property
    def chosen(self) -> Form:
        """The form asked for, or by the name of --out, or a table for a person and CSV for a program."""
        if self.form is not None:
            return self.form
        if self.out is not None:
            ending = self.out.suffix.lower().lstrip(".")
            return Form(ending) if ending in set(Form) - {Form.TABLE} else Form.CSV
        return Form.TABLE if sys.stdout.isatty() else Form.CSV

    def write(self, figures: Figures) -> None:
        """Print the figures; their notes go to standard error as well."""
        if self.chosen is Form.TABLE and self.out is None:
            _show(figures)
        else:
            data = as_bytes(figures, form=self.chosen)
            if self.out is None:
                write_bytes_to_standard_output(data)
            else:
                write_output(self.out, data, force=self.force, source=self.source)
                tell(f"Written: {self.out}. {len(figures.rows):,} rows.")
        for note in figures.notes:
            tell(note)


def as_bytes(figures: Figures, *, form: Form) -> bytes:
    """Give the figures as CSV, JSON or Excel."""
    if form in (Form.CSV, Form.TABLE):
        return _csv(figures)
    from dueregard.publish.sheet import Kind, Sheet, SheetColumn, Workbook

    whole = list(zip(*figures.rows, strict=True)) if figures.rows else [()] * len(figures.columns)
    kinds = [Kind.TEXT if any(isinstance(value, str) for value in column) else Kind.DECIMAL for column in whole]
    book = Workbook(
        figures.title,
        "Due Regard",
        (
            Sheet(
                "Figures",
                tuple(SheetColumn(name, name, kind) for name, kind in zip(figures.columns, kinds, strict=True)),
                tuple(
                    tuple(_cell(value, kind) for value, kind in zip(row, kinds, strict=True)) for row in figures.rows
                ),
            ),
        ),
        notes=tuple((f"Note {number}", note) for number, note in enumerate(figures.notes, start=1)),
    )
    if form is Form.JSON:
        from dueregard.publish.rows import write_json

        return write_json(book)
    from dueregard.publish.excel import write_xlsx

    return write_xlsx(book)


def plain(value: Value) -> str:
    """Write a value with all its digits, a whole number without a point; "NA" where there is none.

    >>> plain(0.1), plain(3.0), plain(None), plain("A01")
    ('0.1', '3', 'NA', 'A01')
    """
    if value is None:
        return "NA"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


def _csv(figures: Figures) -> bytes:
    from dueregard.publish.csv import safe_text

    to = io.StringIO(newline="")
    writer = csv.writer(to, lineterminator="\r\n")
    writer.writerow([safe_text(column) for column in figures.columns])
    for row in figures.rows:
        writer.writerow(
            [safe_text(value) if isinstance(value, str) and not _is_number(value) else plain(value) for value in row]
        )
    return to.getvalue().encode()


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _cell(value: Value, kind: str) -> str | Decimal | int | None:
    if value is None:
        return None
    if kind == "text" or isinstance(value, str):
        return plain(value)
    return value if isinstance(value, int) else Decimal(repr(value))


def _show(figures: Figures) -> None:
    from rich.table import Table

    from dueregard.cli.screen import console

    table = Table(title=figures.title, title_justify="left")
    if figures.seen:
        for at, name in enumerate(figures.seen[0]):
            words = not any(row[at][:1].isdigit() for row in figures.seen[1:])
            table.add_column(name, justify="left" if words else "right", overflow="fold")
        for words_of_row in figures.seen[1:]:
            table.add_row(*words_of_row)
        console().print(table)
        return
    whole: Sequence[tuple[Value, ...]] = list(zip(*figures.rows, strict=True))
    for at, name in enumerate(figures.columns):
        is_text = bool(whole) and any(isinstance(value, str) for value in whole[at])
        table.add_column(name, justify="left" if is_text else "right", overflow="fold")
    for row in figures.rows:
        table.add_row(*(_rounded(value) for value in row))
    console().print(table)


def _rounded(value: Value) -> str:
    if isinstance(value, float) and not value.is_integer():
        return f"{value:.4g}" if abs(value) < 1000 else f"{value:.1f}"
    return plain(value)
