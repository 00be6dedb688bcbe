"""The process that opens records: its input is the file, its output one open file; it answers with a description.

The one idea: before a byte of the file is looked at, memory, time and what may be written are limited by the system and
the network is left, as in `child`. Workbooks are checked by their list of contents before calamine unpacks them; what
lies in that list costs no more than the memory the process has.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from typing import IO, Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from dueregard.analysis.records.csv_files import read_csv
from dueregard.analysis.records.grid import Value, from_grid
from dueregard.analysis.records.headings import LOOK_AT
from dueregard.analysis.records.limits import RecordLimits
from dueregard.analysis.records.parquet_files import read_parquet
from dueregard.analysis.records.raw import RawRecords
from dueregard.reading.child import leave_network
from dueregard.reading.limits import Limits
from dueregard.reading.source import Source, sniff
from dueregard.terms.errors import CannotBeRead, DueRegardError, NothingOfTheKind

_PACKED, _OLE, _PARQUET = b"PK", b"\xd0\xcf\x11\xe0", b"PAR1"
_SHEETS = ("xlsx", "xlsb", "xls", "ods")
_TAKEN = "Send the records as CSV, Excel, an OpenDocument sheet or Parquet."


def main() -> int:
    """Open the records on standard input, as the question says, and answer on standard output."""
    asked = json.loads(os.fdopen(int(sys.argv[2]), "rb").read())
    limits = RecordLimits(**asked["limits"])
    kept = os.fdopen(int(sys.argv[3]), "w+b")
    confine(limits)
    gc.disable()  # rows hold no rings; looking for them takes half the time of a large file
    try:
        with sys.stdin.buffer as given:
            records = opened(given, kept, name=asked["name"], sheet=asked["sheet"], limits=limits)
        kept.flush()
        _answer({"records": _shape(records)})
    except DueRegardError as fault:
        said = {"message": fault.message, "where": fault.where, "mend": fault.mend}
        _answer({"fault": said, "nothing": isinstance(fault, NothingOfTheKind)})
    except MemoryError:
        _answer({"memory": True})
    except Exception as fault:  # noqa: BLE001 - libraries fail on hostile files in ways that they do not list
        _answer({"memory": True} if "alloc" in str(fault)[:500] else {})
    return 0


def _answer(shape: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(shape) + "\n")
    sys.stdout.flush()


def confine(limits: RecordLimits) -> None:
    """Give up what opening records does not need: memory and time past the limits, files of its own, the network."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)  # Python ignores it, and would go on
    for which, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.seconds + 1),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, limits.written_bytes),
        (resource.RLIMIT_NOFILE, 64),
    ):
        highest = resource.getrlimit(which)[1]
        most = most if highest == resource.RLIM_INFINITY else min(most, highest)
        resource.setrlimit(which, (most, most))
    leave_network()


def opened(given: IO[bytes], kept: IO[bytes], *, name: str, sheet: str | None, limits: RecordLimits) -> RawRecords:
    """Open records by what the file holds, whatever it is called."""
    head = given.read(65_536)
    given.seek(0)
    if head.startswith(_PARQUET):
        return read_parquet(given, to=kept, name=name, limits=limits)
    if head.startswith((_PACKED, _OLE)):
        return _workbook(given, kept, name=name, sheet=sheet, limits=limits)
    if head.strip(b"\0 \t\r\n") and not head.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\0" not in head:
        found = sniff(Source(head, name or "records.csv")).format
        if found not in ("csv", "text"):
            raise CannotBeRead("The file holds no records that we can read.", where=name or None, mend=_TAKEN)
    return read_csv(given, to=kept, name=name, limits=limits)


def _workbook(given: IO[bytes], kept: IO[bytes], *, name: str, sheet: str | None, limits: RecordLimits) -> RawRecords:
    size = given.seek(0, os.SEEK_END)
    if size > limits.sheet_bytes:
        raise CannotBeRead(
            f"The workbook is larger than the {limits.sheet_bytes // 1024**2} MB that we read.",
            where=name or None,
            mend="Save it as CSV, which may be larger.",
        )
    given.seek(0)
    data = given.read()
    found = sniff(Source(data, name), limits=_document_limits(limits)).format
    if found not in _SHEETS:
        raise CannotBeRead("The file holds no sheet of records.", where=name or None, mend=_TAKEN)
    with CalamineWorkbook.from_filelike(BytesIO(data)) as workbook:
        del data
        chosen, remarks = _chosen(workbook, sheet)
        merged = _merged(chosen)
        rows = _rows(chosen, merged)
        records = from_grid(
            rows, to=kept, format=found, name=name, limits=limits, group_rows=frozenset(merged), remarks=remarks
        )
    return replace(records, sheet=chosen.name)


def _document_limits(limits: RecordLimits) -> Limits:
    most = limits.sheet_unpacked_bytes
    return Limits(file_bytes=limits.sheet_bytes, unpacked_bytes=most, part_bytes=most, ratio=500)


def _chosen(workbook: CalamineWorkbook, sheet: str | None) -> tuple[CalamineSheet, tuple[str, ...]]:
    """Give the sheet asked for, or else the fullest that is not hidden, and say what was not read."""
    listed = [each for each in workbook.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    if sheet is not None and sheet not in [each.name for each in listed]:
        raise NothingOfTheKind("The workbook has no sheet of that name.", mend="Choose one of its sheets.")
    shown = [each.name for each in listed if each.visible == SheetVisibleEnum.Visible]
    names = [sheet] if sheet is not None else shown
    if not names:
        raise NothingOfTheKind("The workbook has no sheet that is not hidden.", mend="Show the sheet, and save it.")
    read = [workbook.get_sheet_by_name(name) for name in names]
    chosen = max(read, key=lambda each: each.height * each.width)
    said = []
    if len(shown) > 1:
        said.append(f"The workbook has {len(shown)} sheets; “{chosen.name}” was read.")
    if len(shown) < len(listed):
        said.append(f"Hidden sheets were not read ({len(listed) - len(shown)}).")
    return chosen, tuple(said)


def _rows(sheet: CalamineSheet, merged: Mapping[int, Sequence[tuple[int, int]]]) -> Iterator[list[Value]]:
    """Give the rows of a sheet from its first column, merged cells filled across."""
    before: list[Value] = [""] * (sheet.start or (0, 0))[1]  # calamine leaves out empty columns, but not empty rows
    for at, row in enumerate(sheet.iter_rows()):
        whole: list[Value] = [*before, *row]
        for left, right in merged.get(at, ()):
            whole[left : right + 1] = [whole[left]] * (min(right + 1, len(whole)) - left)
        yield whole


def _merged(sheet: CalamineSheet) -> dict[int, list[tuple[int, int]]]:
    """Give, for each of the first rows with cells merged over several columns, from which column to which."""
    try:
        ranges = sheet.merged_cell_ranges or []
    except CalamineError:
        return {}
    found: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, right) in ranges:
        if right > left and top == bottom and top < LOOK_AT and right < sheet.total_width:
            found.setdefault(top, []).append((left, right))
    return found


def _shape(records: RawRecords) -> dict[str, Any]:
    return {
        "headings": records.headings,
        "codes": records.codes,
        "rows": records.rows,
        "heading_row": records.heading_row,
        "format": records.format,
        "name": records.name,
        "sheet": records.sheet,
        "faults": [(fault.kind.value, fault.row, fault.column) for fault in records.faults],
        "fault_counts": [(each.kind.value, each.column, each.count) for each in records.fault_counts],
        "remarks": records.remarks,
    }


if __name__ == "__main__":
    sys.exit(main())
