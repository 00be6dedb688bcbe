"""Which cells are unsafe for their own sake? Small counts, small complements, full rows; small bases under a rate.

The one idea: a figure is unsafe if somebody can be recognised in it, or if it tells something about everybody in a
group. A count from 1 to below the threshold does the first. All but a few of a group does it for the few. A group that
is all in one category tells the category of each of its members: then that cell, and with zeros hidden among its
neighbours, the noughts that give it away, must be open to doubt.
Source: gss-sdc-tables (threshold, zero cells and full rows), gss-sdc-tables.
It takes raw tables and gives masks: nothing of it is shown. Dominance in amounts is in `amounts`.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from dueregard.analysis.disclosure.policy import Policy
from dueregard.analysis.disclosure.system import Mask
from dueregard.analysis.tables.table import Counts, Table


def find_unsafe(table: Table, *, policy: Policy) -> Mask:
    """Say which cells of a table are unsafe for their own sake.

    >>> from dueregard.analysis.disclosure.policies import policy
    >>> from dueregard.analysis.released.dimensions import Dimension
    >>> from dueregard.analysis.tables.table import complete
    >>> table = complete("t", [Dimension.flat("sex", "Sex", ("F", "M"))], np.array([3, 40]))
    >>> find_unsafe(table, policy=policy("service-public")).tolist()
    [True, False, False]
    """
    unsafe = small_counts(table.counts, policy=policy)
    if policy.complement:
        unsafe |= small_complements(table, threshold=policy.threshold)
    if policy.revealing_zeros:
        unsafe |= full_rows(table)
    return unsafe


def small_counts(counts: Counts, *, policy: Policy) -> Mask:
    """Say which counts are below the threshold; nought is one of them where noughts are not published."""
    least = 1 if policy.zeros_published else 0
    small: Mask = (counts >= least) & (counts < policy.threshold)
    return small


def small_complements(table: Table, *, threshold: int) -> Mask:
    """Say which cells are all but a few of a group: the few are as well known as if they were counted."""
    unsafe = np.zeros(table.counts.shape, dtype=bool)
    for axis, whole, parts in _groups(table):
        others = np.take(table.counts, [whole], axis=axis) - np.take(table.counts, parts, axis=axis)
        _mark(unsafe, axis, parts, (others > 0) & (others < threshold))
    return unsafe & (table.counts >= threshold)


def full_rows(table: Table) -> Mask:
    """Say which cells hold everybody of a group, and which noughts of a group in two parts say so."""
    unsafe = np.zeros(table.counts.shape, dtype=bool)
    for axis, whole, parts in _groups(table):
        if len(parts) < 2:
            continue
        wholes = np.take(table.counts, [whole], axis=axis)
        inner = np.take(table.counts, parts, axis=axis)
        is_full = (inner == wholes) & (wholes > 0)
        _mark(unsafe, axis, parts, is_full)
        if len(parts) == 2:
            _mark(unsafe, axis, parts, (inner == 0) & (wholes > 0))
    return unsafe


def small_bases(bases: NDArray[np.int64], *, minimum: int) -> Mask:
    """Say over which bases no percentage, mean or median is given (nought people are no base either)."""
    small: Mask = bases < minimum
    return small


def _groups(table: Table) -> Iterator[tuple[int, int, list[int]]]:
    """Give every group and total of every dimension: axis, place of the whole, places of its parts."""
    for axis, dimension in enumerate(table.dimensions):
        places = {code: place for place, code in enumerate(dimension.codes)}
        for code in dimension.codes:
            if parts := dimension.children(code):
                yield axis, places[code], [places[part] for part in parts]


def _mark(unsafe: Mask, axis: int, parts: list[int], found: Mask) -> None:
    view = np.moveaxis(unsafe, axis, 0)
    view[parts] |= np.moveaxis(found, axis, 0)
