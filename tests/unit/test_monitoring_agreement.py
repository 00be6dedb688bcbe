"""Do two columns about the same people agree?"""

from __future__ import annotations

import pytest

from dueregard.domain.monitoring.agreement import agreement
from dueregard.domain.monitoring.figures import Gap
from dueregard.terms.errors import UsedWrongly
from factories.released import dimension, released


def crossed(*rows: tuple[int | None, ...], values: tuple[str, ...] = ("yes", "no")):
    """Make said × seen from rows without totals; totals are hidden, for nothing needs them."""
    cells: list[int | None] = []
    for row in rows:
        cells += [*row, None]
    cells += [None] * (len(rows[0]) + 1)
    return released([dimension("said", values), dimension("seen", values)], cells)


def test_agreement_gives_the_textbook_kappa():
    # the worked example of many textbooks: 45, 15 / 25, 15: agreed 0.60, by chance 0.54, kappa 0.1304
    found = agreement(crossed((45, 15), (25, 15)), first="said", second="seen")

    assert found.share is not None
    assert found.share.value == pytest.approx(0.6)
    assert found.kappa == pytest.approx(0.1304, abs=5e-5)
    assert [(g.agreed.value, g.said.value) for g in found.groups] == [(45, 60), (15, 40)]


def test_agreement_counts_the_silent_apart():
    found = agreement(
        crossed((40, 10, 7), (5, 30, 3), (11, 2, 1), values=("yes", "no", "NK")), first="said", second="seen"
    )

    assert found.both_known.value == 85
    assert (found.only_first.value, found.only_second.value) == (10, 13)


def test_agreement_says_hidden_where_a_cell_is():
    found = agreement(crossed((45, None), (None, 15)), first="said", second="seen")

    assert found.both_known.gap is Gap.HIDDEN
    assert found.kappa is None


def test_agreement_refuses_columns_of_different_groups():
    table = released([dimension("said", ("a", "b")), dimension("seen", ("c", "d"))], [None] * 9)

    with pytest.raises(UsedWrongly, match="no groups in common"):
        agreement(table, first="said", second="seen")
