"""The rules of reviews: what is a reason, in words and raised once, and from where an assessment is re-opened."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dueregard.domain.assessments.reviews import (
    REOPENED_FROM,
    Range,
    Reason,
    ReviewKind,
    change_noted,
    check_can_reopen,
    date_reached,
    figures_left,
    not_raised,
)
from dueregard.domain.assessments.states import AssessmentState
from dueregard.terms.errors import MoveNotAllowed, UsedWrongly

ENDS = date(2027, 3, 31)


def left(value: str, expected: Range) -> Reason | None:
    return figures_left(
        "f", expected=expected, about="Visits, 65 and over", value=Decimal(value), period_end=ENDS, source="2026-27"
    )


def test_the_review_date_counts_on_its_day() -> None:
    day = date(2027, 1, 31)

    assert date_reached(day, on=date(2027, 1, 30)) is None
    assert date_reached(None, on=day) is None
    assert date_reached(day, on=day) == Reason(
        "date:2027-01-31", ReviewKind.DATE, "The review date, 31 January 2027, is reached."
    )


@pytest.mark.parametrize(
    ("value", "low", "high", "is_left"),
    [
        ("20", "20", "30", False), ("30", "20", "30", False), ("19.9", "20", "30", True), ("30.1", "20", "30", True),
        ("0", None, "30", False), ("99", "20", None, False), ("0", "20", None, True),
    ],
)  # fmt: skip
def test_the_ends_of_a_range_are_within(value: str, low: str | None, high: str | None, is_left: bool) -> None:
    expected = Range(Decimal(low) if low else None, Decimal(high) if high else None)

    assert (left(value, expected) is not None) is is_left


def test_a_figure_outside_says_what_was_expected_of_which() -> None:
    found = left("18.50", Range(Decimal("20.00"), Decimal(30)))

    assert found is not None
    assert found.key == "figures:f:2027-03-31"
    assert found.why == "Visits, 65 and over: 18.5 per cent (2026-27). From 20 to 30 per cent was expected."


@pytest.mark.parametrize(("since", "until"), [(date(2027, 4, 1), None), (None, date(2027, 3, 30))])
def test_a_period_outside_the_time_says_nothing(since: date | None, until: date | None) -> None:
    assert left("0", Range(Decimal(20), since=since, until=until)) is None


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"low": Decimal(30), "high": Decimal(20)},
        {"low": Decimal(1), "since": date(2027, 2, 1), "until": date(2027, 1, 1)},
    ],
)
def test_a_range_that_is_none_is_refused(given: dict[str, Decimal]) -> None:
    with pytest.raises(UsedWrongly):
        Range(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "begins"),
    [("law", "The law"), ("figures", "The figures"), ("definition", "A definition"), ("other", "Something")],
)
def test_a_change_says_what_changed(kind: str, begins: str) -> None:
    found = change_noted("7", kind=kind, text="A new code", policy="Libraries", on=date(2027, 3, 1))

    assert found.why == f"{begins} changed around Libraries on 1 March 2027: A new code"
    assert found.key == "change:7"


def test_a_reason_is_raised_once() -> None:
    one, two = Reason("a", ReviewKind.DATE, "A."), Reason("b", ReviewKind.DATE, "B.")

    assert not_raised([one, two, two], ["a"]) == (two,)


def test_it_is_reopened_once_it_has_ended_only() -> None:
    for state in AssessmentState:
        if state in REOPENED_FROM:
            check_can_reopen(state)
        else:
            with pytest.raises(MoveNotAllowed):
                check_can_reopen(state)
    assert {AssessmentState.DECIDED, AssessmentState.NOT_NEEDED} == REOPENED_FROM
