"""How large is a share, how sure is it, and how far are two shares apart?

The one idea: limits come from Wilson's score, which stays within 0 and 1 and holds for few people, too; the difference
of two shares gets its limits from theirs (Newcombe). For a whole workforce there is no sample: the limits then say
how much such a figure varies by chance from year to year.
Sources: sources.toml#wilson-1927, sources.toml#newcombe-1998, sources.toml#clopper-pearson-1934.
It refuses a part larger than its base, and gives no value for a base of nought.
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from dueregard.analysis.stats.values import (
    ORDINARY,
    BadFigures,
    Estimate,
    Interval,
    check_confidence,
    check_part,
    not_calculable,
    z_of,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

_NOBODY = "The base is nought."


def proportion(count: float | None, base: float | None, *, confidence: float = ORDINARY) -> Estimate | None:
    """Give a share between 0 and 1 with Wilson's limits.

    Gives:   None where a figure is missing; no value where the base is nought.
    Source:  sources.toml#wilson-1927

    >>> share = proportion(65, 100)
    >>> share.value, round(share.limits.low, 7), round(share.limits.high, 7)
    (0.65, 0.5525444, 0.7363575)
    """
    if count is None or base is None:
        return None
    check_part(count, base)
    if not base:
        return not_calculable(_NOBODY, method="Wilson")
    return Estimate(count / base, wilson_limits(count, base, confidence=confidence), "Wilson")


def wilson_limits(count: float, base: float, *, confidence: float = ORDINARY) -> Interval:
    """Give Wilson's limits of a share; the base is above nought.

    Source:  sources.toml#wilson-1927

    >>> wilson_limits(0, 10).low, round(wilson_limits(0, 10).high, 7)
    (0.0, 0.2775328)
    """
    check_part(count, base)
    if not base:
        raise BadFigures(_NOBODY)
    z = z_of(confidence)
    root = z * sqrt(z * z + 4 * count * (1 - count / base))
    middle, below = 2 * count + z * z, 2 * (base + z * z)
    low = 0.0 if count == 0 else max(0.0, (middle - root) / below)
    high = 1.0 if count == base else min(1.0, (middle + root) / below)
    return Interval(low, high)


def wilson_bounds(
    counts: ArrayLike, bases: ArrayLike, *, confidence: float = ORDINARY
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give Wilson's limits of many shares at once, as two arrays; not a number where the base is nought.

    Source:  sources.toml#wilson-1927

    >>> low, high = wilson_bounds([65, 0], [100, 0])
    >>> round(float(low[0]), 7), bool(low[1] == low[1])
    (0.5525444, False)
    """
    import numpy as np

    x, n = np.asarray(counts, dtype=np.float64), np.asarray(bases, dtype=np.float64)
    z = z_of(confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        root = z * np.sqrt(z * z + 4 * x * (1 - x / n))
        low, high = (2 * x + z * z - root) / (2 * (n + z * z)), (2 * x + z * z + root) / (2 * (n + z * z))
    return np.where(x == 0, np.where(n > 0, 0.0, np.nan), low), np.where(x == n, np.where(n > 0, 1.0, np.nan), high)


def exact_limits(count: float, base: float, *, confidence: float = ORDINARY) -> Interval:
    """Give the exact (Clopper and Pearson's) limits of a share: wider than Wilson's, never less sure than said.

    Source:  sources.toml#clopper-pearson-1934

    >>> limits = exact_limits(111, 433)
    >>> round(limits.low, 7), round(limits.high, 7)
    (0.2158573, 0.30021)
    """
    from scipy.special import betaincinv

    check_part(count, base)
    check_confidence(confidence)
    if not base:
        raise BadFigures(_NOBODY)
    tail = (1 - confidence) / 2
    low = 0.0 if count == 0 else float(betaincinv(count, base - count + 1, tail))
    high = 1.0 if count == base else float(betaincinv(count + 1, base - count, 1 - tail))
    return Interval(low, high)


def difference(
    count: float | None,
    base: float | None,
    other_count: float | None,
    other_base: float | None,
    *,
    confidence: float = ORDINARY,
) -> Estimate | None:
    """Give the first share less the other, between -1 and 1, with Newcombe's limits (his method 10).

    Gives:   None where a figure is missing; no value where a base is nought.
    Source:  sources.toml#newcombe-1998

    >>> gap = difference(56, 70, 48, 80)
    >>> round(gap.value, 4), round(gap.limits.low, 4), round(gap.limits.high, 4)
    (0.2, 0.0524, 0.3339)
    """
    if count is None or base is None or other_count is None or other_base is None:
        return None
    check_part(count, base)
    check_part(other_count, other_base)
    if not base or not other_base:
        return not_calculable(_NOBODY, method="Newcombe")
    first, second = count / base, other_count / other_base
    return Estimate(
        first - second,
        square_and_add(
            first,
            wilson_limits(count, base, confidence=confidence),
            second,
            wilson_limits(other_count, other_base, confidence=confidence),
        ),
        "Newcombe",
    )


def square_and_add(first: float, limits: Interval, second: float, other: Interval) -> Interval:
    """Give the limits of `first` less `second`, two independent estimates, from the limits of each.

    Gives:   None for a limit that would need one that is missing.
    Source:  sources.toml#zou-donner-2008
    """
    gap = first - second
    low = (
        None
        if limits.low is None or other.high is None
        else gap - sqrt((first - limits.low) ** 2 + (other.high - second) ** 2)
    )
    high = (
        None
        if limits.high is None or other.low is None
        else gap + sqrt((limits.high - first) ** 2 + (second - other.low) ** 2)
    )
    return Interval(low, high)
