"""What was found in a document, and what is open?

The one idea: counts come first: how many actions, how many values as written, how many worked out, which questions are
left and which of them can be answered together. No query.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from dueregard.domain.plans.model import Plan
from dueregard.domain.plans.plan_answers import target_of
from dueregard.domain.plans.review import Asked, BulkGroup
from dueregard.domain.plans.summary import Summary, summarise
from dueregard.web.plans.queries.imports import Review
from dueregard.web.plans.queries.matching import NameToMatch
from dueregard.web.plans.queries.wording import field_words, flag_words

_TOPICS = {
    "key": _lazy("Meaning of codes"),
    "legend": _lazy("Meaning of colours"),
    "columns": _lazy("Columns of the document"),
}


@dataclass(frozen=True, slots=True)
class Topic:
    """The questions about one field: how many, how many are open, the first open one."""

    field: str
    words: Any
    total: int
    left: int
    first: int | None


@dataclass(frozen=True, slots=True)
class GroupLine:
    """Questions that can be answered together, as the first page offers them."""

    place: int
    words: str
    count: int


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
