"""When things may happen to an action, an import and a plan: the tables of moves.

The one idea: status, RAG and outcome are three things. Status is where the action stands; RAG is a colour as the
council prints it; outcome is what was decided at year end. Late, due soon, stalled and "no update" are computed on a
given day and never stored. Source: docs/reference/words.md.
"""

from __future__ import annotations

from enum import StrEnum

from dueregard.terms.errors import MoveNotAllowed


class Status(StrEnum):
    """Where an action stands, in its owner's word."""

    NOT_STARTED = "not_started"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    COMPLETE = "complete"
    CLOSED = "closed"


class Rag(StrEnum):
    """The colour a council prints beside an action. What each means is the council's to say."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    BLUE = "blue"
    GREY = "grey"


class Outcome(StrEnum):
    """What was decided about an action at year end."""

    CLOSED = "closed"
    ONGOING = "ongoing"
    DEVELOPED = "developed"
    DROPPED = "dropped"
    NOT_REPORTED = "not_reported"


class PlanState(StrEnum):
    """Where a plan stands between being made and being history."""

    DRAFT = "draft"
    ADOPTED = "adopted"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


class ImportState(StrEnum):
    """Where a document stands between being handed in and being a plan."""

    READING = "reading"
    REVIEW = "review"
    FAILED = "failed"
    ADOPTED = "adopted"
    THROWN_AWAY = "thrown_away"


PLAN_MOVES: dict[PlanState, frozenset[PlanState]] = {
    PlanState.DRAFT: frozenset({PlanState.ADOPTED}),
    PlanState.ADOPTED: frozenset({PlanState.DRAFT, PlanState.PUBLISHED, PlanState.CLOSED}),
    PlanState.PUBLISHED: frozenset({PlanState.WITHDRAWN, PlanState.CLOSED}),
    PlanState.WITHDRAWN: frozenset({PlanState.PUBLISHED, PlanState.CLOSED}),
    PlanState.CLOSED: frozenset({PlanState.PUBLISHED}),
}

IMPORT_MOVES: dict[ImportState, frozenset[ImportState]] = {
    ImportState.READING: frozenset({ImportState.REVIEW, ImportState.FAILED, ImportState.THROWN_AWAY}),
    ImportState.REVIEW: frozenset({ImportState.ADOPTED, ImportState.THROWN_AWAY}),
    ImportState.FAILED: frozenset({ImportState.READING, ImportState.THROWN_AWAY}),
    ImportState.ADOPTED: frozenset({ImportState.REVIEW}),
    ImportState.THROWN_AWAY: frozenset(),
}


CHANGEABLE = frozenset({PlanState.DRAFT, PlanState.ADOPTED, PlanState.PUBLISHED, PlanState.WITHDRAWN})
"""The states in which a plan, its levels and its actions may be changed: a closed plan stays as it was."""


def check_can_change_plan(state: PlanState) -> None:
    """Raise MoveNotAllowed, with words to show, unless a plan in this state may be changed.

    >>> check_can_change_plan(PlanState.DRAFT)
    """
    if state not in CHANGEABLE:
        raise MoveNotAllowed("This plan is closed, so it stays as it was.", mend="Publish it again to change it.")


def check_can_move_plan(current: PlanState, *, to: PlanState) -> None:
    """Raise MoveNotAllowed, with words to show, unless a plan may go from `current` to `to`.

    >>> check_can_move_plan(PlanState.ADOPTED, to=PlanState.PUBLISHED)
    """
    if to not in PLAN_MOVES[current]:
        raise MoveNotAllowed(f"A plan that is {_words(current)} cannot become {_words(to)}.")


def check_can_move_import(current: ImportState, *, to: ImportState) -> None:
    """Raise MoveNotAllowed, with words to show, unless an import may go from `current` to `to`.

    >>> check_can_move_import(ImportState.REVIEW, to=ImportState.ADOPTED)
    """
    if to not in IMPORT_MOVES[current]:
        raise MoveNotAllowed(f"An import that is {_words(current)} cannot become {_words(to)}.")


def _words(state: StrEnum) -> str:
    return str(state).replace("_", " ")
