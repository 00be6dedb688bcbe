"""Which figures of these tables may be shown? Protection of one or several linked tables, by the policy's method.

The one idea: what comes out is safe whenever it comes out. There is always a pattern in hand in which no hidden cell
can be worked out; time only makes it cheaper and the bound on what is possible better. What no pattern can protect is
named, with what would help.
Source: decision records 0020 and 0021; figures-attackers (what a reader knows).
It refuses tables that do not add up. It does not release: `analysis.release` does, once the judge has found nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dueregard.analysis.disclosure.costs import Cost
from dueregard.analysis.disclosure.patterns import Setting, set_up
from dueregard.analysis.disclosure.policy import Policy
from dueregard.analysis.disclosure.searching import Progress, Stopped
from dueregard.analysis.disclosure.suppressing import suppress
from dueregard.analysis.disclosure.system import Key, Mask
from dueregard.analysis.released.cells import HIDDEN, Cell, State
from dueregard.analysis.released.table import Method, ReleasedTable
from dueregard.analysis.tables.table import Table
from dueregard.terms.errors import UsedWrongly


@dataclass(frozen=True, slots=True)
class Unprotectable:
    """A cell that cannot have the range it should, whatever is hidden: where, why, and what would help."""

    at: Key
    why: str
    mend: str
    width: int = field(default=0, repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class ProtectedTable:
    """One table as it may be shown: a state for every cell, and a value where the state has one.

    `primary` is for staff only and goes into no output: with it a reader could work out more.
    """

    table: Table
    shown: NDArray[np.int64] = field(repr=False)
    states: tuple[State, ...] = field(repr=False)
    primary: Mask = field(repr=False)

    def cells(self) -> tuple[Cell, ...]:
        """Give every cell as a reader may see it, the last dimension running fastest."""
        return tuple(
            Cell(int(value), state) if state.has_value else HIDDEN
            for value, state in zip(self.shown.ravel(), self.states, strict=True)
        )


@dataclass(frozen=True, slots=True, eq=False)
class Protected:
    """Tables protected together, with the proof: what it cost, what it must cost at least, and why it ended.

    `hidden` and `secondary` count distinct cells, once however many tables they stand in.
    """

    tables: tuple[ProtectedTable, ...]
    policy: Policy
    cost: float
    lower_bound: float
    gap: float
    seconds: float
    stopped: Stopped
    primary: int
    secondary: int
    unprotectable: tuple[Unprotectable, ...] = ()

    @property
    def hidden(self) -> int:
        """Give the number of distinct cells that are hidden."""
        return self.primary + self.secondary


def protect(
    tables: Sequence[Table],
    *,
    policy: Policy,
    before: Sequence[ReleasedTable] = (),
    cost: Cost | None = None,
    seconds: float = 30.0,
    gap: float = 0.005,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Protected:
    """Protect tables of one population together.

    Takes:   `before`, what was released of the same people and day, whose published cells are known for good and whose
             hidden cells stay hidden; `gap`, the share of the cost that may be left to the cheapest pattern.
    Raises:  UsedWrongly where tables do not add up or contradict each other or what was released.

    >>> from dueregard.analysis.disclosure.policies import policy
    >>> from dueregard.analysis.released.dimensions import Dimension
    >>> from dueregard.analysis.tables.table import complete
    >>> sex, place = Dimension.flat("sex", "Sex", ("F", "M")), Dimension.flat("place", "Place", ("A", "B", "C"))
    >>> table = complete("t", (sex, place), np.array([[2, 30, 40], [35, 28, 60]]))
    >>> done = protect([table], policy=policy("service-public"))
    >>> done.cost, done.lower_bound, [cell.in_words() for cell in done.tables[0].cells()][:4]
    (93.0, 93.0, ['[c]', '[c]', '40', '72'])
    """
    if not tables:
        raise UsedWrongly("There is no table to protect.")
    if policy.method is not Method.SUPPRESSION:
        raise UsedWrongly("Suppression is asked of a policy of another method.", where=policy.key)
    began = time.monotonic()
    setting = set_up(tables, policy=policy, before=before, cost=cost or Cost())
    done = suppress(
        setting,
        gap=gap,
        until=began + seconds,
        progress=progress,
        cancelled=cancelled or (lambda: False),
    )
    forced = setting.problem.forced
    ours = setting.system.ours
    return Protected(
        tables=_shown(tables, setting, done.hidden),
        policy=policy,
        cost=done.cost,
        lower_bound=done.bound,
        gap=done.gap,
        seconds=time.monotonic() - began,
        stopped=done.stopped,
        primary=int((done.hidden & forced & ours).sum()),
        secondary=int((done.hidden & ~forced & ours).sum()),
        unprotectable=tuple(
            Unprotectable(setting.system.keys[number], why, mend, width)
            for number, why, mend, width in done.unprotectable
        ),
    )


def _shown(tables: Sequence[Table], setting: Setting, hidden: Mask) -> tuple[ProtectedTable, ...]:
    shown = []
    for table, places in zip(tables, setting.system.places, strict=True):
        mask = hidden[places]
        states = tuple(State.SUPPRESSED if one else State.RELEASED for one in mask.ravel())
        values = np.where(mask, 0, table.counts)
        shown.append(ProtectedTable(table, values, states, setting.unsafe[places] & mask))
    return tuple(shown)
