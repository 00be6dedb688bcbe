"""Random records and specifications, and the comparison of two results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import strategies as st

from dueregard.analysis.engines import reference
from dueregard.analysis.engines.counting import count
from dueregard.analysis.engines.datasets import open_dataset
from dueregard.analysis.released.dimensions import TOTAL, Category, Dimension, Kind
from dueregard.analysis.tables.amounts import AmountTable
from dueregard.analysis.tables.specs import By, Condition, CountSpec, Test
from dueregard.analysis.tables.table import Table
from dueregard.terms.errors import UsedWrongly

SCHEMA = pa.schema(
    [
        ("ward", pa.string()), ("area", pa.string()), ("eth", pa.string()), ("age", pa.int32()),
        ("score", pa.float64()), ("carer", pa.bool_()), ("started", pa.date32()), ("pay", pa.float64()),
        ("said", pa.string()),
        ("Fund.type", pa.string()),
    ]
)  # fmt: skip
_BLANK = [None, "", "  ", "\t"]
_WARDS = {"Abbey": "North", "Ashe": "North", "10": "South", "9": "South", "Élan": None, "x": "x"}
_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "eth": st.sampled_from(["A", " A", "B", "b", "other", "not_known", "Total ", *_BLANK]),
    "age": st.one_of(st.none(), st.integers(-3, 110)),
    "score": st.sampled_from([None, float("nan"), 0.0, -0.0, 1.0, 1.5, 0.1 + 0.2, float("inf"), -7.25]),
    "carer": st.sampled_from([None, True, False]),
    "started": st.sampled_from([None, date(2024, 2, 29), date(1999, 12, 31), date(2026, 4, 1)]),
    "pay": st.one_of(
        st.sampled_from([None, float("nan"), float("inf"), 1e11, 0.005, -12.345, 1200.0]),
        st.floats(-1e6, 1e6, allow_nan=False),
    ),
    "said": st.sampled_from(["1", "1.0", "007", " 12.50 ", "-3", "1e3", "1,000", "£5", "12 ", "٣", "none", *_BLANK]),
    "Fund.type": st.sampled_from(["p", "q", None]),
}
_GIVEN = Dimension(
    "eth", "Ethnic group",
    (
        Category("A", "A", parent="AB"), Category("B", "B", parent="AB"), Category("C", "C", parent=TOTAL),
        Category("AB", "A or B", Kind.GROUP, TOTAL), Category(TOTAL, TOTAL, Kind.TOTAL),
    ),
)  # fmt: skip
_NO_TOTAL = Dimension(
    "said", "Said", (Category("1", "One"), Category("-3", "Less"), Category("?", "Not known", Kind.NOT_KNOWN))
)
_BYS = [
    By("ward"), By("ward", within=("area",)), By("ward", within=("area", "region")), By("eth", dimension=_GIVEN),
    By("age", bands=(0, 16, 17, 65)), By("age"), By("score"), By("score", bands=(0, 0.3, 1.5)), By("carer"),
    By("started"), By("said"), By("said", dimension=_NO_TOTAL), By("said", bands=(0, 12.5)), By("Fund.type"),
]  # fmt: skip
_CONDITIONS = [
    Condition("eth", Test.IS_ONE_OF, ("A", " b ", None)), Condition("eth", Test.IS_NONE_OF, ("A",)),
    Condition("eth", Test.IS_MISSING), Condition("score", Test.IS_PRESENT),
    Condition("score", Test.IS_ONE_OF, (1, "1.5")),
    Condition("age", Test.AT_LEAST, (16,)), Condition("age", Test.BELOW, ("65",)),
    Condition("said", Test.AT_LEAST, (1,)),
    Condition("said", Test.IS_ONE_OF, (1, "none")), Condition("said", Test.BELOW, ("2",)),
    Condition("carer", Test.IS_ONE_OF, (True,)), Condition("carer", Test.IS_NONE_OF, ("true",)),
    Condition("started", Test.AT_LEAST, ("2024-01-01",)), Condition("age", Test.IS_ONE_OF, ("x", 1.5)),
    Condition("started", Test.IS_ONE_OF, (" 2024-02-29",)), Condition("score", Test.BELOW, (1,)),
]  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """Records and what to count of them."""

    table: pa.Table
    specs: tuple[CountSpec, ...]


@st.composite
def asked(draw: st.DrawFn) -> Asked:
    rows = draw(
        st.lists(st.fixed_dictionaries({**_VALUES, "ward": st.sampled_from([None, " ", *_WARDS])}), max_size=25)
    )
    strays = draw(st.booleans())
    for row in rows:
        ward = row["ward"]
        row["area"] = _WARDS.get(ward) if ward in _WARDS else draw(st.sampled_from(["North", "South", None]))
        row["region"] = "All" if row["area"] == "North" else None
        if strays and draw(st.integers(0, 9)) == 0:
            row["area"] = "East"
    table = pa.Table.from_pylist(rows, schema=SCHEMA.append(pa.field("region", pa.string())))
    return Asked(table, tuple(draw(st.lists(_specs(), min_size=1, max_size=4))))


@st.composite
def _specs(draw: st.DrawFn) -> CountSpec:
    by = draw(st.lists(st.sampled_from(_BYS), max_size=3, unique_by=lambda one: one.column))
    where = draw(st.lists(st.sampled_from(_CONDITIONS), max_size=2))
    return CountSpec("made-up", tuple(by), tuple(where), draw(st.sampled_from([None, None, "pay", "said", "age"])))


def as_the_reference(source: Any, rows: Sequence[dict[str, object]], specs: Sequence[CountSpec], **how: Any) -> None:
    """Count on an engine and hold every cell to the reference."""
    widest = how.pop("widest", 1_000)
    try:
        right = reference.count_rows(rows, specs)
    except UsedWrongly:
        right = None
    with open_dataset(source, **how) as dataset:
        try:
            found = count(dataset, specs, widest=widest)
        except UsedWrongly:
            found = None
    assert (found is None) == (right is None)
    for ours, theirs in zip(found or (), right or (), strict=True):
        same(ours, theirs)


def same(ours: Table | AmountTable, theirs: Table | AmountTable) -> None:
    """Compare two tables to the last cell."""
    assert type(ours) is type(theirs)
    assert ours.dimensions == theirs.dimensions
    assert np.array_equal(ours.counts, theirs.counts)
    if isinstance(ours, AmountTable) and isinstance(theirs, AmountTable):
        for name in ("contributors", "sums", "sizes", "first", "second"):
            assert np.array_equal(getattr(ours, name), getattr(theirs, name)), name
