"""Files in and out of the command line: read whole, written whole or not at all.

The one idea: nothing half-written is ever left, and nothing is written over unless `--force` says so. What is written
goes to a temporary file beside its place first and is then renamed. The document that was read is never written over.
"""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from dueregard.reading.limits import DEFAULT
from dueregard.terms.errors import CannotBeRead, UsedWrongly

STANDARD_INPUT = "-"


def read_input(file: str) -> tuple[bytes, str]:
    """Give the bytes of a document, or of standard input for "-", and its name.

    Raises:  UsedWrongly where there is no such file; CannotBeRead where it may not be opened, is empty, or is larger
             than a document may be (`reading.limits`).
    """
    with open_input(file) as (stream, name):
        if file != STANDARD_INPUT:
            DEFAULT.check_file_size(os.fstat(stream.fileno()).st_size, name=name)
        data = stream.read(DEFAULT.file_bytes + 1)
        DEFAULT.check_file_size(len(data), name=name)
    if not data:
        raise CannotBeRead("The file is empty.", where=name or None, mend="Choose another file.")
    return data, name


@contextmanager
def open_input(file: str) -> Iterator[tuple[BinaryIO, str]]:
    """Open a file, or standard input for "-", for reading; give it with its name.

    Raises:  UsedWrongly where there is no such file; CannotBeRead where it may not be opened or fails on the way.
    """
    if file == STANDARD_INPUT:
        yield sys.stdin.buffer, ""
        return
    path = Path(file)
    try:
        if path.is_dir():
            raise UsedWrongly(f"{path} is a folder.", mend="Name one file in it.")
        if path.exists() and not stat.S_ISREG(path.stat().st_mode):
            raise UsedWrongly(f"{path} is not a file.", mend="Use - to read from standard input.")
        with path.open("rb") as stream:
            yield stream, path.name
    except FileNotFoundError:
        raise UsedWrongly(f"There is no file {path}.", mend="Check its name and folder.") from None
    except OSError as fault:
        raise CannotBeRead(f"{path} cannot be opened: {fault.strerror or 'its name cannot be used'}.") from None


def check_can_write(out: Path, *, force: bool, source: str | None = None) -> None:
    """Refuse a place that cannot be written, before any work is done.

    Raises:  UsedWrongly where something is there and `force` is not given, or the folder is not there, or `out` is
             the document itself.
    """
    if out.is_dir():
        raise UsedWrongly(f"{out} is a folder.", mend="Give the file's name, too.")
    if not out.parent.is_dir():
        raise UsedWrongly(f"There is no folder {out.parent}.", mend="Make it first.")
    if source and source != STANDARD_INPUT and out.exists() and Path(source).exists() and out.samefile(source):
        raise UsedWrongly(f"{out} is the document itself.", mend="Choose another name: it is never written over.")
    if out.exists() and not force:
        raise UsedWrongly(f"{out} is there already.", mend="Choose another name, or add --force to replace it.")


def write_output(out: Path, data: bytes, *, force: bool, source: str | None = None) -> None:
    """Write a whole file, or leave everything as it was.

    Raises:  UsedWrongly as `check_can_write`, and where the disk or the rights do not allow it.
    """
    check_can_write(out, force=force, source=source)
    try:
        handle, made = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
    except OSError as fault:
        raise UsedWrongly(f"{out} cannot be written: {fault.strerror}.") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(made, 0o666 & ~mask)  # what a newly made file would have
        os.replace(made, out)
    except BaseException as fault:
        Path(made).unlink(missing_ok=True)
        if isinstance(fault, OSError):
            raise UsedWrongly(f"{out} cannot be written: {fault.strerror}.") from None
        raise


def write_bytes_to_standard_output(data: bytes) -> None:
    """Write bytes as they are: JSON and CSV are UTF-8 whatever the terminal is set to."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
