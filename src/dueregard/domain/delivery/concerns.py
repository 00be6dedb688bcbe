"""Which actions need a person's attention on a given day, and why?

The one idea: late, due soon, not updated and stalled are worked out from what was said and a day handed in, are never
stored, and each comes with its reason in words, so that nobody has to trust a coloured mark. `progress` says when an
action is late or without update; this room adds what only several rounds can show, and the words. Nothing is found of
an action that is complete, closed, developed or dropped. Source: DESIGN section 6; words: docs/reference/words.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dueregard.domain.plans.model import Action, SubAction
from dueregard.domain.plans.progress import days_late, is_finished, is_without_update, quarter_of
from dueregard.publish.document import say_date


class Concern(StrEnum):
    """Why an action needs attention, the most pressing first."""

    LATE = "late"
    STALLED = "stalled"
    NOT_UPDATED = "not_updated"
    DUE_SOON = "due_soon"


@dataclass(frozen=True, slots=True)
class DeliveryRules:
    """What counts as soon, and after how many rounds of the same text an action has stalled. The council's to set."""

    soon_days: int = 28
    stalled_rounds: int = 3


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of an action in one round.

    `round` names the round; without one, it is the financial quarter of `on`. `is_unchanged` is the recorded statement
    that nothing has changed: it repeats the text before it.
    """

    on: date
    text: str | None = None
    round: str | None = None
    is_unchanged: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of an action, for this question. `said` may be in any order."""

    due_date: date | None = None
    status: str | None = None
    outcome: str | None = None
    said: tuple[Said, ...] = ()
    parts: tuple[SubAction, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason for attention, in words; `days` late, until due, or since an update; `since` the day it began."""

    concern: Concern
    reason: str
    days: int | None = None
    since: date | None = None


def standing_of(action: Action) -> Standing:
    """Give the standing of an action as a document tells it; entries of progress without a date cannot be placed.

    >>> standing_of(Action("Train staff", due_date=date(2027, 3, 31))).due_date
    datetime.date(2027, 3, 31)
    """
    said = tuple(Said(entry.date, entry.text, entry.heading) for entry in action.progress if entry.date)
    return Standing(action.due_date, action.status, action.outcome, said, action.sub_actions)


def find_concerns(
    standing: Standing, *, on: date, since: date | None = None, rules: DeliveryRules | None = None
) -> tuple[Finding, ...]:
    """Give every reason why an action needs attention on a day, the most pressing first.

    Takes:   `since`, the day from which an update is wanted (when the round was opened); else the quarter's first day.
    >>> [f.reason for f in find_concerns(Standing(due_date=date(2026, 12, 1)), on=date(2027, 1, 12))]
    ['42 days late: it was due on 1 December 2026.', 'Nobody has said yet how it is going.']
    """
    if is_finished(status=standing.status, outcome=standing.outcome):
        return ()
    rules = rules or DeliveryRules()
    said = tuple(one for one in standing.said if one.on <= on)
    found = (
        *_late(standing, on=on),
        *_stalled(said, rules=rules),
        *_not_updated(standing, said, on=on, since=since),
        *_due_soon(standing, on=on, rules=rules),
    )
    return tuple(sorted(found, key=lambda one: list(Concern).index(one.concern)))


def stalled_since(said: Iterable[Said], *, rounds: int = 3) -> tuple[date, int] | None:
    """Say since when, and for how many rounds running, the same text was given; None where fewer than `rounds`.

    Spaces and capitals make no difference. The last answer of a round counts. A round that nobody answered neither
    counts nor breaks the row: that is told as "not updated".

    >>> told = [Said(date(2026, 5, 1), "On going."), Said(date(2026, 8, 1), "on  going."), Said(date(2026, 11, 1), "ON GOING.")]
    >>> stalled_since(told)
    (datetime.date(2026, 5, 1), 3)
    """  # noqa: E501 - an example reads best on one line
    answers: dict[object, tuple[date, str]] = {}
    before = ""
    for one in sorted(said, key=lambda each: each.on):
        text = before if one.is_unchanged else _plain(one.text)
        if text:
            answers[one.round or quarter_of(one.on)] = (one.on, text)
            before = text
    row = sorted(answers.values())
    if not row:
        return None
    last = row[-1][1]
    same = 0
    for _, text in reversed(row):
        if text != last:
            break
        same += 1
    return (row[-same][0], same) if same >= rounds else None


def count_concerns(findings: Mapping[object, Sequence[Finding]]) -> dict[Concern, int]:
    """Count the actions with each concern; an action may have several.

    >>> count_concerns({1: (Finding(Concern.LATE, "Late."),), 2: ()})[Concern.LATE]
    1
    """
    return {
        concern: sum(1 for found in findings.values() if any(one.concern is concern for one in found))
        for concern in Concern
    }


def _late(standing: Standing, *, on: date) -> Iterator[Finding]:
    days = days_late(standing.due_date, status=standing.status, outcome=standing.outcome, on=on)
    if days and standing.due_date:
        yield Finding(
            Concern.LATE, f"{_days(days)} late: it was due on {say_date(standing.due_date)}.", days, standing.due_date
        )
        return
    for part in standing.parts:
        late = days_late(part.due_date, status=part.status, outcome=None, on=on)
        if late and part.due_date:
            reason = f"A part of it is {_days(late)} late: “{_short(part.text)}” was due on {say_date(part.due_date)}."
            yield Finding(Concern.LATE, reason, late, part.due_date)


def _due_soon(standing: Standing, *, on: date, rules: DeliveryRules) -> Iterator[Finding]:
    until = on + timedelta(days=rules.soon_days)
    if standing.due_date and on <= standing.due_date <= until:
        days = (standing.due_date - on).days
        when = "today" if days == 0 else f"in {_days(days)}"
        yield Finding(Concern.DUE_SOON, f"Due {when}, on {say_date(standing.due_date)}.", days, standing.due_date)
        return
    for part in standing.parts:
        if part.due_date and on <= part.due_date <= until and not is_finished(status=part.status, outcome=None):
            days = (part.due_date - on).days
            reason = f"A part of it is due on {say_date(part.due_date)}: “{_short(part.text)}”."
            yield Finding(Concern.DUE_SOON, reason, days, part.due_date)


def _not_updated(standing: Standing, said: Sequence[Said], *, on: date, since: date | None) -> Iterator[Finding]:
    last = max((one.on for one in said), default=None)
    if since is None:
        is_missing = is_without_update(last, status=standing.status, outcome=standing.outcome, on=on)
        wanted = f"this quarter began on {say_date(quarter_of(on)[0])}"
    else:
        is_missing = last is None or last < since
        wanted = f"an update was asked for on {say_date(since)}"
    if not is_missing:
        return
    if last is None:
        yield Finding(Concern.NOT_UPDATED, "Nobody has said yet how it is going.")
        return
    days = (on - last).days
    yield Finding(Concern.NOT_UPDATED, f"No update since {say_date(last)}; {wanted}.", days, last)


def _stalled(said: Sequence[Said], *, rules: DeliveryRules) -> Iterator[Finding]:
    found = stalled_since(said, rounds=rules.stalled_rounds)
    if found:
        begun, rounds = found
        yield Finding(
            Concern.STALLED, f"The same was said {rounds} rounds running, since {say_date(begun)}.", since=begun
        )


def _plain(text: str | None) -> str:
    return " ".join((text or "").split()).casefold()


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count:,} days"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:59].rsplit(" ", 1)[0] + " …"
