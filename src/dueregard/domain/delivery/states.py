"""When may a year-end report move? The table of moves.

The one idea: a report is written as a draft and is frozen when it is sent for sign-off, so that whoever signs has read
the very thing that is published. What was frozen is never changed: a later version replaces it, or it is withdrawn with
a reason.
Source: docs/decisions/0036-a-year-end-without-blanks.md.
"""

from __future__ import annotations

from enum import StrEnum

from dueregard.terms.errors import MoveNotAllowed


class ReportState(StrEnum):
    """Where one version of a year-end report stands: waiting is with whoever signs; replaced is an older version."""

    DRAFT = "draft"
    WAITING = "waiting"
    SIGNED = "signed"
    PUBLISHED = "published"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


REPORT_MOVES: dict[ReportState, frozenset[ReportState]] = {
    ReportState.DRAFT: frozenset({ReportState.WAITING}),
    ReportState.WAITING: frozenset({ReportState.DRAFT, ReportState.SIGNED}),
    ReportState.SIGNED: frozenset({ReportState.PUBLISHED, ReportState.WITHDRAWN}),
    ReportState.PUBLISHED: frozenset({ReportState.REPLACED, ReportState.WITHDRAWN}),
    ReportState.REPLACED: frozenset({ReportState.WITHDRAWN}),
    ReportState.WITHDRAWN: frozenset(),
}


def check_can_move_report(current: ReportState, *, to: ReportState) -> None:
    """Raise MoveNotAllowed, with words to show, unless a report may go from `current` to `to`.

    >>> check_can_move_report(ReportState.SIGNED, to=ReportState.PUBLISHED)
    """
    if to not in REPORT_MOVES[current]:
        raise MoveNotAllowed(f"A report that is {current} cannot become {to}.")
