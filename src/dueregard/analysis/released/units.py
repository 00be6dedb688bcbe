"""What does a table count? People, the pounds they have together, or the pounds each has on average.

The one idea: a table says it in its `unit`. Amounts of different columns are different cells, and none of them is a
count of people, so the column's name is part of the unit. Means do not add up: a group's mean is no sum of its parts'.
"""

from __future__ import annotations

PEOPLE = "people"
_SUM = "pounds of "
_MEAN = "mean pounds of "


def sum_unit(amount: str) -> str:
    """Give the unit of sums of a column.

    >>> sum_unit("pay"), mean_unit("pay"), sum_unit_of(mean_unit("pay")), is_sum(mean_unit("pay"))
    ('pounds of pay', 'mean pounds of pay', 'pounds of pay', False)
    """
    return f"{_SUM}{amount}"


def mean_unit(amount: str) -> str:
    """Give the unit of means of a column."""
    return f"{_MEAN}{amount}"


def is_sum(unit: str) -> bool:
    """Say whether the figures are pounds that add up."""
    return unit.startswith(_SUM)


def is_mean(unit: str) -> bool:
    """Say whether the figures are pounds for each person."""
    return unit.startswith(_MEAN)


def sum_unit_of(mean: str) -> str:
    """Give the unit of the sums that means are made of."""
    return sum_unit(mean.removeprefix(_MEAN))
