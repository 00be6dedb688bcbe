"""What would the rate be if the places (or groups) compared were of the same ages?

The one idea: directly, each age's own rate is weighted by a standard population; indirectly, the reference's rates say
how many events were to be expected, and the ratio of observed to expected is read. Direct rates compare with each
other; indirect ratios only with the reference.
Sources: sources.toml#dobson-1991, sources.toml#byar-breslow-day-1987, sources.toml#phe-technical-guidance,
sources.toml#esp-2013. A direct rate of fewer than 10 events is not given: its limits would not hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt

from dueregard.analysis.stats.rates import byar_limits, count_limits, method_for
from dueregard.analysis.stats.values import (
    NO_LIMITS,
    ORDINARY,
    BadFigures,
    Estimate,
    Interval,
    check_count,
    check_same_length,
    not_calculable,
)

FEWEST_EVENTS = 10
"""Below so many events no direct rate is given. Source: sources.toml#phe-technical-guidance."""

ADJUSTED = "Dobson, with confidence adjusted for non-independent events"

ESP_2013 = (
    5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000,
)  # fmt: skip
"""European standard population of 2013, ages 0-4, 5-9 … 85-89, 90 and over. Source: sources.toml#esp-2013."""


@dataclass(frozen=True, slots=True)
class DirectRate:
    """A directly standardised rate with the events and people it was made of."""

    events: float
    people: float
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class IndirectRatio:
    """Observed and expected events, their ratio (1 = as the reference), and the reference's crude rate (per one)."""

    observed: float
    expected: float
    reference_rate: float
    ratio: Estimate

    def rate(self, *, per: float = 100_000) -> Estimate:
        """Give the indirectly standardised rate: the ratio times the reference's crude rate."""
        return self.ratio.times(self.reference_rate * per) if self.reference_rate else self.ratio

    @property
    def excess(self) -> Estimate:
        """Give how many events more than expected there were, with limits; below nought, fewer."""
        limits = self.ratio.limits
        if self.ratio.value is None:
            return self.ratio
        return Estimate(
            self.observed - self.expected,
            Interval(
                None if limits.low is None else (limits.low - 1) * self.expected,
                None if limits.high is None else (limits.high - 1) * self.expected,
            ),
            self.ratio.method,
        )


def direct_rate(
    events: Sequence[float | None],
    people: Sequence[float],
    standard: Sequence[float] = ESP_2013,
    *,
    repeats: Sequence[Sequence[float | None]] | None = None,
    per: float = 100_000,
    confidence: float = ORDINARY,
) -> DirectRate:
    """Give the directly standardised rate, with Dobson's limits, from events, people and standard by age.

    Takes:   one figure an age, youngest first; an age without a number of events had none. `repeats`, where a person
             may have several events: for each age how many people had one, two, three …; limits are wider then.
    Gives:   no value where there are fewer than 10 events.
    Raises:  BadFigures where an age has nobody: its rate cannot be weighted; where repeats do not add to the events.
    Source:  sources.toml#dobson-1991, sources.toml#phe-technical-guidance

    >>> found = direct_rate([30, 70], [1000, 1000], [2, 1], per=1000)
    >>> round(found.estimate.value, 2), found.estimate.method
    (43.33, 'Dobson')
    """
    check_same_length(events=events, people=people, standard=standard)
    happened = [one or 0.0 for one in events]
    for figure in (*happened, *people, *standard):
        check_count(figure)
    if any(not one for one in people):
        raise BadFigures("A band has nobody in it.", mend="Put it together with the band beside it.")
    method = "Dobson" if repeats is None else ADJUSTED
    spread = happened if repeats is None else _spread(happened, repeats)
    total, weight = fsum(happened), fsum(standard)
    if not weight:
        raise BadFigures("The standard population has nobody in it.")
    if total < FEWEST_EVENTS:
        why = f"There are fewer than {FEWEST_EVENTS} events."
        return DirectRate(total, fsum(people), not_calculable(why, method=method))
    bands = list(zip(happened, spread, people, standard, strict=True))
    value = fsum(w * x / n for x, _, n, w in bands) / weight
    variance = fsum(w * w * v / (n * n) for _, v, n, w in bands) / weight**2
    counted = byar_limits(total, confidence=confidence)
    scale = sqrt(variance / total)
    low = NO_LIMITS.low if counted.low is None else value + scale * (counted.low - total)
    high = NO_LIMITS.high if counted.high is None else value + scale * (counted.high - total)
    return DirectRate(total, fsum(people), Estimate(value, Interval(low, high), method).times(per))


def _spread(events: Sequence[float], repeats: Sequence[Sequence[float | None]]) -> list[float]:
    """Give the variance of each band's events, where people have several: each weighs with the square of theirs."""
    check_same_length(events=events, repeats=repeats)
    given = [[one or 0.0 for one in band] for band in repeats]
    for figure in (one for band in given for one in band):
        check_count(figure, name="A number of people with so many events")
    for happened, band in zip(events, given, strict=True):
        if abs(fsum(many * people for many, people in enumerate(band, start=1)) - happened) > 1e-6:
            raise BadFigures("The people with one, two, three … events do not add to the events of their band.")
    return [fsum(many * many * people for many, people in enumerate(band, start=1)) for band in given]


def expected_events(
    people: Sequence[float], reference_events: Sequence[float | None], reference_people: Sequence[float]
) -> float:
    """Give how many events there would be at the reference's rates.

    Raises:  BadFigures where a band of the reference has nobody.

    >>> expected_events([100, 200], [10, 30], [1000, 1000])
    7.0
    """
    check_same_length(people=people, reference_events=reference_events, reference_people=reference_people)
    for figure in (*people, *(one or 0.0 for one in reference_events), *reference_people):
        check_count(figure)
    if any(not one for one in reference_people):
        raise BadFigures("A band of the reference has nobody in it.")
    return fsum(
        n * (events or 0.0) / base for n, events, base in zip(people, reference_events, reference_people, strict=True)
    )


def indirect_ratio(
    observed: float | None,
    expected: float | None,
    *,
    reference_rate: float = 0.0,
    confidence: float = ORDINARY,
) -> IndirectRatio | None:
    """Give observed over expected events, with Byar's limits (the exact ones below 10 observed).

    Takes:   `reference_rate`, events per person in the whole reference, where a rate is wanted, too.
    Gives:   None where a figure is missing; no value where nothing was expected.
    Source:  sources.toml#byar-breslow-day-1987

    >>> found = indirect_ratio(895, 835.883561)
    >>> round(found.ratio.value, 6), round(found.excess.value, 3)
    (1.070723, 59.116)
    """
    if observed is None or expected is None:
        return None
    check_count(observed, name="The number observed")
    check_count(expected, name="The number expected")
    if not expected:
        ratio = not_calculable("Nothing was expected.", method=method_for(observed))
    else:
        limits = count_limits(observed, confidence=confidence).times(1 / expected)
        ratio = Estimate(observed / expected, limits, method_for(observed))
    return IndirectRatio(observed, expected, reference_rate, ratio)
