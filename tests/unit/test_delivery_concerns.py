"""Late, due soon, not updated, stalled: on a given day, each with its reason."""

from __future__ import annotations

from datetime import date

import pytest

from dueregard.domain.delivery.concerns import (
    Concern,
    DeliveryRules,
    Said,
    Standing,
    count_concerns,
    find_concerns,
    stalled_since,
    standing_of,
)
from dueregard.domain.plans.model import Action, Progress, SubAction

ON = date(2027, 1, 12)  # in the quarter from 1 January to 31 March 2027
SAID_NOW = (Said(date(2027, 1, 5), "Under way."),)


def reasons(standing: Standing, **more: object) -> list[tuple[str, str]]:
    """Give what is found as (concern, reason)."""
    return [(one.concern.value, one.reason) for one in find_concerns(standing, on=ON, **more)]


@pytest.mark.parametrize(
    ("due", "found"),
    [
        (date(2027, 1, 11), [("late", "1 day late: it was due on 11 January 2027.")]),
        (date(2027, 1, 12), [("due_soon", "Due today, on 12 January 2027.")]),
        (date(2027, 1, 13), [("due_soon", "Due in 1 day, on 13 January 2027.")]),
        (date(2027, 2, 9), [("due_soon", "Due in 28 days, on 9 February 2027.")]),
        (date(2027, 2, 10), []),
        (None, []),
    ],
)
def test_late_and_due_soon(due, found):
    assert reasons(Standing(due, "on_track", said=SAID_NOW)) == found


@pytest.mark.parametrize(
    ("status", "outcome"), [("complete", None), ("closed", None), (None, "dropped"), (None, "developed")]
)
def test_nothing_is_found_of_what_is_finished(status, outcome):
    assert reasons(Standing(date(2020, 1, 1), status, outcome)) == []


@pytest.mark.parametrize(
    ("last", "since", "found"),
    [
        (None, None, "Nobody has said yet how it is going."),
        (date(2026, 12, 31), None, "No update since 31 December 2026; this quarter began on 1 January 2027."),
        (date(2027, 1, 1), None, None),
        (
            date(2027, 1, 5),
            date(2027, 1, 6),
            "No update since 5 January 2027; an update was asked for on 6 January 2027.",
        ),
        (date(2027, 1, 6), date(2027, 1, 6), None),
        (date(2027, 2, 1), None, "Nobody has said yet how it is going."),
    ],
)
def test_not_updated(last, since, found):
    said = (Said(last, "Begun."),) if last else ()

    assert reasons(Standing(said=said), since=since) == ([("not_updated", found)] if found else [])


def test_stalled_comes_with_since_when():
    said = (Said(date(2026, 5, 1), "In hand"), Said(date(2026, 8, 1), "in  hand"), Said(date(2027, 1, 5), " In hand\n"))

    assert reasons(Standing(said=said)) == [("stalled", "The same was said 3 rounds running, since 1 May 2026.")]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ((), None),
        ((Said(date(2026, 5, 1), "A"), Said(date(2026, 8, 1), "A")), None),
        ((Said(date(2026, 5, 1), "A"), Said(date(2026, 8, 1), "B"), Said(date(2026, 11, 1), "A")), None),
        ((Said(date(2026, 5, 1), "A"), Said(date(2026, 5, 9), "A"), Said(date(2026, 6, 1), "A")), None),
        (
            (Said(date(2026, 5, 1), "A", "r1"), Said(date(2026, 5, 9), "A", "r2"), Said(date(2026, 6, 1), "A", "r3")),
            (date(2026, 5, 1), 3),
        ),
        (
            (
                Said(date(2026, 5, 1), "A"),
                Said(date(2026, 8, 1), is_unchanged=True),
                Said(date(2026, 11, 1), is_unchanged=True),
            ),
            (date(2026, 5, 1), 3),
        ),
        (
            (
                Said(date(2026, 5, 1), "A"),
                Said(date(2026, 8, 1), "  "),
                Said(date(2026, 11, 1), "A"),
                Said(date(2027, 1, 2), "A"),
            ),
            (date(2026, 5, 1), 3),
        ),
        (
            (
                Said(date(2027, 1, 2), "B"),
                Said(date(2026, 11, 1), "B"),
                Said(date(2026, 8, 1), "B"),
                Said(date(2026, 5, 1), "A"),
            ),
            (date(2026, 8, 1), 3),
        ),
    ],
)
def test_stalled_is_the_same_text_three_rounds_running(said, expected):
    assert stalled_since(said) == expected


def test_parts_are_late_and_due_of_their_own():
    parts = (
        SubAction("Hire a surveyor", "milestone", due_date=date(2027, 1, 2)),
        SubAction("Clear the list", "milestone", due_date=date(2027, 1, 20)),
        SubAction("Tell tenants", "milestone", due_date=date(2027, 1, 2), status="complete"),
    )

    assert reasons(Standing(date(2027, 3, 31), said=SAID_NOW, parts=parts)) == [
        ("late", "A part of it is 10 days late: “Hire a surveyor” was due on 2 January 2027."),
        ("due_soon", "A part of it is due on 20 January 2027: “Clear the list”."),
    ]


def test_the_council_sets_what_counts_as_soon_and_stalled():
    said = (Said(date(2026, 11, 1), "A"), Said(date(2027, 1, 2), "A"))
    rules = DeliveryRules(soon_days=7, stalled_rounds=2)

    found = reasons(Standing(date(2027, 1, 30), said=said), rules=rules)

    assert [concern for concern, _ in found] == ["stalled"]


def test_the_standing_of_a_document_and_the_counts():
    action = Action(
        "a", due_date=date(2026, 12, 1), progress=(Progress("Begun.", date(2027, 1, 2)), Progress("Undated."))
    )

    found = {1: find_concerns(standing_of(action), on=ON), 2: ()}

    assert count_concerns(found) == {
        Concern.LATE: 1,
        Concern.STALLED: 0,
        Concern.NOT_UPDATED: 0,
        Concern.DUE_SOON: 0,
    }
