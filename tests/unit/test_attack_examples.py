"""The worked examples A to F of the research on disclosure control, each held against the code that answers to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from disclosure_made_up import plain_policy
from dueregard.analysis.attack.judge import attack
from dueregard.analysis.disclosure.dominance import dominated
from dueregard.analysis.disclosure.protect import protect
from dueregard.analysis.disclosure.rounding import round_tables
from dueregard.analysis.release.gate import release
from dueregard.analysis.release.rates import Rate, percentage, said_by
from dueregard.analysis.release.refused import Refused
from dueregard.analysis.released.cells import HIDDEN, Cell, State
from dueregard.analysis.released.dimensions import Dimension
from dueregard.analysis.released.table import Audience, Method, Population, ReleasedTable
from dueregard.analysis.tables.amounts import Leaves, complete_amounts
from dueregard.analysis.tables.table import complete

GROUPS = Dimension.flat("group", "Group", ("a", "b", "c"))
STAFF = Population("staff", "Staff")


def shown(
    dimension: Dimension, *cells: Cell, population: Population = STAFF, method: Method = Method.SUPPRESSION
) -> ReleasedTable:
    return ReleasedTable("t", "", (dimension,), cells, population, Audience.PUBLIC, method)


def test_example_a_one_hidden_in_a_row_is_a_subtraction() -> None:
    (found,) = attack([shown(GROUPS, Cell(12), HIDDEN, Cell(31), Cell(50))]).recovered
    assert (found.at, found.low) == ((("group", "b"),), 7)

    done = protect([complete("t", (GROUPS,), np.array([12, 7, 31]))], policy=plain_policy(threshold=10))

    assert [cell.in_words() for cell in done.tables[0].cells()] == ["[c]", "[c]", "31", "50"]
    held = attack([shown(GROUPS, *done.tables[0].cells())], all_ranges=True)
    assert held.nothing_recovered
    assert [(one.low, one.high) for one in held.ranges] == [(1, 18), (1, 18)]  # 19 between them, each at least 1


def test_example_b_figures_rounded_apart_do_not_add_up_and_give_no_hidden_one_back() -> None:
    six = Dimension.flat("unit", "Unit", tuple("ABCDEF"))
    # 3, 7, 8, 12, 13, 0: to the nearest five from eight on, one to seven hidden, nought shown; 43 in all
    rounded = [Cell(value, State.ROUNDED) for value in (10, 10, 15, 0)]
    table = shown(six, HIDDEN, HIDDEN, *rounded, Cell(45, State.ROUNDED), method=Method.ROUNDING)

    found = attack([replace(table, rounding_base=5)], deviation=2, all_ranges=True)

    assert 10 + 10 + 15 + 0 < 45
    assert found.nothing_recovered
    ranges = {one.at: (one.low, one.high) for one in found.ranges}
    assert ranges[(("unit", "A"),)][0] == 1
    assert ranges[(("unit", "A"),)][1] > 7


def test_example_c_a_percentage_of_rounded_figures_needs_a_base() -> None:
    part, base = Cell(5, State.ROUNDED), Cell(20, State.ROUNDED)  # 3 of 18: 16.7 %

    assert percentage(part, base, minimum_base=10, deviation=4).in_words(" %") == "25 %"
    assert percentage(part, base, minimum_base=23, deviation=4).in_words(" %") == "[c]"


def test_example_d_one_leaver_between_two_releases() -> None:
    status = Dimension.flat("disabled", "Disabled", ("yes", "no"))
    then = Population("staff-2025", "", date(2025, 3, 31), "staff")
    now = Population("staff-2026", "", date(2026, 3, 31), "staff")
    before = shown(status, Cell(11), Cell(203), Cell(214), population=then)

    found = attack([before, shown(status, Cell(10), Cell(203), Cell(213), population=now)], threshold=10)
    assert [(one.at, one.low) for one in found.recovered] == [((("disabled", "yes"),), 1)]

    with pytest.raises(Refused, match="difference between two days"):
        release(
            [complete("t", (status,), np.array([10, 203]))], policy=plain_policy(threshold=10), population=now,
            audience=Audience.PUBLIC, before=[before],
        )  # fmt: skip


def test_example_e_what_is_left_without_the_two_largest() -> None:
    def one(value: int) -> np.ndarray:
        return np.array([value])

    bonus = complete_amounts(
        "bonus", [Dimension.flat("unit", "Unit", ("A",), total=False)],
        Leaves(one(30), one(30), one(100_000), one(100_000), one(80_000), one(15_000)), amount="bonus",
    )  # fmt: skip

    assert dominated(bonus, policy=plain_policy(p_percent=10, dominance_k=99)).tolist() == [True]  # 5,000 < 8,000
    assert dominated(bonus, policy=plain_policy(p_percent=6, dominance_k=99)).tolist() == [False]  # 5,000 ≥ 4,800


@pytest.mark.parametrize(("true", "may_be"), [(2, {0, 5}), (3, {0, 5}), (5, {5}), (7, {5, 10}), (8, {5, 10}), (0, {0})])
def test_example_f_a_whole_number_never_ties_at_base_five(true: int, may_be: set[int]) -> None:
    alone = Dimension.flat("unit", "Unit", ("A",), total=False)
    table = complete("t", (alone,), np.array([true]))

    figures = {int(round_tables([table], base=5, key=bytes([n]) * 16).values[0][0]) for n in range(40)}

    assert figures == may_be
    assert true % 5 * 2 != 5


def test_a_percentage_of_a_published_base_gives_a_hidden_count_back() -> None:
    table = shown(GROUPS, HIDDEN, HIDDEN, Cell(20), Cell(38))
    beside = said_by(Rate(Decimal("15.8"), 1, State.RELEASED), of={"group": "a"}, over={})

    found = attack([table], facts=beside)

    # 15.8 % of 38 is 6, and then b is 12
    assert [one.low for one in found.recovered] == [6, 12]
    assert said_by(Rate(None, 0, State.SUPPRESSED), of={"group": "a"}, over={}) == ()


def test_the_gate_attacks_percentages_that_are_published_beside() -> None:
    counts = complete("t", (GROUPS,), np.array([6, 7, 41]))
    asked = {"policy": plain_policy(threshold=10), "population": STAFF, "audience": Audience.PUBLIC}
    told = said_by(Rate(Decimal("11.1"), 1, State.RELEASED), of={"group": "a"}, over={})

    assert release([counts], **asked).tables[0].cells[:2] == (HIDDEN, HIDDEN)
    with pytest.raises(Refused) as refused:  # 11.1 % of 54 is 6
        release([counts], beside=told, **asked)

    assert "group a" in str(refused.value)
    assert "6" not in str(refused.value)


def test_a_percentage_of_an_unknown_base_ties_two_hidden_counts_together() -> None:
    sex = Dimension.flat("sex", "Sex", ("F", "M"))
    table = shown(sex, HIDDEN, HIDDEN, HIDDEN)
    third = said_by(Rate(Decimal("33.3"), 1, State.RELEASED), of={"sex": "F"}, over={})

    found = attack([table], facts=third, all_ranges=True)

    # 33.3 % of an unknown base: a third of 3, 6, 9 …; women are at least 1, men at least 2
    assert found.nothing_recovered
    ranges = {one.at: one.low for one in found.ranges}
    assert (ranges[(("sex", "F"),)], ranges[(("sex", "M"),)]) == (1, 2)
    assert ranges[()] == 3
