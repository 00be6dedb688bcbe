"""Which actions were split into several, or put together into one?

The one idea: a part of an action says some of its words and little else, and the parts together say most of it. An
action is therefore developed into several where each of them stands largely within it, each adds words that the others
do not, and together they cover it; several are put together into one where the same holds the other way round. Where
the older document itself says that an action was developed, less is enough to propose it; a proposal stays a question
unless the words leave no doubt.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from dueregard.domain.plans.compare_likeness import Known, Weights
from dueregard.domain.plans.compare_model import How, Sure
from dueregard.domain.plans.states import Outcome

_WITHIN = 0.60  # of a part's words stand in the whole
_COVERED = 0.70  # of the whole's words stand in its parts
_ADDS = 0.12  # of the whole's words stand in this part alone
_SURE_WITHIN, _SURE_COVERED = 0.75, 0.85
_SAID_WITHIN, _SAID_COVERED, _SAID_ADDS = 0.40, 0.40, 0.08
_MOST_PARTS = 6


@dataclass(frozen=True, slots=True)
class Group:
    """One older action and its parts, or several older actions and the one they became."""

    old: tuple[Known, ...]
    new: tuple[Known, ...]
    covered: float
    how: How
    sure: Sure


def find_groups(olds: Sequence[Known], news: Sequence[Known], weights: Weights) -> list[Group]:
    """Give the groups among actions that have no counterpart yet, the best covered first; each action in one at most.

    Takes:   actions left over when the same texts are paired.
    """
    found = [*_splits(olds, news, weights), *_joins(olds, news, weights)]
    taken: set[tuple[str, int]] = set()
    chosen = []
    for group in sorted(found, key=_rank):
        members = {("old", one.position) for one in group.old} | {("new", one.position) for one in group.new}
        if taken.isdisjoint(members):
            taken |= members
            chosen.append(group)
    return chosen


def _splits(olds: Sequence[Known], news: Sequence[Known], weights: Weights) -> Iterator[Group]:
    for whole in olds:
        is_said = whole.action.outcome == Outcome.DEVELOPED
        found = _parts(whole, news, weights, is_said=is_said)
        if found:
            parts, covered, sure = found
            yield Group((whole,), parts, covered, How.PROPOSED if sure is Sure.QUESTION else How.TEXT, sure)


def _joins(olds: Sequence[Known], news: Sequence[Known], weights: Weights) -> Iterator[Group]:
    for whole in news:
        # Only where every part is said to have been developed does the document vouch for the whole group.
        said = [one for one in olds if one.action.outcome == Outcome.DEVELOPED]
        found = _parts(whole, olds, weights, is_said=False) or _parts(whole, said, weights, is_said=True)
        if found:
            parts, covered, sure = found
            yield Group(parts, (whole,), covered, How.PROPOSED if sure is Sure.QUESTION else How.TEXT, sure)


def _parts(
    whole: Known, others: Collection[Known], weights: Weights, *, is_said: bool
) -> tuple[tuple[Known, ...], float, Sure] | None:
    """Give the parts of an action, how much of it they cover, and how sure that is; None where there are not two."""
    within, covered, adds = (_SAID_WITHIN, _SAID_COVERED, _SAID_ADDS) if is_said else (_WITHIN, _COVERED, _ADDS)
    total = weights.weigh(whole.stems)
    if not total:
        return None
    inside = [one for one in others if weights.within(one.stems, whole.stems) >= within]
    # The largest share of the whole first; each further one must add words of its own.
    inside.sort(key=lambda one: (-weights.weigh(one.stems & whole.stems), one.key))
    parts: list[Known] = []
    said: frozenset[str] = frozenset()
    for one in inside[:_MOST_PARTS]:
        added = (one.stems & whole.stems) - said
        if weights.weigh(added) >= adds * total:
            parts.append(one)
            said |= one.stems & whole.stems
    parts = [one for one in parts if _adds_alone(one, parts, whole, weights) >= adds * total]
    share = weights.weigh(frozenset().union(*(one.stems for one in parts)) & whole.stems) / total
    if len(parts) < 2 or share < covered:
        return None
    is_sure = share >= _SURE_COVERED and all(weights.within(one.stems, whole.stems) >= _SURE_WITHIN for one in parts)
    is_sure = is_sure or (is_said and share >= _COVERED)
    ordered = tuple(sorted(parts, key=lambda one: one.position))
    return ordered, round(share, 3), Sure.LIKELY if is_sure else Sure.QUESTION


def _adds_alone(one: Known, parts: Collection[Known], whole: Known, weights: Weights) -> float:
    others = frozenset().union(*(other.stems for other in parts if other is not one))
    return weights.weigh((one.stems & whole.stems) - others)


def _rank(group: Group) -> tuple[float, int, list[str]]:
    keys = sorted(one.key for one in (*group.old, *group.new))
    return (-group.covered, -len(keys), keys)
