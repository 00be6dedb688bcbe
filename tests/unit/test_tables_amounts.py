"""Amount tables: sums, contributors and the two largest, for groups and totals, too."""

from __future__ import annotations

import numpy as np
import pytest

from dueregard.analysis.released.dimensions import Dimension
from dueregard.analysis.tables.amounts import AmountTable, Leaves, complete_amounts
from dueregard.analysis.tables.table import complete
from dueregard.terms.errors import UsedWrongly

SEX = Dimension.flat("sex", "Sex", ("F", "M"))
TEAM = Dimension.flat("team", "Team", ("A", "B", "C"))


def test_amounts_two_largest_over_two_dimensions() -> None:
    ones = np.ones((2, 3), dtype=np.int64)
    first, second = np.array([[9, 5, 1], [8, 7, 0]]), np.array([[4, 5, 0], [8, 0, 0]])

    table = complete_amounts(
        "t", [SEX, TEAM], Leaves(ones, ones, first + second, first + second, first, second), amount="pay"
    )

    assert table.first.tolist() == [[9, 5, 1, 9], [8, 7, 0, 8], [9, 7, 1, 9]]
    assert table.second.tolist() == [[4, 5, 0, 5], [8, 0, 0, 8], [8, 5, 0, 8]]
    assert table.rows.counts[-1, -1] == 6


def test_amounts_below_nought_add_up() -> None:
    ones, sums = np.array([1, 1]), np.array([-5, 3])

    table = complete_amounts("t", [SEX], Leaves(ones, ones, sums, abs(sums), abs(sums), 0 * ones), amount="pay")

    assert table.sums.tolist() == [-5, 3, -2]
    assert table.sizes.tolist() == [5, 3, 8]


def test_amounts_of_another_shape_refused() -> None:
    wrong = np.zeros(2, dtype=np.int64)

    with pytest.raises(UsedWrongly):
        AmountTable("t", (SEX,), "pay", wrong, wrong, wrong, wrong, wrong, wrong)


def test_table_of_no_dimension_is_one_figure() -> None:
    assert complete("t", [], np.array(7)).counts.shape == ()
