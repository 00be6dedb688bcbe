"""Which sums of money must be hidden, and which others for their sake? Suppression of amounts.

The one idea: the cells and the sums between them are the same as for counts; what differs is how much doubt is enough.
A reader, who may be one of the contributors, must stay unsure of an unsafe sum by a share of its largest contribution
(`p_percent`), so each cell asks for a width of its own. A sum is unsafe where one or two people make up most of it,
where too few make it up, where its count of people is hidden, and where it is nought for everybody in it.
A reader is taken to have a rough idea of every sum: not below half of it, nor above twice. Otherwise a small sum could
be the cover of a huge one: anything from nought to a little more than the truth is wide, and tells the truth all the
same to whoever knows that the small one is small.
Changes are sought in steps of a size that keeps the widest range asked for within a few hundred steps: programmes over
billions of pence lose the last digits, changes of a few hundred steps do not.
Sources: sources.toml#sdc-handbook ((n, k) and p % rules); decision records 0020 and 0029.
It refuses amounts below nought: less than nought in one cell can hide more than all in another, and the rules for
dominance say nothing then.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from dueregard.analysis.disclosure.costs import Cost
from dueregard.analysis.disclosure.dominance import dominated
from dueregard.analysis.disclosure.growing import Problem
from dueregard.analysis.disclosure.patterns import ENDLESS, Setting, near_relatives
from dueregard.analysis.disclosure.policy import Policy
from dueregard.analysis.disclosure.protect import Unprotectable
from dueregard.analysis.disclosure.proving import Reach
from dueregard.analysis.disclosure.searching import Progress, Stopped
from dueregard.analysis.disclosure.suppressing import suppress
from dueregard.analysis.disclosure.system import Key, Mask, System, build
from dueregard.analysis.released.table import ReleasedTable
from dueregard.analysis.tables.amounts import AmountTable
from dueregard.analysis.tables.table import Counts, Table
from dueregard.terms.errors import UsedWrongly

_STEPS = 400
"""Into how many steps the widest range is divided."""
_NEAR_FROM = 2_000


@dataclass(frozen=True, slots=True, eq=False)
class ProtectedSums:
    """Which sums are hidden, table by table, with the proof; `widths` in pence, by cell, for those that are unsafe.

    `widths` and `unsafe` are for the judge and for staff only.
    """

    hidden: tuple[Mask, ...] = field(repr=False)
    unsafe: tuple[Mask, ...] = field(repr=False)
    widths: dict[Key, int] = field(repr=False)
    cost: float
    lower_bound: float
    gap: float
    seconds: float
    stopped: Stopped
    unprotectable: tuple[Unprotectable, ...] = ()


def find_unsafe_sums(table: AmountTable, *, policy: Policy, hidden_counts: Mask) -> Mask:
    """Mark the sums that are unsafe for their own sake.

    Takes:   `hidden_counts`, where the number of contributors is hidden from the reader.

    >>> from dueregard.analysis.disclosure.policies import policy
    >>> from dueregard.analysis.released.dimensions import Dimension
    >>> from dueregard.analysis.tables.amounts import Leaves, complete_amounts
    >>> many, none = np.array([30, 30]), np.array([0, 0])
    >>> pay = complete_amounts("t", [Dimension.flat("unit", "Unit", ("A", "B"), total=False)], Leaves(
    ...     many, many, np.array([90_000, 0]), np.array([90_000, 0]), np.array([4_000, 0]), none), amount="pay")
    >>> find_unsafe_sums(pay, policy=policy("pay-public"), hidden_counts=np.zeros(2, dtype=bool)).tolist()
    [False, True]
    """
    nought_for_all = (table.contributors > 0) & (table.sizes == 0)
    return np.asarray(dominated(table, policy=policy) | hidden_counts | nought_for_all)


def protect_sums(
    tables: Sequence[AmountTable],
    *,
    policy: Policy,
    hidden_counts: Sequence[Mask],
    before: Sequence[ReleasedTable] = (),
    cost: Cost | None = None,
    seconds: float = 30.0,
    gap: float = 0.005,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ProtectedSums:
    """Protect linked tables of sums of one amount together.

    Takes:   `hidden_counts`, for each table, where the number of contributors is hidden; `before`, earlier releases of
             the same sums: published cells in whole pence, hidden ones, and what is unsaid.
    Raises:  UsedWrongly where an amount is below nought, or tables do not add up.
    """
    began = time.monotonic()
    for table in tables:
        if not np.array_equal(table.sums, table.sizes):
            raise UsedWrongly(
                "Some amounts are below nought: they cannot be protected.",
                where=table.amount,
                mend="Count gains and losses apart, or leave out the rows below nought with --where.",
            )
    setting, unsafe, step, needs = _set_up(tables, policy, hidden_counts, before, cost or Cost())
    done = suppress(setting, gap=gap, until=began + seconds, progress=progress, cancelled=cancelled or (lambda: False))
    beyond = {number: width for number, _, _, width in done.unprotectable}
    widths = {
        setting.system.keys[number]: min(int(needs[number]), beyond[number] * step)
        if number in beyond
        else int(needs[number])
        for number in map(int, np.flatnonzero(unsafe))
    }
    return ProtectedSums(
        tuple(done.hidden[places] for places in setting.system.places),
        tuple(unsafe[places] for places in setting.system.places),
        widths,
        done.cost,
        done.bound,
        done.gap,
        time.monotonic() - began,
        done.stopped,
        tuple(
            Unprotectable(setting.system.keys[number], why, mend, width * step)
            for number, why, mend, width in done.unprotectable
        ),
    )


def _set_up(
    tables: Sequence[AmountTable],
    policy: Policy,
    hidden_counts: Sequence[Mask],
    before: Sequence[ReleasedTable],
    cost: Cost,
) -> tuple[Setting, Mask, int, Counts]:
    """Give the problem, which cells are unsafe, how many pence a step is, and how wide each range must be, in pence."""
    sums = [Table(table.code, table.dimensions, table.sums.copy(), title=table.title) for table in tables]
    system = build(sums, before=before)
    unsafe, empty = np.zeros(system.size, dtype=bool), np.zeros(system.size, dtype=bool)
    needs = np.full(system.size, 1, dtype=np.int64)
    for table, places, mask in zip(tables, system.places, hidden_counts, strict=True):
        unsafe[places[find_unsafe_sums(table, policy=policy, hidden_counts=mask)]] = True
        empty[places[table.contributors == 0]] = True
        share = -(-table.first * policy.p_percent // 100)
        np.maximum.at(needs, places.ravel(), np.maximum(share, policy.width * 100).ravel())
    needs = np.where(unsafe, needs, 1)
    step = max(1, int(needs.max(initial=1)) // _STEPS)
    strange = ~system.ours & ~system.published_before
    forced = (unsafe & ~system.published_before) | system.hidden_before | strange
    prices = cost.of(_in_steps(system, step))
    free = system.ours & ~forced & ~system.published_before & ~empty & np.isfinite(prices)
    width = -(-needs // step)
    width[strange & ~system.hidden_before] = 0
    # a sum of nought or of pennies needs more doubt than twice itself: then its totals may be off by as much
    floor = int(needs[unsafe & (needs > system.values)].max(initial=0))
    up = -(-np.maximum(system.values, floor) // step)
    up[strange] = ENDLESS
    down = np.where(strange, system.values // step, -(-system.values // (2 * step)))
    reach = Reach(np.minimum(np.minimum(down, system.values // step), ENDLESS), np.minimum(up, ENDLESS), width)
    near = near_relatives(system) if system.size >= _NEAR_FROM else None
    return Setting(system, unsafe, Problem(system.sums, reach, prices, forced, free, near)), unsafe, step, needs


def _in_steps(system: System, step: int) -> System:
    return replace(system, values=system.values // step)
