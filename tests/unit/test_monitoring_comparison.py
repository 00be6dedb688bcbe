"""Who is over- and under-represented, and how many told us."""

from __future__ import annotations

from datetime import date

import pytest
from scipy.stats import binomtest

from dueregard.analysis.released.dimensions import Kind
from dueregard.domain.monitoring import wording
from dueregard.domain.monitoring.comparison import Verdict, compare
from dueregard.domain.monitoring.declaration import declaration, declarations
from dueregard.domain.monitoring.figures import Gap
from dueregard.terms.errors import UsedWrongly
from factories.released import dimension, released

STAFF = dimension("eth", ("A", "B", "W", "PNS", "NK"))
RESIDENTS = dimension("eth", ("A", "B", "W"))
HOMES = released([RESIDENTS], [2700, 1000, 6300, 10000], code="census")


def test_compare_gives_the_published_index_and_gap():
    staff = released([STAFF], [180, 105, 715, 60, 40, 1100])

    found = compare(staff, against=HOMES, dimension="eth")

    asian = found.groups[0]
    assert found.base.value == 1000
    assert asian.representation is not None
    # facts: 18% against 27% is an index of 0.667 and a gap of -9.0 points (local government workforce practice)
    assert asian.representation.index.value == pytest.approx(0.667, abs=0.0005)
    assert asian.representation.gap_points.value == pytest.approx(-9.0)
    assert asian.test is not None
    assert asian.test.p == pytest.approx(binomtest(180, 1000, 0.27).pvalue)
    assert asian.verdict is Verdict.UNDER
    assert [g.verdict for g in found.groups] == [Verdict.UNDER, Verdict.CANNOT_TELL, Verdict.OVER]
    assert found.not_declared[Kind.PREFER_NOT_TO_SAY].value == 60
    assert found.dissimilarity == pytest.approx(0.09)
    assert wording.representation(asian, unit="staff") == (
        "A: 18.0% of staff, 27.0% of residents, 9.0 percentage points lower. "
        "The difference is larger than chance alone would make it."
    )


def test_compare_says_hidden_where_the_base_cannot_be_known():
    staff = released([STAFF], [180, 120, 700, None, 40, 1100])

    found = compare(staff, against=HOMES, dimension="eth")

    assert found.base.gap is Gap.HIDDEN
    assert {g.verdict for g in found.groups} == {Verdict.HIDDEN}
    assert "hidden" in wording.comparison_summary(found)


def test_nobody_at_all_may_be_a_list_without_the_answer():
    staff = released([STAFF], [450, 0, 550, 60, 40, 1100])

    found = compare(staff, against=HOMES, dimension="eth")

    nobody = found.groups[1]
    assert nobody.verdict is Verdict.NOBODY
    # of 1,000, nobody where 10% are: far beyond chance (0.9 ** 1000), and yet not called under-represented
    assert nobody.adjusted is not None
    assert nobody.adjusted < 1e-40
    assert nobody not in found.told_apart
    assert "or the list of answers did not have it" in wording.representation(nobody, unit="staff")
    said = wording.comparison_summary(found, unit="staff")
    assert "Nobody is recorded as: B." in said
    assert "Fewer staff than among residents: W." in said


def test_compare_hides_one_group_and_keeps_the_others():
    staff = released([STAFF], [None, None, 700, 60, 40, 1100])

    found = compare(staff, against=HOMES, dimension="eth")

    assert [g.verdict for g in found.groups] == [Verdict.HIDDEN, Verdict.HIDDEN, Verdict.OVER]
    assert found.overall is None
    assert found.dissimilarity is None


def test_compare_refuses_dimensions_without_a_common_group():
    staff = released([dimension("eth", ("X", "Y"))], [180, 120, 300])

    with pytest.raises(UsedWrongly, match="no group in common"):
        compare(staff, against=HOMES, dimension="eth")


def test_compare_says_too_few_below_the_minimum_base():
    staff = released([STAFF], [3, 2, 4, 0, 0, 9])

    found = compare(staff, against=HOMES, dimension="eth")

    assert {g.verdict for g in found.groups} == {Verdict.TOO_FEW}
    assert all(g.representation is None for g in found.groups)


def test_declaration_keeps_refusing_apart_from_silence():
    over = dimension("eth", ("A", "PNS", "NK", "NA"))

    found = declaration(released([over], [863, 70, 67, 50, 1050]), dimension="eth")

    assert found.asked.value == 1000
    assert found.rate is not None
    assert found.response is not None
    assert (found.rate.value, found.response.value) == (pytest.approx(0.863), pytest.approx(0.933))


def test_declarations_run_by_day():
    over = dimension("eth", ("A", "NK"))
    later = released([over], [90, 10, 100], on=date(2026, 3, 31))
    earlier = released([over], [70, 30, 100], on=date(2025, 3, 31))

    found = declarations([later, earlier], dimension="eth")

    assert [round(one.rate.value, 2) for one in found if one.rate] == [0.7, 0.9]
