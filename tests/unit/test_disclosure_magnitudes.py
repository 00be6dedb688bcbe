"""Sums of money: which are unsafe, how wide their doubt must be, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from amounts_made_up import amount_table
from disclosure_made_up import plain_policy
from dueregard.analysis.disclosure.magnitudes import find_unsafe_sums, protect_sums
from dueregard.analysis.released.dimensions import Dimension
from dueregard.analysis.tables.amounts import Leaves, complete_amounts
from dueregard.terms.errors import UsedWrongly

POLICY = plain_policy(minimum_base_mean=3, dominance_k=90)
TEAM = Dimension.flat("team", "Team", ("A", "B", "C", "D"))
EVEN = [1_000_00] * 12


def nothing_hidden(table) -> list[np.ndarray]:
    return [np.zeros(table.sums.shape, dtype=bool)]


def test_example_e_of_the_p_percent_rule() -> None:
    # 100,000 in all, 80,000 and 15,000 the largest: 5,000 is left, less than 10 % of 80,000
    bonus = amount_table([Dimension.flat("team", "Team", ("A",), total=False)], {
        (0,): [80_000_00, 15_000_00, 2_000_00, 2_000_00, 1_000_00]
    })  # fmt: skip

    assert find_unsafe_sums(bonus, policy=POLICY, hidden_counts=np.array([False])).tolist() == [True]
    lenient = replace(POLICY, p_percent=6)  # 5,000 is more than 6 % of 80,000
    assert find_unsafe_sums(bonus, policy=lenient, hidden_counts=np.array([False])).tolist() == [False]


def test_a_sum_is_unsafe_where_its_people_are_hidden_or_all_have_nought() -> None:
    pay = amount_table([TEAM], {(0,): EVEN, (1,): [0] * 20, (2,): EVEN, (3,): [100, 100]})
    hidden = np.array([True, False, False, False, False])

    found = find_unsafe_sums(pay, policy=POLICY, hidden_counts=hidden)

    assert found.tolist() == [True, True, False, True, False]


def test_each_unsafe_sum_keeps_its_share_of_the_largest() -> None:
    pay = amount_table([TEAM], {(0,): [50_000_00, *EVEN[:3]], (1,): EVEN, (2,): EVEN * 2, (3,): EVEN * 3})

    done = protect_sums([pay], policy=POLICY, hidden_counts=nothing_hidden(pay))

    # team A is dominated; B, at 12,000, is the cheapest other, and from 6,000 to 24,000 for who knows it roughly
    assert done.hidden[0].tolist() == [True, True, False, False, False]
    assert done.widths == {frozenset({("team", "A")}): 5_000_00}
    assert done.unprotectable == ()


def test_a_neighbour_that_is_too_small_is_not_enough() -> None:
    pay = amount_table([TEAM], {(0,): [500_000_00, 1_00, 1_00], (1,): EVEN, (2,): EVEN * 5, (3,): EVEN * 6})

    done = protect_sums([pay], policy=POLICY, hidden_counts=nothing_hidden(pay))

    # who knows B roughly (6,000 to 24,000) knows A to 18,000; A needs 50,000. C gives 90,000
    assert done.hidden[0].tolist() == [True, False, True, False, False]


def test_nothing_unsafe_hides_nothing() -> None:
    pay = amount_table([TEAM], {(place,): EVEN for place in range(4)})

    done = protect_sums([pay], policy=POLICY, hidden_counts=nothing_hidden(pay))

    assert not done.hidden[0].any()
    assert done.cost == 0


def test_amounts_below_nought_are_refused_in_words() -> None:
    one = np.array([5, 5])
    table = complete_amounts(
        "t", [Dimension.flat("sex", "Sex", ("F", "M"))],
        Leaves(one, one, np.array([-50, 60]), np.array([50, 60]), np.array([20, 20]), np.array([10, 10])),
        amount="change",
    )  # fmt: skip

    with pytest.raises(UsedWrongly, match="below nought") as refused:
        protect_sums([table], policy=POLICY, hidden_counts=nothing_hidden(table))

    assert "50" not in str(refused.value)
