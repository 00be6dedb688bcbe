"""Which of many differences stand, when many were looked at?

The one idea: of twenty comparisons one looks striking by chance. All tests of one question are a family and are
adjusted together: Benjamini and Hochberg hold the share of false findings among the findings; Holm holds the chance of
a single false one. Tests that could not be made (None) are no part of the family.
Sources: sources.toml#benjamini-hochberg-1995, sources.toml#benjamini-yekutieli-2001, sources.toml#holm-1979.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dueregard.analysis.stats.values import BadFigures

_Step = Callable[[int, int], float]


def benjamini_hochberg(p_values: Sequence[float | None]) -> tuple[float | None, ...]:
    """Give the adjusted p-values, in the order given: at 0.05, one in twenty of what is called a finding is none.

    Source:  sources.toml#benjamini-hochberg-1995

    >>> benjamini_hochberg([0.01, None, 0.04])
    (0.02, None, 0.04)
    """
    return _from_the_largest(p_values, lambda place, size: size / place)


def benjamini_yekutieli(p_values: Sequence[float | None]) -> tuple[float | None, ...]:
    """Give p-values adjusted as above, for tests that lean on each other in any way: stricter.

    Source:  sources.toml#benjamini-yekutieli-2001

    >>> benjamini_yekutieli([0.01, 0.04])
    (0.03, 0.06)
    """
    size = sum(p is not None for p in p_values)
    harmonic = sum(1 / place for place in range(1, size + 1))
    return _from_the_largest(p_values, lambda place, size: harmonic * size / place)


def holm(p_values: Sequence[float | None]) -> tuple[float | None, ...]:
    """Give p-values adjusted so that not one false finding is likely.

    Source:  sources.toml#holm-1979

    >>> holm([0.01, 0.04, None])
    (0.02, 0.04, None)
    """
    ranked = _ranked(p_values)
    adjusted: list[float | None] = [None] * len(p_values)
    worst = 0.0
    for place, (p, at) in enumerate(ranked):
        worst = max(worst, min(1.0, p * (len(ranked) - place)))
        adjusted[at] = worst
    return tuple(adjusted)


def _from_the_largest(p_values: Sequence[float | None], factor: _Step) -> tuple[float | None, ...]:
    ranked = _ranked(p_values)
    adjusted: list[float | None] = [None] * len(p_values)
    best = 1.0
    for place, (p, at) in reversed(list(enumerate(ranked, start=1))):
        best = min(best, p * factor(place, len(ranked)))
        adjusted[at] = best
    return tuple(adjusted)


def _ranked(p_values: Sequence[float | None]) -> list[tuple[float, int]]:
    ranked = sorted((p, at) for at, p in enumerate(p_values) if p is not None)
    if any(not 0 <= p <= 1 for p, _ in ranked):
        raise BadFigures("A p-value lies between 0 and 1.")
    return ranked
