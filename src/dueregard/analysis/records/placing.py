"""Which classification may a column be? The seam to `terms.mappings`, which alone knows the classifications.

The one idea: this room needs three answers only (which classification, how sure, where each wording goes), asked here
and nowhere else, so that classifications may grow without this room changing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Proposed:
    """A classification proposed for a column: its characteristic, its key, and the share of values placed, 0 to 1."""

    characteristic: str
    classification: str
    share: float


def proposals(heading: str, values: Mapping[str, int]) -> tuple[Proposed, ...]:
    """Give the classifications that a column may be, the likeliest first; none where it is nothing of the kind."""
    return ()


UNPLACED = "unplaced"
"""What stands where a wording has no place; no classification has a code of this name."""


def codes_of(heading: str, values: Mapping[str, int], *, classification: str) -> tuple[dict[str, str], str | None]:
    """Give the code of each wording that is surely placed, and the name of the scheme the wordings are in."""
    return {}, None
