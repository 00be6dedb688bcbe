"""What a paragraph or run style says about its text: heading level, bold, size, hidden, list.

The one idea: a style may lean on another (`basedOn`); an answer is the nearest one up the chain. A chain that bites its
own tail ends where it began.
"""

from __future__ import annotations

import re
from typing import Any

from dueregard.reading.readers.word.names import W, is_on, number, val

_HEADING = re.compile(r"^(?:heading|überschrift|titre|pennawd)\s*([1-9])$", re.IGNORECASE)


class Styles:
    """The styles of one document; unknown ids behave as the plain style."""

    def __init__(self, root: Any | None) -> None:
        """Index the styles part (None: the document has none)."""
        self._by_id: dict[str, Any] = {}
        self._default = ""
        self.body_size = 0
        if root is None:
            return
        for style in root.iter(f"{W}style"):
            style_id = style.get(f"{W}styleId") or ""
            self._by_id[style_id] = style
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
                self._default = style_id
        self.body_size = self.size(None) or number(val(root.find(f"{W}docDefaults//{W}sz")), 22)

    def _chain(self, style_id: str | None) -> list[Any]:
        chain: list[Any] = []
        at = style_id if style_id in self._by_id else self._default
        while at in self._by_id and self._by_id[at] not in chain and len(chain) < 20:
            chain.append(self._by_id[at])
            at = val(self._by_id[at].find(f"{W}basedOn")) or ""
        return chain

    def _nearest(self, style_id: str | None, path: str) -> Any | None:
        for style in self._chain(style_id):
            if (found := style.find(path)) is not None:
                return found
        return None

    def heading_level(self, style_id: str | None) -> int | None:
        """Give 1 to 6 for a heading style, 0 for the title's, None for any other."""
        for style in self._chain(style_id):
            name = val(style.find(f"{W}name"), "") or ""
            if match := _HEADING.match(name.strip()):
                return min(int(match.group(1)), 6)
            if name.strip().lower() == "title":
                return 0
            if (outline := style.find(f"{W}pPr/{W}outlineLvl")) is not None:
                level = number(val(outline), 9)
                return min(level + 1, 6) if level < 9 else None
        return None

    def is_bold(self, style_id: str | None) -> bool:
        """Say whether text in this style is bold unless its run says otherwise."""
        return is_on(self._nearest(style_id, f"{W}rPr/{W}b"))

    def is_hidden(self, style_id: str | None) -> bool:
        """Say whether text in this style is hidden unless its run says otherwise."""
        return bool(style_id) and is_on(self._nearest(style_id, f"{W}rPr/{W}vanish"))

    def size(self, style_id: str | None) -> int:
        """Give the size of text in this style in half points, 0 where it does not say."""
        return number(val(self._nearest(style_id, f"{W}rPr/{W}sz")))

    def list_of(self, style_id: str | None) -> tuple[str | None, int]:
        """Give the list (its id, its level) that paragraphs of this style belong to."""
        found = self._nearest(style_id, f"{W}pPr/{W}numPr")
        if found is None:
            return None, 0
        return val(found.find(f"{W}numId")), number(val(found.find(f"{W}ilvl")))
