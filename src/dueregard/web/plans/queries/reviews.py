"""What does each page of a review show?

The one idea: everything here is worked out from a `Review` that was already read; nothing asks the database. A page
shows what the document says, where, what we made of it, and whether a person has said otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from dueregard.domain.plans.fragments import Excerpt
from dueregard.domain.plans.model import Action, Plan, Question
from dueregard.domain.plans.plan_answers import target_of
from dueregard.domain.plans.review import Answer, Asked, BulkGroup, apply_answers
from dueregard.domain.plans.summary import Summary, summarise
from dueregard.domain.plans.tree import levels_of, move_levels, path_of
from dueregard.reading.blocks import Place
from dueregard.web.plans.queries.imports import Review
from dueregard.web.plans.queries.matching import NameToMatch
from dueregard.web.plans.queries.wording import FIELD_WORDS, action_values, field_words, say_value

_TOPICS = {
    "key": _lazy("Meaning of codes"),
    "legend": _lazy("Meaning of colours"),
    "columns": _lazy("Columns of the document"),
}
_BESIDE = ("action_text", "leads", "strands", "due_date")
_SAME_CELL = {
    "timescale_text": ("timescales", "due_date", "leads"),
    "due_date": ("timescale_text", "timescales", "leads"),
    "start_date": ("timescale_text", "timescales", "leads"),
    "action_title": ("action_text",),
    "sub_actions": ("action_text",),
    "number_text": ("number",),
    "status_text": ("status",),
    "outcome_text": ("outcome", "progress", "update_text"),
    "outcome": ("outcome_text", "progress", "update_text"),
}
"""Fields that documents print in one cell: where a field has no place of its own, its words stand in the other's."""
_COLUMN_NAMES = {"due_date": "timescale", "leads": "lead", "action_text": "action", "year_end_report": "year_end"}
_WHOLE_ROW = ("action_text", "number", "leads", "timescale_text")


@dataclass(frozen=True, slots=True)
class Topic:
    """The questions about one field: how many, how many are open, the first open one."""

    field: str
    words: Any
    total: int
    left: int
    first: int | None


@dataclass(frozen=True, slots=True)
class Findings:
    """What the first page of a review says."""

    summary: Summary
    as_written: int
    worked_out: int
    said_by_people: int
    topics: tuple[Topic, ...]
    groups: tuple[GroupLine, ...]
    notes: tuple[tuple[str, int], ...]
    names: int
    names_left: int
    unused: int
    first_open: int | None
    open_count: int
    question_count: int


@dataclass(frozen=True, slots=True)
class GroupLine:
    """Questions that can be answered together, as the first page offers them."""

    place: int
    words: str
    count: int


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


def findings(review: Review, *, names: Sequence[NameToMatch]) -> Findings:
    """Count what was found, and say what is open."""
    summary = summarise(review.plan)
    values = sum(len(action.sources) for action in review.draft.actions)
    inferred = sum(1 for action in review.draft.actions for flag in action.flags if flag.endswith("_inferred"))
    open_ones = review.open
    return Findings(
        summary=summary,
        as_written=values - inferred,
        worked_out=inferred,
        said_by_people=sum(1 for answer in review.answers if not answer.is_later),
        topics=_topics(review.asked),
        groups=tuple(
            GroupLine(place, _group_words(group), len(group.numbers))
            for place, group in enumerate(review.groups, start=1)
        ),
        notes=_notes(review.draft),
        names=len(names),
        names_left=sum(1 for name in names if not name.chosen),
        unused=len(review.plan.unused),
        first_open=open_ones[0].number if open_ones else None,
        open_count=len(open_ones),
        question_count=len(review.asked),
    )


def next_open(review: Review, *, after: int) -> int | None:
    """Give the next open question after one, going round to the first; None where no other is open."""
    numbers = sorted(one.number for one in review.asked if one.is_open and one.number != after)
    return next((number for number in numbers if number > after), numbers[0] if numbers else None)


def question_view(review: Review, asked: Asked, *, labels: Mapping[str, str], shift: int) -> QuestionView:
    """Gather what stands round a question: the words, the page, the row as read."""
    question = asked.question
    position = question.action
    action = review.draft.actions[position - 1] if position else None
    read = _answered(review, position) if position else None
    values = action_values(read) if read else {}
    places = _asked_places(review, action, question)
    excerpt = _excerpt(review, places, shift=shift)
    field = question.field.partition(".")[0]
    return QuestionView(
        heading=question.text,
        legend=_legend(question.field, action, position),
        said=(question.said,) if question.said else _printed_at(review, places),
        where=_where(places, excerpt),
        excerpt=excerpt,
        excerpt_from=_row_words(excerpt),
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
    excerpt = _excerpt(review, _places(action, ""), shift=0)
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
        excerpt_from=_row_words(excerpt),
        previous=position - 1 if position > 1 else None,
        next=position + 1 if position < len(review.draft.actions) else None,
        flags=tuple(flag_words(flag) for flag in action.flags),
    )


def value_view(review: Review, position: int, field: str, *, labels: Mapping[str, str], shift: int) -> ValueView:
    """Give one value with the words it came from."""
    action = review.draft.actions[position - 1]
    now = _answered(review, position)
    values = action_values(now)
    excerpt = _excerpt(review, _places(action, field), shift=shift)
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
        excerpt_from=_row_words(excerpt),
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


def flag_words(flag: str) -> str:
    """Say a flag of reading in words: "due_date_inferred" is "due date: worked out"."""
    for ending, words in (
        ("_inferred", _("worked out")),
        ("_missing", _("not in the document")),
        ("_ambiguous", _("can be read in two ways")),
        ("_split", _("split from one cell")),
    ):
        if flag.endswith(ending):
            return f"{field_words(flag.removesuffix(ending))}: {words}"
    return flag.replace("_", " ").replace(":", ": ").capitalize()


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
    places = _places(action, field, strict=True)
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
        printed=_printed(review, action, field),
        places=tuple(dict.fromkeys(place.in_words() for place in places)),
        origin=origin,
        note=notes[origin],
    )


def _topics(asked: Sequence[Asked]) -> tuple[Topic, ...]:
    by_field: dict[str, list[Asked]] = {}
    for one in asked:
        by_field.setdefault(target_of(one.question)[1].partition(".")[0], []).append(one)
    return tuple(
        Topic(
            field=field,
            words=_TOPICS.get(field) or field_words(field),
            total=len(members),
            left=sum(1 for one in members if one.is_open),
            first=next((one.number for one in members if one.is_open), None),
        )
        for field, members in by_field.items()
    )


def _notes(draft: Plan) -> tuple[tuple[str, int], ...]:
    """Say what was joined, split and worked out, with how often."""
    flags = Counter(flag for action in draft.actions for flag in dict.fromkeys(action.flags))
    return tuple((flag_words(flag), number) for flag, number in flags.most_common())


def _group_words(group: BulkGroup) -> str:
    words = {
        "missing": _("%(field)s is missing in %(n)s actions"),
        "ambiguous": _("%(field)s can be read in two ways in %(n)s actions"),
        "inferred": _("%(field)s is worked out in %(n)s actions"),
        "after_plan": _("%(field)s is after the plan’s last day in %(n)s actions"),
    }.get(group.kind, _("%(field)s: the same question for %(n)s actions"))
    said = words % {"field": field_words(group.field), "n": len(group.actions)}
    return _("%(words)s: “%(said)s”") % {"words": said, "said": group.said} if group.said else said


def _legend(field: str, action: Action | None, position: int | None) -> str:
    if action is None:
        return field_words(field)
    return _("%(field)s of action %(number)s") % {"field": field_words(field), "number": _number(action, position)}


def _number(action: Action | None, position: int | None) -> str:
    if action is None:
        return ""
    return action.number_text or (str(action.number) if action.number is not None else str(position))


def _places(action: Action | None, field: str, *, strict: bool = False) -> tuple[Place, ...]:
    """Give where a field stood; where it stood nowhere, where its action did."""
    if action is None:
        return ()
    name = field.partition(".")[0]
    for each in (name, *_SAME_CELL.get(name, ())):
        if action.sources.get(each):
            return tuple(action.sources[each])
    if strict:
        return ()
    return next((action.sources[each] for each in _WHOLE_ROW if action.sources.get(each)), ())


def _asked_places(review: Review, action: Action | None, question: Question) -> tuple[Place, ...]:
    """Give the cell a question is about: where its words stand, else the cell of the column that would hold them."""
    if action is None:
        return ()
    fragments = review.fragments
    own = _places(action, question.field, strict=True)
    if question.said and fragments:
        for places in (own, *action.sources.values()):
            here = tuple(place for place in places if any(question.said in text for text in fragments.words([place])))
            if here:
                return here
    if own and (question.kind != "missing" or question.field in action.sources):
        return own
    row = _places(action, "")
    wanted = {question.field, _COLUMN_NAMES.get(question.field, "")}
    cell = next((one.source.cell for one in review.draft.columns if wanted & set(one.fields)), None)
    return (replace(row[0], cell=cell),) if row and cell and row[0].cell else own or row


def _printed(review: Review, action: Action | None, field: str) -> tuple[str, ...]:
    places = _places(action, field, strict=True)
    fragments = review.fragments
    return fragments.words(places) if fragments else ()


def _printed_at(review: Review, places: Sequence[Place]) -> tuple[str, ...]:
    return review.fragments.words(places) if review.fragments else ()


def _excerpt(review: Review, places: Sequence[Place], *, shift: int) -> Excerpt | None:
    fragments = review.fragments
    return fragments.around(places[0], shift=shift) if fragments and places else None


def _where(places: Sequence[Place], excerpt: Excerpt | None) -> str:
    words = places[0].in_words() if places else ""
    if excerpt and excerpt.column and ", column" in words:
        words = words.rpartition(", column")[0]
        return _("%(place)s, column “%(name)s”") % {"place": words.capitalize(), "name": excerpt.column}
    return words[:1].upper() + words[1:]


def _row_words(excerpt: Excerpt | None) -> str:
    if excerpt is None:
        return ""
    words = excerpt.place.in_words().rpartition(", column")[0] or excerpt.place.in_words()
    return words[:1].upper() + words[1:]


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
