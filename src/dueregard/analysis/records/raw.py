"""Records as they came in: every value a text, in a file of columns on disk, with the row each stood in.

The one idea: whatever the format, opening gives the same thing, a Parquet file of texts that is written slice by slice,
so that a file of millions of rows needs the memory of one slice. Headings are found in the first rows; blank rows,
repeated headings, totals and notes at the end are left out and said. Nothing here shows a value.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from dueregard.analysis.records.faults import Fault, FaultCount, FaultKind, Faults
from dueregard.analysis.records.headings import LOOK_AT, Headings, codes, find_headings, is_note, is_total
from dueregard.analysis.records.limits import DEFAULT, RecordLimits, too_many
from dueregard.terms.errors import NothingOfTheKind

ROW = "_row"
"""The column that holds the number of the row in the file, from 1."""
_SLICE = 20_000
_END = 12  # so many last rows are looked at for totals and notes


@dataclass(frozen=True, slots=True)
class RawRecords:
    """Records as opened: `path` to the texts, and what a person may be told of them.

    `headings` are tidied and all different; `codes` are their column names in the file at `path`; `rows` is how many
    records there are; `heading_row` the row of the file that the headings stood in, from 1.
    """

    path: Path
    headings: tuple[str, ...]
    codes: tuple[str, ...]
    rows: int
    heading_row: int
    format: str
    name: str = ""
    sheet: str | None = None
    faults: tuple[Fault, ...] = ()
    fault_counts: tuple[FaultCount, ...] = ()
    remarks: tuple[str, ...] = ()

    def heading(self, code: str) -> str:
        """Give the heading of a column by its code."""
        return self.headings[self.codes.index(code)]


@dataclass(slots=True)
class _Counted:
    """What is seen while rows pass."""

    rows: int = 0
    repeated: int = 0
    totals: tuple[int, ...] = ()
    notes: int = 0


def keep_rows(
    rows: Iterable[Sequence[str]],
    *,
    to: Path | IO[bytes],
    format: str,
    name: str = "",
    limits: RecordLimits = DEFAULT,
    group_rows: frozenset[int] = frozenset(),
    remarks: tuple[str, ...] = (),
) -> RawRecords:
    """Find the headings in a run of rows and keep the records below them.

    Takes:   rows in the order of the file, blank ones too, so that their numbers are true; `to`, where texts are kept.
    Gives:   the records; a row with more values than headings is left out and is a fault.
    Raises:  NothingOfTheKind where there are no headings or no records; CannotBeRead past a limit.
    """
    run = iter(rows)
    first = list(islice(run, LOOK_AT))
    headings = find_headings(first, group_rows=group_rows, name=name)
    if len(headings.names) > limits.columns:
        raise too_many("columns", found=len(headings.names), most=limits.columns, where=name or None)
    faults, counted = Faults(limits.listed), _Counted()
    numbered = enumerate(chain(first[headings.row + 1 :], run), start=headings.row + 2)
    records = _records(numbered, headings, head=first[headings.row], faults=faults, counted=counted, limits=limits)
    names = codes(headings.names)
    write_texts(records, names, to=to)
    if not counted.rows:
        raise NothingOfTheKind(
            "There are no records below the headings.", where=name or None, mend="Choose another file."
        )
    listed, counts = faults.result()
    return RawRecords(
        path=to if isinstance(to, Path) else Path(),
        headings=headings.names,
        codes=names,
        rows=counted.rows,
        heading_row=headings.row + 1,
        format=format,
        name=name,
        faults=listed,
        fault_counts=counts,
        remarks=remarks + _remarks(headings, counted),
    )


def _records(
    numbered: Iterator[tuple[int, Sequence[str]]],
    headings: Headings,
    *,
    head: Sequence[str],
    faults: Faults,
    counted: _Counted,
    limits: RecordLimits,
) -> Iterator[tuple[int, list[str | None]]]:
    """Give the records one by one with their row's number; the last few are held back until the end is seen."""
    columns, width = headings.columns, len(headings.columns)
    simple = columns == tuple(range(width))
    repeated = tuple(head)
    held: deque[tuple[int, Sequence[str]]] = deque()
    for number, row in numbered:
        if not any(row):
            continue
        if tuple(row) == repeated:
            counted.repeated += 1
            continue
        held.append((number, row))
        if len(held) > _END:
            yield from _record(*held.popleft(), columns, simple, faults=faults, counted=counted, limits=limits)
    ends = _without_end(list(held), counted, width=width)
    for number, row in ends:
        yield from _record(number, row, columns, simple, faults=faults, counted=counted, limits=limits)


def _without_end(
    held: list[tuple[int, Sequence[str]]], counted: _Counted, *, width: int
) -> list[tuple[int, Sequence[str]]]:
    """Take totals and notes off the end, from the last row upwards, until a record is met."""
    while held:
        number, row = held[-1]
        if width > 1 and is_total(row):
            counted.totals = (number, *counted.totals)
        elif is_note(row, width=width):
            counted.notes += 1
        else:
            break
        held.pop()
    return held


def _record(
    number: int,
    row: Sequence[str],
    columns: tuple[int, ...],
    simple: bool,
    *,
    faults: Faults,
    counted: _Counted,
    limits: RecordLimits,
) -> Iterator[tuple[int, list[str | None]]]:
    width = len(columns)
    length = len(row)
    if simple and length == width:
        record: list[str | None] = [cell or None for cell in row]
    else:
        kept = set(columns)
        if any(cell and cell.strip() and at not in kept for at, cell in enumerate(row)):
            faults.add(FaultKind.MORE_VALUES, (number,))
            return
        record = [(row[at] or None) if at < length else None for at in columns]
    if sum(map(len, row)) > limits.cell_characters:
        faults.add(FaultKind.TOO_LONG, (number,))
        return
    counted.rows += 1
    if counted.rows > limits.rows:
        raise too_many("records", found=counted.rows, most=limits.rows)
    yield number, record


def write_texts(records: Iterator[tuple[int, list[str | None]]], names: Sequence[str], *, to: Path | IO[bytes]) -> None:
    """Write records slice by slice as columns of text."""
    schema = texts_schema(names)
    with pq.ParquetWriter(to, schema, compression="zstd", store_schema=False) as writer:
        while part := list(islice(records, _SLICE)):
            numbers, rows = zip(*part, strict=True)
            columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
            writer.write_table(pa.Table.from_arrays([pa.array(numbers, pa.int64()), *columns], schema=schema))


def texts_schema(names: Sequence[str]) -> Any:
    """Give the shape of a file of texts."""
    return pa.schema([(ROW, pa.int64()), *((name, pa.string()) for name in names)])


def _remarks(headings: Headings, counted: _Counted) -> tuple[str, ...]:
    said = []
    if headings.row:
        said.append(f"The headings stand in row {headings.row + 1}; what is above them was not read.")
    if counted.repeated:
        said.append(f"The headings come again {counted.repeated:,} times; those rows were left out.")
    for number in counted.totals:
        said.append(f"Row {number:,} is a total; it was left out.")
    if counted.notes:
        said.append(f"Notes below the records were left out ({counted.notes} rows).")
    return tuple(said)


def at_path(raw: RawRecords, path: Path) -> RawRecords:
    """Give the same records, said to lie at another place: whoever opens the file may not be who named it."""
    return replace(raw, path=path)
