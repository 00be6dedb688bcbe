"""Is regard to equality recorded before a decision is taken, and where?

The one idea: the clock only reads days; it moves none. A record counts for the day on which it was made here, so what
was written after the decision is called so, whoever wrote it and however good it is. Regard may be recorded anywhere
(a report, a minute): England asks for regard, not for a form. Wales and Scotland ask for an assessment, too, so there a
note that points elsewhere does not stop the clock. What the law asks is said in the words of the nation's pack.

Source:  equality-act-s149; the six principles of Brown (before and at the time, not after; records kept); `packs`.
Refuses: to say that regard was enough.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dueregard.domain.assessments.packs import Pack
from dueregard.domain.assessments.states import AssessmentState, DecisionState
from dueregard.publish.document import say_date

SOON_DAYS = 28
"""So many days before a decision the clock asks for attention: papers go out about a week before, and are written
before that."""
RECORDED = frozenset(
    {
        AssessmentState.SIGNED_OFF,
        AssessmentState.BEFORE_DECIDERS,
        AssessmentState.DECIDED,
        AssessmentState.NOT_NEEDED,
    }
)
"""The states in which an assessment says what was found; before them it is still being made."""


class Regard(StrEnum):
    """Where regard to equality stands with one decision."""

    BEFORE = "before"
    ELSEWHERE = "elsewhere"
    UNDER_WAY = "under_way"
    AFTER = "after"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Work:
    """An assessment of the decision: where it stands, and the day on which its first whole version was kept here.

    `is_brought_in` says that it was read from an older document: the day is then the day of reading, not of writing.
    """

    state: AssessmentState
    recorded_on: date | None = None
    is_brought_in: bool = False

    @property
    def is_recorded(self) -> bool:
        """Whether it says what was found (a version kept before it was re-opened goes on saying so)."""
        return self.recorded_on is not None or self.state in RECORDED


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Regard that is recorded in another place: which, and the day on which that was noted here."""

    where: str
    noted_on: date


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a decision. `decided_on` is when it was taken, `decides_on` when it is planned."""

    state: DecisionState
    decides_on: date | None = None
    papers_on: date | None = None
    decided_on: date | None = None
    works: tuple[Work, ...] = ()
    elsewhere: Elsewhere | None = None

    @property
    def day(self) -> date | None:
        """Give the day that counts: when it was taken, else when it is to be taken."""
        return self.decided_on or self.decides_on


@dataclass(frozen=True, slots=True)
class Clock:
    """What the clock says: `finding` first, then `notes`; `is_warning` and `is_soon` say how loudly.

    `asks_where` says that nothing is recorded here, so the question is where it is recorded, if anywhere.
    """

    regard: Regard
    finding: str
    notes: tuple[str, ...] = ()
    days_left: int | None = None
    is_warning: bool = False
    is_soon: bool = False
    asks_where: bool = False


def clock_of(known: Known, *, pack: Pack, on: date) -> Clock:
    """Say where regard stands with a decision on a day.

    >>> from dueregard.domain.assessments.packs import pack_of
    >>> found = clock_of(Known(DecisionState.PLANNED, date(2027, 2, 9)), pack=pack_of("england"), on=date(2027, 2, 1))
    >>> found.finding
    'No regard is recorded, and the decision is planned for 9 February 2027, in 8 days.'
    >>> found.is_warning, found.asks_where
    (True, True)
    """
    day = known.day
    is_taken = known.state is DecisionState.DECIDED or bool(known.decided_on and known.decided_on <= on)
    regard = _regard(known, day=day if is_taken or (day and day < on) else None)
    days = (day - on).days if day and not is_taken else None
    lacks_form = pack.needs_assessment and regard is Regard.ELSEWHERE
    is_called_off = known.state is DecisionState.CALLED_OFF
    is_open = regard in {Regard.NONE, Regard.UNDER_WAY, Regard.AFTER} or lacks_form
    return Clock(
        regard=regard,
        finding=_said(known, regard, day=day, days=days, is_taken=is_taken),
        notes=tuple(_notes(known, pack, day=day, is_taken=is_taken, lacks_form=lacks_form, on=on)),
        days_left=days,
        is_warning=is_open and not is_called_off,
        is_soon=is_open and not is_called_off and days is not None and days <= SOON_DAYS,
        asks_where=regard in {Regard.NONE, Regard.AFTER} and known.elsewhere is None and not is_called_off,
    )


def is_after_decision(made_on: date, *, decided_on: date | None) -> bool:
    """Say whether work of a day was done after the decision. On the day itself it was not: that is "at the time".

    >>> is_after_decision(date(2027, 2, 10), decided_on=date(2027, 2, 9))
    True
    """
    return decided_on is not None and made_on > decided_on


def say_regard(regard: Regard) -> str:
    """Say in a few words where regard stands, for lists.

    >>> say_regard(Regard.AFTER)
    'Recorded after the decision only'
    """
    return _WORDS[regard]


def _regard(known: Known, *, day: date | None) -> Regard:
    """Give the strongest that is recorded; `day` is the day past which work is late, None where it is still to come."""
    recorded = [work for work in known.works if work.is_recorded]
    in_time = [work for work in recorded if not _is_late(work.recorded_on, day)]
    noted_late = known.elsewhere is not None and _is_late(known.elsewhere.noted_on, day)
    if in_time:
        return Regard.BEFORE
    if known.elsewhere is not None and not noted_late:
        return Regard.ELSEWHERE
    if recorded or noted_late:
        return Regard.AFTER
    writing = [work for work in known.works if work.state is not AssessmentState.GIVEN_UP]
    return Regard.UNDER_WAY if writing else Regard.NONE


def _is_late(made_on: date | None, day: date | None) -> bool:
    return made_on is not None and is_after_decision(made_on, decided_on=day)


def _said(known: Known, regard: Regard, *, day: date | None, days: int | None, is_taken: bool) -> str:
    if known.state is DecisionState.CALLED_OFF:
        return "The decision was called off."
    if is_taken:
        return f"{_TAKEN[regard]} {_on(day)}."
    if days is None:
        return f"{_PLANNED[regard]}, and no day is set for the decision."
    if days < 0:
        return f"{_PLANNED[regard]}. The decision was planned for {_on(day)}; nobody has said whether it was taken."
    return f"{_PLANNED[regard]}, and the decision is planned for {_on(day)}, {say_days(days)}."


def _notes(known: Known, pack: Pack, *, day: date | None, is_taken: bool, lacks_form: bool, on: date) -> list[str]:
    notes = []
    if known.elsewhere:
        late = is_taken and _is_late(known.elsewhere.noted_on, day)
        when = f"noted here on {say_date(known.elsewhere.noted_on)}{', after the decision' if late else ''}"
        notes.append(f"Recorded elsewhere: {known.elsewhere.where} ({when}).")
    if lacks_form:
        notes.append("An assessment is asked for here as well, so what is recorded elsewhere does not stop the clock.")
    if any(work.is_brought_in for work in known.works):
        notes.append("An assessment was brought in from a document; it counts from the day it was brought in.")
    if not is_taken and known.papers_on and known.state is DecisionState.PLANNED:
        gone = "went" if known.papers_on < on else "go"
        notes.append(f"The papers {gone} out on {say_date(known.papers_on)}.")
    notes.append(pack.asks)
    return notes


def say_days(days: int) -> str:
    """Say how far off a day is, within a sentence.

    >>> say_days(0), say_days(1), say_days(8)
    ('today', 'tomorrow', 'in 8 days')
    """
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days:,} days")


def _on(day: date | None) -> str:
    return say_date(day) if day else "a day that nobody has set down"


_WORDS = {
    Regard.BEFORE: "Recorded in an assessment",
    Regard.ELSEWHERE: "Recorded elsewhere",
    Regard.UNDER_WAY: "An assessment is being written",
    Regard.AFTER: "Recorded after the decision only",
    Regard.NONE: "Nothing recorded",
}
_PLANNED = {
    Regard.BEFORE: "Regard is recorded in an assessment",
    Regard.ELSEWHERE: "Regard is recorded elsewhere",
    Regard.UNDER_WAY: "An assessment is being written",
    Regard.AFTER: "Regard was recorded only after the planned day",
    Regard.NONE: "No regard is recorded",
}
_TAKEN = {
    Regard.BEFORE: "Regard was recorded in an assessment by the day of the decision,",
    Regard.ELSEWHERE: "Regard was recorded elsewhere by the day of the decision,",
    Regard.UNDER_WAY: "An assessment is being written, after the decision of",
    Regard.AFTER: "What is recorded was recorded after the decision of",
    Regard.NONE: "No regard is recorded for the decision of",
}
