"""Do two answers about the same people agree? What people said of themselves, and what an officer wrote down.

The one idea: the two are crossed, and the share of people for whom they agree is given with its interval and beside
what chance alone would give (Cohen's kappa). Where they differ, it is said how: of those who said one thing, how many
were written down as another. Neither is taken for the truth; the person's own answer is theirs.
Sources: sources.toml#cohen-1960, sources.toml#wilson-1927.
It refuses two columns without a group in common.
"""

from __future__ import annotations

from dataclasses import dataclass

from dueregard.analysis.released.dimensions import TOTAL, Category
from dueregard.analysis.released.table import ReleasedTable
from dueregard.analysis.stats.proportions import proportion
from dueregard.analysis.stats.values import Estimate
from dueregard.domain.monitoring.figures import NOT_DECLARED, NOUGHT, Figure, answers, dimension_of, figure
from dueregard.terms.errors import UsedWrongly


@dataclass(frozen=True, slots=True)
class Same:
    """For one group: how many said it, of whom the other column says something, and for how many it says the same."""

    category: Category
    said: Figure
    agreed: Figure
    share: Estimate | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two columns agree: group by group, and altogether.

    `kappa` is 1 for full agreement and 0 for what chance alone would give.
    """

    first: str
    second: str
    groups: tuple[Same, ...]
    both_known: Figure
    agreed: Figure
    share: Estimate | None
    kappa: float | None
    only_first: Figure
    only_second: Figure
    cautions: tuple[str, ...]


def agreement(table: ReleasedTable, *, first: str, second: str) -> Agreement:
    """Hold two columns of the same people against each other.

    Takes:   a table over both, over the same groups (at least two in common).
    Gives:   figures that are hidden where a cell they need is hidden.
    Raises:  UsedWrongly where fewer than two groups are in both.
    Source:  sources.toml#cohen-1960
    """
    one, other = dimension_of(table, first), dimension_of(table, second)
    shared = [c for c in answers(one, groups=False) if c.code in {d.code for d in answers(other, groups=False)}]
    if len(shared) < 2:
        raise UsedWrongly("The two have no groups in common.", mend="Put both into one classification.")
    known = [c.code for c in answers(other, groups=False)]
    groups = []
    for category in shared:
        said = _of(table, {first: category.code}, over=second, known=known)
        agreed = figure(table, {first: category.code, second: category.code})
        share = proportion(agreed.value, said.value) if said.value else None
        groups.append(Same(category, said, agreed, share))
    both, agreed = NOUGHT, NOUGHT
    for group in groups:
        both, agreed = both + group.said, agreed + group.agreed
    return Agreement(
        first=one.label,
        second=other.label,
        groups=tuple(groups),
        both_known=both,
        agreed=agreed,
        share=proportion(agreed.value, both.value) if both.value else None,
        kappa=_kappa(table, shared, both, agreed, first=first, second=second),
        only_first=_silent(table, shared, first=first, second=second),
        only_second=_silent(table, shared, first=second, second=first),
        cautions=("Neither column is taken for the truth.", *table.notes),
    )


def _of(table: ReleasedTable, at: dict[str, str], *, over: str, known: list[str]) -> Figure:
    """Count those of whom the other column says something: its answers added up, or all less the silent."""
    added = NOUGHT
    for code in known:
        added = added + figure(table, {**at, over: code})
    if added.value is not None or TOTAL not in dimension_of(table, over).codes:
        return added
    rest = figure(table, {**at, over: TOTAL})
    for silent in dimension_of(table, over).categories:
        if silent.kind in NOT_DECLARED:
            rest = rest - figure(table, {**at, over: silent.code})
    return rest


def _silent(table: ReleasedTable, shared: list[Category], *, first: str, second: str) -> Figure:
    """Count those of whom the first column says something, and the second nothing."""
    found = NOUGHT
    for silent in dimension_of(table, second).categories:
        if silent.kind in NOT_DECLARED:
            for category in shared:
                found = found + figure(table, {first: category.code, second: silent.code})
    return found


def _kappa(
    table: ReleasedTable, shared: list[Category], both: Figure, agreed: Figure, *, first: str, second: str
) -> float | None:
    """Give Cohen's kappa over the shared groups; None where a cell is hidden or chance alone would make all agree."""
    if not both.value or agreed.value is None:
        return None
    by_chance = 0.0
    for category in shared:
        here, there = NOUGHT, NOUGHT
        for peer in shared:
            here = here + figure(table, {first: category.code, second: peer.code})
            there = there + figure(table, {first: peer.code, second: category.code})
        if here.value is None or there.value is None:
            return None
        by_chance += here.value * there.value / both.value**2
    return (agreed.value / both.value - by_chance) / (1 - by_chance) if by_chance < 1 else None
