"""Records from CSV and its relations, however the letters are kept and whatever mark parts the values.

The one idea: one streaming pass with Python's own CSV reader in its strict mode. A quotation mark that is never closed
would swallow the rest of a file in silence, so it is refused with its row; every other untidiness is taken as it is.
Source: RFC 4180 for quoting; the encodings and marks are those that Excel, LibreOffice and HR systems write.
"""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import IO, cast

from dueregard.analysis.records.limits import DEFAULT, MEGABYTE, RecordLimits, too_many
from dueregard.analysis.records.raw import RawRecords, keep_rows
from dueregard.terms.errors import CannotBeRead, NothingOfTheKind

MARKS = (",", ";", "\t", "|")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
         (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
_HEAD = 256 * 1024


def read_csv(
    source: bytes | Path | IO[bytes], *, to: Path | IO[bytes], name: str = "", limits: RecordLimits = DEFAULT
) -> RawRecords:
    """Read records from separated values.

    Takes:   the file or its bytes; `to`, where the texts are kept.
    Raises:  CannotBeRead where it is no text, a quotation mark is never closed, or it passes a limit.
    """
    stream, closes = _opened(source)
    try:
        size = stream.seek(0, 2)
        limits.check_file_size(size, name=name)
        encoding, guessed = _encoding(stream, name=name)
        remarks: tuple[str, ...] = ()
        if guessed:
            remarks = ("The file does not say how its letters are kept; it was read as Windows-1252.",)
        stream.seek(0)
        text = TextIOWrapper(cast(BytesIO, stream), encoding=encoding, errors="replace", newline="")
        try:
            mark, starts = _mark(text)
            text.seek(0)
            rows = _rows(text, mark, skip_first=starts, limits=limits, name=name)
            return keep_rows(rows, to=to, format="csv", name=name, limits=limits, remarks=remarks)
        finally:
            with suppress(ValueError):
                text.detach()
    finally:
        if closes:
            stream.close()


def _opened(source: bytes | Path | IO[bytes]) -> tuple[IO[bytes], bool]:
    if isinstance(source, bytes):
        return BytesIO(source), True
    if isinstance(source, Path):
        return source.open("rb"), True
    return source, False


def _encoding(stream: IO[bytes], *, name: str) -> tuple[str, bool]:
    """Say how the letters are kept, and whether that is a guess."""
    stream.seek(0)
    head = stream.read(_HEAD)
    if not head.strip(b"\0 \t\r\n"):
        raise NothingOfTheKind("The file is empty.", where=name or None, mend="Choose another file.")
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return encoding, False
    even, odd = head[0:4096:2].count(0), head[1:4096:2].count(0)
    half = len(head[:4096]) / 2
    if odd > half * 0.3 and even < half * 0.05:
        return "utf-16-le", False
    if even > half * 0.3 and odd < half * 0.05:
        return "utf-16-be", False
    controls = sum(head.count(code) for code in (*range(1, 9), *range(14, 32)))
    if controls > len(head) / 100 or head.count(0) > len(head) / 5:
        raise CannotBeRead(
            "The file is no text that we know.", where=name or None, mend="Send CSV, Excel, OpenDocument or Parquet."
        )
    decoder = codecs.getincrementaldecoder("utf-8")()
    stream.seek(0)
    try:
        while part := stream.read(4 * MEGABYTE):
            decoder.decode(part)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252", True
    return "utf-8", False


def _mark(text: TextIOWrapper[BytesIO]) -> tuple[str, bool]:
    """Give the mark that parts the values, and whether a first line "sep=;" names it."""
    head = text.read(_HEAD).replace("\0", "")
    if head[:4].casefold() == "sep=" and head[4:5] in MARKS and head[5:6] in ("\r", "\n"):
        return head[4], True
    best, best_score = ",", 0.0
    for mark in MARKS:
        widths = Counter(len(row) for row in _tried(head, mark) if any(row))
        if not widths:
            continue
        width, times = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
        score = times / sum(widths.values()) * min(width, 30) if width > 1 else 0.0
        if score > best_score:
            best, best_score = mark, score
    return best, False


def _tried(head: str, mark: str) -> list[list[str]]:
    rows: list[list[str]] = []
    with suppress(csv.Error):
        for row in csv.reader(StringIO(head, newline=""), delimiter=mark):
            rows.append(row)
            if len(rows) >= 300:
                break
    return rows


def _rows(
    text: TextIOWrapper[BytesIO], mark: str, *, skip_first: bool, limits: RecordLimits, name: str
) -> Iterator[list[str]]:
    reader = csv.reader(_lines(text, limits=limits, name=name), delimiter=mark, strict=True)
    try:
        if skip_first:
            next(reader)
            yield []
        yield from reader
    except csv.Error as fault:
        # The words of csv.Error name no value; they are not passed on all the same.
        raise CannotBeRead(
            "A quotation mark is never closed, or is followed by other letters.",
            where=f"line {reader.line_num:,}",
            mend="Save the file as CSV again from the program it comes from, or take that quotation mark out.",
        ) from fault


def _lines(text: TextIOWrapper[BytesIO], *, limits: RecordLimits, name: str) -> Iterator[str]:
    """Give lines without NUL signs; a line that never ends is refused before it fills the memory."""
    most = limits.line_characters
    while line := text.readline(most):
        if len(line) >= most:
            raise too_many("letters in one line", found=len(line), most=most, where=name or None)
        yield line.replace("\0", "") if "\0" in line else line
