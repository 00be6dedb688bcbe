"""Why is an assessment to be looked at again, and what may be done about it?

The one idea: a reason is something that happened, said in words, with a key, so that it is raised once however often it
is looked for: its review date came, figures left the range that was foreseen, the law, a definition or the figures
around its policy changed. A named person re-opens the assessment, which begins a new version, or records why not. What
was decided stands as it was.

Source:  issue "Assessments", D; the duty continues after the decision (psed-continuing).
Refuses: a range that has no end or is upside down, and closing a review without a reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from dueregard.domain.assessments.states import AssessmentState
from dueregard.publish.document import say_date
from dueregard.terms.errors import MoveNotAllowed, UsedWrongly

WATCHED = frozenset(
    {
        AssessmentState.SIGNED_OFF, AssessmentState.BEFORE_DECIDERS, AssessmentState.DECIDED,
        AssessmentState.NOT_NEEDED,
    }
)  # fmt: skip
"""The states in which an assessment says what holds, so that a reason to doubt it matters."""
REOPENED_FROM = frozenset({AssessmentState.DECIDED, AssessmentState.NOT_NEEDED})
"""The states from which it is re-opened. Before that it is returned, by whoever has it (sign-off)."""


class ReviewKind(StrEnum):
    """What raises a review."""

    DATE = "date"
    FIGURES = "figures"
    CHANGE = "change"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an assessment is to be looked at again. `key` is what raised it: the same never raises twice."""

    key: str
    kind: ReviewKind
    why: str


@dataclass(frozen=True, slots=True)
class Range:
    """What figures are expected to do: stay from `low` to `high` (None: no end), in periods from `since` to `until`.

    >>> Range(low=Decimal("20")).leaves(Decimal("18.5")), Range(low=Decimal("20")).leaves(Decimal("20"))
    (True, False)
    """

    low: Decimal | None = None
    high: Decimal | None = None
    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        if self.low is None and self.high is None:
            raise UsedWrongly("Give a lowest or a highest figure, or both.")
        if self.low is not None and self.high is not None and self.high < self.low:
            raise UsedWrongly("The highest figure must not be below the lowest.")
        if self.since and self.until and self.until < self.since:
            raise UsedWrongly("The last day must not be before the first.")

    def covers(self, on: date) -> bool:
        """Say whether a period that ends on a day is one of those it is about."""
        return (self.since is None or on >= self.since) and (self.until is None or on <= self.until)

    def leaves(self, value: Decimal) -> bool:
        """Say whether a figure is outside."""
        return (self.low is not None and value < self.low) or (self.high is not None and value > self.high)

    @property
    def words(self) -> str:
        """Say it in words.

        >>> Range(low=Decimal("20.0"), high=Decimal("30")).words
        'from 20 to 30 per cent'
        """
        low, high = (None if each is None else f"{each.normalize():f}" for each in (self.low, self.high))
        if low is not None and high is not None:
            return f"from {low} to {high} per cent"
        return f"at least {low} per cent" if low is not None else f"at most {high} per cent"


def date_reached(review_on: date | None, *, on: date) -> Reason | None:
    """Give the reason that the review date is reached, once it is.

    >>> date_reached(date(2027, 1, 31), on=date(2027, 2, 1)).why
    'The review date, 31 January 2027, is reached.'
    """
    if review_on is None or review_on > on:
        return None
    why = f"The review date, {say_date(review_on)}, is reached."
    return Reason(f"date:{review_on.isoformat()}", ReviewKind.DATE, why)


def figures_left(
    foresight: str, *, expected: Range, about: str, value: Decimal, period_end: date, source: str
) -> Reason | None:
    """Give the reason that released figures of a period left the range that was foreseen, where they did.

    Takes:   `foresight`, its id; `about`, what the figure is of, in words; `source`, which release.
    """
    if not expected.covers(period_end) or not expected.leaves(value):
        return None
    said = f"{value.normalize():f}"
    why = f"{about}: {said} per cent ({source}). {expected.words.capitalize()} was expected."
    return Reason(f"figures:{foresight}:{period_end.isoformat()}", ReviewKind.FIGURES, why)


def change_noted(change: str, *, kind: str, text: str, policy: str, on: date) -> Reason:
    """Give the reason that something around the policy changed.

    >>> change_noted("7", kind="law", text="A new code of practice", policy="Libraries", on=date(2027, 3, 1)).why
    'The law changed around Libraries on 1 March 2027: A new code of practice'
    """
    what = {"law": "The law", "figures": "The figures", "definition": "A definition"}.get(kind, "Something")
    return Reason(f"change:{change}", ReviewKind.CHANGE, f"{what} changed around {policy} on {say_date(on)}: {text}")


def not_raised(reasons: Iterable[Reason], raised: Iterable[str]) -> tuple[Reason, ...]:
    """Give the reasons that were not raised yet.

    >>> not_raised([Reason("date:2027-01-31", ReviewKind.DATE, "…")], ["date:2027-01-31"])
    ()
    """
    known = set(raised)
    return tuple({each.key: each for each in reasons if each.key not in known}.values())


def check_can_reopen(state: AssessmentState) -> None:
    """Raise MoveNotAllowed, with words to show, unless an assessment in this state is re-opened by a review.

    >>> check_can_reopen(AssessmentState.DECIDED)
    """
    if state in REOPENED_FROM:
        return
    if state is AssessmentState.WRITING:
        raise MoveNotAllowed("This assessment is being written already.")
    if state is AssessmentState.GIVEN_UP:
        raise MoveNotAllowed("This assessment was given up.", mend="Take it up again, on the page of its sign-off.")
    raise MoveNotAllowed(
        "This assessment is on its way to those who decide.", mend="Have it returned, on the page of its sign-off."
    )
