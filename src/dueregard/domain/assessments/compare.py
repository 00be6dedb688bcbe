"""What changed between two versions of an assessment, by part and answer?

The one idea: both versions are taken apart into the parts that people write (`parts`); a part is there, gone, new or
changed, and a changed part names each answer with the words before and after. Nothing is judged: a shorter reason is a
change like a longer one. The order is that of the printed document.

Refuses: nothing. The same version twice has no changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from dueregard.domain.assessments.copy_fields import fields_of, say_answer, title_of, value_at
from dueregard.domain.assessments.document import TITLES
from dueregard.domain.assessments.document_words import say_group
from dueregard.domain.assessments.model import Assessment, Group
from dueregard.domain.assessments.parts import kind_of, take_apart
from dueregard.publish.document import say_date
from dueregard.publish.sheet import Sheet, SheetColumn, Workbook
from dueregard.terms.laws import Law, law_of

NOTHING = "Nothing"
"""What stands where a version says nothing."""


class Change(StrEnum):
    """What became of a part."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that is not the same in both: its label, and its words before and after ("" where there are none)."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PartChange:
    """A part that is not the same in both versions."""

    key: str
    section: str
    title: str
    change: Change
    answers: tuple[Answer, ...]


def compare(before: Assessment, after: Assessment) -> tuple[PartChange, ...]:
    """Give the parts that differ, in the order of the document.

    >>> old, new = Assessment("A", "england", about="It closes."), Assessment("A", "england", about="It stays.")
    >>> compare(old, new)[0].answers
    (Answer(label='What is proposed, and why', before='It closes.', after='It stays.'),)
    """
    return tuple(_changes(before, after))


def _changes(before: Assessment, after: Assessment) -> Iterator[PartChange]:
    head = tuple(
        Answer(label, old, new)
        for label, old, new in (
            ("Title", before.title, after.title),
            ("Who decides", before.body or "", after.body or ""),
            ("Day of the decision", _day(before.decided_on), _day(after.decided_on)),
        )
        if old != new
    )
    if head:
        yield PartChange("head", "The assessment", "Title and decision", Change.CHANGED, head)
    old, new = take_apart(before), take_apart(after)
    keys = sorted({**old, **new}, key=lambda key: _place(key, (*new, *old)))
    for key in keys:
        was, now = old.get(key, {}), new.get(key, {})
        answers = tuple(_answers(key, was, now, law_of(after.nation)))
        if answers or (key in old) != (key in new):
            change = Change.CHANGED if key in old and key in new else Change.NEW if key in new else Change.GONE
            yield PartChange(
                key, _section(kind_of(key), law_of(after.nation)), title_of(key, now or was), change, answers
            )


def _section(kind: str, law: Law) -> str:
    own = {"local": f"Groups we add ({law.not_the_law})", "regard": law.aims_title}
    return own.get(kind) or TITLES.get(kind, kind)


def _place(key: str, keys: tuple[str, ...]) -> tuple[int, int]:
    order = list(TITLES)
    kind = kind_of(key)
    return (order.index(kind) if kind in order else len(order), keys.index(key))


def _answers(key: str, was: Mapping[str, Any], now: Mapping[str, Any], law: Law) -> Iterator[Answer]:
    known = fields_of(key)
    for field in known:
        if value_at(was, field.path) != value_at(now, field.path):
            yield Answer(field.label, say_answer(field, was), say_answer(field, now))
    said = {field.path[0] for field in known} | _UNSAID
    for name in dict.fromkeys((*was, *now)):
        before, after = was.get(name), now.get(name)
        if name not in said and before != after:
            yield Answer(_LABELS.get(name, name.replace("_", " ").capitalize()), _say(before, law), _say(after, law))


def _say(value: Any, law: Law) -> str:
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        if set(value) == {"parts"}:
            return say_group(Group(tuple((code, part) for code, part in value["parts"])), {}, law=law)
        return "; ".join(f"{name}: {said}" for name, each in value.items() if (said := _say(each, law)))
    if isinstance(value, list | tuple):
        return "; ".join(said for each in value if (said := _say(each, law)))
    return str(value)


def _day(value: date | None) -> str:
    return say_date(value) if value else ""


_UNSAID = frozenset({"code", "group", "version", "question", "characteristic"})
_LABELS = {
    "groups": "Groups",
    "evidence": "Evidence used",
    "answers": "What was answered",
    "characteristics": "Whom it was about",
    "checked_by_other": "Looked at by a second person",
    "functions": "Functions that the duty does not fully reach",
    "local": "Groups we add",
}


def compare_workbook(
    changes: tuple[PartChange, ...], *, title: str, versions: tuple[str, str], council: str, on: date
) -> Workbook:
    """Give what changed as a workbook, a row for each answer."""
    columns = (
        SheetColumn("Part", "part", width=32),
        SheetColumn("About", "about", width=40),
        SheetColumn("What happened", "change", width=14),
        SheetColumn("Answer", "answer", width=28),
        SheetColumn(versions[0], "before", width=60),
        SheetColumn(versions[1], "after", width=60),
    )
    rows = tuple(
        (one.section, one.title, str(one.change), each.label, each.before or NOTHING, each.after or NOTHING)
        for one in changes
        for each in one.answers or (Answer("All of it", "", ""),)
    )
    return Workbook(title, council, (Sheet("What changed", columns, rows),), on=on)
