"""What stands on one PDF page, turned so that its text reads from left to right.

The one idea: a page may be stored turned, or hold a table printed sideways; everything after this file works on upright
coordinates (points from the top left). Letters become words here: a gap or a ruled line between letters ends a word, a
cell's edge drawn through a word does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dueregard.reading.cleaning import visible

_GAP = 0.2  # of the letter size: a wider gap between letters parts two words
_THIN = 2.5  # points: a filled box thinner than this is a drawn line
_BOLD = ("bold", "black", "heavy", "demi")

Turn = Callable[[float, float, float, float], tuple[float, float, float, float]]


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its box; `spaced` where the file has a space after it."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool
    spaced: bool = False

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Edge:
    """A line: across the page at a height (`across`), or down it; not `drawn` where it is only a filled box's side."""

    across: bool
    at: float
    start: float
    end: float
    drawn: bool = True


@dataclass(frozen=True, slots=True)
class Fill:
    """A filled box and its colour."""

    x0: float
    top: float
    x1: float
    bottom: float
    colour: str


@dataclass(frozen=True, slots=True)
class PageObjects:
    """One page, upright."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    edges: tuple[Edge, ...]
    fills: tuple[Fill, ...]
    letters: int
    unknown_letters: int
    is_picture: bool


def page_objects(page: Any, *, number: int) -> PageObjects:
    """Give the words, lines and fills of a pdfplumber page."""
    objects: Mapping[str, list[dict[str, Any]]] = page.objects
    chars = objects.get("char", [])
    # pdfplumber keeps what lies outside the page; nobody sees that.
    chars = [c for c in chars if c["x1"] > 0 and c["x0"] < page.width and c["bottom"] > 0 and c["top"] < page.height]
    turn, width, height = _turning(chars, float(page.width), float(page.height))
    edges: list[Edge] = []
    fills: list[Fill] = []
    for kind in ("line", "rect", "curve"):
        for drawn in objects.get(kind, []):
            _drawn(drawn, kind, turn, edges, fills)
    unknown = sum(1 for c in chars if c["text"].startswith("(cid:"))
    drawn_things = len(objects.get("curve", [])) + len(objects.get("rect", []))
    downs = [edge for edge in edges if not edge.across]
    return PageObjects(
        number=number,
        width=width,
        height=height,
        words=tuple(words_of(chars, turn=turn, downs=downs)),
        edges=tuple(edges),
        fills=tuple(fills),
        letters=sum(1 for c in chars if c["text"].strip()),
        unknown_letters=unknown,
        is_picture=not chars and (bool(objects.get("image")) or drawn_things > 200),
    )


def _turning(chars: list[dict[str, Any]], width: float, height: float) -> tuple[Turn, float, float]:
    """Give the turn that makes most letters upright, and the page's size after it."""
    up = down = 0
    for char in chars:
        if not char.get("upright", True):
            matrix = char.get("matrix") or (0, 1, 0, 0, 0, 0)
            up += matrix[1] > 0
            down += matrix[1] <= 0
    if up + down <= len(chars) / 2 or not chars:
        return (lambda x0, top, x1, bottom: (x0, top, x1, bottom)), width, height
    if up >= down:  # text that climbs the page: its left is the page's foot
        return (lambda x0, top, x1, bottom: (height - bottom, x0, height - top, x1)), height, width
    return (lambda x0, top, x1, bottom: (top, width - x1, bottom, width - x0)), height, width


def _drawn(drawn: dict[str, Any], kind: str, turn: Turn, edges: list[Edge], fills: list[Fill]) -> None:
    x0, top, x1, bottom = turn(drawn["x0"], drawn["top"], drawn["x1"], drawn["bottom"])
    wide, tall = x1 - x0, bottom - top
    if kind == "curve" and min(wide, tall) > _THIN and len(drawn.get("pts") or ()) not in (4, 5):
        return
    if tall <= _THIN and wide > _THIN:
        edges.append(Edge(True, (top + bottom) / 2, x0, x1))
    elif wide <= _THIN and tall > _THIN:
        edges.append(Edge(False, (x0 + x1) / 2, top, bottom))
    elif kind != "line" and wide > _THIN:
        colour = _colour(drawn.get("non_stroking_color")) if drawn.get("fill") else None
        if colour is not None:
            fills.append(Fill(x0, top, x1, bottom, colour))
        if drawn.get("stroke") or (colour is not None and colour != "#FFFFFF"):
            drawn_side = bool(drawn.get("stroke"))
            edges += [Edge(True, at, x0, x1, drawn_side) for at in (top, bottom)]
            edges += [Edge(False, at, top, bottom, drawn_side) for at in (x0, x1)]


def _colour(said: Any) -> str | None:
    parts = [said] if isinstance(said, int | float) else list(said) if isinstance(said, list | tuple) else []
    if not parts or not all(isinstance(part, int | float) for part in parts):
        return None
    shares = [min(max(float(part), 0.0), 1.0) for part in parts]
    if len(shares) == 1:
        shares = shares * 3
    elif len(shares) == 4:
        cyan, magenta, yellow, black = shares
        shares = [(1 - ink) * (1 - black) for ink in (cyan, magenta, yellow)]
    if len(shares) != 3:
        return None
    return "#" + "".join(f"{round(share * 255):02X}" for share in shares)


def words_of(chars: Iterable[dict[str, Any]], *, turn: Turn, downs: list[Edge]) -> list[Word]:
    """Join letters into words, line by line as their feet stand; a line drawn between two letters parts them."""
    placed = []
    for char in chars:
        x0, top, x1, bottom = turn(char["x0"], char["top"], char["x1"], char["bottom"])
        placed.append((round(bottom, 1), x0, top, x1, bottom, char))
    placed.sort(key=lambda item: (item[0], item[1]))
    rows: list[list[Any]] = []
    for item in placed:
        if rows and abs(item[0] - rows[-1][0][0]) <= 0.8:
            rows[-1].append(item)
        else:
            rows.append([item])
    words: list[Word] = []
    for row in rows:
        row.sort(key=lambda item: item[1])
        words += _words_of_line(row, downs)
    return words


def _words_of_line(row: list[Any], downs: list[Edge]) -> list[Word]:
    words: list[Word] = []
    held: list[Any] = []

    def close(*, spaced: bool) -> None:
        if held:
            words.append(_word(held, spaced=spaced))
            held.clear()

    for item in row:
        _, x0, top, _, bottom, char = item
        if not char["text"].strip():
            close(spaced=True)
            continue
        if held:
            before = held[-1]
            size = max(bottom - top, 1.0)
            if char["text"] == before[5]["text"] and abs(x0 - before[1]) < size * 0.1:
                continue  # drawn twice to look bold
            gap = x0 - before[3]
            parted = gap > size * _GAP or before[3] - x0 > size * 2
            if not parted and gap > size * 0.05:
                middle = (top + bottom) / 2
                parted = any(before[3] - 0.3 <= e.at <= x0 + 0.3 and e.start <= middle <= e.end for e in downs)
            if parted:
                close(spaced=False)
        held.append(item)
    close(spaced=False)
    return words


def _word(items: list[Any], *, spaced: bool) -> Word:
    fonts = [str(item[5].get("fontname") or "").lower() for item in items]
    return Word(
        text=visible("".join(item[5]["text"] for item in items)).strip(),
        x0=items[0][1],
        x1=max(item[3] for item in items),
        top=min(item[2] for item in items),
        bottom=max(item[4] for item in items),
        size=sorted(item[4] - item[2] for item in items)[len(items) // 2],
        bold=all(any(mark in font for mark in _BOLD) for font in fonts),
        spaced=spaced,
    )
