"""A file in, blocks out: the way into this room.

The one idea: what a file is decides who reads it, and whatever goes wrong inside a reader comes out as one plain
`CannotBeRead`. Here the reader runs in this process; `sandbox.read_safely` runs the same in a process of its own and is
what a server uses for files from strangers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Protocol

from dueregard.reading.blocks import Blocks
from dueregard.reading.limits import DEFAULT, Limits, needs_too_much_memory, too_deep
from dueregard.reading.safe_xml import damaged
from dueregard.reading.source import Source, sniff
from dueregard.terms.errors import CannotBeRead

Progress = Callable[[int, int], None]


class _Reader(Protocol):
    def __call__(self, data: bytes, *, name: str, limits: Limits) -> Blocks: ...


def _reader_of(format: str) -> _Reader:
    """Give the reader of a format. Imported when asked for: the PDF libraries alone take half a second to load."""
    from dueregard.reading.readers import html, jsonfile, office, text
    from dueregard.reading.readers.sheets import excel, older, opendocument, separated
    from dueregard.reading.readers.word import reader as word

    readers: dict[str, _Reader] = {
        "docx": word.read,
        "xlsx": excel.read,
        "xls": older.read,
        "xlsb": older.read,
        "ods": opendocument.read,
        "csv": separated.read,
        "html": html.read,
        "text": text.read,
        "json": jsonfile.read,
        "doc": partial(office.read, format="doc"),
        "odt": partial(office.read, format="odt"),
        "rtf": partial(office.read, format="rtf"),
    }
    return readers[format]


def read_document(data: bytes, *, name: str, limits: Limits = DEFAULT, progress: Progress | None = None) -> Blocks:
    """Read a file of any format that is taken.

    Takes:   `progress(done, total)`, called page by page for formats that have pages, once for the others.
    Raises:  CannotBeRead, in words for the person who sent it, for whatever cannot be read.

    >>> read_document(b"1,Train staff,HR\\n2,Survey staff,HR\\n3,Report,HR\\n", name="plan.csv").format
    'csv'
    """
    source = Source(data, name)
    found = sniff(source, limits=limits)
    try:
        if found.format == "pdf":
            from dueregard.reading.readers.pdf import reader as pdf

            blocks = pdf.read(data, name=name, limits=limits, progress=progress)
        else:
            blocks = _reader_of(found.format)(data, name=name, limits=limits)
            if progress is not None:
                progress(1, 1)
    except CannotBeRead:
        raise
    except MemoryError as fault:
        raise needs_too_much_memory(limits, name=name) from fault
    except RecursionError as fault:
        raise too_deep(limits, name=name) from fault
    except Exception as fault:  # libraries fail on hostile files in ways that they do not list
        if _ran_out_of_memory(fault):
            raise needs_too_much_memory(limits, name=name) from fault
        raise damaged(name) from fault
    sha256 = hashlib.sha256(data).hexdigest()
    return replace(blocks, name=name, sha256=sha256, warnings=found.warnings + blocks.warnings)


def _ran_out_of_memory(fault: BaseException | None) -> bool:
    """Say whether a library's own error wraps a lack of memory."""
    seen = 0
    while fault is not None and seen < 10:
        if isinstance(fault, MemoryError) or any(isinstance(part, MemoryError) for part in fault.args):
            return True
        fault, seen = fault.__cause__ or fault.__context__, seen + 1
    return False
