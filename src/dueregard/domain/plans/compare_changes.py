"""What differs between an action and the same action in the next document?

The one idea: a field is compared by what it means, not by how it is set: spaces, capitals and the order of a list are
no change. What a field said and no longer says is "gone", which is not the same as "changed": leads and dates that
vanish are how a plan stops being followed. A date that moves is told in days; wordings are told word by word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from difflib import SequenceMatcher

from dueregard.domain.plans.compare_model import Change, Piece
from dueregard.domain.plans.likeness import likeness, plain_words
from dueregard.domain.plans.model import Action
from dueregard.domain.plans.wording import say_action, say_measures
from dueregard.publish.document import say_date

FIELDS: dict[str, str] = {
    "number": "Number",
    "title": "Title",
    "wording": "Wording",
    "section": "Section",
    "leads": "Lead",
    "due_date": "Due date",
    "timescale": "Timescale",
    "measure": "Measure",
    "strands": "Strands",
    "monitored_by": "Monitored by",
}
"""The fields that are compared, in the order in which changes are told."""

_NEW_NAME_BELOW = 0.90


def changes_between_actions(old: Action, new: Action, *, numbers_kept: bool | None) -> tuple[Change, ...]:
    """Give what differs, field by field; nothing for two actions that say the same.

    A number is compared only where numbers are kept: where a plan is numbered afresh, every number differs.

    >>> [c.field for c in changes_between_actions(Action("Train staff"), Action("train  staff"), numbers_kept=None)]
    []
    """
    return tuple(_changes(old, new, numbers_kept=numbers_kept))


def is_renamed(old: Action, new: Action, changes: Sequence[Change]) -> bool:
    """Say whether an action can no longer be found under its old name: another number, another title, or, where it has
    no title of its own, other words.
    """
    if any(change.field == "number" and change.kind == "changed" for change in changes):
        return True
    if _has_own_title(old) and _has_own_title(new):
        return likeness(old.action_title or "", new.action_title or "") < _NEW_NAME_BELOW
    return max(likeness(one, other) for one in _names(old) for other in _names(new)) < _NEW_NAME_BELOW


def words_between(before: str, after: str) -> tuple[Piece, ...]:
    """Give two wordings as one run of words: the same in both, taken out, put in.

    >>> [(p.kind, p.text) for p in words_between("Train all staff", "Train new staff")]
    [('same', 'Train'), ('out', 'all'), ('in', 'new'), ('same', 'staff')]
    """
    first, second = before.split(), after.split()
    pieces: list[Piece] = []
    matcher = SequenceMatcher(None, [_bare(word) for word in first], [_bare(word) for word in second], autojunk=False)
    for kind, start, end, start_new, end_new in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", " ".join(second[start_new:end_new])))
            continue
        if end > start:
            pieces.append(Piece("out", " ".join(first[start:end])))
        if end_new > start_new:
            pieces.append(Piece("in", " ".join(second[start_new:end_new])))
    return tuple(pieces)


def field_values(action: Action) -> dict[str, str]:
    """Give what an action says in each compared field, in words; empty where it says nothing."""
    return {
        "number": action.number_text or ("" if action.number is None else str(action.number)),
        "title": (action.action_title or "") if _has_own_title(action) else "",
        "wording": say_action(action),
        "section": action.section or "",
        "leads": "; ".join(lead.name for lead in action.leads),
        "due_date": say_date(action.due_date) if action.due_date else "",
        "timescale": action.timescale_text or "; ".join(time.text for time in action.timescales),
        "measure": say_measures(action) or "",
        "strands": ", ".join(action.strands),
        "monitored_by": "; ".join(action.monitored_by),
    }  # fmt: skip


def _changes(old: Action, new: Action, *, numbers_kept: bool | None) -> Iterator[Change]:
    before, after = field_values(old), field_values(new)
    for field in FIELDS:
        one, other = before[field], after[field]
        if field == "number" and (not numbers_kept or not one or not other):
            continue
        if field == "section" and not (one and other):
            continue  # one of the two has no parts, or only the heading above its table
        if field == "timescale" and _is_told_by_date(old, new):
            continue
        plain: Callable[[str], object] = _as_list if field in ("leads", "strands", "monitored_by") else _flat
        if plain(one) == plain(other):
            continue
        if field == "due_date" and old.due_date and new.due_date:
            yield _moved(old.due_date, new.due_date)
        elif not other:
            yield Change(field, "gone", before=one)
        elif not one:
            yield Change(field, "added", after=other)
        else:
            pieces = words_between(one, other) if field in ("wording", "title", "measure") else ()
            yield Change(field, "changed", before=one, after=other, pieces=pieces)


def _moved(before: date, after: date) -> Change:
    days = (after - before).days
    kind = "later" if days > 0 else "earlier"
    return Change("due_date", kind, before=say_date(before), after=say_date(after), days=abs(days))


def _is_told_by_date(old: Action, new: Action) -> bool:
    """A timescale with a day in it is told by that day. One that took the day's place ("ongoing") is told as well."""
    if old.due_date and new.due_date:
        return True
    undated = new if old.due_date else old
    return bool(old.due_date or new.due_date) and not field_values(undated)["timescale"]


def _has_own_title(action: Action) -> bool:
    """Say whether a title says something that the text does not begin with anyhow."""
    title = _flat(action.action_title or "")
    return bool(title) and not _flat(action.action_text).startswith(title)


def _names(action: Action) -> tuple[str, ...]:
    return (action.action_text, action.action_title or action.action_text)


def _flat(text: str) -> str:
    return plain_words(text) or text.strip()


def _as_list(text: str) -> tuple[str, ...]:
    return tuple(sorted(filter(None, (" ".join(part.lower().split()).strip(" .") for part in re.split("[;,]", text)))))


def _bare(word: str) -> str:
    return word.lower().strip(".,;:!?()“”\"'‘’") or word
