"""What did the judge find? Hidden cells that are no longer hidden, and those that could not be decided in time.

The one idea: a judgement holds nothing but what anyone could work out from the published figures; it is still for staff
only where it recovers something, for it then says aloud what was to be hidden.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dueregard.analysis.released.attackers import Attacker
from dueregard.terms.errors import DueRegardError, ExitCode

At = tuple[tuple[str, str], ...]
"""A cell: (dimension, category) for every dimension in which it is not the total, in the order of the codes."""


class Contradiction(DueRegardError):
    """The published figures cannot all be true of one population under what the attacker takes for granted."""

    exit_code = ExitCode.CANNOT_BE_READ


@dataclass(frozen=True, slots=True)
class Range:
    """A hidden cell and what can be inferred for it: at least `low`, at most `high` (None: no end)."""

    population: str
    at: At
    low: float
    high: float | None
    primary: bool = False

    def in_words(self) -> str:
        """Name the cell, not its figure."""
        return ", ".join(f"{dimension} {category}" for dimension, category in self.at) or "the grand total"


@dataclass(frozen=True, slots=True)
class Recovered(Range):
    """A hidden cell whose figure follows from what is published, and how it was found."""

    attacker: Attacker = Attacker.A1
    how: str = "arithmetic"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an attacker can do with what is published.

    `undecided` are hidden cells about which nothing could be shown in the time given: not safe.
    """

    attacker: Attacker
    recovered: tuple[Recovered, ...]
    ranges: tuple[Range, ...]
    undecided: tuple[Range, ...]
    hidden: int
    cells: int
    seconds: float

    @property
    def nothing_recovered(self) -> bool:
        """Say whether every hidden cell was shown to be safe."""
        return not self.recovered and not self.undecided

    def summary(self) -> Mapping[str, Any]:
        """Give the judgement as plain values without any figure of a cell: fit for a register."""
        return {
            "attacker": self.attacker.value,
            "cells": self.cells,
            "hidden": self.hidden,
            "recovered": len(self.recovered),
            "undecided": len(self.undecided),
            "seconds": round(self.seconds, 3),
        }
