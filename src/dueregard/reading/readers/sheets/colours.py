"""A workbook's colours as "#RRGGBB": written out, by number from the old palette, or from the theme with a tint.

Source: ECMA-376 part 1, 18.8.19 (indexed colours) and 18.8.3 (tint); the theme's own order of colours, 20.1.6.2, with
the first two pairs swapped as every program does.
"""

from __future__ import annotations

import colorsys
from typing import Any

from dueregard.reading.readers.word.names import number

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_INDEXED = [
    "000000",
    "FFFFFF",
    "FF0000",
    "00FF00",
    "0000FF",
    "FFFF00",
    "FF00FF",
    "00FFFF",
    "000000",
    "FFFFFF",
    "FF0000",
    "00FF00",
    "0000FF",
    "FFFF00",
    "FF00FF",
    "00FFFF",
    "800000",
    "008000",
    "000080",
    "808000",
    "800080",
    "008080",
    "C0C0C0",
    "808080",
    "9999FF",
    "993366",
    "FFFFCC",
    "CCFFFF",
    "660066",
    "FF8080",
    "0066CC",
    "CCCCFF",
    "000080",
    "FF00FF",
    "FFFF00",
    "00FFFF",
    "800080",
    "800000",
    "008080",
    "0000FF",
    "00CCFF",
    "CCFFFF",
    "CCFFCC",
    "FFFF99",
    "99CCFF",
    "FF99CC",
    "CC99FF",
    "FFCC99",
    "3366FF",
    "33CCCC",
    "99CC00",
    "FFCC00",
    "FF9900",
    "FF6600",
    "666699",
    "969696",
    "003366",
    "339966",
    "003300",
    "333300",
    "993300",
    "993366",
    "333399",
    "333333",
]
_ORDER = ("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink")


def theme_colours(root: Any | None) -> tuple[str, ...]:
    """Give the theme's colours in the order that cells number them."""
    scheme: Any = root.find(f".//{_A}clrScheme") if root is not None else None
    colours = []
    for name in _ORDER if scheme is not None else ():
        holder = scheme.find(f"{_A}{name}")
        colour = holder[0] if holder is not None and len(holder) else None
        colours.append((colour.get("lastClr") or colour.get("val") or "") if colour is not None else "")
    return tuple(colours)


def colour_of(element: Any | None, *, theme: tuple[str, ...]) -> str | None:
    """Give a colour element's colour, None for "automatic" and for what cannot be told."""
    if element is None:
        return None
    found: str | None = None
    if rgb := element.get("rgb"):
        found = rgb[-6:]
    elif (indexed := element.get("indexed")) is not None:
        at = number(indexed, 64)
        found = _INDEXED[at] if 0 <= at < len(_INDEXED) else None
    elif (themed := element.get("theme")) is not None:
        at = number(themed, -1)
        found = theme[at] if 0 <= at < len(theme) else None
    if not found or len(found) != 6 or any(sign not in "0123456789abcdefABCDEF" for sign in found):
        return None
    return _tinted(found, element.get("tint"))


def _tinted(colour: str, tint: str | None) -> str:
    try:
        by = max(-1.0, min(1.0, float(tint or 0)))
    except ValueError:
        by = 0.0
    if not by:
        return f"#{colour.upper()}"
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, strength = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + by) if by < 0 else light * (1 - by) + by
    return "#" + "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, light, strength))
