"""What does each page of a review show?

The one idea: everything here is worked out from a `Review` that was already read; nothing asks the database. A page
shows what the document says, where, what we made of it, and whether a person has said otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from dueregard.domain.plans.fragments import Excerpt
from dueregard.domain.plans.model import Action, Plan
from dueregard.domain.plans.plan_answers import target_of
from dueregard.domain.plans.review import Answer, Asked, BulkGroup, apply_answers
from dueregard.domain.plans.tree import levels_of, move_levels, path_of
from dueregard.web.plans.queries.imports import Review
from dueregard.web.plans.queries.places import (
    asked_places,
    excerpt_at,
    places_of,
    row_words,
    where_words,
    words_at,
    words_of_field,
)
from dueregard.web.plans.queries.wording import FIELD_WORDS, action_values, field_words, flag_words, say_value

_BESIDE = ("action_text", "leads", "strands", "due_date")


@dataclass(frozen=True, slots=True)
class ValueLine:
    """A value as a page shows it: what it is, what the document said, where, and who says so."""

    field: str
    words: str
    value: str
    printed: tuple[str, ...]
    places: tuple[str, ...]
    origin: str
    note: str


@dataclass(frozen=True, slots=True)
class QuestionView:
    """What stands round a question."""

    heading: str
    legend: str
    said: tuple[str, ...]
    where: str
    excerpt: Excerpt | None
    excerpt_from: str
    values: tuple[ValueLine, ...]
    before: Any
    action: Action | None
    number: str
    shift: int


@dataclass(frozen=True, slots=True)
class GroupView:
    """What stands round questions that are answered together."""

    legend: str
    actions: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True, slots=True)
class DraftRow:
    """An action of the draft as its list shows it. `position` is its place in the draft."""

    position: int
    number: str
    title: str
    section: str
    owners: str
    due: str
    timescale: str
    open_count: int
    verdict: str


@dataclass(frozen=True, slots=True)
class DraftActionView:
    """One action of the draft, value by value."""

    position: int
    number: str
    title: str
    values: tuple[ValueLine, ...]
    empty: tuple[tuple[str, str], ...]
    questions: tuple[Asked, ...]
    verdict: str
    excerpt: Excerpt | None
    excerpt_from: str
    previous: int | None
    next: int | None
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ValueView:
    """One value to be put right."""

    position: int
    title: str
    words: str
    field: str
    now: Any
    line: ValueLine
    is_answered: bool
    excerpt: Excerpt | None
    excerpt_from: str
    shift: int


@dataclass(frozen=True, slots=True)
class LevelRow:
    """A level of the draft: where it is, what it is called now, how many actions stand below it."""

    path: tuple[str, ...]
    name: str
    kind: str
    count: int


def question_view(review: Review, asked: Asked, *, labels: Mapping[str, str], shift: int) -> QuestionView:
    """Gather what stands round a question: the words, the page, the row as read."""
    question = asked.question
    position = question.action
    action = review.draft.actions[position - 1] if position else None
    read = _answered(review, position) if position else None
    values = action_values(read) if read else {}
    places = asked_places(review, action, question)
    excerpt = excerpt_at(review, places, shift=shift)
    field = question.field.partition(".")[0]
    return QuestionView(
        heading=question.text,
        legend=_legend(target_of(question)[1], action, position),
        said=(question.said,) if question.said else words_at(review, places),
        where=where_words(places, excerpt),
        excerpt=excerpt,
        excerpt_from=row_words(excerpt),
        values=tuple(
            _line(review, action, values, name, position, labels) for name in _BESIDE if action and name != field
        ),
        before=values.get(field),
        action=read,
        number=_number(action, position),
        shift=shift,
    )


def group_view(review: Review, group: BulkGroup, *, labels: Mapping[str, str]) -> GroupView:
    """Say which actions are answered together."""
    actions = []
    for position in group.actions:
        action = review.draft.actions[position - 1]
        actions.append((position, _number(action, position), action.action_title or action.action_text))
    return GroupView(legend=field_words(group.field), actions=tuple(actions))


def draft_rows(review: Review, *, labels: Mapping[str, str]) -> tuple[DraftRow, ...]:
    """Give every action of the draft, those taken out too, marked as such."""
    left = Counter(one.question.action for one in review.open)
    verdicts = _verdicts(review.answers)
    moves = _moves(review.answers)
    rows = []
    for position, action in enumerate(review.draft.actions, start=1):
        now = _answered(review, position)
        values = action_values(now)
        moved = move_levels(Plan(actions=(now,)), moves).actions[0]
        rows.append(
            DraftRow(
                position=position,
                number=_number(action, position),
                title=now.action_title or now.action_text,
                section=(path_of(moved) or ("",))[0],
                owners=say_value("leads", values["leads"], labels=labels).replace("\n", ", "),
                due=say_value("due_date", values["due_date"], labels=labels),
                timescale=now.timescale_text or "",
                open_count=left.get(position, 0),
                verdict=verdicts.get(position, ""),
            )
        )
    return tuple(rows)


def draft_action_view(review: Review, position: int, *, labels: Mapping[str, str]) -> DraftActionView:
    """Give one action of the draft with every value, where it came from, and what is empty."""
    action = review.draft.actions[position - 1]
    now = _answered(review, position)
    values = action_values(now)
    lines = [_line(review, action, values, name, position, labels) for name in FIELD_WORDS]
    excerpt = excerpt_at(review, places_of(action, ""), shift=0)
    hidden = {"levels"} if now.levels == (now.section,) else set()
    return DraftActionView(
        position=position,
        number=_number(action, position),
        title=now.action_title or now.action_text,
        values=tuple(line for line in lines if (line.value or line.origin == "person") and line.field not in hidden),
        empty=tuple((line.field, line.words) for line in lines if not line.value and line.origin != "person"),
        questions=tuple(one for one in review.asked if one.question.action == position),
        verdict=_verdicts(review.answers).get(position, ""),
        excerpt=excerpt,
        excerpt_from=row_words(excerpt),
        previous=position - 1 if position > 1 else None,
        next=position + 1 if position < len(review.draft.actions) else None,
        flags=tuple(flag_words(flag) for flag in action.flags),
    )


def value_view(review: Review, position: int, field: str, *, labels: Mapping[str, str], shift: int) -> ValueView:
    """Give one value with the words it came from."""
    action = review.draft.actions[position - 1]
    now = _answered(review, position)
    values = action_values(now)
    excerpt = excerpt_at(review, places_of(action, field), shift=shift)
    line = _line(review, action, values, field, position, labels)
    return ValueView(
        position=position,
        title=now.action_title or now.action_text,
        words=field_words(field),
        field=field,
        now=values[field],
        line=line,
        is_answered=line.origin == "person",
        excerpt=excerpt,
        excerpt_from=row_words(excerpt),
        shift=shift,
    )


def level_rows(review: Review) -> tuple[LevelRow, ...]:
    """Give every level of the draft with its name now, and how many actions stand below it."""
    moves = _moves(review.answers)
    below: Counter[tuple[str, ...]] = Counter()
    for action in review.draft.actions:
        path = path_of(action)
        below.update(path[:depth] for depth in range(1, len(path) + 1))
    return tuple(
        LevelRow(level.path, moves.get(level.path, level.path)[-1], level.kind, below[level.path])
        for level in levels_of(review.draft)
    )


def unused_groups(review: Review) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Give the unused words by the reason why, each with its place."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in review.plan.unused:
        groups.setdefault(one.why, []).append((one.text, one.source.in_words()))
    return tuple((why, tuple(texts)) for why, texts in groups.items())


def _answered(review: Review, position: int) -> Action:
    """Give an action of the draft as it is with what was said about it, itself alone."""
    own = [
        Answer(a.field, a.value, action=1, is_later=a.is_later)
        for a in review.answers
        if a.action == position and a.field not in ("kept", "joined")
    ]
    alone = Plan(actions=(review.draft.actions[position - 1],), key=review.draft.key)
    return apply_answers(alone, own).actions[0]


def _line(
    review: Review,
    action: Action,
    values: Mapping[str, Any],
    field: str,
    position: int | None,
    labels: Mapping[str, str],
) -> ValueLine:
    said = {answer.field for answer in review.answers if answer.action == position and not answer.is_later}
    waiting = any(one.question.action == position and one.question.field == field for one in review.open)
    inferred = f"{field}_inferred" in action.flags or (
        field in ("due_date", "start_date") and "timescale_inferred" in action.flags
    )
    places = places_of(action, field, strict=True)
    origin = "person" if field in said else "waiting" if waiting else "worked_out" if inferred else "read"
    notes = {
        "person": _("Said in this review"),
        "waiting": _("Waiting for your answer"),
        "worked_out": _("Worked out from the words of the document"),
        "read": "",
    }
    return ValueLine(
        field=field,
        words=field_words(field),
        value=say_value(field, values.get(field), labels=labels),
        printed=words_of_field(review, action, field),
        places=tuple(dict.fromkeys(place.in_words() for place in places)),
        origin=origin,
        note=notes[origin],
    )


def _legend(field: str, action: Action | None, position: int | None) -> str:
    if action is None and field in FIELD_WORDS:
        return _("%(field)s of every action") % {"field": field_words(field)}
    if action is None:
        return field_words(field)
    return _("%(field)s of action %(number)s") % {"field": field_words(field), "number": _number(action, position)}


def _number(action: Action | None, position: int | None) -> str:
    if action is None:
        return ""
    return action.number_text or (str(action.number) if action.number is not None else str(position))


def _verdicts(answers: Sequence[Answer]) -> dict[int, str]:
    words = {}
    for answer in answers:
        if answer.action and answer.field == "kept" and answer.value is False:
            words[answer.action] = "aside"
        elif answer.action and answer.field == "joined" and answer.value is True:
            words[answer.action] = "joined"
    return words


def _moves(answers: Sequence[Answer]) -> dict[tuple[str, ...], tuple[str, ...]]:
    return {
        tuple(old): tuple(new)
        for answer in answers
        if answer.action is None and answer.field == "moves"
        for old, new in answer.value
    }
