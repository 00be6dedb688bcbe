"""When things may happen to a file of records and to a release of figures: the tables of moves.

The one idea: records come in by steps that each wait for a person, and go by a date; figures go out by one door, and a
release that was made is never unmade: it is withdrawn, and stays known, because whoever read it still knows it.
Source: docs/decisions/0024-records-in-the-web.md.
"""

from __future__ import annotations

from enum import StrEnum

from dueregard.terms.errors import MoveNotAllowed


class VersionState(StrEnum):
    """Where one file of a dataset stands between being handed in and being deleted."""

    UPLOADED = "uploaded"
    READING = "reading"
    FAILED = "failed"
    MAPPING = "mapping"
    PREPARING = "preparing"
    READY = "ready"
    DELETED = "deleted"


class ReleaseState(StrEnum):
    """Where a release of tables stands: prepared, with its author; waiting, for the person who decides."""

    PREPARED = "prepared"
    DROPPED = "dropped"
    WAITING = "waiting"
    SENT_BACK = "sent_back"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"


class FindingAnswer(StrEnum):
    """What a person answers to a finding."""

    ACT = "act"
    LOOK_FURTHER = "look_further"
    NOT_PURSUED = "not_pursued"


VERSION_MOVES: dict[VersionState, frozenset[VersionState]] = {
    VersionState.UPLOADED: frozenset({VersionState.READING, VersionState.DELETED}),
    VersionState.READING: frozenset({VersionState.MAPPING, VersionState.FAILED, VersionState.DELETED}),
    VersionState.FAILED: frozenset({VersionState.READING, VersionState.DELETED}),
    VersionState.MAPPING: frozenset({VersionState.PREPARING, VersionState.DELETED}),
    VersionState.PREPARING: frozenset({VersionState.READY, VersionState.MAPPING, VersionState.DELETED}),
    VersionState.READY: frozenset({VersionState.DELETED}),
    VersionState.DELETED: frozenset(),
}

RELEASE_MOVES: dict[ReleaseState, frozenset[ReleaseState]] = {
    ReleaseState.PREPARED: frozenset({ReleaseState.WAITING, ReleaseState.DROPPED}),
    ReleaseState.DROPPED: frozenset(),
    ReleaseState.WAITING: frozenset({ReleaseState.RELEASED, ReleaseState.SENT_BACK}),
    ReleaseState.SENT_BACK: frozenset(),
    ReleaseState.RELEASED: frozenset({ReleaseState.WITHDRAWN}),
    ReleaseState.WITHDRAWN: frozenset(),
}


def check_can_move_version(current: VersionState, *, to: VersionState) -> None:
    """Raise MoveNotAllowed, with words to show, unless a file of records may go from `current` to `to`.

    >>> check_can_move_version(VersionState.MAPPING, to=VersionState.PREPARING)
    """
    if to not in VERSION_MOVES[current]:
        raise MoveNotAllowed(f"A file that is {current} cannot become {to}.")


def check_can_move_release(current: ReleaseState, *, to: ReleaseState) -> None:
    """Raise MoveNotAllowed, with words to show, unless a release may go from `current` to `to`.

    >>> check_can_move_release(ReleaseState.RELEASED, to=ReleaseState.WITHDRAWN)
    """
    if to not in RELEASE_MOVES[current]:
        words = {state: str(state).replace("_", " ") for state in ReleaseState}
        raise MoveNotAllowed(f"A release that is {words[current]} cannot become {words[to]}.")
