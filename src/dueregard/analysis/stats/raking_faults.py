"""Why can two margins not be met together?

The one idea: who is in the sample says which categories go together. If everybody aged under 20 is a student, then
students must be at least as many as people under 20, whatever the weights. Such a clash is found as the narrowest cut
of a flow from one margin's targets to the other's through the pairs that occur (Hall's condition).
Source: sources.toml#ford-fulkerson-1956. It sees clashes of two margins; three can clash without any two of them.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_WHOLE = 10**8
"""Shares are cut into so many parts: a flow is counted in whole numbers of 32 bits."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Everybody in `categories` of `variable` is in `other_categories` of `other`, whose target is smaller."""

    variable: str
    categories: tuple[str, ...]
    target: float
    other: str
    other_categories: tuple[str, ...]
    other_target: float

    @property
    def sentence(self) -> str:
        """Say it in plain words."""
        those, these = _listed(self.categories), _listed(self.other_categories)
        fact = f"Everybody in the sample who is {those} of {self.variable} is {these} of {self.other}; "
        shares = f"the targets ask for {self.target:.1%} of the one and {self.other_target:.1%} of the other"
        return f"{fact}{shares}: no weights can do both."


_Side: TypeAlias = "tuple[str, tuple[str, ...], NDArray[np.intp], NDArray[np.float64]]"


def conflicts_between(one: _Side, other: _Side) -> list[Conflict]:
    """Give the clash of two margins (name, categories, each person's category, target shares), if there is one."""
    import numpy as np
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import maximum_flow

    name, categories, codes, targets = one
    other_name, other_categories, other_codes, other_targets = other
    rows, columns = len(categories), len(other_categories)
    pairs = np.zeros((rows, columns), dtype=bool)
    pairs[codes, other_codes] = True
    source, sink = rows + columns, rows + columns + 1
    capacity = np.zeros((sink + 1, sink + 1), dtype=np.int32)
    capacity[source, :rows] = np.round(targets * _WHOLE)
    capacity[:rows, rows:source] = pairs * np.int32(2 * _WHOLE)
    capacity[rows:source, sink] = np.round(other_targets * _WHOLE)
    flow = maximum_flow(csr_array(capacity), source, sink)
    short = _WHOLE - flow.flow_value
    if short <= rows + columns:  # rounding alone
        return []
    left = capacity - flow.flow.toarray()
    reached = _reached(left, source)
    group = [at for at in range(rows) if at in reached]
    partners = [at for at in range(columns) if rows + at in reached]
    if not group:
        return []
    return [
        Conflict(
            name,
            tuple(categories[at] for at in group),
            float(targets[group].sum()),
            other_name,
            tuple(other_categories[at] for at in partners),
            float(other_targets[partners].sum()) if partners else 0.0,
        )
    ]


def _reached(left: Any, source: int) -> set[int]:
    """Give every node that more could still flow to."""
    seen, waiting = {source}, deque([source])
    while waiting:
        at = waiting.popleft()
        for to in (left[at] > 0).nonzero()[0].tolist():
            if to not in seen:
                seen.add(to)
                waiting.append(to)
    return seen


def _listed(names: tuple[str, ...]) -> str:
    return " or ".join(f"“{name}”" for name in names)
