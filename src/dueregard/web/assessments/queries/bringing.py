"""Which documents were handed in, what was read from each, and what was promised in them without an action?

The one idea: what was read is laid beside what the document says, part by part, so that a person can compare the two
without opening the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from dueregard.domain.assessments.copy_fields import fields_of, say_answer, title_of, titles_of
from dueregard.domain.assessments.parts import kind_of, take_apart
from dueregard.domain.assessments.reading_model import ReadAssessment, Said, Unclear, read_assessment_from_json
from dueregard.web.accounts.queries import PersonCard, card
from dueregard.web.assessments.access.bringing import SEES_ALL
from dueregard.web.assessments.models.after import Promise
from dueregard.web.assessments.models.bringing import Handed
from dueregard.web.assessments.models.register import Decision, Policy
from dueregard.web.assessments.models.writing import Part
from dueregard.web.organisation.queries import Visitor

MOST_OFFERED = 5
_NEVER_READ = frozenset({"is_workforce", "is_public_service", "none_found"})
"""Marks with which every part begins; an old document says nothing of them."""


@dataclass(frozen=True, slots=True)
class HandedCard:
    """A document that was handed in, as lists and pages show it."""

    id: UUID
    council_id: UUID
    kind: str
    state: str
    file_name: str
    sha256: str
    fault: str
    job_id: UUID | None
    assessment_id: UUID | None
    assessment_number: str
    questionnaire_id: UUID | None
    handed_at: datetime
    handed_by: PersonCard


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A part that was read: what was read, what the document says, and what is not clear."""

    key: str
    kind: str
    title: str
    answers: tuple[tuple[str, str], ...]
    said: tuple[Said, ...]
    questions: tuple[Unclear, ...]


@dataclass(frozen=True, slots=True)
class PromisedRow:
    """A mitigation of an assessment that was brought in, for which no plan has an action."""

    assessment_id: UUID
    number: str
    assessment: str
    text: str
    owner: str
    due: date | None


def handed_rows(visitor: Visitor, *, kind: str, state: str = "", words: str = "") -> QuerySet[Handed]:
    """Give the rows a visitor may see, the newest first, to be counted and cut. No query yet."""
    rows = Handed.objects.filter(council=visitor.council.id, kind=kind).exclude(state=Handed.State.THROWN_AWAY)
    if not visitor.has_role(*SEES_ALL):
        rows = rows.filter(handed_by=visitor.person.id if visitor.person else None)
    if state:
        rows = rows.filter(state=state)
    for word in words.split()[:8]:
        rows = rows.filter(file_name__icontains=word)
    return rows


def handed_cards(rows: Iterable[Handed]) -> tuple[HandedCard, ...]:
    """Give rows as cards. One query."""
    if isinstance(rows, QuerySet):
        rows = rows.select_related("handed_by", "assessment").defer("found")
    return tuple(_card(row) for row in rows)


def handed_card(council_id: UUID, handed_id: UUID) -> HandedCard:
    """Give one document. One query.

    Raises:  Http404 where the council has none such, or it was thrown away.
    """
    rows = Handed.objects.filter(council=council_id, pk=handed_id).exclude(state=Handed.State.THROWN_AWAY)
    found = handed_cards(rows)
    if not found:
        raise Http404
    return found[0]


def found_in(handed_id: UUID) -> Mapping[str, Any]:
    """Give what was read, as JSON values. One query.

    Raises:  Http404 where nothing is read yet.
    """
    found = Handed.objects.filter(pk=handed_id).values_list("found", flat=True).first()
    if not found:
        raise Http404
    return dict(found)


def reading_of(handed_id: UUID) -> ReadAssessment:
    """Give what was read of an old assessment. One query.

    Raises:  Http404 where nothing is read yet.
    """
    return read_assessment_from_json(found_in(handed_id))


def same_file(council_id: UUID, sha256: str, *, but: UUID) -> HandedCard | None:
    """Give another document with the very same bytes. One query."""
    rows = Handed.objects.filter(council=council_id, kind=Handed.Kind.OLD, sha256=sha256).exclude(pk=but)
    return next(iter(handed_cards(rows.exclude(state=Handed.State.THROWN_AWAY)[:1])), None)


def file_of(handed_id: UUID) -> bytes:
    """Give a document's bytes. One query and one file.

    Raises:  Http404 where the file is gone.
    """
    row = Handed.objects.only("file").filter(pk=handed_id).first()
    if row is None or not row.file:
        raise Http404
    with row.file.open("rb") as file:
        return bytes(file.read())


def review_rows(read: ReadAssessment) -> tuple[ReviewRow, ...]:
    """Lay what was read beside what the document says, in the order of the pages. No query."""
    parts, titles = take_apart(read.assessment), titles_of(read.assessment.nation)
    order = {kind: at for at, kind in enumerate(titles)}
    keys = sorted(parts, key=lambda key: order.get(kind_of(key), len(order)))
    rows = []
    for key in keys:
        content = parts[key]
        asked = (field for field in fields_of(key) if field.name not in _NEVER_READ)
        answers = tuple((field.label, say_answer(field, content)) for field in asked)
        shown = tuple((label, words) for label, words in answers if words)
        said = tuple(one for one in read.said if one.part == key)
        if shown or said:
            questions = tuple(one for one in read.questions if one.part == key)
            rows.append(ReviewRow(key, titles[kind_of(key)], title_of(key, content), shown, said, questions))
    return tuple(rows)


def register_named(council_id: UUID, words: str, *, what: str) -> tuple[tuple[UUID, str], ...]:
    """Give up to six decisions or policies whose title or number is, or holds, these words. One or two queries."""
    rows: QuerySet[Any] = (
        Decision.objects.filter(council=council_id) if what == "decision" else Policy.objects.filter(council=council_id)
    )
    exact = list(rows.filter(title__iexact=words.strip()).values_list("pk", "title")[:2])
    if len(exact) == 1:
        return tuple(exact)
    for word in words.split()[:12]:
        rows = rows.filter(title__icontains=word)
    return tuple(rows.order_by("title").values_list("pk", "title")[: MOST_OFFERED + 1])


def promised_without_action(council_id: UUID) -> tuple[PromisedRow, ...]:
    """Give the mitigations of assessments brought in that no plan has an action for. Two queries."""
    parts = Part.objects.filter(
        assessment__council=council_id, assessment__is_brought_in=True, key__startswith="mitigation:"
    ).select_related("assessment")
    kept = {
        (assessment, code)
        for assessment, code in Promise.objects.filter(
            assessment__council=council_id, assessment__is_brought_in=True, action__isnull=False
        ).values_list("assessment_id", "code")
    }
    return tuple(
        PromisedRow(
            part.assessment_id,
            part.assessment.number,
            part.assessment.title,
            part.content.get("text") or "",
            part.content.get("owner") or "",
            date.fromisoformat(part.content["due_date"]) if part.content.get("due_date") else None,
        )
        for part in parts.order_by("assessment__number", "key")
        if (part.assessment_id, part.content.get("code")) not in kept
    )


def _card(row: Handed) -> HandedCard:
    return HandedCard(
        id=row.pk,
        council_id=row.council_id,
        kind=row.kind,
        state=row.state,
        file_name=row.file_name,
        sha256=row.sha256,
        fault=row.fault,
        job_id=row.job_id,
        assessment_id=row.assessment_id,
        assessment_number=row.assessment.number if row.assessment else "",
        questionnaire_id=row.questionnaire_id,
        handed_at=row.handed_at,
        handed_by=card(row.handed_by),
    )
