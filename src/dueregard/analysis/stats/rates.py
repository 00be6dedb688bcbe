"""How often does something happen, and how much is chance?

The one idea: events are counted, and a count varies as Poisson's. From 10 events on, Byar's approximation gives the
limits; below it the exact ones do. A rate may be above one: more fines than people is no fault.
Sources: sources.toml#byar-breslow-day-1987, sources.toml#phe-technical-guidance (which of the two, and from where).
It refuses negative counts, and gives no value for a base of nought.
"""

from __future__ import annotations

from math import exp, log, sqrt
from typing import TYPE_CHECKING

from dueregard.analysis.stats.values import (
    ORDINARY,
    Estimate,
    Interval,
    check_confidence,
    check_count,
    not_calculable,
    z_of,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

FEWEST_FOR_BYAR = 10
"""Below so many events the exact limits are taken. Source: sources.toml#phe-technical-guidance."""


def rate(
    events: float | None, base: float | None, *, per: float = 1.0, confidence: float = ORDINARY
) -> Estimate | None:
    """Give events per `per` of the base, with Byar's limits, or the exact ones below 10 events.

    Gives:   None where a figure is missing; no value where the base is nought.
    Source:  sources.toml#phe-technical-guidance

    >>> found = rate(20, 100, per=100)
    >>> found.value, round(found.limits.low, 4), round(found.limits.high, 4), found.method
    (20.0, 12.2114, 30.8899, 'Byars')
    """
    if events is None or base is None:
        return None
    check_count(events, name="The number of events")
    check_count(base, name="The base")
    if not base:
        return not_calculable("The base is nought.", method=method_for(events))
    limits = count_limits(events, confidence=confidence).times(1 / base * per)
    return Estimate(events / base * per, limits, method_for(events))


def method_for(events: float) -> str:
    """Name the method that gives the limits of so many events.

    >>> method_for(9), method_for(10)
    ('Exact', 'Byars')
    """
    return "Exact" if events < FEWEST_FOR_BYAR else "Byars"


def count_limits(events: float, *, confidence: float = ORDINARY) -> Interval:
    """Give the limits of a number of events: Byar's, or the exact ones below 10.

    Source:  sources.toml#phe-technical-guidance

    >>> limits = count_limits(5)
    >>> round(limits.low, 7), round(limits.high, 7)
    (1.6234864, 11.6683321)
    """
    if events < FEWEST_FOR_BYAR:
        return poisson_limits(events, confidence=confidence)
    return byar_limits(events, confidence=confidence)


def byar_limits(events: float, *, confidence: float = ORDINARY) -> Interval:
    """Give Byar's limits; the lower is None where the formula has no meaning (no event, or one at 99.8%).

    Source:  sources.toml#byar-breslow-day-1987

    >>> limits = byar_limits(65)
    >>> round(limits.low, 6), round(limits.high, 6)
    (50.163188, 82.849139)
    """
    check_count(events, name="The number of events")
    z = z_of(confidence)
    low = None
    if events:
        root = 1 - 1 / (9 * events) - z / (3 * sqrt(events))
        low = events * root**3 if root >= 0 else None
    more = events + 1
    return Interval(low, more * (1 - 1 / (9 * more) + z / (3 * sqrt(more))) ** 3)


def poisson_limits(events: float, *, confidence: float = ORDINARY) -> Interval:
    """Give the exact limits of a number of events.

    Source:  sources.toml#garwood-1936

    >>> poisson_limits(0).low, round(poisson_limits(0).high, 7)
    (0.0, 3.6888795)
    """
    from scipy.special import gammaincinv

    check_count(events, name="The number of events")
    check_confidence(confidence)
    tail = (1 - confidence) / 2
    low = 0.0 if events == 0 else float(gammaincinv(events, tail))
    return Interval(low, float(gammaincinv(events + 1, 1 - tail)))


def count_bounds(events: ArrayLike, *, confidence: float = ORDINARY) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the limits of many numbers of events at once, as `count_limits` does for one.

    Source:  sources.toml#phe-technical-guidance

    >>> low, high = count_bounds([5, 65])
    >>> [round(float(limit), 4) for limit in (*low, *high)]
    [1.6235, 50.1632, 11.6683, 82.8491]
    """
    import numpy as np
    from scipy.special import gammaincinv

    x = np.asarray(events, dtype=np.float64)
    z, tail = z_of(confidence), (1 - confidence) / 2
    safe = np.maximum(x, FEWEST_FOR_BYAR)
    low = safe * (1 - 1 / (9 * safe) - z / (3 * np.sqrt(safe))) ** 3
    high = (safe + 1) * (1 - 1 / (9 * (safe + 1)) + z / (3 * np.sqrt(safe + 1))) ** 3
    few = x < FEWEST_FOR_BYAR
    low[few] = np.where(x[few] > 0, gammaincinv(np.maximum(x[few], 1e-300), tail), 0.0)
    high[few] = gammaincinv(x[few] + 1, 1 - tail)
    low[np.isnan(x)] = high[np.isnan(x)] = np.nan
    return low, high


def rate_ratio(
    events: float | None,
    base: float | None,
    other_events: float | None,
    other_base: float | None,
    *,
    confidence: float = ORDINARY,
) -> Estimate | None:
    """Say how many times the other rate the first one is, with limits on the log scale (Poisson).

    Gives:   None where a figure is missing; no value where a base or a count is nought: nothing is added to it.
    Source:  sources.toml#rothman-greenland-2008

    >>> ratio = rate_ratio(60, 30_000, 40, 30_000)
    >>> ratio.value, round(ratio.limits.low, 4), round(ratio.limits.high, 4)
    (1.5, 1.0054, 2.2379)
    """
    if events is None or base is None or other_events is None or other_base is None:
        return None
    for figure in (events, base, other_events, other_base):
        check_count(figure)
    if not base or not other_base:
        return not_calculable("A base is nought.", method="log")
    if not events or not other_events:
        return not_calculable("A group has no events: a ratio has no limits then.", method="log")
    value = (events / base) / (other_events / other_base)
    reach = z_of(confidence) * sqrt(1 / events + 1 / other_events)
    return Estimate(value, Interval(exp(log(value) - reach), exp(log(value) + reach)), "log")
