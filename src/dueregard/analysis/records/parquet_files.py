"""Records from Parquet, whose columns have types already.

The one idea: the list of contents is held against the limits before a value is read; every plain column is turned into
text slice by slice, so that what follows knows one kind of records only. Columns that hold lists, structures, bytes or
types of someone's own are not read, and are said.
"""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pyarrow.types as types

from dueregard.analysis.records.headings import codes, tidy
from dueregard.analysis.records.limits import DEFAULT, MEGABYTE, RecordLimits, too_many
from dueregard.analysis.records.raw import RawRecords, texts_schema
from dueregard.terms.errors import CannotBeRead, NothingOfTheKind

_SLICE = 20_000


def read_parquet(
    source: Path | IO[bytes], *, to: Path | IO[bytes], name: str = "", limits: RecordLimits = DEFAULT
) -> RawRecords:
    """Read records from Parquet.

    Raises:  CannotBeRead where it is damaged or passes a limit; NothingOfTheKind where it holds no records.
    """
    try:
        with pq.ParquetFile(source, arrow_extensions_enabled=False) as file:
            _check(file.metadata, limits=limits, name=name)
            kept = [field for field in file.schema_arrow if _is_plain(field.type)]
            if not kept or not file.metadata.num_rows:
                raise NothingOfTheKind("The file holds no records.", where=name or None, mend="Choose another file.")
            headings = _headings([field.name for field in kept])
            names = codes(headings)
            rows = _copy(file, [field.name for field in kept], names, to=to, limits=limits, name=name)
            left = [tidy(field.name) for field in file.schema_arrow if not _is_plain(field.type)]
    except (pa.ArrowException, OSError, ValueError, KeyError) as fault:
        raise CannotBeRead(
            "The file is damaged, or is no Parquet file.", where=name or None, mend="Write it again and send that copy."
        ) from fault
    remarks = tuple(f"The column “{heading}” holds lists or bytes; it was not read." for heading in left)
    return RawRecords(
        path=to if isinstance(to, Path) else Path(),
        headings=headings,
        codes=names,
        rows=rows,
        heading_row=0,
        format="parquet",
        name=name,
        remarks=remarks,
    )


def _check(metadata: Any, *, limits: RecordLimits, name: str) -> None:
    where = name or None
    if metadata.num_columns > limits.columns:
        raise too_many("columns", found=metadata.num_columns, most=limits.columns, where=where)
    if metadata.num_rows > limits.rows:
        raise too_many("records", found=metadata.num_rows, most=limits.rows, where=where)
    if metadata.num_row_groups > limits.row_groups:
        raise too_many("row groups", found=metadata.num_row_groups, most=limits.row_groups, where=where)
    unpacked = sum(metadata.row_group(at).total_byte_size for at in range(metadata.num_row_groups))
    if unpacked > limits.unpacked_bytes:
        raise too_many(
            "MB when unpacked", found=unpacked // MEGABYTE, most=limits.unpacked_bytes // MEGABYTE, where=where
        )


def _is_plain(kind: Any) -> bool:
    if types.is_dictionary(kind):
        kind = kind.value_type
    return any(
        is_kind(kind)
        for is_kind in (types.is_string, types.is_large_string, types.is_boolean, types.is_integer, types.is_floating,
                        types.is_decimal, types.is_date, types.is_timestamp, types.is_null)
    )  # fmt: skip


def _headings(names: list[str]) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    told = []
    for at, name in enumerate(names, start=1):
        said = tidy(name) or f"Column {at}"
        seen[said] = seen.get(said, 0) + 1
        told.append(said if seen[said] == 1 else f"{said} ({seen[said]})")
    return tuple(told)


def _copy(
    file: Any, columns: list[str], names: tuple[str, ...], *, to: Path | IO[bytes], limits: RecordLimits, name: str
) -> int:
    if len(set(columns)) != len(columns):
        raise CannotBeRead("Two columns have the same name.", where=name or None, mend="Give each its own name.")
    schema, rows = texts_schema(names), 0
    with pq.ParquetWriter(to, schema, compression="zstd", store_schema=False) as writer:
        for batch in file.iter_batches(batch_size=_SLICE, columns=columns):
            numbers = pa.array(range(rows + 1, rows + 1 + batch.num_rows), pa.int64())
            texts = [_texts(batch.column(at)) for at in range(len(columns))]
            writer.write_table(pa.Table.from_arrays([numbers, *texts], schema=schema))
            rows += batch.num_rows
            if rows > limits.rows:
                raise too_many("records", found=rows, most=limits.rows, where=name or None)
    return rows


def _texts(column: Any) -> Any:
    if types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if types.is_floating(column.type):
        whole = pc.all(pc.equal(pc.floor(column), column)).as_py()
        if whole and (pc.max(pc.abs(column)).as_py() or 0) < 1e15:
            column = pc.cast(column, pa.int64(), safe=False)
    return pc.cast(column, pa.string())
