"""When may what happen to an assessment? The table of moves.

The one idea: an assessment is written, checked by the head of service, reviewed by the equalities officer, put before
those who decide, and decided upon. What has gone to those who decide stays as it was; a change is a new version, which
begins by re-opening. "Not needed" is an end like the others: it is recorded, looked at by a second person, published.
"Given up" is an end without a finding: it was begun by mistake, or for a proposal that nobody makes any more.

Source:  docs/reference/words.md; the chain of sign-off that councils' forms ask for (head of service, equalities
         review, decision maker).
Refuses: moves that are not in the table, with words to show.
"""

from __future__ import annotations

from enum import StrEnum

from dueregard.terms.errors import MoveNotAllowed


class AssessmentState(StrEnum):
    """Where an assessment stands."""

    WRITING = "writing"
    CHECKING = "checking"
    REVIEWING = "reviewing"
    SIGNED_OFF = "signed_off"
    BEFORE_DECIDERS = "before_deciders"
    DECIDED = "decided"
    NOT_NEEDED = "not_needed"
    GIVEN_UP = "given_up"


class DecisionState(StrEnum):
    """Where a decision stands."""

    PLANNED = "planned"
    DECIDED = "decided"
    CALLED_OFF = "called_off"


MOVES: dict[AssessmentState, frozenset[AssessmentState]] = {
    AssessmentState.WRITING: frozenset(
        {AssessmentState.CHECKING, AssessmentState.NOT_NEEDED, AssessmentState.GIVEN_UP}
    ),
    AssessmentState.CHECKING: frozenset({AssessmentState.WRITING, AssessmentState.REVIEWING}),
    AssessmentState.REVIEWING: frozenset({AssessmentState.WRITING, AssessmentState.SIGNED_OFF}),
    AssessmentState.SIGNED_OFF: frozenset({AssessmentState.WRITING, AssessmentState.BEFORE_DECIDERS}),
    AssessmentState.BEFORE_DECIDERS: frozenset({AssessmentState.WRITING, AssessmentState.DECIDED}),
    AssessmentState.DECIDED: frozenset({AssessmentState.WRITING}),
    AssessmentState.NOT_NEEDED: frozenset({AssessmentState.WRITING}),
    AssessmentState.GIVEN_UP: frozenset({AssessmentState.WRITING}),
}
"""From each state to which. Back to writing is "returned" before the decision and "re-opened" after it."""
SEEN_BY_DECIDERS = frozenset({AssessmentState.BEFORE_DECIDERS, AssessmentState.DECIDED})
"""The states in which a version lies before those who decide."""


def check_can_write(state: AssessmentState) -> None:
    """Raise MoveNotAllowed, with words to show, unless an assessment in this state may be written in.

    >>> check_can_write(AssessmentState.WRITING)
    """
    if state is not AssessmentState.WRITING:
        raise MoveNotAllowed(
            f"This assessment is {say_state(state)}, so it stays as it is.",
            mend="Ask for it to be returned or re-opened to change it.",
        )


def check_can_move_assessment(current: AssessmentState, *, to: AssessmentState) -> None:
    """Raise MoveNotAllowed, with words to show, unless an assessment may go from `current` to `to`.

    >>> check_can_move_assessment(AssessmentState.WRITING, to=AssessmentState.CHECKING)
    """
    if to not in MOVES[current]:
        raise MoveNotAllowed(f"An assessment that is {say_state(current)} cannot become {say_state(to)}.")


def say_state(state: AssessmentState) -> str:
    """Say a state within a sentence.

    >>> say_state(AssessmentState.BEFORE_DECIDERS)
    'before those who decide'
    """
    return _WORDS[state]


_WORDS = {
    AssessmentState.WRITING: "being written",
    AssessmentState.CHECKING: "with the head of service",
    AssessmentState.REVIEWING: "in equalities review",
    AssessmentState.SIGNED_OFF: "signed off",
    AssessmentState.BEFORE_DECIDERS: "before those who decide",
    AssessmentState.DECIDED: "decided upon",
    AssessmentState.NOT_NEEDED: "not needed",
    AssessmentState.GIVEN_UP: "given up",
}
