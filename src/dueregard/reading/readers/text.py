"""Plain and pasted text as blocks: rows parted by tabs become tables, the lines between them paragraphs.

The one idea: text copied out of a document has lost its borders but not its order. Lines with the same number of tabs
are rows of one table, over blank lines too; a row that was broken inside a cell is put together again when its pieces
add up; a line cut in mid-sentence goes on in the next. Headings are guesses and say so.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from dueregard.reading.blocks import Block, Blocks, Heading, Paragraph, Place
from dueregard.reading.cleaning import BULLETS, lines, one_line, visible
from dueregard.reading.grid import Spanned, SpannedRow, lay_out
from dueregard.reading.limits import Limits, check_characters, too_much
from dueregard.reading.safe_xml import damaged
from dueregard.reading.source import decode

_BULLET = re.compile(rf"^(?P<in>\s*)(?P<mark>[{re.escape(BULLETS)}]|o(?=\s))(?:\s+|(?<=[•●▪➢✓]))(?P<text>\S.*)$")
_NUMBERED = re.compile(
    r"^(?P<in>\s*)(?P<mark>\(?(?:\d{1,3}(?:\.\d{1,3}){0,3}|[ivxlcIVXLC]{1,6}|[a-zA-Z])[.)]|\d{1,3}(?:\.\d{1,3})+)\s+(?P<text>\S.*)$"
)
_MARKED = re.compile(r"^(#{1,6})\s+(\S.*?)\s*#*$")
_UNDERLINE = re.compile(r"^\s*(?:=|-|_|\*){3,}\s*$")
_PAGE = re.compile(r"^\s*(?:page\s+)?\d{1,4}\s*(?:of|/)\s*\d{1,4}\s*$|^\s*page\s+\d{1,4}\s*$", re.IGNORECASE)
# A line that ends in one of these is not at the end of its sentence.
_GOES_ON = re.compile(
    r"\b(?:a|an|and|are|as|at|by|for|from|in|into|is|of|on|or|our|that|the|their|to|via|which|who|will|with)$"
)


def read(data: bytes, *, name: str, limits: Limits) -> Blocks:
    """Read plain text or text pasted from a table.

    Raises:  CannotBeRead where it is no text or passes a limit.
    """
    decoded = decode(data)
    if decoded.text is None:
        raise damaged(name)
    check_characters(decoded.text, limits=limits, name=name)
    warnings = []
    if decoded.guessed:
        warnings.append("The file does not say how its letters are kept; it was read as Windows-1252.")
    source = visible(decoded.text).split("\n")
    if len(source) > limits.rows * 2:
        raise too_much("lines", found=len(source), most=limits.rows * 2, where=name or None)
    pieces = _pieces(source)
    blocks = _Gathering(limits=limits).blocks_of(pieces)
    return Blocks(format="text", blocks=tuple(blocks), name=name, warnings=tuple(warnings))


@dataclass(slots=True)
class _Piece:
    """One logical line: the cells of a row (two or more) or running text; `gap` blank lines stand before it."""

    cells: list[str]
    gap: bool
    number: int


def _pieces(source: list[str]) -> list[_Piece]:
    pieces: list[_Piece] = []
    gap, at = False, 0
    while at < len(source):
        line = source[at]
        first = at
        if "\t" in line and _is_open(line):
            # A cell with line breaks is pasted in quotation marks; it ends where they close.
            while at + 1 < len(source) and at - first < 200 and _is_open(line):
                at += 1
                line += "\n" + source[at]
            if _is_open(line):
                at, line = first, source[first]
        at += 1
        if not line.strip("\t \u00a0"):
            gap = gap or not line.strip("\u00a0 ")
            continue
        cells = [_unquoted(cell) for cell in line.split("\t")] if "\t" in line.strip(" ") else [line]
        if len(cells) == 2 and sum(bool(cell.strip()) for cell in cells) == 1 and not _has_row_of(2, pieces):
            cells = [line.strip("\t")]  # a line that is only indented, or ends in a stray tab
        pieces.append(_Piece(cells, gap, first + 1))
        gap = False
    return _rejoined(pieces)


def _has_row_of(width: int, pieces: list[_Piece]) -> bool:
    return any(len(piece.cells) == width for piece in pieces[-50:])


def _is_open(line: str) -> bool:
    """Say whether a pasted row has a quoted cell that does not end on this line."""
    return any(cell.startswith('"') and cell.count('"') % 2 == 1 for cell in line.split("\t"))


def _unquoted(cell: str) -> str:
    held = cell.strip()
    if len(held) > 1 and held[0] == held[-1] == '"' and held.count('"') % 2 == 0 and ("\n" in held or '""' in held):
        return held[1:-1].replace('""', '"')
    return cell


def _rejoined(pieces: list[_Piece]) -> list[_Piece]:
    """Put rows together that were broken inside a cell: neighbours whose tabs add up to the table's."""
    widths = Counter(len(piece.cells) for piece in pieces if len(piece.cells) > 1)
    if not widths:
        return pieces
    width = max(widths, key=lambda w: (widths[w], w))
    joined: list[_Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        goes_on = (
            last is not None
            and len(last.cells) > 1
            and len(last.cells) < width
            and len(last.cells) + len(piece.cells) - 1 <= width
            and not piece.gap
            and not _begins_row(piece.cells[0])
        )
        if goes_on and last is not None:
            last.cells[-1] = f"{last.cells[-1]}\n{piece.cells[0]}"
            last.cells.extend(piece.cells[1:])
        else:
            joined.append(piece)
    return joined


def _begins_row(cell: str) -> bool:
    return bool(re.fullmatch(r"\s*\d{1,4}[.)]?\s*", cell))


@dataclass(slots=True)
class _Gathering:
    limits: Limits
    blocks: list[Block] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    tables: int = 0
    paragraphs: int = 0

    def blocks_of(self, pieces: list[_Piece]) -> list[Block]:
        """Turn logical lines into blocks."""
        running = _unwrapped(pieces)
        repeated = Counter(one_line(piece.cells[0]) for piece in running if len(piece.cells) == 1)
        for at, piece in enumerate(running):
            if len(piece.cells) > 1:
                if self.rows and not self._fits(len(piece.cells)):
                    self._end_table()
                self.rows.append(piece.cells)
                continue
            self._end_table()
            following = running[at + 1] if at + 1 < len(running) else None
            self._line(piece, following, is_repeated=repeated[one_line(piece.cells[0])] > 1)
            if len(self.blocks) > self.limits.blocks:
                raise too_much("paragraphs", found=len(self.blocks), most=self.limits.blocks)
        self._end_table()
        return self.blocks

    def _fits(self, width: int) -> bool:
        # An editor that trims line ends leaves the last, empty cells of a row off.
        return width <= max(len(row) for row in self.rows) or len(self.rows) < 3

    def _end_table(self) -> None:
        if not self.rows:
            return
        width = max(len(row) for row in self.rows)
        spanned = [
            SpannedRow(tuple(Spanned(lines(cell)) for cell in (*row, *[""] * (width - len(row))))) for row in self.rows
        ]
        self.rows = []
        table = lay_out(spanned, place=Place(table=self.tables + 1), limits=self.limits)
        if table is not None:
            self.tables += 1
            self.blocks.append(table)

    def _line(self, piece: _Piece, following: _Piece | None, *, is_repeated: bool) -> None:
        raw = piece.cells[0]
        self.paragraphs += 1
        place = Place(paragraph=self.paragraphs)
        if match := _MARKED.match(raw):
            self.blocks.append(Heading(one_line(match.group(2)), len(match.group(1)), place))
            return
        match = _BULLET.match(raw) or _NUMBERED.match(raw)
        indent = len(raw) - len(raw.lstrip())
        if match:
            depth = 1 + min(len(match.group("in").expandtabs(4)) // 4, 5)
            self.blocks.append(Paragraph(lines(match.group("text")), place, marker=match.group("mark"), depth=depth))
        elif indent >= 3 and raw.strip():
            # A list whose bullets were lost on the way: only the indent is left.
            self.blocks.append(Paragraph(lines(raw), place, marker=None, depth=1))
        elif not is_repeated and is_heading(raw, following.cells[0] if following else None):
            self.blocks.append(Heading(one_line(raw), 2, place, guessed=True))
        else:
            self.blocks.append(Paragraph(lines(raw), place, furniture=bool(_PAGE.match(raw))))


def is_heading(line: str, following: str | None) -> bool:
    """Guess whether a line is a heading: few words, no full stop, not in mid-sentence, something longer after it.

    >>> is_heading("Adult social care", "We will train every member of staff who meets the public.")
    True
    >>> is_heading("We will train all staff.", "Then more.")
    False
    """
    said = one_line(line)
    words = said.split()
    if not words or following is None or len(words) > 8 or len(said) > 80 or said[-1] in ".;,:!?":
        return False
    return (said[0].isupper() or said[0].isdigit()) and len(one_line(following)) > len(said)


def _unwrapped(pieces: list[_Piece]) -> list[_Piece]:
    """Join lines that were cut in mid-sentence, by a page's edge or an editor's."""
    kept: list[_Piece] = []
    for piece in pieces:
        last = kept[-1] if kept else None
        if len(piece.cells) == 1 and _UNDERLINE.match(piece.cells[0]) and last is not None and len(last.cells) == 1:
            last.cells[0] = f"# {last.cells[0].strip()}"
            continue
        if last is not None and len(piece.cells) == len(last.cells) == 1 and goes_on(last.cells[0], piece.cells[0]):
            last.cells[0] = f"{last.cells[0].rstrip()} {piece.cells[0].strip()}"
            continue
        kept.append(piece)
    return kept


def goes_on(line: str, following: str) -> bool:
    """Say whether a sentence goes on in the next line: it ends in mid-air and what follows is no new item.

    >>> goes_on("Provide access to digital training and", "support at the library.")
    True
    >>> goes_on("This action is closed", "Next action")
    False
    """
    before, after = one_line(line), one_line(following)
    if not before or not after or before[-1] in ".:;!?" or _BULLET.match(following) or _NUMBERED.match(following):
        return False
    if following[:3].isspace() or _MARKED.match(line) or _MARKED.match(following):
        return False
    if _GOES_ON.search(before) and len(before) > 20:
        return True
    return after[0].islower() and len(before) > 20
