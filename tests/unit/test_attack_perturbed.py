"""What can be known of perturbed figures: ranges of the published deviation, narrowed by adding up, never exact."""

from __future__ import annotations

import numpy as np
import pytest

from dueregard.analysis.attack.judge import attack
from dueregard.analysis.disclosure.cell_key import KEYS, Perturbation, chances, perturb, record_keys
from dueregard.analysis.released.cells import Cell, State
from dueregard.analysis.released.dimensions import Dimension
from dueregard.analysis.released.table import Audience, Method, Population, ReleasedTable
from dueregard.analysis.tables.table import complete

PEOPLE = Population("people", "")
WARD = Dimension.flat("ward", "Ward", [f"W{n}" for n in range(6)])
SEX = Dimension.flat("sex", "Sex", ("F", "M"))


def shown(dimensions: tuple[Dimension, ...], figures: list[int], code: str = "t") -> ReleasedTable:
    cells = tuple(Cell(int(one), State.PERTURBED) for one in figures)
    return ReleasedTable(code, "", dimensions, cells, PEOPLE, Audience.PUBLIC, Method.CELL_KEY)


def test_each_figure_is_a_range_of_the_deviation() -> None:
    found = attack([shown((SEX,), [40, 30, 70])], deviation=5, all_ranges=True)

    assert found.nothing_recovered
    assert [(one.low, one.high) for one in found.ranges] == [(35, 45), (25, 35), (65, 75)]


def test_a_figure_shown_is_at_least_one_and_a_nought_may_be_none_or_a_few() -> None:
    found = attack([shown((SEX,), [3, 0, 3])], deviation=5, all_ranges=True)

    assert [(one.low, one.high) for one in found.ranges] == [(1, 8), (0, 5), (1, 8)]
    assert chances(1, how=Perturbation())[-1] > 0.3  # a single one is often shown as nought


def test_adding_up_narrows_and_at_the_very_ends_recovers() -> None:
    narrowed = attack([shown((SEX,), [40, 30, 78])], deviation=5, all_ranges=True)
    # the total is at least 73, and men at most 35: women are at least 38
    assert [(one.low, one.high) for one in narrowed.ranges] == [(38, 45), (28, 35), (73, 80)]
    assert narrowed.nothing_recovered

    found = attack([shown((SEX,), [40, 30, 85])], deviation=5)
    assert [one.low for one in found.recovered] == [45, 35, 80]


def test_without_a_published_deviation_nothing_is_known() -> None:
    found = attack([shown((SEX,), [40, 30, 85])], all_ranges=True)

    assert (found.hidden, found.recovered) == (0, ())


@pytest.mark.parametrize("seed", range(6))
def test_averaging_many_tables_of_the_same_people_teaches_nothing_more(seed: int) -> None:
    """Sum after sum over other dimensions: the same cell has the same figure, and its range holds the truth."""
    chance = np.random.default_rng(seed)
    others = [Dimension.flat(f"d{n}", "", [str(m) for m in range(3)]) for n in range(5)]
    places = np.column_stack([chance.integers(0, 6, 900), *(chance.integers(0, 3, 900) for _ in others)])
    keys = record_keys(900, secret=b"made up", dataset="people")
    how, tables, truth = Perturbation(), [], {}
    for number, other in enumerate(others, start=1):
        counts, sums = np.zeros((6, 3), dtype=np.int64), np.zeros((6, 3), dtype=np.int64)
        np.add.at(counts, (places[:, 0], places[:, number]), 1)
        np.add.at(sums, (places[:, 0], places[:, number]), keys)
        full = complete("t", (WARD, other), counts)
        figures = perturb(full.counts, keys=complete("t", (WARD, other), sums).counts % KEYS, how=how)
        tables.append(shown((WARD, other), list(figures.ravel()), code=other.code))
        truth |= {(("ward", code),): int(full.counts[place, -1]) for place, code in enumerate(WARD.codes[:-1])}

    found = attack(tables, deviation=how.most, all_ranges=True, seconds=30)

    assert found.nothing_recovered
    ranges = {one.at: one for one in found.ranges}
    for at, count in truth.items():
        assert ranges[at].low <= count <= (ranges[at].high or 0)
        assert (ranges[at].high or 0) - ranges[at].low >= 1
    for place in range(6):  # the ward's own figure is the same in all five tables: no average to take
        assert len({table.cells[place * 4 + 3].value for table in tables}) == 1
