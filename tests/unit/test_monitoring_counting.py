"""From prepared columns to tables to count."""

from __future__ import annotations

import numpy as np
import pytest

from dueregard.analysis.records.prepare import PreparedColumn
from dueregard.analysis.records.schema import Role, Treatment
from dueregard.analysis.released.dimensions import Kind
from dueregard.analysis.tables.table import complete
from dueregard.domain.monitoring.counting import broad, by_column, dimension_of_classification, spec
from dueregard.terms.errors import UsedWrongly

ETH = PreparedColumn(
    "ethnicity", "Ethnicity", Role.CHARACTERISTIC, Treatment.PLACE_CODES, "race", classification="ethnic_group_19"
)
GENDER = PreparedColumn(
    "gender", "Gender identity", Role.CHARACTERISTIC, Treatment.PLACE_CODES, "gender_reassignment",
    classification="gender_identity",
)  # fmt: skip
WARD = PreparedColumn("ward", "Ward", Role.PLACE, Treatment.WORDS)


def test_a_characteristic_is_counted_over_its_whole_classification():
    by = by_column(ETH)

    assert by.dimension is not None
    kinds = [category.kind for category in by.dimension.categories]
    assert (kinds.count(Kind.VALUE), kinds.count(Kind.GROUP), kinds.count(Kind.TOTAL)) == (19, 5, 1)
    assert {Kind.PREFER_NOT_TO_SAY, Kind.NOT_KNOWN, Kind.NOT_ASKED, Kind.NOT_APPLICABLE} <= set(kinds)
    assert by.dimension.code == "ethnicity"


def test_spec_names_the_table_by_its_columns():
    made = spec("t", [ETH, WARD], within={"ward": ("area",)})

    assert made.title == "Ethnicity and Ward"
    assert made.by[1].within == ("area",)


@pytest.mark.parametrize("columns", [[GENDER, WARD], [GENDER, ETH]])
def test_spec_refuses_gender_identity_by_ward_or_crossed(columns):
    with pytest.raises(UsedWrongly, match="Gender identity"):
        spec("t", columns)


def test_spec_needs_columns_once():
    with pytest.raises(UsedWrongly, match="each once"):
        spec("t", [WARD, WARD])


def test_broad_keeps_the_ways_of_not_answering():
    over = dimension_of_classification("ethnic_group_19")
    counts = complete("t", [over], np.arange(1, len(over.leaves) + 1))

    wide = broad(counts, dimension="ethnic_group_19")

    values = [c for c in wide.dimensions[0].categories if c.kind is Kind.VALUE]
    assert len(values) == 5
    assert wide.counts[-1] == counts.counts[-1]
    assert Kind.PREFER_NOT_TO_SAY in {c.kind for c in wide.dimensions[0].categories}
