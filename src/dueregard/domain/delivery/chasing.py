"""Whom do we remind, on which day, and when do we stop?

The one idea: a round's chasing is a few days counted from the day by which an answer is asked for; each becomes the
next working day, and is then done once. Two reminders that fall together become one; nobody who answered is written to;
a person who was reminded a few days ago, in whatever round, is left alone. After the reminders it is not the owner who
is written to but, once, the lead of the directorate and, once, the board: then we stop. Everything is pure: the day,
the calendar and what was done are handed in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from dueregard.domain.delivery.chasing_calendar import WorkingDays
from dueregard.publish.document import say_date
from dueregard.terms.errors import UsedWrongly

MOST_DAYS = 60
MOST_REMINDERS = 4


class Step(StrEnum):
    """Whom a chase is for: the owner, the lead of their directorate, the board that watches."""

    OWNER = "owner"
    LEAD = "lead"
    BOARD = "board"


@dataclass(frozen=True, slots=True)
class Chase:
    """One chase on one day. `kind` names the rule it follows ("before_3", "lead_7"); `reason` says it in words."""

    step: Step
    kind: str
    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Chasing:
    """The rules: days before and after the due day for reminders; days after it for the lead and for the board.

    `apart` is how many days a person is left alone after a reminder. None: that step is never taken.
    """

    before: tuple[int, ...] = (3,)
    after: tuple[int, ...] = (2,)
    lead_after: int | None = 7
    board_after: int | None = 14
    apart: int = 2

    def check(self) -> None:
        """Raise UsedWrongly, with words to show, unless the rules can be kept."""
        days = (*self.before, *self.after, self.lead_after or 1, self.board_after or 1)
        if any(not 1 <= one <= MOST_DAYS for one in days):
            raise UsedWrongly(f"Days are counted from 1 to {MOST_DAYS}.")
        if len(self.before) + len(self.after) > MOST_REMINDERS:
            raise UsedWrongly(f"At most {MOST_REMINDERS} reminders: more of them are read less.")
        if self.lead_after and self.board_after and self.board_after <= self.lead_after:
            raise UsedWrongly("The board is told later than the directorate lead.")

    def days(
        self, *, due_on: date, opened_on: date, closes_on: date | None, calendar: WorkingDays
    ) -> tuple[Chase, ...]:
        """Give every chase of a round, in order: on working days, after it opened and no later than it closes.

        A day that falls on a quiet one is the next working day; of two chases of one step on one day the later stays.
        """
        found: dict[tuple[Step, date], Chase] = {}
        for step, kind, day, reason in self._wanted(due_on):
            on = calendar.on_or_after(day)
            if on <= opened_on or (closes_on is not None and on > closes_on):
                continue
            if on != day:
                reason = f"{reason} That day was quiet ({calendar.why_quiet(day)}), so it goes on {say_date(on)}."
            found[step, on] = Chase(step, kind, on, reason)
        return tuple(sorted(found.values(), key=lambda one: (one.on, list(Step).index(one.step))))

    def _wanted(self, due_on: date) -> list[tuple[Step, str, date, str]]:
        due = say_date(due_on)
        wanted = [
            (Step.OWNER, f"before_{n}", due_on - timedelta(days=n), f"{_days(n)} before the answer is due, on {due}.")
            for n in sorted(set(self.before), reverse=True)
        ]
        wanted += [
            (Step.OWNER, f"after_{n}", due_on + timedelta(days=n), f"{_days(n)} after the answer was due, on {due}.")
            for n in sorted(set(self.after))
        ]
        for step, number in ((Step.LEAD, self.lead_after), (Step.BOARD, self.board_after)):
            if number:
                reason = f"No answer {_days(number)} after it was due, on {due}."
                wanted.append((step, f"{step}_{number}", due_on + timedelta(days=number), reason))
        return wanted


@dataclass(frozen=True, slots=True)
class Timetable:
    """When a round chases: its rules, its days, and the calendar of its council."""

    rules: Chasing
    opened_on: date
    due_on: date
    closes_on: date | None
    calendar: WorkingDays

    def chases(self) -> tuple[Chase, ...]:
        """Give every chase, in order."""
        return self.rules.days(
            due_on=self.due_on, opened_on=self.opened_on, closes_on=self.closes_on, calendar=self.calendar
        )

    def chases_on(self, day: date) -> tuple[Chase, ...]:
        """Give the chases of one day."""
        return tuple(one for one in self.chases() if one.on == day)

    def due_on_day(self, day: date) -> tuple[Chase, ...]:
        """Give what should be done by a day: of each step, the newest chase that has come. Nothing on a quiet day.

        Where the worker was away, what it missed is done once and late, never several at a time.
        """
        if not self.calendar.is_working(day) or (self.closes_on is not None and day > self.closes_on):
            return ()
        newest: dict[Step, Chase] = {one.step: one for one in self.chases() if one.on <= day}
        return tuple(newest.values())

    def next_after(self, day: date) -> Chase | None:
        """Give the next chase after a day, if there is one."""
        return next((one for one in self.chases() if one.on > day), None)


def due_on(
    day: date, *, rounds: Mapping[str, Timetable], done: Mapping[str, Iterable[tuple[str, date]]] | None = None
) -> dict[str, tuple[Chase, ...]]:
    """Give what is to be done on a day in each of several rounds; `done` are the kinds and days done already.

    >>> table = Timetable(Chasing(), date(2027, 1, 4), date(2027, 1, 22), None, WorkingDays())
    >>> [(one.kind, one.on) for one in due_on(date(2027, 1, 19), rounds={"r": table})["r"]]
    [('before_3', datetime.date(2027, 1, 19))]
    """
    past = done or {}
    found = {
        name: tuple(one for one in table.due_on_day(day) if (one.kind, one.on) not in set(past.get(name, ())))
        for name, table in rounds.items()
    }
    return {name: chases for name, chases in found.items() if chases}


def is_too_soon(last: date | None, *, on: date, rules: Chasing) -> bool:
    """Say whether a person was reminded so lately that they are left alone.

    >>> is_too_soon(date(2027, 1, 19), on=date(2027, 1, 20), rules=Chasing())
    True
    """
    return last is not None and (on - last).days < rules.apart


def to_json(rules: Chasing) -> dict[str, Any]:
    """Give rules as they are kept."""
    return {
        "before": list(rules.before),
        "after": list(rules.after),
        "lead_after": rules.lead_after,
        "board_after": rules.board_after,
        "apart": rules.apart,
    }


def from_json(kept: Mapping[str, Any]) -> Chasing:
    """Give rules from what was kept; what is not there is as usual.

    >>> from_json({"after": [2, 5], "board_after": None}).after
    (2, 5)
    """
    usual = Chasing()
    return Chasing(
        before=tuple(kept.get("before", usual.before)),
        after=tuple(kept.get("after", usual.after)),
        lead_after=kept.get("lead_after", usual.lead_after),
        board_after=kept.get("board_after", usual.board_after),
        apart=kept.get("apart", usual.apart),
    )


def in_words(rules: Chasing) -> tuple[str, ...]:
    """Say the rules to the person who sets them.

    >>> in_words(Chasing())[0]
    'We send 2 reminders, then we stop: 3 days before the day, 2 days after it.'
    """
    days = [f"{_days(n)} before the day" for n in sorted(set(rules.before), reverse=True)]
    days += [f"{_days(n)} after it" for n in sorted(set(rules.after))]
    many = "1 reminder" if len(days) == 1 else f"{len(days)} reminders"
    said = [f"We send {many}, then we stop: {', '.join(days)}." if days else "We send no reminders."]
    if rules.lead_after:
        said.append(f"{_days(rules.lead_after)} after the day, the directorate’s lead is told who has not answered.")
    if rules.board_after:
        said.append(f"{_days(rules.board_after)} after the day, the board’s clerk and chair are told.")
    return tuple(said)


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
