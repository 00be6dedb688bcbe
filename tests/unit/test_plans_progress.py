"""Late, due and without update, seen from a day; statuses added up; where a measure is going."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from dueregard.domain.plans.model import Measure, MeasureValue, Strand
from dueregard.domain.plans.progress import (
    Due,
    StatusCounts,
    characteristics_of,
    count_statuses,
    days_late,
    due_when,
    is_without_update,
    next_quarter_of,
    quarter_of,
    trend_of,
)

ON = date(2027, 1, 12)


@pytest.mark.parametrize(
    ("due", "status", "outcome", "expected"),
    [
        (date(2027, 1, 11), "on_track", None, Due.LATE),
        (date(2027, 1, 11), None, None, Due.LATE),
        (date(2027, 1, 12), "on_track", None, Due.THIS_QUARTER),
        (date(2027, 3, 31), None, None, Due.THIS_QUARTER),
        (date(2027, 4, 1), None, None, Due.NEXT_QUARTER),
        (date(2027, 6, 30), None, None, Due.NEXT_QUARTER),
        (date(2027, 7, 1), None, None, Due.LATER),
        (None, "at_risk", None, Due.NO_DATE),
        (date(2020, 1, 1), "complete", None, Due.FINISHED),
        (date(2020, 1, 1), "closed", None, Due.FINISHED),
        (None, None, "dropped", Due.FINISHED),
        (date(2020, 1, 1), "off_track", "developed", Due.FINISHED),
        (date(2020, 1, 1), "off_track", "ongoing", Due.LATE),
        (date(2020, 1, 1), "off_track", "not_reported", Due.LATE),
    ],
)
def test_due_when(due: date | None, status: str | None, outcome: str | None, expected: Due) -> None:
    assert due_when(due, status=status, outcome=outcome, on=ON) is expected


def test_every_day_of_a_year_is_in_one_quarter_and_the_next_follows() -> None:
    day = date(2026, 4, 1)
    while day < date(2027, 4, 1):
        first, last = quarter_of(day)
        assert first <= day <= last
        assert next_quarter_of(day)[0] == last + timedelta(days=1)
        day += timedelta(days=1)


def test_only_what_is_late_has_days() -> None:
    assert days_late(date(2026, 12, 31), status=None, outcome=None, on=ON) == 12
    assert days_late(date(2027, 1, 12), status=None, outcome=None, on=ON) is None
    assert days_late(date(2020, 1, 1), status="complete", outcome=None, on=ON) is None


@pytest.mark.parametrize(
    ("last", "status", "expected"),
    [
        (date(2027, 1, 1), "on_track", False),
        (date(2026, 12, 31), "on_track", True),
        (None, None, True),
        (None, "complete", False),
    ],
)
def test_without_update_is_since_the_quarter_began(last: date | None, status: str | None, expected: bool) -> None:
    assert is_without_update(last, status=status, outcome=None, on=ON) is expected


def test_what_nobody_said_is_not_not_started() -> None:
    counts = count_statuses([("not_started", 1), (None, 2), ("off_track", 3), ("at_risk", 4)])

    assert counts == StatusCounts(not_started=1, no_update=2, off_track=3, at_risk=4)
    assert (counts.total, counts.attention) == (10, 7)


@pytest.mark.parametrize(
    ("code", "expected"),
    [("G", ("sex", "gender_reassignment")), ("all", ("ALL",)), ("carers", ("carers",)), ("Q", ()), ("E", ())],
)
def test_what_a_code_stands_for(code: str, expected: tuple[str, ...]) -> None:
    key = {"G": Strand("Gender", ("sex", "gender_reassignment")), "E": Strand("Everything")}

    assert characteristics_of(code, key=key) == expected


def _measure(*values: tuple[date, str], **fields: object) -> Measure:
    return Measure(name="Weeks", values=tuple(MeasureValue(on, value) for on, value in values), **fields)  # type: ignore[arg-type]


def test_a_trend_is_a_straight_line_from_first_to_last() -> None:
    measure = _measure(
        (date(2026, 7, 1), "31"),
        direction="down",
        baseline="38",
        baseline_date=date(2026, 1, 1),
        target="24",
        target_date=date(2026, 12, 29),
    )

    trend = trend_of(measure)

    assert trend is not None
    assert (trend.first, trend.last, trend.is_better) == (Decimal(38), Decimal(31), True)
    assert trend.projected == Decimal(24)  # 7 weeks in 181 days, 181 days still to go
    assert trend.miss == 0


@pytest.mark.parametrize(
    ("direction", "values", "better"),
    [("up", ("1", "2"), True), ("down", ("1", "2"), False), (None, ("1", "2"), None), ("up", ("2", "2"), None)],
)
def test_better_is_in_the_measures_own_direction(
    direction: str | None, values: tuple[str, str], better: bool | None
) -> None:
    trend = trend_of(_measure((date(2026, 1, 1), values[0]), (date(2026, 2, 1), values[1]), direction=direction))

    assert trend is not None
    assert trend.is_better is better


def test_no_trend_without_two_numbers() -> None:
    assert trend_of(_measure((date(2026, 1, 1), "about half"), (date(2026, 2, 1), "3"))) is None


def test_no_projection_after_the_targets_day() -> None:
    values = ((date(2026, 1, 1), "1"), (date(2027, 1, 1), "2"))

    trend = trend_of(_measure(*values, direction="up", target="5", target_date=date(2026, 6, 1)))

    assert trend is not None
    assert (trend.projected, trend.miss) == (None, Decimal(3))
