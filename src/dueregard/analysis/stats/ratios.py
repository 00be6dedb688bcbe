"""How many times likelier is one group than another to have an outcome?

The one idea: a ratio of shares has its limits on the log scale; a cell of nought gives no ratio, and nothing is added
to it to force one. "Relative likelihood" in the workforce race and disability standards is this risk ratio: which
group stands on top differs from indicator to indicator, and is the caller's to say.
Sources: sources.toml#katz-1978, sources.toml#woolf-1955, sources.toml#nhs-wres, sources.toml#eeoc-four-fifths.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

from dueregard.analysis.stats.values import (
    ORDINARY,
    BadFigures,
    Estimate,
    Interval,
    check_count,
    check_part,
    check_same_length,
    not_calculable,
    z_of,
)

_ZERO_CELL = "A cell is nought: a ratio cannot be given; an exact test can."
_NOBODY = "A base is nought."


def risk_ratio(
    count: float | None,
    base: float | None,
    other_count: float | None,
    other_base: float | None,
    *,
    confidence: float = ORDINARY,
) -> Estimate | None:
    """Say how many times the other group's share the first group's is (1 = the same).

    Gives:   None where a figure is missing; no value where a base or a count is nought.
    Source:  sources.toml#katz-1978; sources.toml#nhs-wres

    >>> likelihood = risk_ratio(84, 780, 24, 408)      # shortlisted and appointed
    >>> [round(one, 4) for one in (likelihood.value, likelihood.limits.low, likelihood.limits.high)]
    [1.8308, 1.182, 2.8357]
    """
    if count is None or base is None or other_count is None or other_base is None:
        return None
    check_part(count, base)
    check_part(other_count, other_base)
    if not base or not other_base:
        return not_calculable(_NOBODY, method="log")
    if not count or not other_count:
        return not_calculable(_ZERO_CELL, method="log")
    value = (count / base) / (other_count / other_base)
    error = sqrt(1 / count - 1 / base + 1 / other_count - 1 / other_base)
    return Estimate(value, _log_limits(value, error, confidence=confidence), "log")


def odds_ratio(
    count: float | None,
    base: float | None,
    other_count: float | None,
    other_base: float | None,
    *,
    confidence: float = ORDINARY,
) -> Estimate | None:
    """Say how many times the other group's odds the first group's are, with Woolf's limits.

    Gives:   None where a figure is missing; no value where any of the four cells is nought.
    Source:  sources.toml#woolf-1955

    >>> round(odds_ratio(84, 780, 24, 408).value, 4)
    1.931
    """
    if count is None or base is None or other_count is None or other_base is None:
        return None
    check_part(count, base)
    check_part(other_count, other_base)
    if not base or not other_base:
        return not_calculable(_NOBODY, method="log")
    cells = (count, base - count, other_count, other_base - other_count)
    if not all(cells):
        return not_calculable(_ZERO_CELL, method="log")
    value = (cells[0] / cells[1]) / (cells[2] / cells[3])
    error = sqrt(sum(1 / cell for cell in cells))
    return Estimate(value, _log_limits(value, error, confidence=confidence), "log")


@dataclass(frozen=True, slots=True)
class FourFifths:
    """The share of each group held against the highest: `ratios` in the order given; None where there is no base.

    This is a rule of thumb of the United States' agencies. It is not a test in the law of the United Kingdom, and a
    ratio below it proves nothing: it says where to look.
    """

    ratios: tuple[float | None, ...]
    flagged: tuple[bool, ...]
    threshold: float


def four_fifths(counts: Sequence[float | None], bases: Sequence[float | None], *, threshold: float = 0.8) -> FourFifths:
    """Give each group's share as a part of the highest share, and say which lie below four fifths. Not UK law.

    Gives:   no ratio where a figure is missing, a base is nought, or every share is nought.
    Source:  sources.toml#eeoc-four-fifths

    >>> four_fifths([84, 24], [780, 408]).flagged
    (False, True)
    """
    check_same_length(counts=counts, bases=bases)
    shares = [_share(count, base) for count, base in zip(counts, bases, strict=True)]
    highest = max((share for share in shares if share is not None), default=0.0)
    ratios = tuple(share / highest if share is not None and highest else None for share in shares)
    return FourFifths(ratios, tuple(ratio is not None and ratio < threshold for ratio in ratios), threshold)


def ratio_of(
    estimate: float, error: float, other: float, other_error: float, *, confidence: float = ORDINARY
) -> Estimate:
    """Give the ratio of two independent positive estimates with known standard errors, with limits on the log scale.

    Source:  sources.toml#katz-1978 (the same argument, by the delta method)

    >>> round(ratio_of(20.0, 1.0, 10.0, 1.0).value, 1)
    2.0
    """
    check_count(error, name="A standard error")
    check_count(other_error, name="A standard error")
    if estimate < 0 or other < 0:
        raise BadFigures("A ratio needs two estimates of nought or more.")
    if not estimate or not other:
        return not_calculable("One of the two is nought.", method="log")
    together = sqrt((error / estimate) ** 2 + (other_error / other) ** 2)
    return Estimate(estimate / other, _log_limits(estimate / other, together, confidence=confidence), "log")


def _share(count: float | None, base: float | None) -> float | None:
    if count is None or base is None:
        return None
    check_part(count, base)
    return count / base if base else None


def _log_limits(value: float, error: float, *, confidence: float) -> Interval:
    reach = z_of(confidence) * error
    return Interval(exp(log(value) - reach), exp(log(value) + reach))
