"""How are shares of areas drawn on a map? As one SVG of shaded outlines, made here, with its words inside it.

The one idea: a map shows where, the table beside it shows how much. So the picture has no text in it that would shrink
on a phone: the key and the figures stand outside, and title and description within, for those who do not see it. Each
of five shades holds about a fifth of the areas; the limits of each are said. One area may be picked out by its outline.
Source: UI.md section 5 (ordinal palette); docs/decisions/0025-areas-in-the-web.md.
It refuses to shade an area without a figure: it is left white with a broken outline, never given the lowest shade.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from math import cos, radians

from dueregard.terms.errors import UsedWrongly

SHADES = ("#DCEBEE", "#A9CBD2", "#6FA6B1", "#377F8C", "#0E4A55")
_INK, _RULE, _PAPER = "#1B2326", "#857E70", "#FFFFFF"
_WIDE, _HIGH, _EDGE = 600.0, 620.0, 6.0
Ring = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Shape:
    """An area on a map: its rings of (longitude, latitude), its shade (0 the lightest), whether it is picked out."""

    code: str
    rings: Sequence[Ring]
    shade: int | None
    is_picked: bool = False


@dataclass(frozen=True, slots=True)
class Shading:
    """The limits of the shades: `limits[n]` is the lowest and highest value that has shade n."""

    limits: tuple[tuple[float, float], ...]

    def shade(self, value: float | None) -> int | None:
        """Say which shade a value has; none where there is no value."""
        if value is None:
            return None
        return next((n for n, (_low, high) in enumerate(self.limits) if value <= high), len(self.limits) - 1)


def shading(values: Sequence[float | None]) -> Shading:
    """Share values out over five shades, about as many in each; the same value never has two shades.

    >>> shading([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]).limits
    ((1, 2), (3, 4), (5, 6), (7, 8), (9, 10))
    >>> shading([3, 3, 3]).limits
    ((3, 3),)
    """
    known = sorted(value for value in values if value is not None)
    limits: list[tuple[float, float]] = []
    start = 0
    for shade in range(len(SHADES)):
        end = max(start, round(len(known) * (shade + 1) / len(SHADES)))
        while start < end < len(known) and known[end] == known[end - 1]:
            end += 1
        if end > start:
            limits.append((known[start], known[end - 1]))
        start = end
    return Shading(tuple(limits))


def draw_map(shapes: Sequence[Shape], *, title: str, description: str, ident: str = "map") -> str:
    """Draw shapes as an SVG that takes any width; the picked area is drawn last, so that its outline is whole.

    Raises:  UsedWrongly where there is nothing to draw.

    >>> square = Shape("A", [[(0, 51), (1, 51), (1, 52), (0, 52)]], 0)
    >>> draw_map([square], title="A square", description="One shape.").count("<path")
    1
    """
    points = [point for shape in shapes for ring in shape.rings for point in ring]
    if not points:
        raise UsedWrongly("There is no outline to draw a map of.")
    frame = _Frame.around(points)
    paths = [_path(shape, frame) for shape in sorted(shapes, key=lambda shape: shape.is_picked)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {frame.width:.0f} {frame.height:.0f}" role="img" '
        f'aria-labelledby="{ident}-title {ident}-words"><title id="{ident}-title">{escape(title)}</title>'
        f'<desc id="{ident}-words">{escape(description)}</desc>{"".join(paths)}</svg>'
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the picture begins and how far a degree reaches; a degree of longitude is shorter the further north."""

    west: float
    north: float
    across: float
    down: float
    width: float
    height: float

    @classmethod
    def around(cls, points: Sequence[tuple[float, float]]) -> _Frame:
        west, east = min(x for x, _ in points), max(x for x, _ in points)
        south, north = min(y for _, y in points), max(y for _, y in points)
        narrow = cos(radians((south + north) / 2))
        size = min((_WIDE - 2 * _EDGE) / ((east - west) * narrow or 1), (_HIGH - 2 * _EDGE) / ((north - south) or 1))
        width, height = (east - west) * narrow * size + 2 * _EDGE, (north - south) * size + 2 * _EDGE
        return cls(west, north, narrow * size, size, width, height)

    def place(self, point: tuple[float, float]) -> str:
        x, y = (point[0] - self.west) * self.across + _EDGE, (self.north - point[1]) * self.down + _EDGE
        return f"{x:.1f} {y:.1f}"


def _path(shape: Shape, frame: _Frame) -> str:
    drawn = "".join("M" + "L".join(run for run, _ in groupby(map(frame.place, ring))) + "Z" for ring in shape.rings)
    fill = _PAPER if shape.shade is None else SHADES[shape.shade]
    line, wide = (_INK, 4) if shape.is_picked else (_RULE, 1)
    broken = ' stroke-dasharray="4 3"' if shape.shade is None else ""
    return f'<path d="{drawn}" fill="{fill}" stroke="{line}" stroke-width="{wide}" stroke-linejoin="round"{broken}/>'
