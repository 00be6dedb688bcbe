"""Percentages, rates and means come from released cells or not at all, with the decimals their base can carry."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dueregard.analysis.release.rates import mean, percentage, rate
from dueregard.analysis.released.cells import HIDDEN, Cell, State
from dueregard.terms.errors import UsedWrongly

MISSING, NONE = Cell(None, State.MISSING), Cell(None, State.NOT_APPLICABLE)


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (Cell(30), Cell(240), "12.5"),
        (Cell(1), Cell(99), "1"),
        (Cell(1), Cell(100), "1.0"),
        (Cell(1), Cell(8), "[c]"),  # the base is too small
        (HIDDEN, Cell(240), "[c]"),
        (Cell(30), HIDDEN, "[c]"),
        (MISSING, HIDDEN, "[c]"),
        (MISSING, Cell(240), "[x]"),
        (Cell(3), NONE, "[z]"),
        (Cell(0), Cell(0), "[z]"),
        (Cell(0), Cell(240), "0.0"),
        (Cell(1), Cell(200), "0.5"),
        (Cell(5), Cell(80), "6"),  # 6.25
        (Cell(13), Cell(80), "16"),  # 16.25
        (Cell(10), Cell(16), "63"),  # 62.5: halves go up
    ],
)
def test_percentages(part: Cell, whole: Cell, expected: str) -> None:
    assert percentage(part, whole, minimum_base=10).in_words() == expected


@pytest.mark.parametrize(("whole", "decimals"), [(3_995, 0), (4_000, 1)])
def test_rounded_figures_carry_fewer_decimals(whole: int, decimals: int) -> None:
    """The NHS rule: one decimal within 0.1 needs a rounded base of 4,000, figures being within 2 of the truth."""
    found = percentage(Cell(500, State.ROUNDED), Cell(whole, State.ROUNDED), minimum_base=10, deviation=2)
    assert (found.decimals, found.state) == (decimals, State.ROUNDED)


def test_a_part_larger_than_the_whole() -> None:
    assert percentage(Cell(25, State.ROUNDED), Cell(20, State.ROUNDED), minimum_base=10).value == 100
    with pytest.raises(UsedWrongly):
        percentage(Cell(25), Cell(20), minimum_base=10)


def test_rates_and_means() -> None:
    assert rate(Cell(37), Cell(5_200), per=1_000, minimum_base=10).in_words() == "7.1"
    assert rate(HIDDEN, Cell(5_200), per=1_000, minimum_base=10).in_words() == "[c]"
    assert rate(Cell(4, State.PERTURBED), Cell(5_200), per=1_000, minimum_base=10).state is State.PERTURBED
    assert mean(Cell(Decimal(1_234_567)), Cell(40), minimum_base=10, to=Decimal(100)).in_words() == "30,900"
    assert mean(Cell(Decimal("350.20")), Cell(20), minimum_base=10, to=Decimal("0.05")).value == Decimal("17.50")
    assert mean(Cell(Decimal(100)), Cell(9), minimum_base=10).state is State.SUPPRESSED
