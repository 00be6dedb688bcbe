"""Does an amount give one person away? The rules for sums of pay, bonus or benefit.

The one idea: a sum is unsafe where so much of it is one or two people's that a reader, or one of the two, can work out
the other closely; and where it rests on too few people at all.
Sources: sources.toml#sdc-handbook ((n, k) rule, p % rule).
"""

from __future__ import annotations

import numpy as np

from dueregard.analysis.disclosure.policy import Policy
from dueregard.analysis.disclosure.system import Mask
from dueregard.analysis.tables.amounts import AmountTable
from dueregard.terms.errors import UsedWrongly


def dominated(table: AmountTable, *, policy: Policy) -> Mask:
    """Mark the cells whose sum is unsafe: category × category × …

    Gives:   True where contributors are fewer than the base for means (and there are any), where the `dominance_n`
             largest (1 or 2) are more than `dominance_k` percent of the sum, or where the sum less the two largest is
             less than `p_percent` of the largest.
    Raises:  UsedWrongly for a `dominance_n` above 2: no more are kept.
    Source:  sources.toml#sdc-handbook

    >>> from dataclasses import replace
    >>> from dueregard.analysis.released.dimensions import Dimension
    >>> from dueregard.analysis.released.table import Audience, Method
    >>> from dueregard.analysis.tables.amounts import Leaves, complete_amounts
    >>> def one(value): return np.array([value])
    >>> bonus = complete_amounts("t", [Dimension.flat("unit", "Unit", ("A",))], Leaves(
    ...     one(30), one(30), one(100_000), one(100_000), one(80_000), one(15_000)), amount="bonus")
    >>> rules = Policy("k", "1", "t", "pay", Audience.PUBLIC, Method.SUPPRESSION, 10, "r", "s", dominance_k=90)
    >>> dominated(bonus, policy=rules).tolist()    # 5,000 is left, less than 10% of 80,000
    [True, True]
    """
    if policy.dominance_n not in (1, 2):
        raise UsedWrongly("The (n, k) rule is kept for n of 1 or 2.", where=policy.key)
    some = table.contributors > 0
    few = table.contributors < policy.minimum_base_mean
    top = table.first + (table.second if policy.dominance_n == 2 else 0)
    by_share = top * 100 > table.sizes * policy.dominance_k
    by_rest = (table.sizes - table.first - table.second) * 100 < table.first * policy.p_percent
    return np.asarray(some & (few | by_share | by_rest))
