"""Records from a stranger's file, of any format taken, opened in a process of its own.

The one idea: as `sandbox` does for documents, but for files of gigabytes: the child gets the file itself as its input
and one open file to write the texts to, and may open nothing else for writing. What comes back is the description of
the records, or a `CannotBeRead`; no value of a record crosses the pipe, and complaints of libraries are dropped.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import dueregard
from dueregard.analysis.records.faults import Fault, FaultCount, FaultKind
from dueregard.analysis.records.limits import DEFAULT, MEGABYTE, RecordLimits
from dueregard.analysis.records.raw import RawRecords
from dueregard.reading.sandbox import ReadingStopped
from dueregard.terms.errors import CannotBeRead, DueRegardError, NothingOfTheKind

_ROOT = str(Path(dueregard.__file__).resolve().parents[1])
_START = "import sys; sys.path.append(sys.argv[1]); from dueregard.reading.records_child import main; sys.exit(main())"
_LOOK = 0.05  # seconds between looks at the clock
_LONGEST_ANSWER = 8 * MEGABYTE
_MEND = "Open it in the program it was made with, save it as CSV, and send that copy."


def open_records(
    source: Path | bytes,
    *,
    to: Path,
    name: str = "",
    sheet: str | None = None,
    limits: RecordLimits = DEFAULT,
    cancelled: Callable[[], bool] | None = None,
) -> RawRecords:
    """Open records of any format: CSV and its relations, Excel, OpenDocument sheets, Parquet.

    Takes:   the file or its bytes; `to`, the file of texts to write, whole or not at all; `sheet`, which sheet of a
             workbook, if not the fullest; `cancelled()` is asked twenty times a second whether to stop.
    Raises:  CannotBeRead for what cannot be read, takes too long or needs too much; NothingOfTheKind where there are no
             headings or records; ReadingStopped on cancel.
    """
    said = name or (source.name if isinstance(source, Path) else "")
    part = to.with_name(f".{to.name}.part")
    try:
        with _as_file(source) as given, part.open("w+b") as kept:
            size = given.seek(0, os.SEEK_END)
            limits.check_file_size(size, name=said)
            given.seek(0)
            asked = {"name": said, "sheet": sheet, "limits": asdict(limits)}
            answer, ended = _ask(given, kept, asked, limits=limits, cancelled=cancelled)
        records = _outcome(answer, ended, name=said, limits=limits, path=to)
        os.replace(part, to)
    finally:
        part.unlink(missing_ok=True)
    return records


def _as_file(source: Path | bytes) -> IO[bytes]:
    if isinstance(source, Path):
        return source.open("rb")
    file = TemporaryFile("w+b")  # noqa: SIM115 - closed by the caller's with
    file.write(source)
    file.flush()
    return file


def _ask(
    given: IO[bytes],
    kept: IO[bytes],
    asked: dict[str, Any],
    *,
    limits: RecordLimits,
    cancelled: Callable[[], bool] | None,
) -> tuple[bytes, int]:
    """Start the child, wait for it within the time it has, and give its answer and how it ended."""
    with TemporaryFile("w+b") as answers, TemporaryFile("w+b") as question:
        question.write(json.dumps(asked).encode())
        question.seek(0)
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and a fixed program
            [sys.executable, "-I", "-B", "-c", _START, _ROOT, str(question.fileno()), str(kept.fileno())],
            stdin=given,
            stdout=answers,
            stderr=subprocess.DEVNULL,
            env={"LANG": "C.UTF-8", "ARROW_DEFAULT_MEMORY_POOL": "system", "MALLOC_ARENA_MAX": "2"},
            pass_fds=(question.fileno(), kept.fileno()),
            start_new_session=True,
        )
        try:
            _wait(process, limits=limits, name=asked["name"], cancelled=cancelled)
        finally:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        answers.seek(0)
        return answers.read(_LONGEST_ANSWER), process.returncode


def _wait(
    process: subprocess.Popen[bytes], *, limits: RecordLimits, name: str, cancelled: Callable[[], bool] | None
) -> None:
    ends = time.monotonic() + limits.seconds
    while True:
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=_LOOK)
            return
        if cancelled is not None and cancelled():
            raise ReadingStopped("The reading was stopped.", where=name or None)
        if time.monotonic() > ends:
            raise _too_slow(limits, name=name)


def _outcome(answer: bytes, ended: int, *, name: str, limits: RecordLimits, path: Path) -> RawRecords:
    try:
        shape = json.loads(answer.rpartition(b"\n")[0].rpartition(b"\n")[2])
    except ValueError:
        shape = {}
    if "fault" in shape:
        kind: type[DueRegardError] = NothingOfTheKind if shape["nothing"] else CannotBeRead
        raise kind(shape["fault"]["message"], where=shape["fault"]["where"], mend=shape["fault"]["mend"])
    if "records" in shape and ended == 0:
        return _records(shape["records"], path=path)
    if ended == -signal.SIGXCPU:
        raise _too_slow(limits, name=name)
    if ended == -signal.SIGXFSZ:
        raise CannotBeRead("The file holds more than records do.", where=name or None, mend=_MEND)
    if shape.get("memory") or ended in (-signal.SIGKILL, -signal.SIGABRT, -signal.SIGSEGV):
        raise CannotBeRead(
            f"The file needed more memory to read than the {limits.memory_bytes // MEGABYTE:,} MB it may have.",
            where=name or None,
            mend=_MEND,
        )
    raise CannotBeRead("The file is damaged, or was made to stop its reader.", where=name or None, mend=_MEND)


def _records(shape: dict[str, Any], *, path: Path) -> RawRecords:
    return RawRecords(
        path=path,
        headings=tuple(shape["headings"]),
        codes=tuple(shape["codes"]),
        rows=int(shape["rows"]),
        heading_row=int(shape["heading_row"]),
        format=shape["format"],
        name=shape["name"],
        sheet=shape["sheet"],
        faults=tuple(Fault(FaultKind(kind), int(row), column) for kind, row, column in shape["faults"]),
        fault_counts=tuple(FaultCount(FaultKind(kind), column, int(n)) for kind, column, n in shape["fault_counts"]),
        remarks=tuple(shape["remarks"]),
    )


def _too_slow(limits: RecordLimits, *, name: str) -> CannotBeRead:
    return CannotBeRead(f"The file took longer than {limits.seconds} seconds to read.", where=name or None, mend=_MEND)
