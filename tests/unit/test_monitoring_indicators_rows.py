"""An indicator read from released tables: what may be said, and what hidden cells keep from being said."""

from __future__ import annotations

import itertools

import pytest

from dueregard.analysis.released.cells import State
from dueregard.analysis.released.table import ReleasedTable
from dueregard.domain.monitoring import indicators_wording as wording
from dueregard.domain.monitoring.indicators import (
    Against,
    Asks,
    Baseline,
    Better,
    By,
    Definition,
    by_in,
    from_parts,
    tables_that_fit,
    to_parts,
)
from dueregard.domain.monitoring.indicators_rows import Said, read
from dueregard.terms.errors import UsedWrongly
from factories.released import dimension, released

ETHNIC = By("eth", "Ethnic group")
HELPED = dimension("helped", ("yes", "no"))


def _outcome(
    against: Against = Against.EVERYONE_ELSE, *, better: Better = Better.HIGHER, reference: str = ""
) -> Definition:
    held = Baseline(against, reference=reference)
    return Definition(Asks.OUTCOME, (ETHNIC,), held, "households", better, "helped", "yes", "Helped", "were helped")


def _table(counts: dict[str, tuple[int, int] | None], *, total: tuple[int, int], code: str = "t") -> ReleasedTable:
    rows = [(None, None, None) if pair is None else (pair[0], pair[1] - pair[0], pair[1]) for pair in counts.values()]
    rows.append((total[0], total[1] - total[0], total[1]))
    return released([dimension("eth", tuple(counts)), HELPED], list(itertools.chain(*rows)), code=code)


def _rows(reading):
    return {row.category.code: row for row in reading.rows}


def test_the_worst_off_is_named_with_both_rates():
    table = _table({"a": (40, 200), "b": (120, 200), "c": (110, 200)}, total=(270, 600))

    reading = read(table, definition=_outcome(), by=ETHNIC)

    assert [row.category.code for row in reading.ranked] == ["a", "c", "b"]
    # 40 of 200, and 230 of the other 400
    assert wording.finding(reading).startswith("a: 20.0% were helped, against 57.5% of everyone else.")


def test_a_hidden_row_has_no_figure_no_limits_and_no_verdict():
    table = _table({"a": (40, 200), "b": (120, 200), "c": None}, total=(170, 412))

    row = _rows(read(table, definition=_outcome(), by=ETHNIC))["c"]

    assert (row.value, row.limits, row.said, row.percent.state) == (None, None, Said.HIDDEN, State.SUPPRESSED)


def test_no_difference_is_not_called_one():
    table = _table({"a": (50, 100), "b": (52, 100)}, total=(102, 200))

    reading = read(table, definition=_outcome(), by=ETHNIC)

    assert reading.told_apart == ()
    assert wording.finding(reading).startswith("No group can be told apart from everyone else")


def test_a_year_ago_is_compared_group_by_group():
    now = _table({"a": (40, 200), "b": (120, 200)}, total=(160, 400))
    then = _table({"a": (90, 200), "b": (118, 200)}, total=(208, 400), code="then")

    reading = read(now, definition=_outcome(Against.LAST_YEAR), by=ETHNIC, before=then)

    rows = _rows(reading)
    assert (rows["a"].said, rows["b"].said) == (Said.LOWER, Said.CANNOT_TELL)
    assert rows["a"].before is not None
    assert rows["a"].before.in_words() == "45.0"
    assert wording.finding(reading).startswith("a: 20.0% were helped, against 45.0% a year ago.")


def test_a_group_that_was_not_there_a_year_ago_is_not_collected():
    now = _table({"a": (40, 200), "b": (120, 200)}, total=(160, 400))
    then = _table({"a": (90, 200)}, total=(90, 200), code="then")

    reading = read(now, definition=_outcome(), by=ETHNIC, before=then)

    row = _rows(reading)["b"]
    assert row.before is not None
    assert row.before.state is State.MISSING
    assert any("The groups were others" in words for words in reading.cautions)


def test_a_part_is_not_counted_again_where_its_group_is_told_apart():
    over = dimension("eth", ("a1", "a2", "b"), groups={"a1": "a", "a2": "a"})
    counts = {"a1": (20, 100), "a2": (20, 100), "b": (120, 200), "a": (40, 200), "Total": (160, 400)}
    table = released([over, HELPED], [n for y, base in counts.values() for n in (y, base - y, base)])

    reading = read(table, definition=_outcome(), by=ETHNIC)

    assert [row.category.code for row in reading.worse] == ["a"]


def test_shares_say_what_the_silent_could_change():
    table = released([dimension("eth", ("a", "b", "NK"))], [30, 70, 20, 120])
    against = released([dimension("eth", ("a", "b"))], [400, 600, 1000], code="residents")
    definition = Definition(Asks.SHARE, (ETHNIC,), Baseline(Against.DATASET, dataset="x"), "staff", Better.PARITY)

    row = _rows(read(table, definition=definition, by=ETHNIC, against=against))["a"]

    assert row.percent.in_words() == "30.0"
    assert row.could_be is not None
    assert (round(row.could_be.low, 1), round(row.could_be.high, 1)) == (25.0, 41.7)  # 30 of 120, 50 of 120
    assert row.can_turn


@pytest.mark.parametrize(
    "wrong",
    [
        {"asks": Asks.OUTCOME, "baseline": Baseline(Against.EVERYONE_ELSE)},
        {"asks": Asks.SHARE, "baseline": Baseline(Against.EVERYONE_ELSE)},
        {"asks": Asks.SHARE, "baseline": Baseline(Against.LAST_YEAR), "by": ()},
    ],
)
def test_what_does_not_go_together_is_refused(wrong):
    with pytest.raises(UsedWrongly):
        Definition(**{"by": (ETHNIC,), "unit": "people", "better": Better.NEITHER, **wrong})


def test_kept_parts_make_the_same_definition():
    made = _outcome(Against.GROUP, reference="a")

    assert from_parts(to_parts(made)) == made


def test_the_smallest_table_that_fits_is_read():
    small = _table({"a": (1, 2)}, total=(1, 2), code="small")
    other = released([dimension("eth", ("a",))], [1, 1], code="other")

    assert by_in(_outcome(), other) == ()
    assert tables_that_fit(_outcome(), [other, small])["eth"].code == "small"
