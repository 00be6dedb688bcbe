"""What must a board know and decide at its meeting, given the facts of that day?

The one idea: a pack is worked out from facts that are handed in (`PackFacts`) and from nothing else; so a draft follows
the plan, and an issued pack, whose facts are kept, says the same for ever. What moved is told from where each action
stood at the last meeting: as the pack of that meeting froze it, or, where there was no pack, as updates dated by then
said; the pack tells which. What is asked of the board is what only a board can do: decide about what went off track,
note what was not answered, receive the answers to its own questions.
Source: UI.md page 07; issue 5, section C.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dueregard.domain.delivery.questions import QuestionKind, QuestionState
from dueregard.domain.plans.progress import StatusCounts, count_statuses, is_finished
from dueregard.publish.document import say_date


class Basis(StrEnum):
    """From what the state at the last meeting is known."""

    PACK = "pack"
    UPDATES = "updates"


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """One action the board watches, on the day. `was_watched` is False for one that was not on its list last time.

    `said` are the owner's words since the last meeting, newest; `not_answered` says who was asked in the round and has
    not answered (or why nobody could be asked); `stalled` is the reason in words where an action has stalled; `line`
    tells of the plans before this one ("Ongoing for four years, in three plans; …").
    """

    id: str
    number: str
    title: str
    plan: str
    owners: tuple[str, ...] = ()
    status: str | None = None
    outcome: str | None = None
    due_date: date | None = None
    days_late: int | None = None
    status_before: str | None = None
    was_watched: bool = True
    moved_on: date | None = None
    said: str | None = None
    said_on: date | None = None
    last_update_on: date | None = None
    is_without_update: bool = False
    not_answered: str | None = None
    stalled: str | None = None
    line: str | None = None

    @property
    def name(self) -> str:
        """Give how the pack calls it in running text.

        >>> ActionFacts("1", "30", "Review of offers", "Plan").name
        'action 30'
        """
        return f"action {self.number}" if self.number else f"“{self.title}”"

    @property
    def label(self) -> str:
        """Give how a table calls it."""
        return f"{self.number} {self.title}".strip()


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """Something the board said, and what became of it. `asked_by` is a name as the board said it."""

    id: str
    kind: str
    text: str
    asked_on: date
    asked_by: str
    about: str
    state: str
    is_new: bool = False
    assigned: str | None = None
    due_on: date | None = None
    days_late: int | None = None
    answer: str | None = None
    answered_on: date | None = None
    answered_by: str | None = None


@dataclass(frozen=True, slots=True)
class PackFacts:
    """All that a pack is worked out from. `on` is the day of the figures.

    `gone` are actions no longer watched; `words` are the council's own words for statuses, by code.
    """

    council: str
    board: str
    meeting_on: date
    on: date
    place: str = ""
    report_of: str = ""
    last_meeting_on: date | None = None
    basis: Basis | None = None
    next_meeting_on: date | None = None
    round_name: str | None = None
    round_due_on: date | None = None
    actions: tuple[ActionFacts, ...] = ()
    gone: tuple[str, ...] = ()
    questions: tuple[QuestionFacts, ...] = ()
    narrative: str = ""
    version: int = 1
    what_changed: str = ""
    words: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """What the pack says, part by part; an empty part is left out."""

    facts: PackFacts
    asks: tuple[str, ...]
    counts: StatusCounts
    counts_before: StatusCounts | None
    moved: tuple[ActionFacts, ...]
    new: tuple[ActionFacts, ...]
    late: tuple[ActionFacts, ...]
    due: tuple[ActionFacts, ...]
    unanswered: tuple[ActionFacts, ...]
    risks: tuple[ActionFacts, ...]
    answered: tuple[QuestionFacts, ...]
    still_open: tuple[QuestionFacts, ...]
    decisions: tuple[QuestionFacts, ...]

    @property
    def has_moved(self) -> bool:
        """Whether anything changed since the last meeting: a status, the list itself, or an answer."""
        return bool(self.moved or self.new or self.facts.gone or self.answered)


def make_pack(facts: PackFacts) -> Pack:
    """Work out what the pack says.

    >>> make_pack(PackFacts("A council", "A board", date(2027, 1, 26), date(2027, 1, 12))).asks
    ('note this paper.',)
    """
    actions = facts.actions
    is_compared = facts.basis is not None
    moved = tuple(sorted(_moved(actions), key=_worst_first)) if is_compared else ()
    unanswered = tuple(one for one in actions if _is_unanswered(one, facts))
    asked = [one for one in facts.questions if one.kind != QuestionKind.DECISION]
    answered = tuple(one for one in asked if one.answer and one.is_new and one.state != QuestionState.OPEN)
    still_open = tuple(one for one in asked if one.state == QuestionState.OPEN)
    before = count_statuses((one.status_before, 1) for one in actions if one.was_watched) if is_compared else None
    return Pack(
        facts=facts,
        asks=_asks(facts, moved, unanswered, answered, still_open),
        counts=count_statuses((one.status, 1) for one in actions),
        counts_before=before,
        moved=moved,
        new=tuple(one for one in actions if not one.was_watched) if is_compared else (),
        late=tuple(sorted((one for one in actions if one.days_late), key=lambda one: -(one.days_late or 0))),
        due=tuple(sorted((one for one in actions if _is_due(one, facts)), key=lambda one: one.due_date or date.max)),
        unanswered=unanswered,
        risks=tuple(sorted((one for one in actions if _is_risk(one)), key=_worst_first)),
        answered=answered,
        still_open=still_open,
        decisions=tuple(one for one in facts.questions if one.kind == QuestionKind.DECISION and one.is_new),
    )


def status_on(said: Iterable[tuple[date, str | None]], *, current: str | None, on: date) -> str | None:
    """Give the status an action had on a day, from dated updates; what was said last that day counts.

    Takes:   `said`, (day, status) in the order of recording; `current`, where it stands now: it stood there on the day,
             too, unless an update dated later says otherwise.
    >>> status_on([(date(2026, 7, 1), "on_track"), (date(2027, 1, 11), "off_track")], current="off_track",
    ...           on=date(2026, 11, 4))
    'on_track'
    """
    told = sorted(((day, status) for day, status in said if status), key=lambda pair: pair[0])
    by_then = [status for day, status in told if day <= on]
    if len(by_then) == len(told):
        return current
    return by_then[-1] if by_then else None


def moved_on(said: Iterable[tuple[date, str | None]], *, status: str | None, on: date) -> date | None:
    """Give the day from which updates say the status an action has on `on`; None where none says it.

    >>> moved_on([(date(2026, 7, 1), "on_track"), (date(2027, 1, 11), "off_track")], status="off_track",
    ...          on=date(2027, 1, 12))
    datetime.date(2027, 1, 11)
    """
    begun = None
    for day, told in sorted(((day, told) for day, told in said if told and day <= on), key=lambda pair: pair[0]):
        begun = (begun or day) if told == status else None
    return begun


_WORST = ("off_track", "at_risk", "not_started", None, "on_track", "complete", "closed")


def _worst_first(one: ActionFacts) -> int:
    return _WORST.index(one.status) if one.status in _WORST else len(_WORST)


def _moved(actions: Iterable[ActionFacts]) -> Iterable[ActionFacts]:
    return (one for one in actions if one.was_watched and one.status != one.status_before)


def _is_unanswered(one: ActionFacts, facts: PackFacts) -> bool:
    if is_finished(status=one.status, outcome=one.outcome):
        return False
    return one.not_answered is not None if facts.round_name else one.is_without_update


def _is_due(one: ActionFacts, facts: PackFacts) -> bool:
    if one.due_date is None or is_finished(status=one.status, outcome=one.outcome):
        return False
    return facts.on <= one.due_date <= due_until(facts)


def due_until(facts: PackFacts) -> date:
    """Give the day until which "due" counts: the next meeting, or three months on where none is set.

    >>> due_until(PackFacts("A council", "A board", date(2027, 1, 26), date(2027, 1, 12)))
    datetime.date(2027, 4, 26)
    """
    if facts.next_meeting_on is not None:
        return facts.next_meeting_on
    months = facts.meeting_on.month + 2
    year, month = facts.meeting_on.year + months // 12, months % 12 + 1
    return date(year, month, min(facts.meeting_on.day, 28))


def _is_risk(one: ActionFacts) -> bool:
    if is_finished(status=one.status, outcome=one.outcome):
        return False
    return one.status in ("off_track", "at_risk") or one.stalled is not None


MOST_ASKED = 5
"""More than this of one kind are asked about together: a board cannot decide twenty things one by one."""


def _asks(
    facts: PackFacts,
    moved: tuple[ActionFacts, ...],
    unanswered: tuple[ActionFacts, ...],
    answered: tuple[QuestionFacts, ...],
    still_open: tuple[QuestionFacts, ...],
) -> tuple[str, ...]:
    said: list[str] = []
    off = [one for one in moved if one.status == "off_track"]
    if len(off) > MOST_ASKED:
        said.append(f"decide what to do about {len(off)} actions that went off track: {_names(off)}")
    else:
        said.extend(
            f"decide what to do about {one.name}, which went off track"
            + (f" on {say_date(one.moved_on)}" if one.moved_on else "")
            for one in off
        )
    if unanswered:
        said.append(_note_unanswered(facts, len(unanswered)))
    if len(answered) == 1:
        said.append(f"receive the answer to its question of {say_date(answered[0].asked_on)}")
    elif answered:
        said.append(f"receive the answers to {len(answered)} of its questions")
    late = sum(1 for one in still_open if one.days_late)
    if late:
        said.append(f"note that {_count(late, 'question')} should have been answered by now")
    if not said:
        return ("note this paper.",)
    return (*(f"{each};" for each in said[:-1]), f"{said[-1]}.")


def _note_unanswered(facts: PackFacts, number: int) -> str:
    have = "has" if number == 1 else "have"
    of = f"{number} of its {_count(len(facts.actions), 'action')}"
    if facts.round_name:
        return f"note that {of} {have} had no answer in the round “{facts.round_name}”"
    return f"note that {of} {have} had no update this quarter"


def _names(actions: Iterable[ActionFacts]) -> str:
    return ", ".join(one.number or f"“{one.title}”" for one in actions)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun if number == 1 else noun + 's'}"
