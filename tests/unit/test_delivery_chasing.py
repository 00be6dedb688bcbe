"""Reminders: on which days, never on a quiet one, never twice; and the bank holidays that the government publishes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.domain.delivery.chasing import (
    Chasing,
    Step,
    Timetable,
    due_on,
    from_json,
    in_words,
    is_too_soon,
    to_json,
)
from dueregard.domain.delivery.chasing_calendar import WorkingDays, bank_holidays, working_days
from dueregard.terms.errors import UsedWrongly

# https://www.gov.uk/bank-holidays (and bank-holidays.json), seen 22 November 2026: substitute days are those listed.
# Monday 15 June 2026 in Scotland: Royal Proclamation under the Banking and Financial Dealings Act 1971, section 1(3).
PUBLISHED = {
    ("england", 2025): "1/1 18/4 21/4 5/5 26/5 25/8 25/12 26/12",
    ("england", 2026): "1/1 3/4 6/4 4/5 25/5 31/8 25/12 28/12",
    ("england", 2027): "1/1 26/3 29/3 3/5 31/5 30/8 27/12 28/12",
    ("wales", 2026): "1/1 3/4 6/4 4/5 25/5 31/8 25/12 28/12",
    ("wales", 2027): "1/1 26/3 29/3 3/5 31/5 30/8 27/12 28/12",
    ("scotland", 2025): "1/1 2/1 18/4 5/5 26/5 4/8 1/12 25/12 26/12",
    ("scotland", 2026): "1/1 2/1 3/4 4/5 25/5 15/6 3/8 30/11 25/12 28/12",
    ("scotland", 2027): "1/1 4/1 26/3 3/5 31/5 2/8 30/11 27/12 28/12",
    ("northern_ireland", 2025): "1/1 17/3 18/4 21/4 5/5 26/5 14/7 25/8 25/12 26/12",
    ("northern_ireland", 2026): "1/1 17/3 3/4 6/4 4/5 25/5 13/7 31/8 25/12 28/12",
    ("northern_ireland", 2027): "1/1 17/3 26/3 29/3 3/5 31/5 12/7 30/8 27/12 28/12",
}
OPENED, DUE = date(2027, 1, 4), date(2027, 1, 22)  # a Monday, and a Friday
ENGLAND = working_days("england", (2026, 2027))


def table(rules: Chasing | None = None, **changes: object) -> Timetable:
    given = {"opened_on": OPENED, "due_on": DUE, "closes_on": None, "calendar": ENGLAND, **changes}
    return Timetable(rules or Chasing(), **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(("nation", "year"), PUBLISHED)
def test_bank_holidays_are_those_that_are_published(nation: str, year: int) -> None:
    """The package also lists the day itself where a substitute follows a weekend; weekends are quiet anyway."""
    found = {day for day in bank_holidays(nation, [year]) if day.weekday() < 5}

    expected = {
        date(year, int(month), int(day)) for day, month in (one.split("/") for one in PUBLISHED[nation, year].split())
    }
    assert found == expected


def test_chases_stand_on_their_days_with_their_reasons() -> None:
    assert [(one.step, one.kind, one.on) for one in table().chases()] == [
        (Step.OWNER, "before_3", date(2027, 1, 19)),
        (Step.OWNER, "after_2", date(2027, 1, 25)),  # 24 January is a Sunday
        (Step.LEAD, "lead_7", date(2027, 1, 29)),
        (Step.BOARD, "board_14", date(2027, 2, 5)),
    ]
    assert [one.reason for one in table().chases()[:2]] == [
        "3 days before the answer is due, on 22 January 2027.",
        "2 days after the answer was due, on 22 January 2027. "
        "That day was quiet (Sunday), so it goes on 25 January 2027.",
    ]


def test_two_reminders_that_fall_together_become_one() -> None:
    """One and two days after a Friday are Saturday and Sunday: on Monday one reminder goes, the later."""
    chases = table(Chasing(before=(), after=(1, 2, 3), lead_after=None, board_after=None)).chases()

    assert [(one.kind, one.on) for one in chases] == [("after_3", date(2027, 1, 25))]


def test_quiet_days_of_the_council_postpone_to_the_day_after() -> None:
    calendar = working_days("england", (2026, 2027), own=[(date(2026, 12, 29), date(2026, 12, 31), "Offices closed")])
    around = table(opened_on=date(2026, 12, 1), due_on=date(2026, 12, 23), calendar=calendar)

    assert [(one.kind, one.on) for one in around.chases()] == [
        ("before_3", date(2026, 12, 21)),  # the 20th is a Sunday
        ("after_2", date(2027, 1, 4)),  # Christmas Day, its weekend and substitute, the closed days, New Year's Day
        ("lead_7", date(2027, 1, 4)),
        ("board_14", date(2027, 1, 6)),
    ]
    assert around.due_on_day(date(2026, 12, 30)) == ()


def test_nothing_is_chased_before_people_had_the_message_or_after_the_end() -> None:
    short = table(opened_on=date(2027, 1, 20), closes_on=date(2027, 1, 28))

    assert [one.kind for one in short.chases()] == ["after_2"]


def test_what_was_missed_is_done_once_and_late() -> None:
    """The worker was away from the 18th to the 27th: the newest reminder goes, not both."""
    due = table().due_on_day(date(2027, 1, 28))

    assert [one.kind for one in due] == ["after_2"]


def test_what_was_done_is_not_done_again() -> None:
    day = date(2027, 1, 29)
    first = due_on(day, rounds={"winter": table()})
    done = {"winter": [(one.kind, one.on) for one in first["winter"]]}

    assert [one.kind for one in first["winter"]] == ["after_2", "lead_7"]
    assert due_on(day, rounds={"winter": table()}, done=done) == {}


@given(
    before=st.lists(st.integers(1, 40), max_size=2),
    after=st.lists(st.integers(1, 40), max_size=2),
    due=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    quiet=st.sets(st.integers(-50, 50), max_size=30),
)
def test_never_on_a_quiet_day_and_never_two_of_a_step_on_one(
    before: list[int], after: list[int], due: date, quiet: set[int]
) -> None:
    calendar = WorkingDays({due + timedelta(days=n): "Ours" for n in quiet})
    rules = Chasing(before=tuple(before), after=tuple(after))
    chases = Timetable(rules, due - timedelta(days=60), due, None, calendar).chases()

    assert all(calendar.is_working(one.on) for one in chases)
    assert len({(one.step, one.on) for one in chases}) == len(chases)
    assert len([one for one in chases if one.step is Step.OWNER]) <= len(set(before)) + len(set(after))


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        (Chasing(before=(0,)), "from 1 to 60"),
        (Chasing(before=(1, 2, 3), after=(1, 2)), "At most 4"),
        (Chasing(lead_after=14, board_after=14), "later than the directorate lead"),
    ],
)
def test_rules_that_tire_are_refused(rules: Chasing, words: str) -> None:
    with pytest.raises(UsedWrongly, match=words):
        rules.check()


def test_rules_are_kept_and_read_again() -> None:
    rules = Chasing(before=(7, 2), after=(), lead_after=None, board_after=20, apart=3)

    assert from_json(to_json(rules)) == rules
    assert from_json({}) == Chasing()


def test_rules_are_said_in_words() -> None:
    assert in_words(Chasing(before=(), after=(), lead_after=None, board_after=None)) == ("We send no reminders.",)
    assert in_words(Chasing(before=(1,), after=()))[0] == "We send 1 reminder, then we stop: 1 day before the day."


def test_person_reminded_yesterday_is_left_alone() -> None:
    assert not is_too_soon(None, on=DUE, rules=Chasing())
    assert not is_too_soon(date(2027, 1, 20), on=DUE, rules=Chasing())
    assert is_too_soon(date(2027, 1, 21), on=DUE, rules=Chasing())
