"""What is to be counted? A specification: which columns, which rows, over which dimensions.

The one idea: a specification says everything about a table save its figures, so that any engine gives the same table
and all tables of a report can be counted in one reading of the data.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from dueregard.analysis.released.dimensions import Dimension

Value: TypeAlias = str | int | float | bool | None


class Test(StrEnum):
    """How a column's value is held against the values of a condition."""

    __test__ = False  # not a test for pytest, whatever its name

    IS_ONE_OF = "is_one_of"
    IS_NONE_OF = "is_none_of"
    AT_LEAST = "at_least"
    BELOW = "below"
    IS_MISSING = "is_missing"
    IS_PRESENT = "is_present"


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on a column; a missing value meets no condition save IS_MISSING and IS_NONE_OF."""

    column: str
    test: Test
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class By:
    """One column to count by.

    `dimension` names the categories; a value that is in none of them counts as UNPLACED (a category that is added, so
    that no row is dropped in silence). Without one, the values found become the categories, in order, and a missing
    value becomes NOT_KNOWN. `within` names columns that group this one, narrowest first (ward within area).
    `bands` cuts a number column: the lower edges, and the words of each band follow (0–15, 16–64, 65 and over).
    """

    column: str
    dimension: Dimension | None = None
    within: tuple[str, ...] = ()
    bands: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class CountSpec:
    """One table to count: rows that meet all conditions, over the columns named.

    `amount` names a number column to add up instead of counting rows; the table then carries, for every cell, the
    number of contributors and the two largest of them, which the dominance rules need.
    """

    code: str
    by: tuple[By, ...]
    where: tuple[Condition, ...] = ()
    amount: str | None = None
    title: str = ""
