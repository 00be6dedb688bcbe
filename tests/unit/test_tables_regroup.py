"""Bringing categories of counted tables together."""

from __future__ import annotations

import numpy as np
import pytest

from dueregard.analysis.released.dimensions import TOTAL, Category, Dimension, Kind
from dueregard.analysis.tables.regroup import as_outcome, regroup, without
from dueregard.analysis.tables.table import complete
from dueregard.terms.errors import UsedWrongly

ETH = Dimension.flat("eth", "Ethnic group", ("A", "B", "C"))
OUTCOME = Dimension(
    "outcome",
    "Outcome",
    (
        Category("Arrest", "Arrest", parent=TOTAL),
        Category("Nothing", "Nothing", parent=TOTAL),
        Category("NK", "Not known", Kind.NOT_KNOWN, TOTAL),
        Category(TOTAL, "All", Kind.TOTAL),
    ),
)
TABLE = complete("t", [ETH, OUTCOME], np.array([[1, 2, 3], [4, 5, 6], [7, 8, 9]]), title="Searches")


def test_regroup_adds_up_leaves_and_makes_totals_anew():
    into = Dimension.flat("eth", "Ethnic group", ("A or B", "C"))

    merged = regroup(TABLE, dimension="eth", into=into, members={"A": "A or B", "B": "A or B", "C": "C"})

    assert merged.counts.tolist() == [[5, 7, 9, 21], [7, 8, 9, 24], [12, 15, 18, 45]]
    assert merged.title == "Searches"


def test_regroup_refuses_a_leaf_without_a_place():
    into = Dimension.flat("eth", "Ethnic group", ("A or B",))

    with pytest.raises(UsedWrongly, match="no place"):
        regroup(TABLE, dimension="eth", into=into, members={"A": "A or B", "B": "A or B"})


def test_as_outcome_keeps_not_known_apart():
    asked = as_outcome(TABLE, dimension="outcome", yes=["Arrest"])

    assert asked.dimensions[1].codes == ("yes", "no", "NK", "Total")
    assert asked.counts[3].tolist() == [12, 15, 18, 45]


def test_as_outcome_names_what_there_is():
    with pytest.raises(UsedWrongly, match="Arrest, Nothing"):
        as_outcome(TABLE, dimension="outcome", yes=["Caution"])


def test_without_a_dimension_everybody_is_counted():
    assert without(TABLE, dimension="outcome").counts.tolist() == [6, 15, 24, 45]
