"""Bringing categories of counted tables together."""

from __future__ import annotations

import numpy as np
import pytest

from dueregard.analysis.released.dimensions import TOTAL, Category, Dimension, Kind
from dueregard.analysis.tables.regroup import OTHER_WORDINGS, as_outcome, merge_rare, regroup, without
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


def test_merge_rare_keeps_not_known_and_published_lists():
    counts = np.array([[1, 0, 2], [40, 50, 6], [3, 3, 0]])
    units = Dimension.flat("unit", "Unit", ("A", "B", "C"))

    merged = merge_rare(complete("t", [units, OUTCOME], counts), dimension="unit", below=10)

    assert merged.dimensions[0].codes == ("B", OTHER_WORDINGS, "Total")
    assert merged.counts[1].tolist() == [4, 3, 2, 9]
    assert merge_rare(TABLE, dimension="eth", below=2) is TABLE
