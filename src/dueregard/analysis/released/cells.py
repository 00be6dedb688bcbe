"""What can stand in a cell? A value and a state, never a value alone.

The one idea: a true nought, a hidden figure, a figure that was not collected and one that does not apply are four
different things on every page, in every file, to the end of the road.
Source: Government Statistical Service, shorthand in tables ([c], [x], [z]): terms/data/sources.toml.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from dueregard.terms.errors import UsedWrongly


class State(StrEnum):
    """What a cell's value is worth."""

    RELEASED = "released"
    SUPPRESSED = "suppressed"
    ROUNDED = "rounded"
    PERTURBED = "perturbed"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"

    @property
    def has_value(self) -> bool:
        """Say whether a cell in this state carries a value."""
        return self in (State.RELEASED, State.ROUNDED, State.PERTURBED)


MARKS = {State.SUPPRESSED: "[c]", State.MISSING: "[x]", State.NOT_APPLICABLE: "[z]"}
"""The mark that stands where there is no value: hidden to protect people, not collected, does not apply."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with its state; without a value where the state has none.

    Raises:  UsedWrongly where value and state do not fit: a hidden cell never carries its value.

    >>> Cell(12).in_words(), Cell(None, State.SUPPRESSED).in_words()
    ('12', '[c]')
    """

    value: int | Decimal | None
    state: State = State.RELEASED

    def __post_init__(self) -> None:
        if (self.value is not None) != self.state.has_value:
            raise UsedWrongly("A cell carries a value if, and only if, its state has one.")

    def in_words(self) -> str:
        """Give the figure, or the mark that stands in its place."""
        return f"{self.value:,}" if self.value is not None else MARKS[self.state]


HIDDEN = Cell(None, State.SUPPRESSED)
