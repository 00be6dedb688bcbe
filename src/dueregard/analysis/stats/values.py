"""What do the statistics give back? An estimate with its limits, or the reason why there is none.

The one idea: three answers are kept apart to the end. Figures that were not given stay not given (`None` in, `None`
out). Figures that were given and allow no answer give an `Estimate` whose value is `None` and which says why; it is
never a nought. Figures that cannot be (a negative count, more of a group than there are people) are refused.
Everything random is said by a confidence level between 0 and 1; 0.95 unless another is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import isfinite
from statistics import NormalDist

from dueregard.terms.errors import UsedWrongly

ORDINARY = 0.95
"""The confidence of ordinary limits ("2 sigma"). Source: sources.toml#phe-technical-guidance."""
STRICT = 0.998
"""The confidence of strict limits ("3 sigma"). Source: sources.toml#phe-technical-guidance."""


class BadFigures(UsedWrongly):
    """Figures that cannot be what they are said to be."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Two limits; one that has no bound, or cannot be worked out, is None.

    >>> Interval(0.2, 0.4).contains(0.3)
    True
    """

    low: float | None
    high: float | None

    def contains(self, value: float) -> bool:
        """Say whether a value lies within the limits, or on one."""
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)

    def times(self, factor: float) -> Interval:
        """Give the limits in another unit: 0.2 to 0.4 times 100 is 20 to 40. The factor is positive."""
        return Interval(
            None if self.low is None else self.low * factor, None if self.high is None else self.high * factor
        )

    @property
    def width(self) -> float | None:
        """How far apart the limits are; None where one is missing."""
        return None if self.low is None or self.high is None else self.high - self.low


NO_LIMITS = Interval(None, None)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its limits; or no value, and why.

    `method` names how the limits were made. `why_not` is empty where there is a value.

    >>> not_calculable("There is nobody to divide by.").value is None
    True
    """

    value: float | None
    limits: Interval
    method: str = ""
    why_not: str = ""

    @property
    def is_calculable(self) -> bool:
        """Say whether there is a value."""
        return self.value is not None

    def times(self, factor: float) -> Estimate:
        """Give the estimate in another unit, as per 100 or per 100,000. The factor is positive."""
        if self.value is None:
            return self
        return Estimate(self.value * factor, self.limits.times(factor), self.method)


def not_calculable(why: str, *, method: str = "") -> Estimate:
    """Give an estimate that has no value, and says why."""
    return Estimate(None, NO_LIMITS, method, why)


@cache
def z_of(confidence: float) -> float:
    """Give the two-sided normal quantile of a confidence level.

    >>> round(z_of(0.95), 6), round(z_of(0.998), 6)
    (1.959964, 3.090232)
    """
    check_confidence(confidence)
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def check_confidence(confidence: float) -> None:
    """Refuse a confidence level that is not between 0 and 1."""
    if not 0 < confidence < 1:
        raise BadFigures("A confidence level lies between 0 and 1, as 0.95.")


def check_count(count: float, *, name: str = "The count") -> None:
    """Refuse a count that is negative or not a number. Weighted counts may have fractions."""
    if not isfinite(count) or count < 0:
        raise BadFigures(f"{name} is not a number of nought or more.")


def check_part(count: float, base: float) -> None:
    """Refuse a part that is larger than its base."""
    check_count(count)
    check_count(base, name="The base")
    if count > base:
        raise BadFigures("The count is larger than its base.", mend="Swap the two, or ask for a rate.")


def check_same_length(**columns: object) -> None:
    """Refuse columns that do not go together, by their names."""
    lengths = {name: len(column) for name, column in columns.items()}  # type: ignore[arg-type]  # each is a sequence
    if len(set(lengths.values())) > 1:
        said = ", ".join(f"{name} {length}" for name, length in lengths.items())
        raise BadFigures(f"The columns are not equally long: {said}.")
