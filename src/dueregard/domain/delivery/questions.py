"""What may become of a question that a board asks, and when is it late?

The one idea: what a board says is kept on the action as one of three things. A question asks to know, a challenge asks
for another course; both wait for an answer, and the board may ask again where the answer does not satisfy it. A
decision waits for none: it is closed as it is recorded, and its owner is told. "Late" is worked out on a day and never
kept. Source: docs/reference/words.md.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from dueregard.terms.errors import MoveNotAllowed

ANSWER_DAYS = 28
"""How long an owner has to answer where no meeting comes sooner."""
BEFORE_MEETING_DAYS = 7
"""How long before the next meeting an answer is wanted, so that it stands in the pack."""


class QuestionKind(StrEnum):
    """What a board said about an action."""

    QUESTION = "question"
    CHALLENGE = "challenge"
    DECISION = "decision"


class QuestionState(StrEnum):
    """Where a question stands."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


QUESTION_MOVES: dict[QuestionState, frozenset[QuestionState]] = {
    QuestionState.OPEN: frozenset({QuestionState.ANSWERED, QuestionState.CLOSED}),
    QuestionState.ANSWERED: frozenset({QuestionState.ANSWERED, QuestionState.OPEN, QuestionState.CLOSED}),
    QuestionState.CLOSED: frozenset({QuestionState.OPEN}),
}
"""Answered again adds to the answer; open again is the board asking again."""


def check_can_move_question(current: QuestionState, *, to: QuestionState) -> None:
    """Raise MoveNotAllowed, with words to show, unless a question may go from `current` to `to`.

    >>> check_can_move_question(QuestionState.ANSWERED, to=QuestionState.OPEN)
    """
    if to not in QUESTION_MOVES[current]:
        raise MoveNotAllowed(f"A question that is {current} cannot become {to}.")


def first_state(kind: QuestionKind) -> QuestionState:
    """Give where something begins that a board said.

    >>> first_state(QuestionKind.DECISION)
    <QuestionState.CLOSED: 'closed'>
    """
    return QuestionState.CLOSED if kind is QuestionKind.DECISION else QuestionState.OPEN


def days_late(due_on: date | None, *, state: str, on: date) -> int | None:
    """Give how many days an open question is past the day its answer was wanted; None where it is not.

    >>> days_late(date(2027, 1, 5), state="open", on=date(2027, 1, 12)), days_late(None, state="open", on=date.max)
    (7, None)
    """
    if state != QuestionState.OPEN or due_on is None or due_on >= on:
        return None
    return (on - due_on).days


def usual_due(asked_on: date, *, next_meeting_on: date | None = None) -> date:
    """Give the day by which an answer is usually wanted: in time for the next pack, else in four weeks.

    >>> usual_due(date(2026, 11, 4), next_meeting_on=date(2027, 1, 26)), usual_due(date(2026, 11, 4))
    (datetime.date(2027, 1, 19), datetime.date(2026, 12, 2))
    """
    if next_meeting_on is not None:
        before = next_meeting_on - timedelta(days=BEFORE_MEETING_DAYS)
        if before > asked_on:
            return before
    return asked_on + timedelta(days=ANSWER_DAYS)
