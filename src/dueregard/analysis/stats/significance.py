"""Could a difference as large as this be chance?

The one idea: exact tests for few people, Pearson's chi-square (without Yates' correction) for many; which of them was
taken, and how large the difference is, is said with every p-value. A p-value alone is never shown.
Sources: sources.toml#fisher-1922, sources.toml#pearson-1900, sources.toml#cohen-1988, sources.toml#due-regard-tests.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

from dueregard.analysis.stats.values import BadFigures, check_count, check_part, check_same_length


@dataclass(frozen=True, slots=True)
class Test:
    """A test and its p-value; None where it cannot be made, and then `why_not` says why.

    `effect` is how large the difference is: Cramér's V for a table, w for a fit; `least_expected` is the smallest count
    that chance alone would have given.
    """

    __test__ = False  # pytest gathers classes of this name; pages say "test" and so do we

    name: str
    p: float | None
    statistic: float | None = None
    freedom: int | None = None
    effect: float | None = None
    least_expected: float | None = None
    why_not: str = ""
    is_rough: bool = False


@dataclass(frozen=True, slots=True)
class TestRule:
    """When the exact test is taken: any expected count below the one, or fewer people than the other.

    Source:  sources.toml#due-regard-tests
    """

    __test__ = False

    least_expected: float = 5
    fewest_people: float = 1000


def fisher(count: int, base: int, other_count: int, other_base: int) -> Test:
    """Give Fisher's exact test, two-sided, of two shares. Counts are whole.

    Source:  sources.toml#fisher-1922

    >>> round(fisher(84, 780, 24, 408).p, 5)
    0.00553
    """
    check_part(count, base)
    check_part(other_count, other_base)
    for figure in (count, base, other_count, other_base):
        if int(figure) != figure:
            raise BadFigures("The exact test needs whole counts.", mend="Weighted counts need another test.")
    if not base or not other_base:
        return Test("Fisher", None, why_not="A base is nought.")
    total, hits = int(base + other_base), int(count + other_count)
    if hits in (0, total):
        return Test("Fisher", 1.0, effect=0.0)
    from scipy.stats import fisher_exact

    table = [[int(count), int(base - count)], [int(other_count), int(other_base - other_count)]]
    pearson = chi_square(table)
    return Test(
        "Fisher", float(fisher_exact(table).pvalue), effect=pearson.effect, least_expected=pearson.least_expected
    )


def binomial(count: int, base: int, expected_share: float) -> Test:
    """Give the exact two-sided test of a share against a known one, such as a census share.

    Source:  sources.toml#clopper-pearson-1934

    >>> round(binomial(3, 20, 0.4).p, 5)
    0.02243
    """
    check_part(count, base)
    if not 0 <= expected_share <= 1:
        raise BadFigures("The expected share lies between 0 and 1.")
    if int(count) != count or int(base) != base:
        raise BadFigures("The exact test needs whole counts.")
    if not base:
        return Test("binomial", None, why_not="The base is nought.")
    from scipy.stats import binomtest

    least = base * min(expected_share, 1 - expected_share)
    return Test("binomial", float(binomtest(int(count), int(base), expected_share).pvalue), least_expected=least)


def chi_square(table: Sequence[Sequence[float]]) -> Test:
    """Give Pearson's chi-square of a table, groups × outcomes, with Cramér's V. Empty rows and columns are left out.

    Gives:   no p-value where fewer than two rows or columns hold anybody; `is_rough` where more than a fifth of the
             expected counts are below 5, or one is below 1 (Cochran).
    Source:  sources.toml#pearson-1900, sources.toml#cohen-1988, sources.toml#cochran-1954

    >>> test = chi_square([[84, 696], [24, 384]])
    >>> round(test.statistic, 4), round(test.p, 5), test.freedom
    (7.7408, 0.0054, 1)
    """
    import numpy as np
    from scipy.special import chdtrc

    try:
        counts = np.array(table, dtype=np.float64)
    except ValueError:
        raise BadFigures("The rows of the table are not equally long.") from None
    if counts.ndim != 2 or not np.isfinite(counts).all() or (counts < 0).any():
        raise BadFigures("A table of counts has rows of equal length, of nought or more.")
    counts = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    if min(counts.shape) < 2:
        return Test("chi-square", None, why_not="There is only one group, or one outcome.")
    total = counts.sum()
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / total
    statistic = float(((counts - expected) ** 2 / expected).sum())
    freedom = (counts.shape[0] - 1) * (counts.shape[1] - 1)
    return Test(
        "chi-square",
        float(chdtrc(freedom, statistic)),
        statistic,
        freedom,
        effect=sqrt(statistic / (float(total) * (min(counts.shape) - 1))),
        least_expected=float(expected.min()),
        is_rough=bool((expected < 5).mean() > 0.2 or expected.min() < 1),
    )


def goodness_of_fit(counts: Sequence[float], shares: Sequence[float]) -> Test:
    """Hold counts against the shares of a population, which add to one; the effect is Cohen's w.

    Gives:   no p-value where nobody was counted, where fewer than two shares are above nought, or where somebody stands
             in a group that the population does not have.
    Source:  sources.toml#pearson-1900, sources.toml#cohen-1988

    >>> test = goodness_of_fit([60, 40], [0.5, 0.5])
    >>> test.statistic, round(test.p, 4), test.effect
    (4.0, 0.0455, 0.2)
    """
    from scipy.special import chdtrc

    check_same_length(counts=counts, shares=shares)
    for figure in (*counts, *shares):
        check_count(figure)
    if abs(sum(shares) - 1) > 1e-6:
        raise BadFigures("The shares of the population do not add to one.")
    total = sum(counts)
    if not total:
        return Test("chi-square", None, why_not="Nobody was counted.")
    if any(count and not share for count, share in zip(counts, shares, strict=True)):
        return Test("chi-square", None, why_not="Somebody stands in a group that the population does not have.")
    kept = [(count, share) for count, share in zip(counts, shares, strict=True) if share]
    if len(kept) < 2:
        return Test("chi-square", None, why_not="There is only one group.")
    expected = [share * total for _, share in kept]
    statistic = sum((count - due) ** 2 / due for (count, _), due in zip(kept, expected, strict=True))
    return Test(
        "chi-square",
        float(chdtrc(len(kept) - 1, statistic)),
        statistic,
        len(kept) - 1,
        effect=sqrt(statistic / total),
        least_expected=min(expected),
        is_rough=sum(due < 5 for due in expected) > 0.2 * len(expected) or min(expected) < 1,
    )


_RULE = TestRule()


def compare(
    count: float | None,
    base: float | None,
    other_count: float | None,
    other_base: float | None,
    *,
    rule: TestRule = _RULE,
) -> Test | None:
    """Test two shares by the test that fits: Fisher's where counts are few and whole, Pearson's otherwise.

    Gives:   None where a figure is missing; no p-value where a base is nought.
    Source:  sources.toml#due-regard-tests

    >>> compare(84, 780, 24, 408).name, compare(9, 310, 5, 300).name
    ('chi-square', 'Fisher')
    """
    if count is None or base is None or other_count is None or other_base is None:
        return None
    check_part(count, base)
    check_part(other_count, other_base)
    if not base or not other_base:
        return Test("Fisher", None, why_not="A base is nought.")
    total, hits = base + other_base, count + other_count
    least = min(base, other_base) * min(hits, total - hits) / total
    is_whole = all(int(figure) == figure for figure in (count, base, other_count, other_base))
    if is_whole and (least < rule.least_expected or total < rule.fewest_people):
        return fisher(int(count), int(base), int(other_count), int(other_base))
    return chi_square([[count, base - count], [other_count, other_base - other_count]])


def choose_test(table: Sequence[Sequence[float]], *, rule: TestRule = _RULE) -> Literal["Fisher", "chi-square"]:
    """Name the test for a table, groups × outcomes: the exact one only where it is two by two.

    Source:  sources.toml#due-regard-tests

    >>> choose_test([[3, 7], [5, 9]])
    'Fisher'
    """
    total = sum(sum(row) for row in table)
    if len(table) != 2 or any(len(row) != 2 for row in table):
        return "chi-square"
    down = [sum(row[at] for row in table) for at in range(2)]
    least = min(sum(row) for row in table) * min(down) / total if total else 0.0
    return "Fisher" if least < rule.least_expected or total < rule.fewest_people else "chi-square"
