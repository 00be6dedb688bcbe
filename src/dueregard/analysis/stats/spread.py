"""How unevenly are groups spread, and how mixed is a place or a workforce?

The one idea: two numbers for the whole of a distribution. Dissimilarity: the share of people who would have to change
group for the shares to be those of the population. Simpson's: the chance that two people drawn are of different groups.
Sources: sources.toml#duncan-1955, sources.toml#simpson-1949.
"""

from __future__ import annotations

from collections.abc import Sequence

from dueregard.analysis.stats.values import BadFigures, check_count, check_same_length


def dissimilarity(counts: Sequence[float | None], others: Sequence[float | None]) -> float | None:
    """Give Duncan's index, 0 (the same shares) to 1 (nothing in common), of two distributions over the same groups.

    Takes:   counts or shares; each is divided by its own sum.
    Gives:   None where a figure is missing or a distribution is empty.
    Source:  sources.toml#duncan-1955

    >>> dissimilarity([50, 50], [75, 25])
    0.25
    """
    check_same_length(counts=counts, others=others)
    if any(figure is None for figure in (*counts, *others)):
        return None
    ours, theirs = [one for one in counts if one is not None], [one for one in others if one is not None]
    for figure in (*ours, *theirs):
        check_count(figure)
    total, other_total = sum(ours), sum(theirs)
    if not total or not other_total:
        return None
    return sum(abs(one / total - other / other_total) for one, other in zip(ours, theirs, strict=True)) / 2


def simpson(counts: Sequence[float | None]) -> float | None:
    """Give Simpson's diversity, 0 (all alike) to 1 less one part in the number of groups.

    Gives:   None where a figure is missing or nobody is counted.
    Source:  sources.toml#simpson-1949

    >>> simpson([25, 25, 25, 25])
    0.75
    """
    given = [one for one in counts if one is not None]
    for figure in given:
        check_count(figure)
    total = sum(given)
    if len(given) < len(counts) or not total:
        return None
    return 1 - sum((one / total) ** 2 for one in given)


def share_ranks(weights: Sequence[float]) -> tuple[float, ...]:
    """Give, for groups in their order, the middle of the part of the people that each takes up (0 to 1).

    >>> share_ranks([1, 1, 2])
    (0.125, 0.375, 0.75)
    """
    for weight in weights:
        check_count(weight, name="A population")
    total = sum(weights)
    if not total:
        raise BadFigures("There is nobody in any group.")
    ranks, before = [], 0.0
    for weight in weights:
        ranks.append((before + weight / 2) / total)
        before += weight
    return tuple(ranks)
