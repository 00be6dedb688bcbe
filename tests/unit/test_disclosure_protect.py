"""What is hidden, what is said of it, and that it holds."""

from __future__ import annotations

import numpy as np
import pytest

from disclosure_made_up import grouped, plain_policy
from dueregard.analysis.disclosure.costs import KEEP, Cost, Measure
from dueregard.analysis.disclosure.policies import policies, policy
from dueregard.analysis.disclosure.primary import find_unsafe, full_rows, small_bases, small_complements
from dueregard.analysis.disclosure.protect import Protected, protect
from dueregard.analysis.disclosure.searching import Stopped
from dueregard.analysis.disclosure.system import build
from dueregard.analysis.released.cells import HIDDEN, Cell, State
from dueregard.analysis.released.dimensions import Dimension
from dueregard.analysis.released.table import Audience, Method, Population, ReleasedTable
from dueregard.analysis.tables.table import Table, complete
from dueregard.terms.citations import sources
from dueregard.terms.errors import UsedWrongly

ROWS = Dimension.flat("row", "Row", ("w", "x", "y", "z"))
COLUMNS = Dimension.flat("column", "Column", ("a", "b", "c", "d"))
SDCTABLE = np.array([[30, 47, 64, 89], [90, 124, 5, 31], [92, 100, 59, 85], [800, 991, 651, 685]])


def hidden_of(done: Protected, number: int = 0) -> set[tuple[str, ...]]:
    """Name the hidden cells of a table by their categories."""
    one = done.tables[number]
    names = [dimension.codes for dimension in one.table.dimensions]
    return {
        tuple(codes[place] for codes, place in zip(names, places, strict=True))
        for places, state in zip(np.ndindex(*one.table.counts.shape), one.states, strict=True)
        if state is State.SUPPRESSED
    }


def test_protect_hides_the_cheapest_square_round_a_small_cell() -> None:
    table = complete("t", (ROWS, COLUMNS), SDCTABLE)

    done = protect([table], policy=plain_policy())

    # x|c is 5: its row offers d (31) most cheaply, its column y (59), and the fourth corner is y|d (85), in all 175;
    # w (64, and 89 for d) makes 184, a|b dearer still.
    assert hidden_of(done) == {("x", "c"), ("x", "d"), ("y", "c"), ("y", "d")}
    assert (done.cost, done.lower_bound, done.stopped) == (175.0, 175.0, Stopped.OPTIMAL)
    assert (done.primary, done.secondary, done.hidden) == (1, 3, 4)


def test_protect_hides_nothing_where_nothing_is_unsafe() -> None:
    table = complete("t", (ROWS,), np.array([12, 20, 0, 30]))

    done = protect([table], policy=plain_policy())

    assert hidden_of(done) == set()
    assert (done.cost, done.gap, done.stopped) == (0.0, 0.0, Stopped.OPTIMAL)


def test_protect_hides_a_total_where_its_parts_are_all_ones() -> None:
    parts = Dimension.flat("part", "Part", [str(number) for number in range(10)])
    table = complete("t", (parts,), np.ones(10, dtype=np.int64))

    done = protect([table], policy=plain_policy())

    # With noughts shown, ten hidden counts of at least 1 that make 10 are ten ones: only hiding the 10 helps.
    assert ("Total",) in hidden_of(done)
    assert done.unprotectable == ()


def test_protect_keeps_the_ones_with_a_total_that_must_stay() -> None:
    parts = Dimension.flat("part", "Part", [str(number) for number in range(10)])
    table = complete("t", (parts,), np.ones(10, dtype=np.int64))

    done = protect([table], policy=plain_policy(), cost=Cost(weights={frozenset(): KEEP}))

    assert len(done.unprotectable) == 10
    assert {one.width for one in done.unprotectable} == {0}
    assert "Merge" in done.unprotectable[0].mend


def test_protect_treats_a_shared_margin_as_one_cell() -> None:
    ward = Dimension.flat("ward", "Ward", ("A", "B", "C"))
    sex = Dimension.flat("sex", "Sex", ("F", "M"))
    age = Dimension.flat("age", "Age", ("young", "old"))
    one = complete("one", (ward, sex), np.array([[4, 40], [30, 34], [32, 38]]))
    two = complete("two", (ward, age), np.array([[22, 22], [33, 31], [40, 30]]))

    done = protect([one, two], policy=plain_policy())

    rows = {codes[0] for codes in hidden_of(done, 0) if codes[1] == "Total"}
    assert rows == {codes[0] for codes in hidden_of(done, 1) if codes[1] == "Total"}
    assert ("A", "F") in hidden_of(done, 0)


def test_protect_leaves_no_group_whose_sum_gives_a_cell_away() -> None:
    ward = grouped("ward", {"north": ["N1", "N2"], "south": ["S1", "S2"]})
    table = complete("t", (ward,), np.array([3, 40, 50, 60]))

    done = protect([table], policy=plain_policy())

    assert hidden_of(done) == {("N1",), ("N2",)}


def _released(table: Table, hidden: set[str]) -> ReleasedTable:
    codes = table.dimensions[0].codes
    cells = tuple(
        HIDDEN if code in hidden else Cell(int(value)) for code, value in zip(codes, table.counts, strict=True)
    )
    return ReleasedTable(
        "before", "", table.dimensions, cells, Population("p", ""), Audience.PUBLIC, Method.SUPPRESSION
    )


def test_protect_hides_what_an_earlier_release_hid() -> None:
    ward = Dimension.flat("ward", "Ward", ("A", "B", "C"))
    sex = Dimension.flat("sex", "Sex", ("F", "M"))
    people = np.array([[2, 5], [20, 31], [44, 40]])
    before = _released(complete("w", (ward,), people.sum(axis=1)), {"A", "B"})

    done = protect([complete("t", (ward, sex), people)], policy=plain_policy(), before=[before])

    assert {("A", "Total"), ("B", "Total")} <= hidden_of(done)
    assert ("C", "Total") not in hidden_of(done)


def test_protect_counts_as_published_what_was_published_before() -> None:
    ward = Dimension.flat("ward", "Ward", ("A", "B", "C"))
    table = complete("w", (ward,), np.array([3, 20, 30]))
    before = _released(table, set())

    done = protect([table], policy=plain_policy(), before=[before])

    assert hidden_of(done) == set()
    assert [sorted(one.at) for one in done.unprotectable] == [[("ward", "A")]]


def test_protect_reckons_with_hidden_cells_that_no_table_here_counts() -> None:
    ward = Dimension.flat("ward", "Ward", ("A", "B", "C"))
    sex = Dimension.flat("sex", "Sex", ("F", "M"))
    before = ReleasedTable(
        "before", "", (ward, sex),
        (*(HIDDEN, HIDDEN, Cell(44)), *(HIDDEN, HIDDEN, Cell(51)), *map(Cell, (40, 42, 82, 92, 85, 177))),
        Population("p", ""), Audience.PUBLIC, Method.SUPPRESSION,
    )  # fmt: skip
    age = Dimension.flat("age", "Age", ("young", "old"))

    done = protect([complete("t", (age,), np.array([100, 77]))], policy=plain_policy(), before=[before])

    assert hidden_of(done) == set()


@pytest.mark.parametrize("attacker", ["A0", "A1", "A2"])
@pytest.mark.parametrize("width", [1, 3])
def test_protect_gives_each_unsafe_cell_its_range(attacker: str, width: int) -> None:
    chance = np.random.default_rng(5)
    table = complete("t", (ROWS, COLUMNS), chance.poisson(9, (4, 4)).astype(np.int64))

    done = protect([table], policy=plain_policy(width=width, attacker=attacker))

    assert done.stopped in (Stopped.OPTIMAL, Stopped.GAP)
    assert done.lower_bound <= done.cost


def test_protect_by_count_hides_fewer_cells_than_by_sum() -> None:
    chance = np.random.default_rng(8)
    table = complete("t", (ROWS, COLUMNS), chance.poisson(12, (4, 4)).astype(np.int64))

    by_count = protect([table], policy=plain_policy(), cost=Cost(Measure.COUNT), gap=0.0)
    by_sum = protect([table], policy=plain_policy(), gap=0.0)

    assert by_count.secondary <= by_sum.secondary
    assert by_count.cost == by_count.secondary


def test_protect_stops_when_cancelled_with_all_hidden_that_can_be() -> None:
    table = complete("t", (ROWS, COLUMNS), SDCTABLE)

    done = protect([table], policy=plain_policy(), cancelled=lambda: True)

    assert done.stopped is Stopped.CANCELLED
    assert len(hidden_of(done)) == 25


def test_protect_hides_noughts_where_the_policy_does() -> None:
    table = complete("t", (ROWS, COLUMNS), np.array([[0, 20, 30, 40], [20, 20, 20, 20], [9, 30, 30, 30], [50] * 4]))

    done = protect([table], policy=plain_policy(zeros_published=False))

    assert {("w", "a"), ("y", "a")} <= hidden_of(done)


def test_protect_refuses_tables_that_do_not_add_up() -> None:
    counts = np.array([1, 2, 3, 4, 11])

    with pytest.raises(UsedWrongly, match="do not add up"):
        protect([Table("t", (ROWS,), counts)], policy=plain_policy())


def test_protect_refuses_tables_that_contradict_each_other() -> None:
    one = complete("one", (ROWS,), np.array([1, 2, 3, 4]))
    two = complete("two", (COLUMNS,), np.array([1, 2, 3, 5]))

    with pytest.raises(UsedWrongly, match="different figures"):
        protect([one, two], policy=plain_policy())


def test_protect_refuses_no_table_and_other_methods() -> None:
    table = complete("t", (ROWS,), np.array([1, 2, 3, 4]))
    rounding = plain_policy()
    object.__setattr__(rounding, "method", Method.ROUNDING)

    with pytest.raises(UsedWrongly):
        protect([], policy=plain_policy())
    with pytest.raises(UsedWrongly):
        protect([table], policy=rounding)


def test_system_knows_everybody_from_a_total_that_leaves_some_out() -> None:
    # A dimension without a total still adds up to the grand total, which the other table shows.
    open_ended = Dimension.flat("row", "Row", ("w", "x"), total=False)
    one = complete("one", (open_ended,), np.array([7, 30]))
    two = complete("two", (COLUMNS,), np.array([10, 10, 10, 7]))

    system = build([one, two])

    assert system.sums.shape == (2, 7)


def test_unsafe_cells_are_small_complements_and_full_rows() -> None:
    sex = Dimension.flat("sex", "Sex", ("F", "M"))
    table = complete("t", (sex,), np.array([97, 3]))
    full = complete("t", (sex,), np.array([12, 0]))

    assert find_unsafe(table, policy=plain_policy()).tolist() == [False, True, False]
    assert small_complements(table, threshold=10).tolist() == [True, False, False]
    assert full_rows(full).tolist() == [True, True, False]
    assert small_bases(np.array([0, 9, 10]), minimum=10).tolist() == [True, True, False]


def test_policies_have_sources_and_reasons() -> None:
    for one in policies().values():
        assert one.reason
        assert one.source in sources()
        assert one.method is Method.SUPPRESSION
    assert policy("special-category-public").width == 3
    with pytest.raises(UsedWrongly, match="no such policy"):
        policy("no-such")


def test_costs_refuse_weights_that_are_nothing() -> None:
    with pytest.raises(UsedWrongly):
        Cost(weights={frozenset(): 0.0})
