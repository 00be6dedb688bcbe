"""What stands on one PDF page, turned so that its text reads from left to right.

The one idea: a page may be stored turned, or hold a table printed sideways; everything after this file works on upright
coordinates (points from the top left). Letters become words here: a gap or a ruled line between letters ends a word, a
cell's edge drawn through a word does not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dueregard.reading.cleaning import visible

_GAP = 0.2  # of the letter size: a wider gap between letters parts two words
_THIN = 2.5  # points: a filled box thinner than this is a drawn line
_BOLD = ("bold", "black", "heavy", "demi")

Box = tuple[float, float, float, float]  # left, top, right, bottom
Turn = Callable[[float, float, float, float], Box]


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its box; `spaced` where the file has a space after it, `broken` where it ends in a soft hyphen."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool
    spaced: bool = False
    broken: bool = False

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
    by_turn: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for char in chars:
        by_turn[_quarters(char)].append(char)
    width, height = float(page.width), float(page.height)
    main = max(by_turn, key=lambda quarters: len(by_turn[quarters]), default=0)
    turn = _turn(main, width, height)
    edges: list[Edge] = []
    fills: list[Fill] = []
    for kind in ("line", "rect", "curve"):
        for drawn in objects.get(kind, []):
            _drawn(drawn, kind, turn, edges, fills)
    unknown = sum(1 for c in chars if c["text"].startswith("(cid:"))
    drawn_things = len(objects.get("curve", [])) + len(objects.get("rect", []))
    words: list[Word] = []
    posts = [edge for edge in edges if not edge.across]
    for quarters, turned in by_turn.items():
        found = words_of(turned, turn=_turn(quarters, width, height), downs=posts if quarters == main else [])
        if quarters != main:
            back = _turn(-quarters, *_turned_size(quarters, width, height))
            found = [_placed(word, back, turn) for word in found]
        words += found
    return PageObjects(
        number=number,
        width=_turned_size(main, width, height)[0],
        height=_turned_size(main, width, height)[1],
        words=tuple(words),
        edges=tuple(edges),
        fills=tuple(fills),
        letters=sum(1 for c in chars if c["text"].strip()),
        unknown_letters=unknown,
        is_picture=not chars and (bool(objects.get("image")) or drawn_things > 200),
    )


def _quarters(char: Mapping[str, Any]) -> int:
    """Say how text runs: 0 to the right, 1 up the page, 2 upside down, 3 down the page."""
    across, climb = (char.get("matrix") or (1.0, 0.0))[:2]
    if abs(across) >= abs(climb):
        return 0 if across >= 0 else 2
    return 1 if climb > 0 else 3


def _turned_size(quarters: int, width: float, height: float) -> tuple[float, float]:
    return (height, width) if quarters % 2 else (width, height)


def _turn(quarters: int, width: float, height: float) -> Turn:
    """Give the turn that makes text upright which runs so on a page of this size."""
    quarters %= 4
    if quarters == 1:  # the text's left is the page's foot
        return lambda x0, top, x1, bottom: (height - bottom, x0, height - top, x1)
    if quarters == 2:
        return lambda x0, top, x1, bottom: (width - x1, height - bottom, width - x0, height - top)
    if quarters == 3:
        return lambda x0, top, x1, bottom: (top, width - x1, bottom, width - x0)
    return lambda x0, top, x1, bottom: (x0, top, x1, bottom)


def _placed(word: Word, back: Turn, page: Turn) -> Word:
    """Give a word that runs another way than the page its box on the page."""
    x0, top, x1, bottom = page(*back(word.x0, word.top, word.x1, word.bottom))
    return replace(word, x0=x0, top=top, x1=x1, bottom=bottom)


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


@dataclass(frozen=True, slots=True)
class _Letter:
    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    font: str

    @property
    def size(self) -> float:
        return max(self.bottom - self.top, 1.0)


def words_of(chars: Iterable[Mapping[str, Any]], *, turn: Turn, downs: Sequence[Edge]) -> list[Word]:
    """Join letters into words, first in the order of the file, then where pieces touch on the page.

    Letters of two texts drawn over each other keep apart because each text is drawn in one go.
    """
    pieces: list[list[_Letter]] = []
    spaced: list[bool] = []
    for char in chars:
        x0, top, x1, bottom = turn(char["x0"], char["top"], char["x1"], char["bottom"])
        letter = _Letter(char["text"], x0, x1, top, bottom, str(char.get("fontname") or "").lower())
        last = pieces[-1][-1] if pieces else None
        if not letter.text.strip():
            if last is not None and abs(last.bottom - bottom) <= 0.8 and -1 <= x0 - last.x1 <= last.size:
                spaced[-1] = True
            continue
        if last is not None and not spaced[-1] and _follows(last, letter, downs):
            if not _is_drawn_twice(last, letter):
                pieces[-1].append(letter)
            continue
        pieces.append([letter])
        spaced.append(False)
    words = [_word(piece, spaced=ends) for piece, ends in zip(pieces, spaced, strict=True)]
    return _touching([word for word in words if word.text], downs)


def _is_drawn_twice(last: _Letter, letter: _Letter) -> bool:
    return last.text == letter.text and abs(letter.x0 - last.x0) < last.size * 0.1


def _follows(last: _Letter, letter: _Letter, downs: Sequence[Edge]) -> bool:
    if abs(last.bottom - letter.bottom) > 0.8:
        return False
    return _is_drawn_twice(last, letter) or _touches(last, letter, downs)


def _touches(left: _Letter | Word, right: _Letter | Word, downs: Sequence[Edge]) -> bool:
    size = max(right.bottom - right.top, 1.0)
    gap = right.x0 - left.x1
    if gap > size * _GAP or gap < -size * 0.3:
        return False
    if gap <= size * 0.05:
        return True
    middle = (right.top + right.bottom) / 2
    return not any(left.x1 - 0.3 <= e.at <= right.x0 + 0.3 and e.start <= middle <= e.end for e in downs)


def _touching(words: Sequence[Word], downs: Sequence[Edge]) -> list[Word]:
    """Put the pieces of a word together that the file draws apart; drop what is drawn twice to look bold."""
    joined: list[Word] = []
    rows: dict[int, list[Word]] = defaultdict(list)
    for word in words:
        rows[round(word.bottom / 0.8)].append(word)
    for row in rows.values():
        row.sort(key=lambda word: word.x0)
        held: list[Word] = []
        for word in row:
            last = held[-1] if held else None
            if last is not None and last.text == word.text and abs(last.x0 - word.x0) < last.size * 0.15:
                continue
            if last is not None and not last.spaced and _touches(last, word, downs):
                held[-1] = replace(
                    last,
                    text=last.text + word.text,
                    x1=word.x1,
                    top=min(last.top, word.top),
                    bold=last.bold and word.bold,
                    spaced=word.spaced,
                    broken=word.broken,
                )
                continue
            held.append(word)
        joined += held
    return joined


def _word(letters: Sequence[_Letter], *, spaced: bool) -> Word:
    raw = "".join(letter.text for letter in letters)
    return Word(
        text=visible(raw).strip(),
        x0=letters[0].x0,
        x1=max(letter.x1 for letter in letters),
        top=min(letter.top for letter in letters),
        bottom=max(letter.bottom for letter in letters),
        size=sorted(letter.size for letter in letters)[len(letters) // 2],
        bold=all(any(mark in letter.font for mark in _BOLD) for letter in letters),
        spaced=spaced,
        broken=raw.endswith("\u00ad"),
    )
