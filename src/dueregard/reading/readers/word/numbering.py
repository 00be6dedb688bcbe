"""List markers as they are printed: Word keeps only a rule ("level 2 is a lower-case roman and a bracket").

The one idea: count as Word counts. Lists that share an abstract list share its counters; a level restarts when a level
above it moves on; a marker is the level's pattern ("%1.%2)") with the counters put in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from dueregard.reading.cleaning import visible
from dueregard.reading.readers.word.names import W, is_on, number, val

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def roman(count: int) -> str:
    """Give a count in lower-case Roman numerals.

    >>> roman(14)
    'xiv'
    """
    said = ""
    for worth, letters in _ROMAN:
        times, count = divmod(count, worth)
        said += letters * min(times, 12)
    return said


def lettered(count: int) -> str:
    """Give a count as Word letters it: a to z, then aa, bb.

    >>> lettered(2), lettered(28)
    ('b', 'bb')
    """
    times, at = divmod(count - 1, 26)
    return chr(ord("a") + at) * min(times + 1, 12)


def counted(count: int, kind: str) -> str:
    """Give a count in the way that a list's number format names."""
    if count < 1:
        return str(count)
    if kind in ("lowerRoman", "upperRoman"):
        said = roman(count)
    elif kind in ("lowerLetter", "upperLetter"):
        said = lettered(count)
    elif kind == "decimalZero":
        said = f"{count:02d}"
    elif kind == "ordinal":
        said = f"{count}{'th' if 10 <= count % 100 <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(count % 10, 'th')}"
    else:
        said = str(count)
    return said.upper() if kind.startswith("upper") else said


@dataclass(frozen=True, slots=True)
class _Level:
    kind: str
    pattern: str
    start: int
    all_decimal: bool = False


@dataclass(slots=True)
class _List:
    key: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of one document and how far each has counted."""

    def __init__(self, root: Any | None) -> None:
        """Index the numbering part (None: the document has no lists)."""
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()
        if root is None:
            return
        abstract = {a.get(f"{W}abstractNumId"): a for a in root.iter(f"{W}abstractNum")}
        for num in root.iter(f"{W}num"):
            num_id = num.get(f"{W}numId") or ""
            base_id = val(num.find(f"{W}abstractNumId")) or ""
            base = abstract.get(base_id)
            levels = _levels(base) if base is not None else {}
            starts: dict[int, int] = {}
            for override in num.findall(f"{W}lvlOverride"):
                at = number(override.get(f"{W}ilvl"))
                if (start := override.find(f"{W}startOverride")) is not None:
                    starts[at] = number(val(start), 1)
                levels |= _levels(override)
            self._lists[num_id] = _List(base_id, levels, starts)

    def marker(self, num_id: str | None, level: int) -> str | None:
        """Count one paragraph of a list and give its printed marker; None where it belongs to no list."""
        found = self._lists.get(num_id or "")
        if found is None or num_id == "0":
            return None
        counts = self._counts.setdefault(found.key, {})
        if num_id not in self._begun:
            self._begun.add(num_id or "")
            for at, start in found.starts.items():
                counts[at] = start - 1
        rule = found.levels.get(level) or _Level("bullet", "•", 1)
        counts[level] = counts.get(level, rule.start - 1) + 1
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]
        if rule.kind == "bullet":
            sign = visible(rule.pattern).strip()
            return "•" if not sign or sign in "·o§" else sign
        if rule.kind == "none":
            return None
        return self._filled(rule, found, counts).strip() or None

    def _filled(self, rule: _Level, found: _List, counts: dict[int, int]) -> str:
        def count_of(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            of = found.levels.get(at)
            kind = "decimal" if rule.all_decimal or of is None else of.kind
            return counted(counts.get(at, of.start if of else 1), kind)

        return re.sub(r"%([1-9])", count_of, visible(rule.pattern))


def _levels(holder: Any) -> dict[int, _Level]:
    return {
        number(level.get(f"{W}ilvl")): _Level(
            kind=val(level.find(f"{W}numFmt")) or "decimal",
            pattern=val(level.find(f"{W}lvlText")) or "",
            start=number(val(level.find(f"{W}start")), 1),
            all_decimal=is_on(level.find(f"{W}isLgl")),
        )
        for level in holder.findall(f"{W}lvl")
    }
