"""Records as they came in: every value a text, in a file of columns on disk, with the row each stood in.

The one idea: whatever the format, opening gives the same thing, a Parquet file of texts that is written slice by slice,
so that a file of millions of rows needs the memory of one slice. Headings are found in the first rows; blank rows,
repeated headings, totals and notes at the end are left out and said. Nothing here shows a value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc
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
    below = chain(first[headings.row + 1 :], run)
    slices = _slices(below, headings, head=first[headings.row], faults=faults, counted=counted)
    names = codes(headings.names)
    _write(slices, names, to=to, counted=counted, limits=limits)
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


_Slice: TypeAlias = tuple[Sequence[int], Sequence[Sequence[str]]]


def _slices(
    rows: Iterator[Sequence[str]], headings: Headings, *, head: Sequence[str], faults: Faults, counted: _Counted
) -> Iterator[_Slice]:
    """Give the records in slices with their rows' numbers; the last few are held back until the end is seen.

    A slice in which every row is as wide as the headings is passed on whole: that is how millions of rows go fast.
    """
    number, held = headings.row + 2, list[tuple[int, Sequence[str]]]()
    while part := list(islice(rows, _SLICE)):
        taken = [*held, *enumerate(part, start=number)]
        number += len(part)
        held = taken[-_END:]
        yield _kept(taken[:-_END], headings, head=head, faults=faults, counted=counted)
    ends = _without_end(held, counted, headings.columns)
    yield _kept(ends, headings, head=head, faults=faults, counted=counted)


def _kept(
    numbered: Sequence[tuple[int, Sequence[str]]],
    headings: Headings,
    *,
    head: Sequence[str],
    faults: Faults,
    counted: _Counted,
) -> _Slice:
    """Give the rows of a slice that are records, each as wide as the headings."""
    if not numbered:
        return (), ()
    numbers, rows = zip(*numbered, strict=True)
    columns, width = headings.columns, len(headings.columns)
    plain = columns == tuple(range(width)) and set(map(len, rows)) == {width}
    head = list(head)
    if plain and all(map(any, rows)) and head not in rows:
        return numbers, rows
    found: list[tuple[int, Sequence[str]]] = []
    places = frozenset(columns)
    for number, row in numbered:
        if not any(cell.strip() for cell in row):
            continue
        if list(row) == head:
            counted.repeated += 1
        elif any(cell and at not in places and cell.strip() for at, cell in enumerate(row)):
            faults.add(FaultKind.MORE_VALUES, (number,))
        else:
            length = len(row)
            found.append((number, [row[at] if at < length else "" for at in columns]))
    return tuple(number for number, _ in found), tuple(row for _, row in found)


def _without_end(
    held: list[tuple[int, Sequence[str]]], counted: _Counted, columns: tuple[int, ...]
) -> list[tuple[int, Sequence[str]]]:
    """Take totals, notes and blanks off the end, from the last row upwards, until a record is met."""
    while held:
        number, row = held[-1]
        if len(columns) > 1 and is_total(row):
            counted.totals = (number, *counted.totals)
        elif is_note(row, columns=columns):
            counted.notes += 1
        elif any(cell.strip() for cell in row):
            break
        held.pop()
    return held


def _write(
    slices: Iterator[_Slice], names: Sequence[str], *, to: Path | IO[bytes], counted: _Counted, limits: RecordLimits
) -> None:
    """Write slices of records as columns of text; what is empty is missing."""
    schema = texts_schema(names)
    with pq.ParquetWriter(to, schema, compression="zstd", store_schema=False) as writer:
        for numbers, rows in slices:
            counted.rows += len(numbers)
            if counted.rows > limits.rows:
                raise too_many("records", found=counted.rows, most=limits.rows)
            if numbers:
                columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
                filled = [pc.if_else(pc.equal(column, ""), None, column) for column in columns]
                writer.write_table(pa.Table.from_arrays([pa.array(numbers, pa.int64()), *filled], schema=schema))


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
