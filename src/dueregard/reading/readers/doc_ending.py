"""An older Word file whose last thing is a table, given the last paragraph that Word would have written.

The one idea: every Word document ends with a paragraph; LibreOffice writes .doc files without one when a table comes
last, and then cannot read its own table back: its cells run together. One empty paragraph, put in the free space that
such files have, lets it read the whole. Nothing else is changed; a file that is otherwise built is left as it is.
Source: [MS-DOC] 2.5.1 (Fib), 2.8.35 (Pcdt, PlcPcd), 2.8.5 (PlcBtePapx), 2.9.175 (PapxFkp); [MS-CFB] 2.2 and 2.3.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

_SECTOR = 512
_END = 0xFFFFFFFC
_CELL_MARK = b"\x07\x00"
_PARAGRAPH_MARK = b"\r\x00"
_CCP_TEXT, _BIN_TABLE, _PIECES = 0x4C, 0x102, 0x1A2  # offsets in the file information block
_UNCOMPRESSED = 0x40000000


def with_last_paragraph(data: bytes) -> bytes:
    """Give the file with an empty last paragraph where its text ends in a table; any other file as it is.

    >>> with_last_paragraph(b"not a compound file")
    b'not a compound file'
    """
    try:
        return _mended(data) or data
    except (struct.error, IndexError, ValueError, KeyError):
        return data  # not built as expected: LibreOffice may still read it


@dataclass(slots=True)
class _Compound:
    """A compound file's sectors: where each byte of a stream stands in the file."""

    data: bytearray
    table: list[int]
    streams: dict[str, tuple[int, int]]

    def at(self, stream: str, offset: int) -> int:
        sector = self.streams[stream][0]
        for _ in range(offset // _SECTOR):
            sector = self.table[sector]
        if sector >= _END:
            raise ValueError("beyond the stream")
        return _SECTOR + sector * _SECTOR + offset % _SECTOR

    def number(self, stream: str, offset: int) -> int:
        return int(struct.unpack_from("<I", self.data, self.at(stream, offset))[0])

    def put(self, stream: str, offset: int, value: int) -> None:
        struct.pack_into("<I", self.data, self.at(stream, offset), value)


def _opened(data: bytes) -> _Compound:
    sectors = struct.unpack_from("<I", data, 44)[0]
    table: list[int] = []
    for sector in struct.unpack_from("<109I", data, 76)[: min(sectors, 109)]:
        table += struct.unpack_from(f"<{_SECTOR // 4}I", data, _SECTOR + sector * _SECTOR)
    streams: dict[str, tuple[int, int]] = {}
    at, seen = struct.unpack_from("<I", data, 48)[0], 0
    while at < _END and seen < 1000:
        for offset in range(_SECTOR + at * _SECTOR, _SECTOR * 2 + at * _SECTOR, 128):
            length = struct.unpack_from("<H", data, offset + 64)[0]
            name = data[offset : offset + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
            streams[name] = (
                struct.unpack_from("<I", data, offset + 116)[0],
                struct.unpack_from("<I", data, offset + 120)[0],
            )
        at, seen = table[at], seen + 1
    return _Compound(bytearray(data), table, streams)


def _mended(data: bytes) -> bytes | None:
    if data[30:32] != b"\x09\x00":
        return None  # sectors of another size
    file = _opened(data)
    tables = "1Table" if data[file.at("WordDocument", 11)] & 0x02 else "0Table"
    letters = file.number("WordDocument", _CCP_TEXT)
    pieces = file.number("WordDocument", _PIECES)
    # One piece, kept as UTF-16: clxt, its length, two positions, one descriptor. Others are Word's own and end well.
    if file.number("WordDocument", _PIECES + 4) != 21 or data[file.at(tables, pieces)] != 2:
        return None
    descriptor = file.number(tables, pieces + 5 + 8 + 2)
    end = descriptor + letters * 2
    if descriptor & _UNCOMPRESSED or file.number(tables, pieces + 9) != letters or end % _SECTOR > _SECTOR - 4:
        return None
    here = file.at("WordDocument", end)
    if bytes(file.data[here - 2 : here]) != _CELL_MARK or any(file.data[here : here + 2]):
        return None
    if not _add_paragraph(file, tables=tables, end=end):
        return None
    file.data[here : here + 2] = _PARAGRAPH_MARK
    file.put("WordDocument", _CCP_TEXT, letters + 1)
    file.put(tables, pieces + 9, letters + 1)
    return bytes(file.data)


def _add_paragraph(file: _Compound, *, tables: str, end: int) -> bool:
    """Enter one plain paragraph of one letter after the last in the page of properties, where there is room."""
    bins, length = (file.number("WordDocument", _BIN_TABLE + shift) for shift in (0, 4))
    pages = (length - 4) // 8
    last = file.number(tables, bins + 4 * (pages + 1) + 4 * (pages - 1)) & 0x3FFFFF
    start = file.at("WordDocument", last * _SECTOR)
    page = bytes(file.data[start : start + _SECTOR])
    count = page[511]
    ends = struct.unpack_from(f"<{count + 1}I", page)
    entries = 4 * (count + 1)
    used = [page[entries + 13 * at] * 2 for at in range(count)]
    room = min((offset for offset in used if offset), default=511) - (entries + 13 * count)
    if ends[-1] != end or room < 17:
        return False
    new = bytearray(_SECTOR)
    struct.pack_into(f"<{count + 2}I", new, 0, *ends, end + 2)
    new[entries + 4 : entries + 4 + 13 * count] = page[entries : entries + 13 * count]
    new[entries + 13 * count + 17 :] = page[entries + 13 * count + 17 :]
    new[511] = count + 1
    file.data[start : start + _SECTOR] = new
    file.put(tables, bins + 4 * pages, end + 2)
    return True
