"""What does it cost to hide a figure? Its count, one a cell, or what the council says.

The one idea: hiding a large count loses more than hiding a small one, so its count is the cost unless somebody says
otherwise; then as few people as possible are hidden. `keep` means never: such a cell stays published, and what cannot
be protected for that reason is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from dueregard.analysis.disclosure.programmes import Floats
from dueregard.analysis.disclosure.system import Key, System
from dueregard.terms.errors import UsedWrongly

KEEP = float("inf")


class Measure(StrEnum):
    """By what the loss is measured: hidden cells, or the people in them."""

    COUNT = "count"
    SUM = "sum"


@dataclass(frozen=True, slots=True)
class Cost:
    """How dear each cell is to hide.

    Takes:   `weights`: what hiding one cell costs instead, by its (dimension, category) pairs with totals left out, so
             that no pairs at all are the grand total; `within`: the same for every cell that has these pairs, whatever
             else it has (a weight of its own goes first, then the set that names most). KEEP is never.

    >>> Cost(weights={frozenset(): KEEP}, within={frozenset({("ward", "W01")}): 50.0}).measure
    <Measure.SUM: 'sum'>
    """

    measure: Measure = Measure.SUM
    weights: Mapping[Key, float] = field(default_factory=dict)
    within: Mapping[Key, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for weight in (*self.weights.values(), *self.within.values()):
            if not weight > 0:
                raise UsedWrongly("A weight is above nought.", mend="Leave out cells that have no weight of their own.")

    def of(self, system: System) -> Floats:
        """Give the cost of every cell."""
        plain = np.ones(system.size) if self.measure is Measure.COUNT else np.maximum(system.values, 1).astype(float)
        if not self.weights and not self.within:
            return plain
        loose = sorted(self.within.items(), key=lambda pair: len(pair[0]))
        for number, key in enumerate(system.keys):
            for pairs, weight in loose:
                if pairs <= key:
                    plain[number] = weight
            plain[number] = self.weights.get(key, plain[number])
        return plain
