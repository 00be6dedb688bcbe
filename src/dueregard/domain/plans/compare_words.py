"""A comparison of two plans in words: one sentence, then lists, what matters most first.

The one idea: terminal, spreadsheet, Word and web say the same, since they all print these lists. Each older action is
named in one list only (and the closed that go on in one more), so that the counts add up to all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dueregard.domain.plans.compare import outcome_said, without_fields_gone
from dueregard.domain.plans.compare_changes import FIELDS
from dueregard.domain.plans.compare_model import (
    Became,
    Change,
    Ending,
    How,
    Match,
    NotFound,
    Piece,
    PlanComparison,
    Sure,
)
from dueregard.domain.plans.model import Plan
from dueregard.domain.plans.smart.rules import name_of, shortened

HOW_WORDS: dict[How, str] = {
    How.NUMBER_AND_TEXT: "by number and text",
    How.TEXT: "by text",
    How.PROPOSED: "proposed",
    How.PERSON: "by a person",
}
SURE_WORDS: dict[Sure, str] = {Sure.CERTAIN: "certain", Sure.LIKELY: "likely", Sure.QUESTION: "to be decided"}
_TEXT_UP_TO = 160  # letters of an action; the whole text is in the documents and in JSON


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One entry of a list: the actions as named and as worded, and what is to be said of them.

    `match` is None for an action that has no counterpart.
    """

    old: tuple[int, ...] = ()
    new: tuple[int, ...] = ()
    old_names: str = ""
    new_names: str = ""
    old_text: str = ""
    new_text: str = ""
    says: tuple[str, ...] = ()
    match: Match | None = None


@dataclass(frozen=True, slots=True)
class ComparedList:
    """One list: its code, its heading, its entries. `is_finding` is true of those that need somebody's attention."""

    code: str
    heading: str
    lines: tuple[ComparedLine, ...]
    is_finding: bool = False


def summary_of(comparison: PlanComparison) -> str:
    """Say in one sentence what became of all the older actions, and how many are new.

    >>> from dueregard.domain.plans.compare import compare_plans
    >>> from dueregard.domain.plans.model import Action
    >>> summary_of(compare_plans(Plan(actions=(Action("Train staff"),)), Plan(actions=(Action("Mend the lift"),))))
    '1 action before, 1 now: 1 dropped without a word; 1 new.'
    """
    before, now = len(comparison.old.actions), len(comparison.new.actions)
    counts = [
        (_olds(comparison.became(Became.CARRIED)), "carried as they were", "carried as it was"),
        (_olds(comparison.became(Became.CHANGED)), "carried with changes", "carried with changes"),
        (_olds(comparison.became(Became.RENAMED)), "under another name or number", "under another name or number"),
        (_olds(comparison.became(Became.DEVELOPED)), "developed into others", "developed into others"),
        (_olds(comparison.questions), "for you to decide", "for you to decide"),
        (len(comparison.ended(Ending.MENTIONED)), "only mentioned", "only mentioned"),
        (len(comparison.ended(Ending.SAID_CLOSED)), "closed", "closed"),
        (len(comparison.ended(Ending.SAID_DROPPED)), "openly dropped", "openly dropped"),
        (len(comparison.ended(Ending.WITHOUT_A_WORD)), "dropped without a word", "dropped without a word"),
        (len(comparison.ended(Ending.SAID_DEVELOPED)), "said to be developed but not found", ""),
        (len(comparison.ended(Ending.SAID_ONGOING)), "said to be ongoing but not found", ""),
    ]
    said = ", ".join(f"{count} {one if one and count == 1 else many}" for count, many, one in counts if count)
    new = len(comparison.new_actions)
    parts = [part for part in (said, f"{new} new" if new else "") if part]
    return f"{_count(before)} before, {now} now: {'; '.join(parts) or 'nothing to compare'}."


def lists_of(comparison: PlanComparison) -> tuple[ComparedList, ...]:
    """Give the lists that have entries, what matters most first."""
    questions, again = comparison.questions, comparison.closed_yet_found()
    lists = (
        _ended(comparison, Ending.SAID_ONGOING, "Said to be ongoing in the new plan, but not found there"),
        _ended(comparison, Ending.WITHOUT_A_WORD, "Dropped without a word"),
        _ended(comparison, Ending.SAID_DEVELOPED, "Said to be developed, but nothing it became was found"),
        _matched(comparison, "questions", "For you to decide: may these be the same?", questions, finding=True),
        _ended(comparison, Ending.MENTIONED, "Not among the actions, but mentioned elsewhere in the newer document"),
        _matched(comparison, "closed_yet_found", "Said to be closed or dropped, but there again", again, finding=True),
        _matched(comparison, "renamed", "Under another name or number", comparison.became(Became.RENAMED)),
        _matched(comparison, "developed", "Developed into others", comparison.became(Became.DEVELOPED)),
        _matched(comparison, "changed", "Carried with changes", comparison.became(Became.CHANGED)),
        _matched(comparison, "carried", "Carried as they were", comparison.became(Became.CARRIED)),
        ComparedList("new", "New", tuple(_line(comparison, new=(at,)) for at in comparison.new_actions)),
        _ended(comparison, Ending.SAID_DROPPED, "Openly dropped"),
        _ended(comparison, Ending.SAID_CLOSED, "Closed"),
    )
    return tuple(one for one in lists if one.lines)


def notes_of(comparison: PlanComparison) -> tuple[str, ...]:
    """Say what holds for the documents as wholes: fields that vanished, and numbers that are not kept."""
    return tuple(_notes(comparison))


def say_change(change: Change) -> str:
    """Say one change in words.

    >>> say_change(Change("due_date", "later", before="31 March 2026", after="30 June 2026", days=91))
    'Due date moved by 91 days, from 31 March 2026 to 30 June 2026'
    """
    name = FIELDS[change.field]
    match change.kind:
        case "later":
            return f"{name} moved by {_days(change.days)}, from {change.before} to {change.after}"
        case "earlier":
            return f"{name} brought forward by {_days(change.days)}, from {change.before} to {change.after}"
        case "gone":
            return f"{name} gone: was {_quoted(change.before)}"
        case "added":
            return f"{name} added: {_quoted(change.after)}"
    if change.pieces:
        return f"{name}: {say_pieces(change.pieces)}"
    return f"{name} changed from {_quoted(change.before)} to {_quoted(change.after)}"


def say_pieces(pieces: Iterable[Piece]) -> str:
    """Give a wording with what was taken out in [-…-] and what was put in in {+…+}.

    >>> say_pieces((Piece("same", "Train"), Piece("out", "all"), Piece("in", "new"), Piece("same", "staff")))
    'Train [-all-] {+new+} staff'
    """
    marks = {"same": "{}", "out": "[-{}-]", "in": "{{+{}+}}"}
    return " ".join(marks[piece.kind].format(piece.text) for piece in pieces)


def say_match(match: Match) -> str:
    """Say by what actions were put together, and how sure that is."""
    percent = round(match.likeness * 100)
    covered = "of the words covered" if len(match.old) + len(match.new) > 2 else "alike"
    return f"{HOW_WORDS[match.how]}, {SURE_WORDS[match.sure]}, {percent}% {covered}"


def _notes(comparison: PlanComparison) -> Iterator[str]:
    for gone in comparison.fields_gone:
        had = len(gone.actions)
        many = "carried action had one" if had == 1 else "carried actions had one"
        yield f"{FIELDS[gone.field]}: the newer document gives none for any action; {had} {many} before."
    if comparison.are_numbers_kept is False:
        yield "The newer document is numbered afresh: numbers were not used to match."


def _matched(
    comparison: PlanComparison, code: str, heading: str, matches: Iterable[Match], *, finding: bool = False
) -> ComparedList:
    lines = tuple(_line(comparison, match.old, match.new, tuple(_says(comparison, match)), match) for match in matches)
    return ComparedList(code, heading, lines, finding)


def _ended(comparison: PlanComparison, ending: Ending, heading: str) -> ComparedList:
    lines = tuple(
        _line(comparison, (one.old,), (), tuple(_says_gone(comparison, one))) for one in comparison.ended(ending)
    )
    return ComparedList(ending.value, heading, lines, ending not in (Ending.SAID_CLOSED, Ending.SAID_DROPPED))


def _line(
    comparison: PlanComparison,
    old: tuple[int, ...] = (),
    new: tuple[int, ...] = (),
    says: tuple[str, ...] = (),
    match: Match | None = None,
) -> ComparedLine:
    return ComparedLine(
        old,
        new,
        _names(comparison.old, old),
        _names(comparison.new, new),
        _texts(comparison.old, old),
        _texts(comparison.new, new),
        says,
        match,
    )


def _says(comparison: PlanComparison, match: Match) -> Iterator[str]:
    if match.how is How.PROPOSED or match.sure is not Sure.CERTAIN:
        yield f"Matched {say_match(match)}"
    if match.other_new:
        yield f"About as much alike: {_names(comparison.new, match.other_new)} of the newer plan"
    if match.other_old:
        yield f"About as much alike: {_names(comparison.old, match.other_old)} of the older plan"
    if match.said in ("closed", "dropped"):
        yield f"The older document says that it was {match.said}"
    yield from (say_change(change) for change in without_fields_gone(comparison, match).changes)


def _says_gone(comparison: PlanComparison, one: NotFound) -> Iterator[str]:
    action = comparison.old.actions[one.old - 1]
    if one.words:
        yield f"Said: {_quoted(one.words)}"
    elif one.ending is Ending.WITHOUT_A_WORD and outcome_said(action)[0] is None and action.update_text:
        yield f"Last said: {_quoted(action.update_text)}"
    yield from (f"Mentioned: {_quoted(text)}" for text in one.mentions)
    if one.nearest is not None:
        near = comparison.new.actions[one.nearest - 1]
        yield f"Nearest in the newer plan: {name_of(one.nearest, near)}, {_quoted(near.action_text)}"


def _names(plan: Plan, positions: Iterable[int]) -> str:
    return ", ".join(name_of(at, plan.actions[at - 1]) for at in positions)


def _texts(plan: Plan, positions: Iterable[int]) -> str:
    found = [plan.actions[at - 1] for at in positions]
    return " / ".join(shortened(one.action_title or one.action_text, to=_TEXT_UP_TO) for one in found)


def _olds(matches: Iterable[Match]) -> int:
    return sum(len(match.old) for match in matches)


def _count(count: int) -> str:
    return "1 action" if count == 1 else f"{count:,} actions"


def _days(count: int | None) -> str:
    return "1 day" if count == 1 else f"{count or 0:,} days"


def _quoted(text: str | None) -> str:
    return f"“{shortened(' '.join((text or '').split()), to=_TEXT_UP_TO)}”"
