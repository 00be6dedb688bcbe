"""How blocks cross from the reading process to the one that asked: one JSON line at a time, a few rows a line.

The one idea: a document is never held as one JSON text or as one tree of JSON values; each line is turned into blocks
as it comes, so that the asking process grows by little more than the blocks themselves.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from dueregard.reading.blocks import Block, Blocks, Row, Table, blocks_from_json

_ROWS_A_LINE = 200
_BLOCKS_A_LINE = 50


def to_lines(blocks: Blocks) -> Iterator[str]:
    """Give a document line by line: first what it is, then its blocks, large tables in parts."""
    yield json.dumps({"document": replace(blocks, blocks=()).to_json()}, ensure_ascii=True)
    held: list[Block] = []
    for block in blocks.blocks:
        if isinstance(block, Table) and len(block.rows) > _ROWS_A_LINE:
            if held:
                yield _line(held)
                held = []
            for first in range(0, len(block.rows), _ROWS_A_LINE):
                part = replace(block, rows=block.rows[first : first + _ROWS_A_LINE])
                yield _line([part], goes_on=first > 0)
            continue
        held.append(block)
        if len(held) >= _BLOCKS_A_LINE:
            yield _line(held)
            held = []
    if held:
        yield _line(held)
    yield json.dumps({"end": len(blocks.blocks)})


def _line(blocks: list[Block], *, goes_on: bool = False) -> str:
    shape = Blocks(format="", blocks=tuple(blocks)).to_json()
    return json.dumps({"blocks": shape, "goes_on": goes_on}, ensure_ascii=True)


@dataclass(slots=True)
class Gathering:
    """The asking side: takes lines in order and gives the document once the last has come."""

    document: Blocks | None = None
    blocks: list[Block] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    expected: int | None = None

    def take(self, shape: dict[str, Any]) -> None:
        """Take one line's values; lines that are none of ours are ignored."""
        if "document" in shape:
            self.document = blocks_from_json(shape["document"])
        elif "blocks" in shape:
            blocks = blocks_from_json(shape["blocks"]).blocks
            if shape.get("goes_on"):
                (part,) = blocks
                assert isinstance(part, Table)  # only tables are sent in parts
                self.rows.extend(part.rows)
                return
            self._close()
            self.blocks.extend(blocks)
        elif "end" in shape:
            self._close()
            self.expected = shape["end"]

    def _close(self) -> None:
        if self.rows:
            last = self.blocks[-1]
            assert isinstance(last, Table)  # rows only ever follow the first part of their table
            self.blocks[-1] = replace(last, rows=last.rows + tuple(self.rows))
            self.rows = []

    def result(self) -> Blocks | None:
        """Give the whole document, or None where the answer was cut off."""
        if self.document is None or self.expected != len(self.blocks):
            return None
        return replace(self.document, blocks=tuple(self.blocks))
