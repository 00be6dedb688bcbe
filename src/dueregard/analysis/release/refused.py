"""Why was a release refused? In words that name cells and rules, and never a figure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dueregard.terms.errors import DueRegardError, ExitCode

_NAMED = 8


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: what is wrong, in which cells, and what would help."""

    why: str
    cells: tuple[str, ...] = ()
    mend: str = ""

    def in_words(self) -> str:
        """Say it in one sentence or two."""
        more = len(self.cells) - _NAMED
        named = "; ".join(self.cells[:_NAMED]) + (f"; and {more} more" if more > 0 else "")
        return " ".join(part for part in (f"{self.why}{f': {named}' if named else ''}.", self.mend) if part)


class Refused(DueRegardError):
    """The gate does not let these tables out.

    `reasons` say why. Neither they nor the message carry a figure of any cell.
    """

    exit_code = ExitCode.PROTECTED_FIGURE_RECOVERED

    def __init__(self, reasons: Iterable[Reason]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(
            " ".join(["The tables are not released.", *(reason.in_words() for reason in self.reasons)]),
        )
