"""How is a plan going on a given day?

The one idea: late, due soon and "no update" are worked out from what was said and a date handed in; they are never
stored, so they are never stale. An action that is complete, closed or dropped is not late, whatever its date. What
nobody has said stays its own count: it is not "not started". Quarters are those of the financial year (terms.periods).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from dueregard.domain.plans.model import Measure, Strand
from dueregard.domain.plans.states import Outcome, Status
from dueregard.terms.characteristics import ALL, CHARACTERISTICS
from dueregard.terms.periods import financial_quarter, financial_year_of

FINISHED_STATUSES = frozenset({Status.COMPLETE, Status.CLOSED})
FINISHED_OUTCOMES = frozenset({Outcome.CLOSED, Outcome.DEVELOPED, Outcome.DROPPED})
NEEDS_ATTENTION = (Status.AT_RISK, Status.OFF_TRACK)


class Due(StrEnum):
    """When an action is due, seen from a day."""

    LATE = "late"
    THIS_QUARTER = "this_quarter"
    NEXT_QUARTER = "next_quarter"
    LATER = "later"
    NO_DATE = "no_date"
    FINISHED = "finished"


def is_finished(*, status: str | None, outcome: str | None) -> bool:
    """Say whether nothing more is expected of an action in this plan.

    >>> is_finished(status="complete", outcome=None), is_finished(status="off_track", outcome=None)
    (True, False)
    """
    return status in FINISHED_STATUSES or outcome in FINISHED_OUTCOMES


def quarter_of(day: date) -> tuple[date, date]:
    """Give the first and last day of the financial quarter of a day.

    >>> quarter_of(date(2027, 1, 12))
    (datetime.date(2027, 1, 1), datetime.date(2027, 3, 31))
    """
    return financial_quarter(financial_year_of(day), (day.month - 4) % 12 // 3 + 1)


def next_quarter_of(day: date) -> tuple[date, date]:
    """Give the first and last day of the financial quarter after that of a day.

    >>> next_quarter_of(date(2027, 1, 12))
    (datetime.date(2027, 4, 1), datetime.date(2027, 6, 30))
    """
    return quarter_of(date.fromordinal(quarter_of(day)[1].toordinal() + 1))


def due_when(due_date: date | None, *, status: str | None, outcome: str | None, on: date) -> Due:
    """Say when an action is due, seen from `on`. An action due today is not late.

    >>> due_when(date(2026, 12, 1), status="off_track", outcome=None, on=date(2027, 1, 12))
    <Due.LATE: 'late'>
    """
    if is_finished(status=status, outcome=outcome):
        return Due.FINISHED
    if due_date is None:
        return Due.NO_DATE
    if due_date < on:
        return Due.LATE
    if due_date <= quarter_of(on)[1]:
        return Due.THIS_QUARTER
    return Due.NEXT_QUARTER if due_date <= next_quarter_of(on)[1] else Due.LATER


def days_late(due_date: date | None, *, status: str | None, outcome: str | None, on: date) -> int | None:
    """Give how many days an unfinished action is past its date; None where it is not.

    >>> days_late(date(2026, 12, 1), status="off_track", outcome=None, on=date(2027, 1, 12))
    42
    """
    if due_when(due_date, status=status, outcome=outcome, on=on) is not Due.LATE or due_date is None:
        return None
    return (on - due_date).days


def is_without_update(last_update_on: date | None, *, status: str | None, outcome: str | None, on: date) -> bool:
    """Say whether an unfinished action has had no update since the quarter of `on` began.

    >>> is_without_update(date(2026, 10, 7), status="at_risk", outcome=None, on=date(2027, 1, 12))
    True
    """
    if is_finished(status=status, outcome=outcome):
        return False
    return last_update_on is None or last_update_on < quarter_of(on)[0]


@dataclass(frozen=True, slots=True)
class StatusCounts:
    """How many actions stand where. `no_update` are those whose status nobody has given."""

    off_track: int = 0
    at_risk: int = 0
    not_started: int = 0
    on_track: int = 0
    complete: int = 0
    closed: int = 0
    no_update: int = 0

    @property
    def total(self) -> int:
        """All actions counted."""
        return sum(getattr(self, f.name) for f in fields(self))

    @property
    def attention(self) -> int:
        """Those that are at risk or off track."""
        return self.at_risk + self.off_track

    def by_code(self) -> dict[str, int]:
        """Give the counts by status, in the order of the bars.

        >>> StatusCounts(on_track=2).by_code()["on_track"]
        2
        """
        return {f.name: getattr(self, f.name) for f in fields(self)}


STATUS_ORDER = ("off_track", "at_risk", "not_started", "on_track", "complete", "closed", "no_update")


def count_statuses(statuses: Iterable[tuple[str | None, int]]) -> StatusCounts:
    """Add up (status, how many) pairs.

    >>> count_statuses([("on_track", 2), (None, 1)]).total
    3
    """
    counts = dict.fromkeys(STATUS_ORDER, 0)
    for status, number in statuses:
        counts[status or "no_update"] += number
    return StatusCounts(**counts)


def characteristics_of(code: str, *, key: Mapping[str, Strand]) -> tuple[str, ...]:
    """Give what a printed strand code stands for, by the document's own key; "ALL" stays one thing of its own.

    A code the key does not explain stands for a characteristic of that very name, else for nothing we know.

    >>> characteristics_of("G", key={"G": Strand("Gender", ("sex", "gender_reassignment"))})
    ('sex', 'gender_reassignment')
    >>> characteristics_of("race", key={}), characteristics_of("All", key={}), characteristics_of("X", key={})
    (('race',), ('ALL',), ())
    """
    if code.upper() == ALL:
        return (ALL,)
    if code in key:
        return key[code].characteristics
    return (code,) if code in CHARACTERISTICS else ()


@dataclass(frozen=True, slots=True)
class Trend:
    """What the values of a measure say: from the first to the last, and at that pace on the target's day.

    `is_better` compares last with first in the measure's own direction (None where it gives none or nothing moved);
    `miss` is how far the pace falls short of the target, nought or less where it does not; None where
    it cannot be said.
    """

    first: Decimal
    first_on: date
    last: Decimal
    last_on: date
    is_better: bool | None = None
    target: Decimal | None = None
    projected: Decimal | None = None
    miss: Decimal | None = None


def trend_of(measure: Measure) -> Trend | None:
    """Say where a measure is going; None where fewer than two values are numbers.

    The pace is the straight line from the first value to the last: a plain sum a reader can check, not a forecast.
    """
    points = [(v.on, n) for v in measure.values if (n := number_of(v.value)) is not None]
    baseline = number_of(measure.baseline)
    if baseline is not None and measure.baseline_date and all(on > measure.baseline_date for on, _ in points):
        points.insert(0, (measure.baseline_date, baseline))
    points.sort()
    if len(points) < 2:
        return None
    (first_on, first), (last_on, last) = points[0], points[-1]
    target = number_of(measure.target)
    projected = miss = None
    if target is not None and measure.target_date and measure.target_date > last_on > first_on:
        pace = (last - first) / (last_on - first_on).days
        projected = last + pace * (measure.target_date - last_on).days
    reached = last if projected is None else projected
    if target is not None and measure.direction:
        miss = target - reached if measure.direction == "up" else reached - target
    return Trend(
        first=first,
        first_on=first_on,
        last=last,
        last_on=last_on,
        is_better=None if not measure.direction or first == last else (last > first) == (measure.direction == "up"),
        target=target,
        projected=projected,
        miss=miss,
    )


def number_of(text: str | None) -> Decimal | None:
    """Read a decimal number as people write it; None where it is none.

    >>> number_of("1,204.5"), number_of("47%"), number_of("half")
    (Decimal('1204.5'), Decimal('47'), None)
    """
    if text is None:
        return None
    try:
        number = Decimal(text.replace(",", "").strip().rstrip("%").strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
