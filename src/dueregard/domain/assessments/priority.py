"""Which policy should be looked at first, and why?

The one idea: a queue that explains itself. Four things are weighed, as the reviews of councils ask: the risk to people,
how many it affects, how long ago it was last looked at, and whether the law or the figures have changed since. The rank
is for ordering only and is never shown as a score; the reasons are. What nobody has said counts as a reason to look,
never as low.

Source:  due-regard-assessments; council-audit-findings (reviews that are reactive rather than priority-led).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dueregard.domain.assessments.clock import say_days
from dueregard.publish.document import say_date

OVERDUE_AFTER_YEARS = 3
MANY_PEOPLE = 1_000
VERY_MANY_PEOPLE = 10_000


class Risk(StrEnum):
    """How much could go wrong for people, in the owner's word."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Changed:
    """Something that changed since: the law, a definition, or a figure; in words, with its day."""

    text: str
    on: date


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a policy. None: nobody has said."""

    risk: Risk | None = None
    people: int | None = None
    last_assessed: date | None = None
    review_on: date | None = None
    decided_on: date | None = None
    changes: tuple[Changed, ...] = ()


@dataclass(frozen=True, slots=True)
class Priority:
    """`rank`: the higher, the sooner; equal for equal reasons. `reasons` in words, the heaviest first."""

    rank: int
    reasons: tuple[str, ...]


def priority_of(standing: Standing, *, on: date) -> Priority:
    """Give a policy's place in the queue and why.

    >>> found = priority_of(Standing(Risk.HIGH, 12_000, date(2022, 5, 1)), on=date(2026, 11, 22))
    >>> found.reasons
    ('High risk to people.', 'It affects 12,000 people.', 'Last assessed on 1 May 2022, 4 years ago.')
    """
    weighed = sorted(_weighed(standing, on=on), key=lambda pair: -pair[0])
    return Priority(sum(weight for weight, _ in weighed), tuple(reason for _, reason in weighed))


def _weighed(standing: Standing, *, on: date) -> Iterator[tuple[int, str]]:
    yield from _risk(standing)
    yield from _people(standing)
    yield from _age(standing, on=on)
    since = standing.last_assessed
    for change in sorted(standing.changes, key=lambda one: one.on):
        if change.on <= on and (since is None or change.on > since):
            yield (
                25,
                f"Since then ({say_date(change.on)}): {change.text}"
                if since
                else f"{say_date(change.on)}: {change.text}",
            )
    if standing.decided_on and standing.decided_on >= on and (since is None or since < on):
        days = (standing.decided_on - on).days
        weight = 45 if days <= 28 else 20 if days <= 91 else 5
        yield weight, f"A decision is planned for {say_date(standing.decided_on)}, {say_days(days)}."


def _risk(standing: Standing) -> Iterator[tuple[int, str]]:
    if standing.risk is Risk.HIGH:
        yield 60, "High risk to people."
    elif standing.risk is Risk.MEDIUM:
        yield 30, "Some risk to people."
    elif standing.risk is None:
        yield 30, "Nobody has said how risky it is."


def _people(standing: Standing) -> Iterator[tuple[int, str]]:
    if standing.people is None:
        yield 15, "Nobody has said how many people it affects."
    elif standing.people >= MANY_PEOPLE:
        yield 40 if standing.people >= VERY_MANY_PEOPLE else 20, f"It affects {standing.people:,} people."


def _age(standing: Standing, *, on: date) -> Iterator[tuple[int, str]]:
    if standing.review_on and standing.review_on <= on:
        yield 50, f"Its review was due on {say_date(standing.review_on)}."
    if standing.last_assessed is None:
        yield 35, "It has never been assessed."
        return
    years = _full_years(standing.last_assessed, on)
    if years >= OVERDUE_AFTER_YEARS:
        yield min(10 * years, 35), f"Last assessed on {say_date(standing.last_assessed)}, {years} years ago."


def _full_years(first: date, last: date) -> int:
    return last.year - first.year - ((last.month, last.day) < (first.month, first.day))
