"""Which figures are unsafe, and how are they protected? A policy says, and is passed in.

The one idea: every threshold of disclosure control is a value with a name, a version and a source, chosen by the
council for a kind of data and an audience; nothing in the code knows a number of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from dueregard.analysis.released.attackers import Attacker
from dueregard.analysis.released.table import Audience, Method
from dueregard.terms.errors import UsedWrongly

__all__ = ["Attacker", "Policy"]


@dataclass(frozen=True, slots=True)
class Policy:
    """How tables of one kind of data are protected for one audience.

    Takes:   `threshold`: counts from 1 to below it are unsafe (and nought, where `zeros_published` is false, is
             hidden as they are); `width`: how wide, in people, the range that a reader can infer for an unsafe cell
             must at least be (1: merely not exact); `complement`: whether all-but-a-few of a published group is unsafe
             too; `revealing_zeros`: whether a nought or a full row that tells an attribute of everyone in a group is
             unsafe; minimum bases in people; `dominance_n`, `dominance_k` (percent) and `p_percent` for amounts;
             `rounding_base`; `sum_step`, to how many pounds sums are rounded, and `mean_step`, `large_mean_step` and
             `large_mean_from`, how means are, in pounds; `attacker`, against whom hidden cells must hold.
    Raises:  UsedWrongly where a number cannot be.
    """

    key: str
    version: str
    title: str
    kind: str
    audience: Audience
    method: Method
    threshold: int
    reason: str
    source: str
    zeros_published: bool = True
    width: int = 1
    complement: bool = False
    revealing_zeros: bool = False
    minimum_base_percent: int = 10
    minimum_base_mean: int = 10
    minimum_base_median: int = 10
    dominance_n: int = 1
    dominance_k: int = 75
    p_percent: int = 10
    rounding_base: int = 5
    sum_step: Decimal = Decimal(1)
    mean_step: Decimal = Decimal("0.05")
    large_mean_step: Decimal = Decimal(100)
    large_mean_from: Decimal = Decimal(1000)
    attacker: Attacker = Attacker.A1

    def __post_init__(self) -> None:
        if self.threshold < 1 or self.width < 1 or self.rounding_base < 2:
            raise UsedWrongly("A threshold and a width are at least 1, a base at least 2.", where=self.key)
        if min(self.sum_step, self.mean_step, self.large_mean_step) <= 0:
            raise UsedWrongly("An amount is rounded to a step above nought.", where=self.key)
        if self.method is Method.EXEMPT:
            raise UsedWrongly("A policy protects; what is exempt has no policy.", where=self.key)
