"""Other forms of a table, and what each hides."""

from __future__ import annotations

import numpy as np

from disclosure_made_up import grouped, plain_policy
from dueregard.analysis.disclosure.alternatives import find_alternatives
from dueregard.analysis.released.dimensions import Dimension
from dueregard.analysis.tables.table import complete


def test_alternatives_merge_coarsen_and_drop() -> None:
    ward = grouped("ward", {"north": ["N1", "N2", "N3"], "south": ["S1", "S2"]})
    sex = Dimension.flat("sex", "Sex", ("F", "M"))
    table = complete("t", (ward, sex), np.array([[3, 40], [6, 30], [44, 52], [61, 43], [38, 60]]))

    found = find_alternatives(table, policy=plain_policy())

    assert {one.words for one in found} == {
        "As it is",
        "ward: “N1” and “N2” as one",
        "ward: groups alone",
        "ward: without the total",
        "Sex: without the total",
    }
    assert found[0].words == "ward: groups alone"
    assert found[0].share_hidden == 0.0
    merged = next(one for one in found if "as one" in one.words)
    assert merged.table.dimensions[0].codes == ("N1+N2", "N3", "S1", "S2", "north", "south", "Total")
    assert merged.table.counts[0].tolist() == [9, 70, 79]
    assert merged.cells == 21
