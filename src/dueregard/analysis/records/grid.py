"""Records from the rows of a sheet that something else has opened.

The one idea: workbooks are opened in `reading` (and there in a process of its own); what comes here is plain rows of
values with the rows that hold merged cells, and leaves as any other records do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, TypeAlias

from dueregard.analysis.records.limits import DEFAULT, RecordLimits
from dueregard.analysis.records.raw import RawRecords, keep_rows

Value: TypeAlias = str | int | float | bool | date | datetime | time | timedelta | None


def from_grid(
    rows: Iterable[Sequence[Value]],
    *,
    to: Path | IO[bytes],
    format: str = "sheet",
    name: str = "",
    limits: RecordLimits = DEFAULT,
    group_rows: frozenset[int] = frozenset(),
    remarks: tuple[str, ...] = (),
) -> RawRecords:
    """Keep the records of a grid, as `keep_rows` does; `group_rows` are the rows, from 0, that hold merged cells."""
    texts = ([as_text(value) for value in row] for row in rows)
    return keep_rows(texts, to=to, format=format, name=name, limits=limits, group_rows=group_rows, remarks=remarks)


def as_text(value: Value) -> str:
    """Give a typed value as the text it is kept as: dates as ISO, whole numbers without a point.

    >>> as_text(12.0), as_text(date(2026, 1, 31)), as_text(datetime(2026, 1, 31)), as_text(True), as_text(None)
    ('12', '2026-01-31', '2026-01-31', 'TRUE', '')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            return ""
        return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return (
            value.date().isoformat()
            if not (value.hour or value.minute or value.second)
            else value.isoformat(" ", "seconds")
        )
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
