"""How raw records become records that may be counted: typed, coarser, placed, in one Parquet file.

The one idea: slice by slice, each column by its treatment, into a file beside the one asked for, which takes its name
only when it is whole. What could not be read is missing there and is a fault here; rows are never dropped for a bad
value, so that counts stay whole. The file's own notes say what each column is and which scheme its wordings came from.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dueregard.analysis.records.choices import Choices, decided
from dueregard.analysis.records.coarsen import (
    ages,
    banded,
    dates,
    is_blank,
    numbers,
    outward,
    truncated,
    yes_or_no,
)
from dueregard.analysis.records.faults import Fault, FaultCount, FaultKind, Faults
from dueregard.analysis.records.limits import DEFAULT, RecordLimits
from dueregard.analysis.records.looks import LOOKS
from dueregard.analysis.records.placing import UNPLACED, codes_of
from dueregard.analysis.records.profile import profile, tidied
from dueregard.analysis.records.raw import ROW, RawRecords
from dueregard.analysis.records.schema import Column, LeftOut, Role, Schema, Treatment
from dueregard.terms.classifications.catalogue import classification
from dueregard.terms.errors import UsedWrongly

NOTES = b"dueregard.records"
"""The key of the file's notes, which hold the columns as JSON."""
_SLICE = 200_000
_NAMES_A_PERSON = ("email", "ni_number", "nhs_number", "phone", "postcode")


@dataclass(frozen=True, slots=True)
class PreparedColumn:
    """A column as kept. `values` are its codes or age groups in order, where it has such; `scheme` is the one its
    wordings were in."""

    code: str
    heading: str
    role: Role
    treatment: Treatment
    characteristic: str | None = None
    classification: str | None = None
    scheme: str | None = None
    special_category: str | None = None
    is_offence_data: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """Records ready to be counted: where they lie, rows taken and left, what was left out, what is wrong."""

    path: Path
    columns: tuple[PreparedColumn, ...]
    rows_taken: int
    rows_left: int
    left_out: tuple[LeftOut, ...]
    faults: tuple[Fault, ...]
    fault_counts: tuple[FaultCount, ...]
    on: date

    @property
    def fault_total(self) -> int:
        """Give the number of all faults, listed or not."""
        return sum(each.count for each in self.fault_counts)


def prepare(
    raw: RawRecords, schema: Schema, choices: Choices, *, to: Path, on: date, limits: RecordLimits = DEFAULT
) -> Prepared:
    """Write the records that may be counted.

    Takes:   `to`, the Parquet file to write, replaced whole or not at all; `on`, the day on which ages are reckoned.
    Raises:  UsedWrongly where a choice cannot be, a question is open, or nothing is left to keep.
    """
    plan = decided(schema, choices)
    kept = [column for column in plan.columns if not column.is_left_out]
    if not kept:
        raise UsedWrongly("No column would be kept.", mend="Keep at least one column.")
    faults = Faults(limits.listed)
    faults.take(raw.faults, raw.fault_counts)
    twice = _rows_twice(raw, choices.id_column, faults)
    placed = {column.code: _Placed.of(raw, column, choices, limits=limits) for column in kept}
    columns = tuple(_prepared(column, choices) for column in kept)
    part = to.with_name(f".{to.name}.part")
    try:
        taken = _write(raw, kept, placed, choices, part, columns=columns, on=on, faults=faults, without=twice)
        os.replace(part, to)
    finally:
        part.unlink(missing_ok=True)
    listed, counts = faults.result()
    return Prepared(
        path=to,
        columns=columns,
        rows_taken=taken,
        rows_left=raw.rows - taken + sum(c.count for c in raw.fault_counts if c.kind is FaultKind.MORE_VALUES),
        left_out=plan.left_out,
        faults=listed,
        fault_counts=counts,
        on=on,
    )


@dataclass(frozen=True, slots=True)
class _Placed:
    """Where each wording of one column goes: empty for columns that are not of words."""

    codes: Mapping[str, str]

    def __repr__(self) -> str:
        return "_Placed(…)"  # wordings are values of records

    @classmethod
    def of(cls, raw: RawRecords, column: Column, choices: Choices, *, limits: RecordLimits) -> _Placed:
        if column.treatment is not Treatment.PLACE_CODES or column.classification is None:
            return cls({})
        seen = profile(raw, column.code, limits=limits)
        if not seen.wordings:
            raise UsedWrongly(
                "The column has too many different wordings to be placed.", where=column.heading, mend="Leave it out."
            )
        codes = codes_of(
            seen.wordings,
            classification=column.classification,
            scheme=column.scheme,
            remembered=choices.wordings.get(column.code, {}),
        )
        return cls(codes)


def _prepared(column: Column, choices: Choices) -> PreparedColumn:
    if column.treatment is Treatment.AGE_BANDS:
        column = replace(column, characteristic="age", classification=choices.age_groups)
    return PreparedColumn(
        column.code,
        column.heading,
        column.role,
        column.treatment,
        column.characteristic,
        column.classification,
        column.scheme,
        column.special_category,
        column.is_offence_data,
    )


def _rows_twice(raw: RawRecords, code: str | None, faults: Faults) -> frozenset[int]:
    """Give the rows whose number stands in an earlier row; they are left out and are faults."""
    if code is None:
        return frozenset()
    again = (
        pl.scan_parquet(raw.path)
        .select(ROW, tidied(code).alias("v"))
        .filter((pl.col("v") != "") & ~pl.col("v").is_first_distinct())
        .select(ROW)
        .collect()
    )
    rows = again[ROW].to_list()
    faults.add(FaultKind.TWICE, rows, column=raw.heading(code))
    return frozenset(rows)


def _write(
    raw: RawRecords,
    kept: list[Column],
    placed: Mapping[str, _Placed],
    choices: Choices,
    path: Path,
    *,
    columns: tuple[PreparedColumn, ...],
    on: date,
    faults: Faults,
    without: frozenset[int],
) -> int:
    schema = pa.schema([(c.code, _TYPES[c.treatment]) for c in kept]).with_metadata(_notes(columns, choices, on=on))
    taken = 0
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for rows, held in _slices(raw, kept, without=without):
            made = [
                _made(rows, different, column, placed[column.code], choices, on=on, faults=faults)
                for different, column in zip(held, kept, strict=True)
            ]
            arrays = [one.to_arrow().cast(_TYPES[c.treatment]) for one, c in zip(made, kept, strict=True)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
            taken += len(rows)
    return taken


_WORDS = pa.dictionary(pa.int32(), pa.string())
_TYPES: dict[Treatment, Any] = {
    Treatment.PLACE_CODES: _WORDS,
    Treatment.AGE_BANDS: _WORDS,
    Treatment.OUTWARD_CODE: _WORDS,
    Treatment.WORDS: _WORDS,
    Treatment.NUMBER: pa.float64(),
    Treatment.YES_OR_NO: pa.bool_(),
    Treatment.YEAR: pa.date32(),
    Treatment.QUARTER: pa.date32(),
    Treatment.MONTH: pa.date32(),
    Treatment.DAY: pa.date32(),
}


@dataclass(frozen=True, slots=True)
class _Different:
    """A column of one slice: its different texts, tidied, and which of them stands in each row.

    Work is done on the different texts only: a million rows of "Male" and "Female" cost two.
    """

    texts: pl.Series
    at: pl.Series

    def __repr__(self) -> str:
        return "_Different(…)"  # values of records


def _slices(
    raw: RawRecords, kept: list[Column], *, without: frozenset[int]
) -> Iterator[tuple[pl.Series, list[_Different]]]:
    """Give slice by slice the rows' numbers and the columns that are kept."""
    names = [column.code for column in kept]
    left = pa.array(sorted(without), pa.int64())
    with pq.ParquetFile(raw.path) as file:
        for batch in file.iter_batches(batch_size=_SLICE, columns=[ROW, *names]):
            if without:
                batch = batch.filter(pc.invert(pc.is_in(batch.column(ROW), value_set=left)))
            yield pl.Series(batch.column(ROW)), [_different(batch.column(name)) for name in names]


def _different(column: Any) -> _Different:
    encoded = pc.fill_null(column, "").dictionary_encode()
    texts = pl.DataFrame({"v": pl.Series(encoded.dictionary, dtype=pl.String)}).select(tidied("v")).to_series()
    return _Different(texts, pl.Series(encoded.indices))


def _made(
    rows: pl.Series,
    held: _Different,
    column: Column,
    placed: _Placed,
    choices: Choices,
    *,
    on: date,
    faults: Faults,
) -> pl.Series:
    """Give one column of one slice as it is kept, and note what could not be read."""
    texts = held.texts
    missing = is_blank(texts) if column.treatment in _FAULT_OF else texts == ""
    made = _treated(texts, column, placed, choices, on=on)

    def note(kind: FaultKind, which: pl.Series) -> None:
        if which.any():
            faults.add(kind, rows.filter(which.gather(held.at)).to_list(), column=column.heading)

    if column.code in choices.required:
        note(FaultKind.MISSING, missing)
    if column.treatment is Treatment.PLACE_CODES:
        note(FaultKind.NOT_PLACED, made == UNPLACED)
    else:
        note(_FAULT_OF.get(column.treatment, FaultKind.NAMES_A_PERSON), made.is_null() & ~missing)
    return made.gather(held.at)


_FAULT_OF = {
    Treatment.NUMBER: FaultKind.NOT_A_NUMBER,
    Treatment.YES_OR_NO: FaultKind.NOT_YES_OR_NO,
    Treatment.AGE_BANDS: FaultKind.NOT_AN_AGE,
    Treatment.OUTWARD_CODE: FaultKind.NOT_A_POSTCODE,
    Treatment.YEAR: FaultKind.NOT_A_DATE,
    Treatment.QUARTER: FaultKind.NOT_A_DATE,
    Treatment.MONTH: FaultKind.NOT_A_DATE,
    Treatment.DAY: FaultKind.NOT_A_DATE,
}


def _treated(texts: pl.Series, column: Column, placed: _Placed, choices: Choices, *, on: date) -> pl.Series:
    treatment = column.treatment
    if treatment is Treatment.NUMBER:
        return numbers(texts)
    if treatment is Treatment.YES_OR_NO:
        return yes_or_no(texts)
    if treatment is Treatment.OUTWARD_CODE:
        return outward(texts)
    if treatment is Treatment.AGE_BANDS:
        born = column.identifier == "date_of_birth"
        years = ages(texts, on=on, day_first=column.day_first is not False, are_dates=born)
        return banded(years, classification(choices.age_groups).values)
    if treatment is Treatment.PLACE_CODES:
        return texts.replace_strict(dict(placed.codes), default=UNPLACED, return_dtype=pl.String)
    if treatment is Treatment.WORDS:
        return _words(texts)
    return truncated(dates(texts, day_first=column.day_first is not False), treatment)


def _words(texts: pl.Series) -> pl.Series:
    """Keep words, save those few that are an e-mail address, a number of a person, or a whole postcode."""
    naming = [text for text in texts if any(LOOKS[look](text[:200]) for look in _NAMES_A_PERSON)]
    return pl.select(pl.when((texts == "") | texts.is_in(naming)).then(None).otherwise(texts)).to_series()


def _notes(columns: tuple[PreparedColumn, ...], choices: Choices, *, on: date) -> dict[bytes, bytes]:
    shape = {
        "version": 1,
        "ages_on": on.isoformat(),
        "columns": [
            {
                "code": column.code,
                "heading": column.heading,
                "role": column.role.value,
                "treatment": column.treatment.value,
                "characteristic": column.characteristic,
                "classification": column.classification,
                "scheme": column.scheme,
                "special_category": column.special_category,
                "is_offence_data": column.is_offence_data,
            }
            for column in columns
        ],
    }
    return {NOTES: json.dumps(shape, ensure_ascii=False).encode()}


def read_notes(path: Path) -> dict[str, Any]:
    """Give a prepared file's own notes: which columns it has and what they are. No record is read."""
    metadata = pq.read_schema(path).metadata or {}
    notes: dict[str, Any] = json.loads(metadata.get(NOTES, b"{}"))
    return notes
