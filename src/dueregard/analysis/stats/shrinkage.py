"""How far is a small group's rate to be believed? As far as its size, and the spread between groups, allow.

The one idea: a rate from few people is drawn towards the rate of all, the more so the fewer they are and the less the
groups differ beyond chance (empirical Bayes, beta-binomial). So small groups neither shout nor vanish from a ranking.
The spread between groups is estimated by moments. It serves ranking alone: what is printed is the group's own rate.
Sources: sources.toml#dersimonian-laird-1986, sources.toml#clayton-kaldor-1987.
"""

from __future__ import annotations

from collections.abc import Sequence

from dueregard.analysis.stats.values import check_part, check_same_length


def shrunk_rates(counts: Sequence[int], bases: Sequence[int], *, towards: float | None = None) -> tuple[float, ...]:
    """Give each group's rate, drawn towards that of all (or towards another).

    Takes:   counts and bases of groups that do not overlap; every base above nought.
    Gives:   a rate between 0 and 1 for each; all the same where the groups differ no more than chance would make them.
    Source:  sources.toml#clayton-kaldor-1987

    >>> [round(rate, 3) for rate in shrunk_rates([10, 300, 700], [20, 1000, 1000])]
    [0.5, 0.3, 0.7]
    >>> [round(rate, 2) for rate in shrunk_rates([4, 50, 52], [5, 100, 100])]
    [0.52, 0.52, 0.52]
    """
    check_same_length(counts=counts, bases=bases)
    for count, base in zip(counts, bases, strict=True):
        check_part(count, base)
    people = sum(bases)
    if not people:
        return ()
    middle = sum(counts) / people if towards is None else towards
    strength = prior_strength(counts, bases, middle=middle)
    if strength is None:
        return tuple(middle for _ in counts)
    return tuple((c + strength * middle) / (b + strength) for c, b in zip(counts, bases, strict=True))


def prior_strength(counts: Sequence[int], bases: Sequence[int], *, middle: float) -> float | None:
    """Say how many people's worth of evidence the rate of all is, for each group.

    Gives:   a number of people; None where the groups do not differ beyond chance: the rate of all is everything.
    Source:  sources.toml#dersimonian-laird-1986
    """
    people, by_chance = sum(bases), middle * (1 - middle)
    spread = sum(b * (c / b - middle) ** 2 for c, b in zip(counts, bases, strict=True) if b)
    room = people - sum(b * b for b in bases) / people
    groups = sum(1 for b in bases if b)
    between = (spread - (groups - 1) * by_chance) / room if room > 0 else 0.0
    if between <= 0 or by_chance <= 0:
        return None
    return max(0.0, by_chance / between - 1)
