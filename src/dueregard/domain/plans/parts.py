"""What do the parts of an action say about how it goes, and does that agree with its owner's word?

The one idea: the state that follows from the parts is a proposal with its reason, shown beside the owner's own word and
never put in its place: an owner may know what no part shows. Where the two differ, it is said. Only parts that can be
followed count: sub-actions and milestones of which somebody gave a date or a status.
Source: docs/decisions/0034-objectives-that-can-be-measured.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dueregard.domain.plans.model import SubAction
from dueregard.domain.plans.progress import FINISHED_STATUSES, days_late, is_finished
from dueregard.domain.plans.states import Status
from dueregard.domain.plans.wording import STATUS_WORDS

_FOLLOWED_KINDS = frozenset({"sub_action", "milestone"})
_DONE = frozenset(str(status) for status in FINISHED_STATUSES)


@dataclass(frozen=True, slots=True)
class FollowsFromParts:
    """The state that follows from the parts, why, and how many of them are complete."""

    status: Status
    reason: str
    complete: int
    total: int

    def in_words(self) -> str:
        """Say it as one sentence: "2 of 3 parts are complete; the last is late by 12 days: so at risk."."""
        return f"{self.reason}: so {STATUS_WORDS[self.status].lower()}."


def follows_from_parts(
    parts: Iterable[SubAction], *, on: date, due_date: date | None = None
) -> FollowsFromParts | None:
    """Say which state of an action follows from its parts on a day; None where no part can be followed.

    Takes:   `due_date`, the action's own: when it has passed with parts open, the action is off track.
    >>> from datetime import timedelta
    >>> day = date(2027, 1, 12)
    >>> done, last = SubAction("a", "milestone", status="complete"), SubAction("b", "milestone", due_date=day - timedelta(12))
    >>> follows_from_parts([done, done, last], on=day).in_words()
    '2 of 3 parts are complete; the last is late by 12 days: so at risk.'
    """  # noqa: E501 - an example reads best on one line
    followed = [one for one in parts if one.kind in _FOLLOWED_KINDS and (one.due_date or _status(one))]
    if not followed:
        return None
    left = [one for one in followed if _status(one) not in _DONE]
    done = len(followed) - len(left)
    status, because = _judge(left, done=done, total=len(followed), on=on, due_date=due_date)
    return FollowsFromParts(
        status, "; ".join(filter(None, (_counted(done, len(followed)), because))), done, len(followed)
    )


def differs(own: str | None, found: FollowsFromParts, *, outcome: str | None = None) -> str | None:
    """Say in words where the owner's word and the parts differ; None where they agree or the action is finished.

    >>> differs("on_track", FollowsFromParts(Status.AT_RISK, "1 of 2 parts is complete", 1, 2))
    'Its owner says on track; its parts say at risk.'
    """
    if own is None:
        return f"Nobody has said yet how it goes; its parts say {STATUS_WORDS[found.status].lower()}."
    if own == found.status or own == Status.CLOSED or is_finished(status=None, outcome=outcome):
        return None
    return f"Its owner says {STATUS_WORDS.get(own, own).lower()}; its parts say {STATUS_WORDS[found.status].lower()}."


def _judge(left: Sequence[SubAction], *, done: int, total: int, on: date, due_date: date | None) -> tuple[Status, str]:
    if not left:
        return Status.COMPLETE, ""
    late = [days for one in left if (days := days_late(one.due_date, status=_status(one), outcome=None, on=on))]
    if due_date and due_date < on:
        return Status.OFF_TRACK, f"{_named(len(left), total)} open after the action’s own date"
    off = sum(_status(one) == Status.OFF_TRACK for one in left)
    if off:
        return Status.OFF_TRACK, f"{_named(off, total, of=len(left))} off track"
    if late:
        longest = f"{'' if len(late) == 1 else ', the longest'} by {_days(max(late))}"
        return Status.AT_RISK, f"{_named(len(late), total, of=len(left))} late{longest}"
    risky = sum(_status(one) == Status.AT_RISK for one in left)
    if risky:
        return Status.AT_RISK, f"{_named(risky, total, of=len(left))} at risk"
    if done or any(_status(one) == Status.ON_TRACK for one in left):
        return Status.ON_TRACK, "it is not late" if total == 1 else "none is late"
    return Status.NOT_STARTED, "none has begun and none is late"


def _status(part: SubAction) -> str | None:
    """Give a part's status where it is one of ours: a document may print anything."""
    return part.status if part.status in list(Status) else None


def _counted(done: int, total: int) -> str:
    if done == total:
        return "Its one part is complete" if total == 1 else f"All {total} parts are complete"
    if done == 0:
        return "Its one part is not complete" if total == 1 else f"None of {total} parts is complete"
    return f"{done} of {total} parts {'is' if done == 1 else 'are'} complete"


def _named(number: int, total: int, *, of: int | None = None) -> str:
    """Name parts that are still open: "it is", "the last is", "one is", "3 are"."""
    if total == 1:
        return "it is"
    if number == 1:
        return "the last is" if (of or number) == 1 else "one is"
    return f"{number} are"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count:,} days"
