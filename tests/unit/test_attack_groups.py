"""Groups that nobody named are worked out from the figures where these settle them, and refused where they do not."""

from __future__ import annotations

import io

import pytest

from dueregard.analysis.attack.groups import find_groups
from dueregard.analysis.released.files import read_rows
from dueregard.terms.errors import UsedWrongly


def rows(**figures: tuple[int | None, int | None]):
    lines = ["ward,sex,count,state"]
    for ward, (women, men) in figures.items():
        for sex, count in (("F", women), ("M", men)):
            state = "suppressed" if count is None else "released"
            lines.append(f"{ward},{sex},{'' if count is None else count},{state}")
    return read_rows(io.StringIO("\n".join(lines)))


def test_groups_are_found() -> None:
    found = find_groups(
        rows(W1=(10, 20), W2=(30, 41), W3=(17, 5), W4=(0, 0), North=(40, 61), South=(17, 5), Total=(57, 66))
    )
    # which of W3 and South is the part does not matter: they are the same people
    south = {"W3": "South", "South": "Total"} if found["ward"]["W3"] == "South" else {"South": "W3", "W3": "Total"}
    assert found == {"ward": {"W1": "North", "W2": "North", "North": "Total", "W4": "Total", **south}}


def test_a_hidden_part_is_placed_by_what_is_missing() -> None:
    found = find_groups(
        rows(W1=(10, 20), W2=(None, 41), W3=(17, 5), W4=(20, 30), North=(None, 61), South=(37, 35), Total=(50, 96))
    )
    assert {found["ward"][ward] for ward in ("W1", "W2")} == {"North"}
    assert {found["ward"][ward] for ward in ("W3", "W4")} == {"South"}


def test_a_flat_table_needs_none() -> None:
    assert find_groups(rows(W1=(10, 20), W2=(30, 40), W3=(1, 1), Total=(41, 61))) == {}


def test_what_is_known_is_not_looked_for() -> None:
    grouped = rows(W1=(10, 20), W2=(30, 41), North=(40, 61), Total=(40, 61))
    assert find_groups(grouped, known=frozenset({"ward"})) == {}


def test_figures_that_fit_two_groupings() -> None:
    with pytest.raises(UsedWrongly, match="more than one"):
        find_groups(rows(W1=(10, 10), W2=(10, 10), W3=(10, 10), W4=(10, 10), A=(20, 20), B=(20, 20), Total=(40, 40)))


def test_figures_that_fit_no_grouping() -> None:
    with pytest.raises(UsedWrongly, match="No groups fit"):
        find_groups(rows(W1=(10, 20), W2=(30, 41), North=(43, 61), Total=(40, 61)))
