"""Steps from one whole table to others: each fits all that is published, and together they clear what can move."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from dueregard.analysis.attack.polytope import Part, Polytope
from dueregard.analysis.attack.steps import Steps

# Two rows of three hidden counts, row sums 10 and 7, column sums 6, 6 and 5; the last row says x[0] + x[5] is 4 to 9.
SUMS = np.array(
    [
        [1, 1, 1, 0, 0, 0],
        [0, 0, 0, 1, 1, 1],
        [1, 0, 0, 1, 0, 0],
        [0, 1, 0, 0, 1, 0],
        [0, 0, 1, 0, 0, 1],
        [1, 0, 0, 0, 0, 1],
    ],
    dtype=float,
)
LOW = np.array([10.0, 7.0, 6.0, 6.0, 5.0, 4.0])
HIGH = np.array([10.0, 7.0, 6.0, 6.0, 5.0, 9.0])


def part(most: float = 9.0) -> Part:
    return Part(np.arange(6), sparse.csr_matrix(SUMS), np.ones(6), np.full(6, most), LOW, HIGH, np.ones(6, dtype=bool))


def test_tables_reached_by_steps_fit_and_differ_in_every_cell() -> None:
    here, start = part(), np.array([4.0, 4.0, 2.0, 2.0, 2.0, 3.0])
    assert here.is_witness(start)
    is_open, reached = np.ones(6, dtype=bool), []

    def take(point: np.ndarray) -> bool:
        assert here.is_witness(point)
        reached.append(point)
        is_open[:] &= np.ptp(np.array([start, *reached]), axis=0) < 1
        return True

    Steps(here, start, width=np.ones(6), has_time=lambda: True).explore(is_open, take, seed=1)

    assert not is_open.any()
    assert np.abs(np.array(reached) - start).max() <= 1  # short: no further than was asked


def test_steps_go_as_far_as_the_width_asks() -> None:
    here, start = part(), np.array([4.0, 4.0, 2.0, 2.0, 2.0, 3.0])
    is_open, reached = np.ones(6, dtype=bool), []

    def take(point: np.ndarray) -> bool:
        reached.append(point)
        is_open[:] &= np.ptp(np.array([start, *reached]), axis=0) < 3
        return True

    Steps(here, start, width=np.full(6, 3.0), has_time=lambda: True).explore(is_open, take, seed=1)

    assert np.ptp(np.array([start, *reached]), axis=0).max() >= 3


def test_no_step_leaves_the_only_table_that_fits() -> None:
    here, start = part(most=4.0), np.array([4.0, 4.0, 2.0, 2.0, 2.0, 3.0])
    fixed = Part(here.columns, here.matrix, start, start, LOW, HIGH, here.whole)
    reached: list[np.ndarray] = []

    Steps(fixed, start, width=np.ones(6), has_time=lambda: True).explore(
        np.ones(6, dtype=bool), lambda point: not reached.append(point), seed=1
    )

    assert reached == []


def test_whole_table_near_a_point_of_fractions_fits() -> None:
    here = part()
    middle = np.array([3.5, 3.9, 2.6, 2.5, 2.1, 2.4])

    point = Polytope(here, until=1e18).whole_near(middle, slack=1, seconds=5.0)

    assert point is not None
    assert here.is_witness(point)
    assert np.abs(point - middle).max() < 2


def test_no_whole_table_is_near_where_none_fits() -> None:
    here = part()

    assert Polytope(here, until=1e18).whole_near(np.full(6, 8.5), slack=0, seconds=5.0) is None
