"""What do weights cost, and how sure is a weighted share?

The one idea: unequal weights make a survey worth fewer people than answered it. Kish's design effect is how many times
the variance grows; the effective sample size is what is left. A weighted share gets Wilson's limits on that size.
Sources: sources.toml#kish-1965, sources.toml#wilson-1927. It refuses negative weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from dueregard.analysis.stats.proportions import wilson_limits
from dueregard.analysis.stats.values import ORDINARY, Estimate, check_count, check_same_length, not_calculable


def design_effect(weights: Sequence[float]) -> float | None:
    """Give Kish's design effect, 1 for equal weights; None where all weights are nought or there are none.

    Source:  sources.toml#kish-1965

    >>> round(design_effect([0.5] * 40 + [1] * 30 + [2] * 30), 6)
    1.322314
    """
    size = effective_size(weights)
    return len(weights) / size if size else None


def effective_size(weights: Sequence[float]) -> float:
    """Give how many people of equal weight the weighted ones are worth.

    Source:  sources.toml#kish-1965

    >>> round(effective_size([0.5] * 40 + [1] * 30 + [2] * 30), 3)
    75.625
    """
    for weight in weights:
        check_count(weight, name="A weight")
    total = fsum(weights)
    return total * total / fsum(weight * weight for weight in weights) if total else 0.0


def weighted_proportion(
    has: Sequence[bool | None], weights: Sequence[float], *, confidence: float = ORDINARY
) -> Estimate:
    """Give the weighted share of those who have something, with Wilson's limits on the effective size.

    Takes:   one answer a person; those who did not answer (None) are left out of share and size.
    Gives:   no value where nobody answered.
    Source:  sources.toml#kish-1965, sources.toml#wilson-1927

    >>> round(weighted_proportion([True, False, None], [1.0, 3.0, 1.0]).value, 2)
    0.25
    """
    check_same_length(has=has, weights=weights)
    answered = [(one, weight) for one, weight in zip(has, weights, strict=True) if one is not None]
    size = effective_size([weight for _, weight in answered])
    if not size:
        return not_calculable("Nobody answered.", method="Wilson, effective size")
    total = fsum(weight for _, weight in answered)
    share = min(1.0, fsum(weight for one, weight in answered if one) / total)
    return Estimate(share, wilson_limits(share * size, size, confidence=confidence), "Wilson, effective size")
