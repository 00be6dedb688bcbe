"""What exactly is to be hidden, and what may be? From tables and a policy to a problem that can be solved.

The one idea: the policy says what a reader is taken to know; here that becomes how far each hidden cell can move. Where
noughts are shown, a hidden count is at least one. A reader who can tell which cells were hidden for being small (A2)
knows, too, that those are below the threshold and that the others are not.
Where noughts may be hidden for what they reveal, nobody can take a hidden count to be at least one.
Source: figures-attackers; decision record 0021.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    zeros_stay = policy.zeros_published and not policy.revealing_zeros
    least = 1 if zeros_stay and policy.attacker is not Attacker.A0 else 0
    system = build(tables, before=before, least_hidden=least)
    unsafe = np.zeros(system.size, dtype=bool)
    for table, places in zip(tables, system.places, strict=True):
        unsafe[places[find_unsafe(table, policy=policy)]] = True
    strange = ~system.ours & ~system.published_before
    forced = (unsafe & ~system.published_before) | system.hidden_before | strange
    prices = cost.of(system)
    free = system.ours & ~forced & ~system.published_before & np.isfinite(prices)
    if zeros_stay:
        free &= system.values > 0
    prices = np.where(np.isfinite(prices), prices, 1.0)  # an unsafe cell is hidden even if it was to be kept
    reach = _reach(system, policy=policy, unsafe=unsafe, strange=strange, at_least=least)
    near, wider = (near_relatives(system), wider_relatives(system)) if system.size >= _NEAR_FROM else (None, ())
    return Setting(system, unsafe, Problem(system.sums, reach, prices, forced, free, near, wider))


def _reach(system: System, *, policy: Policy, unsafe: Mask, strange: Mask, at_least: int) -> Reach:
    values = system.values
    least = np.full(system.size, at_least)
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


def near_relatives(system: System) -> NDArray[np.int64]:
    """Number the sets of cells that lie in the same groups of every dimension that has groups: cell → set.

    Cheap changes lie inside such a set: the parts of a group, and the group, in every combination with the others.
    """
    return _numbered(_groups(system))


def wider_relatives(system: System) -> tuple[NDArray[np.int64], ...]:
    """Number larger sets: for each dimension that has groups, cells in the same groups of all the others.

    A figure for a whole total has no relatives in its own dimension, but many changes through it stay in one group of
    another.
    """
    groups = _groups(system)
    grouped = [column for column in range(groups.shape[1]) if groups[:, column].any()]
    if len(grouped) < 2:
        return ()
    return tuple(_numbered(np.delete(groups, column, axis=1)) for column in grouped)


def _numbered(groups: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.unique(groups, axis=0, return_inverse=True)[1].ravel()


def _groups(system: System) -> NDArray[np.int64]:
    """Say in which topmost group of each dimension each cell lies: cell × dimension."""
    codes = sorted({code for key in system.keys for code, _ in key})
    columns = {code: column for column, code in enumerate(codes)}
    names: list[dict[str, int]] = [{"": 0} for _ in codes]
    where = np.zeros((system.size, len(codes)), dtype=np.int64)
    for number, key in enumerate(system.keys):
        for code, category in key:
            column = columns[code]
            where[number, column] = names[column].setdefault(category, len(names[column]))
    for column, tops in enumerate(_tops(system, where)):
        where[:, column] = tops[where[:, column]]
    return where


def _tops(system: System, where: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Say, for each dimension, in which topmost group each category lies; nowhere (0) where there are no groups."""
    parents = [np.zeros(int(column.max(initial=0)) + 1, dtype=np.int64) for column in where.T]
    sums = system.sums.tocoo()
    whole_of = np.zeros(system.sums.shape[0], dtype=np.int64)
    whole_of[sums.row[sums.data > 0]] = sums.col[sums.data > 0]
    parts = sums.data < 0
    for column, parent in enumerate(parents):
        part, whole = where[sums.col[parts], column], where[whole_of[sums.row[parts]], column]
        parent[part[part != whole]] = whole[part != whole]
    tops = []
    for parent in parents:
        top = np.arange(len(parent))
        while np.any(parent[top] != 0):
            top = np.where(parent[top] != 0, parent[top], top)
        tops.append(top if parent.any() else np.zeros(len(parent), dtype=np.int64))
    return tops
