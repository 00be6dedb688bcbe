"""Into which fifth, tenth or quarter does each place fall?

The one idea: by rank, ties together, so that equal values never fall apart. The lowest quantile holds the lowest values
unless it is turned over. Fewer places than quantiles give none.
Source: sources.toml#phe-indicator-methods.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from dueregard.analysis.stats.values import BadFigures


def quantiles(values: Sequence[float | None], *, parts: int = 10, lowest_first: bool = True) -> tuple[int | None, ...]:
    """Give the quantile of each value, from 1; None where there is no value, or fewer values than parts.

    Source:  sources.toml#phe-indicator-methods

    >>> quantiles([4.0, 1.0, None, 3.0, 2.0], parts=2)
    (2, 1, None, 2, 1)
    """
    if parts < 1:
        raise BadFigures("There is at least one quantile.")
    given = sorted(value if lowest_first else -value for value in values if value is not None)
    if len(given) < parts:
        return (None,) * len(values)
    return tuple(
        None if value is None else bisect_left(given, value if lowest_first else -value) * parts // len(given) + 1
        for value in values
    )
