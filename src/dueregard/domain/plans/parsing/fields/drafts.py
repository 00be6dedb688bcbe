"""What is an action while its cells are read: values, flags, doubts, and what the whole document says?

The one idea: every reader of a field writes into one `Draft`, by one `Setting` that holds for the whole document, so
that readers do not know each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dueregard.domain.plans.model import Period, Strand
from dueregard.domain.plans.parsing.date_atoms import Reading


@dataclass(frozen=True, slots=True)
class Setting:
    """What the whole document says that each cell is read by."""

    period: Period | None = None
    key: Mapping[str, Strand] = field(default_factory=dict)
    legend: Mapping[str, str] = field(default_factory=dict)
    known_links: frozenset[str] = frozenset()
    month_columns: frozenset[str] = frozenset()
    colour_columns: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a person should be asked about one value: a kind, the field, the printed words, proposals."""

    kind: str
    field: str
    said: str
    choices: tuple[tuple[Any, str], ...] = ()


@dataclass(slots=True)
class Draft:
    """The values of an action while its cells are read."""

    values: dict[str, Any] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    found_strands: dict[str, Strand] = field(default_factory=dict)

    def flag(self, *names: str) -> None:
        """Note something once."""
        self.flags.extend(name for name in names if name not in self.flags)

    def extend(self, name: str, more: tuple[Any, ...]) -> None:
        """Add to a list field."""
        self.values[name] = (*self.values.get(name, ()), *more)

    def put_text(self, name: str, text: str) -> None:
        """Set a text field, or add a paragraph to it."""
        before = self.values.get(name)
        self.values[name] = f"{before}\n{text}" if before else text
