"""Rounding that adds up, and the cell key."""

from __future__ import annotations

import numpy as np
import pytest

from dueregard.analysis.disclosure.cell_key import KEYS, Perturbation, chances, perturb, record_keys
from dueregard.analysis.disclosure.rounding import round_tables
from dueregard.analysis.released.cells import Cell, State
from dueregard.analysis.released.dimensions import TOTAL, Category, Dimension, Kind
from dueregard.analysis.released.table import Audience, Method, Population, ReleasedTable
from dueregard.analysis.tables.table import complete
from dueregard.terms.errors import UsedWrongly

SECRET = b"a made-up secret"
AGE = Dimension.flat("age", "Age", ("0", "1", "2", "3"))
SEX = Dimension.flat("sex", "Sex", ("F", "M"))
WARD = Dimension(
    "ward",
    "Ward",
    (
        *(Category(f"W{n}", f"W{n}", parent="North" if n < 3 else "South") for n in range(6)),
        Category("North", "North", Kind.GROUP, TOTAL),
        Category("South", "South", Kind.GROUP, TOTAL),
        Category(TOTAL, TOTAL, Kind.TOTAL),
    ),
)


def people(*shape, seed=7):
    """Make up counts, with noughts and true multiples among them."""
    return np.random.default_rng(seed).integers(0, 23, shape)


@pytest.mark.parametrize("seed", range(20))
def test_rounding_adds_up_within_the_base(seed):
    table = complete("t", [WARD, AGE], people(6, 4, seed=seed))

    rounded = round_tables([table], base=5, key=SECRET)

    values = rounded.values[0]
    again = complete("t", [WARD, AGE], values[:6, :4])
    assert (again.counts == values).all()
    assert set((values % 5).ravel().tolist()) == {0}
    assert (np.abs(values - table.counts) < 5).all()
    assert rounded.largest_deviation == np.abs(values - table.counts).max()
    assert rounded.beyond_base == 0
    assert (values[table.counts % 5 == 0] == table.counts[table.counts % 5 == 0]).all()


def test_rounding_of_three_dimensions_adds_up():
    table = complete("t", [WARD, AGE, SEX], people(6, 4, 2))

    values = round_tables([table], base=3, key=SECRET).values[0]

    assert (complete("t", [WARD, AGE, SEX], values[:6, :4, :2]).counts == values).all()


def test_rounding_gives_linked_tables_one_figure():
    whole = people(6, 4, 2)
    by_age, by_sex = complete("a", [WARD, AGE], whole.sum(axis=2)), complete("s", [WARD, SEX], whole.sum(axis=1))

    first, second = round_tables([by_age, by_sex], base=5, key=SECRET).values

    assert (first[:, -1] == second[:, -1]).all()


def test_rounding_keeps_what_was_published_before():
    whole = people(6, 4, 2)
    by_ward = complete("w", [WARD], whole.sum(axis=(1, 2)))
    # published by hand, each ward leaning the other way from what chance would choose now
    free = round_tables([by_ward], base=5, key=SECRET).values[0]
    leaves = by_ward.counts[:6]
    other = np.where(leaves % 5 == 0, leaves, np.where(free[:6] > leaves, leaves // 5 * 5, leaves // 5 * 5 + 5))
    published = complete("w", [WARD], other).counts
    if (np.abs(published - by_ward.counts) >= 10).any():
        pytest.fail("the made-up release strays too far to be one")
    earlier = ReleasedTable(
        "w", "w", (WARD,), tuple(Cell(int(n), State.ROUNDED) for n in published), Population("p", "People"),
        Audience.PUBLIC, Method.ROUNDING,
    )  # fmt: skip

    rounded = round_tables([complete("a", [WARD, AGE], whole.sum(axis=2))], base=5, key=SECRET, before=[earlier])

    assert (rounded.values[0][:, -1] == published).all()


def test_rounding_depends_on_the_secret_and_nothing_else():
    table = complete("t", [WARD, AGE], people(6, 4))

    once, twice = (round_tables([table], base=5, key=SECRET).values[0] for _ in range(2))
    other = round_tables([table], base=5, key=b"another").values[0]

    assert (once == twice).all()
    assert (once != other).any()


def test_rounding_refuses_a_base_below_two():
    with pytest.raises(UsedWrongly, match="at least 2"):
        round_tables([], base=1, key=SECRET)


@pytest.mark.parametrize("count", range(1, 12))
def test_chances_average_nought_with_the_variance_asked_for(count):
    how = Perturbation(most=5, variance=3.0, none_of=2)

    found = chances(count, how=how)

    assert sum(found.values()) == pytest.approx(1)
    assert sum(change * chance for change, chance in found.items()) == pytest.approx(0, abs=1e-9)
    assert sum(change**2 * chance for change, chance in found.items()) == pytest.approx(3.0, rel=1e-6)
    assert not any(1 <= count + change <= 2 for change in found)
    assert min(found) + count >= 0


def test_perturb_follows_the_chances():
    how = Perturbation()
    keys = np.arange(0, KEYS, KEYS // 50_000)

    moved = perturb(np.full(keys.shape, 20), keys=keys, how=how) - 20

    assert moved.mean() == pytest.approx(0, abs=0.01)
    assert moved.var() == pytest.approx(3.0, abs=0.02)
    assert np.abs(moved).max() <= 5


def test_perturb_keeps_noughts_and_the_same_people_the_same():
    keys = record_keys(1000, secret=SECRET, dataset="staff")
    wards = np.random.default_rng(1).integers(0, 8, 1000)
    by_ward = np.bincount(wards, minlength=9)
    key_of_ward = np.bincount(wards, weights=keys, minlength=9).astype(np.int64)

    first = perturb(by_ward, keys=key_of_ward, how=Perturbation())
    # the same people met in another table: ward 3 within a table of one row
    again = perturb(by_ward[3:4], keys=key_of_ward[3:4], how=Perturbation())

    assert first[8] == 0
    assert again[0] == first[3]


def test_perturb_needs_a_key_for_each_cell():
    with pytest.raises(UsedWrongly, match="keys"):
        perturb(np.array([1, 2]), keys=np.array([1]), how=Perturbation())
