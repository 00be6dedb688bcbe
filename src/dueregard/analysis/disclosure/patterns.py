"""What exactly is to be hidden, and what may be? From tables and a policy to a problem that can be solved.

The one idea: the policy says what a reader is taken to know; here that becomes how far each hidden cell can move. Where
noughts are shown, a hidden count is at least one. A reader who can tell which cells were hidden for being small (A2)
knows, too, that those are below the threshold and that the others are not.
Where noughts may be hidden for what they reveal, nobody can take a hidden count to be at least one.
Source: figures-attackers; decision record 0021.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dueregard.analysis.disclosure.costs import Cost
from dueregard.analysis.disclosure.growing import Problem
from dueregard.analysis.disclosure.policy import Policy
from dueregard.analysis.disclosure.primary import find_unsafe
from dueregard.analysis.disclosure.proving import Reach
from dueregard.analysis.disclosure.system import Mask, System, build
from dueregard.analysis.released.attackers import Attacker
from dueregard.analysis.released.table import ReleasedTable
from dueregard.analysis.tables.table import Table

ENDLESS = 10**9
_NEAR_FROM = 2_000  # cells: below this a search among all of them is as quick


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """The system of cells, which of them are unsafe for their own sake, and the problem of protecting them."""

    system: System
    unsafe: Mask
    problem: Problem


def set_up(tables: Sequence[Table], *, policy: Policy, before: Sequence[ReleasedTable], cost: Cost) -> Setting:
    """Say what must be hidden, what may be, what each costs, and how far a reader must allow each to be off."""
    system = build(tables, before=before)
    unsafe = np.zeros(system.size, dtype=bool)
    for table, places in zip(tables, system.places, strict=True):
        unsafe[places[find_unsafe(table, policy=policy)]] = True
    strange = ~system.ours & ~system.published_before
    forced = (unsafe & ~system.published_before) | system.hidden_before | strange
    prices = cost.of(system)
    zeros_stay = policy.zeros_published and not policy.revealing_zeros
    free = system.ours & ~forced & ~system.published_before & np.isfinite(prices)
    if zeros_stay:
        free &= system.values > 0
    reach = _reach(system, policy=policy, unsafe=unsafe, strange=strange, zeros_stay=zeros_stay)
    near = _relatives(system) if system.size >= _NEAR_FROM else None
    return Setting(system, unsafe, Problem(system.sums, reach, prices, forced, free, near))


def _reach(system: System, *, policy: Policy, unsafe: Mask, strange: Mask, zeros_stay: bool) -> Reach:
    values = system.values
    least = np.full(system.size, 1 if zeros_stay and policy.attacker is not Attacker.A0 else 0)
    most = np.full(system.size, ENDLESS)
    never_shown = strange & ~system.hidden_before
    least[never_shown] = 0
    if policy.attacker is Attacker.A2:
        small = unsafe & (values < policy.threshold)
        most[small] = policy.threshold - 1
        least[~unsafe & ~strange & (values >= policy.threshold)] = policy.threshold
    width = np.where(unsafe, policy.width, 1)
    width[never_shown] = 0
    return Reach(np.maximum(values - least, 0), np.maximum(most - values, 0), width)


def _relatives(system: System) -> Callable[[int], list[NDArray[np.int64]]]:
    """Give a way to find a cell's near relatives: those that differ from it only within its own groups."""
    codes = sorted({code for key in system.keys for code, _ in key})
    names: dict[str, dict[str, int]] = {code: {"": 0} for code in codes}
    where = np.zeros((system.size, len(codes)), dtype=np.int64)
    for number, key in enumerate(system.keys):
        for code, category in key:
            column = codes.index(code)
            where[number, column] = names[code].setdefault(category, len(names[code]))
    families = _families(system, where, len(codes))

    def near(number: int) -> list[NDArray[np.int64]]:
        inside = np.ones(system.size, dtype=bool)
        for column, family in enumerate(families):
            inside &= family[where[:, column]] == family[where[number, column]]
        return [np.flatnonzero(inside)]

    return near


def _families(system: System, where: NDArray[np.int64], columns: int) -> list[NDArray[np.int64]]:
    """Say, for each dimension, which categories are parts of one whole: category → family."""
    families = [np.arange(int(where[:, column].max(initial=0)) + 1) for column in range(columns)]
    sums = system.sums
    for row in range(sums.shape[0]):
        numbers = sums.indices[sums.indptr[row] : sums.indptr[row + 1]]
        signs = sums.data[sums.indptr[row] : sums.indptr[row + 1]]
        parts = numbers[signs < 0]
        for column in range(columns):
            here = where[parts, column]
            if len(here) > 1 and here[0] != here[1]:
                families[column][here] = families[column][here].min()
    return families
