"""What changed most and differs most in a profile, on published figures of Kingston upon Thames."""

from __future__ import annotations

import pytest

from dueregard.analysis.baselines.areas import find
from dueregard.domain.monitoring.profile import equality_profile
from dueregard.domain.monitoring.profile_needs import changed_most, differs_most

KINGSTON = equality_profile(find("Kingston upon Thames"), only=("religion", "sexual_orientation", "sex"))


def test_changed_most_is_ordered_by_its_size() -> None:
    """Census 2011 and 2021, KS209EW and TS030: Christian 52.9 to 42.6 %, no religion 25.7 to 34.3 %."""
    first, second = changed_most(KINGSTON)[:2]

    assert (first.line.category.label, round(float(first.gap), 1)) == ("Christian", -10.3)
    assert (second.line.category.label, round(float(second.gap), 1)) == ("No religion", 8.6)
    assert first.other is None


def test_changed_most_leaves_small_changes_out() -> None:
    """Sex changed by less than a point; sexual orientation was first asked in 2021."""
    assert {need.section.code for need in changed_most(KINGSTON, most=50)} == {"religion"}


def test_differs_most_names_the_area_with_the_widest_gap() -> None:
    found = differs_most(KINGSTON, most=50)

    assert found
    assert all(abs(need.gap) >= 2 and need.other is not None for need in found)
    assert [abs(need.gap) for need in found] == sorted((abs(need.gap) for need in found), reverse=True)
    for need in found:
        assert abs(need.gap) == max(abs(other.difference_points or 0) for other in need.line.beside)


def test_profile_stands_beside_what_is_asked_for() -> None:
    leeds = find("Leeds")

    profile = equality_profile(find("Kingston upon Thames"), only=("sex",), beside=(leeds,))

    assert profile.beside == (leeds,)
    assert profile.section("sex").lines[0].beside[0].area == leeds


@pytest.mark.parametrize("most", [0, 1, 3])
def test_lists_are_as_long_as_asked(most: int) -> None:
    assert len(changed_most(KINGSTON, most=most)) <= most
