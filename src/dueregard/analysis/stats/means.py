"""What is the mean, and how sure is it?

The one idea: Student's t, with the standard deviation of the sample (n less one below the line).
Source: sources.toml#student-1908. It gives no limits for fewer than two values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, isfinite, sqrt

from dueregard.analysis.stats.values import (
    NO_LIMITS,
    ORDINARY,
    BadFigures,
    Estimate,
    Interval,
    check_confidence,
    not_calculable,
)


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean with what it was made of. `deviation` is the sample's standard deviation, None below two values."""

    total: float
    count: int
    deviation: float | None
    estimate: Estimate


def mean(values: Sequence[float | None], *, confidence: float = ORDINARY) -> Mean:
    """Give the mean of the values that were given, with Student's limits.

    Gives:   no value where there are none; no limits for a single one.
    Source:  sources.toml#student-1908

    >>> found = mean([2.0, 4.0, None])
    >>> found.estimate.value, found.count, round(found.estimate.limits.high, 4)
    (3.0, 2, 15.7062)
    """
    given = [value for value in values if value is not None]
    if not all(isfinite(value) for value in given):
        raise BadFigures("One of the values is not a number.")
    count, total = len(given), fsum(given)
    if not count:
        return Mean(0.0, 0, None, not_calculable("There are no values.", method=_METHOD))
    middle = total / count
    if count == 1:
        return Mean(total, 1, None, Estimate(middle, NO_LIMITS, _METHOD))
    deviation = sqrt(fsum((value - middle) ** 2 for value in given) / (count - 1))
    reach = t_of(confidence, freedom=count - 1) * deviation / sqrt(count)
    return Mean(total, count, deviation, Estimate(middle, Interval(middle - reach, middle + reach), _METHOD))


def t_of(confidence: float, *, freedom: float) -> float:
    """Give the two-sided quantile of Student's t.

    >>> round(t_of(0.95, freedom=10), 6)
    2.228139
    """
    from scipy.special import stdtrit

    check_confidence(confidence)
    return float(stdtrit(freedom, 0.5 + confidence / 2))


_METHOD = "Student's t-distribution"
