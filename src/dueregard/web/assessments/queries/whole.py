"""What does an assessment say, whole, as the domain knows it?

The one idea: the head and the parts are read in two queries and put together by `domain.assessments.parts`; everything
that reasons about an assessment (remarks, the map, papers, the bundle) takes it from here or from a version.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404

from dueregard.domain.assessments.model import Assessment as Whole
from dueregard.domain.assessments.parts import put_together
from dueregard.domain.assessments.states import AssessmentState
from dueregard.web.accounts.queries import PersonCard, card
from dueregard.web.assessments.models.writing import Assessment, Part


@dataclass(frozen=True, slots=True)
class AssessmentCard:
    """The head of an assessment as pages show it. `writer_ids`: its author and those who write with them."""

    id: UUID
    council_id: UUID
    number: str
    title: str
    nation: str
    state: AssessmentState
    depth: str
    author: PersonCard
    checker: PersonCard | None
    writer_ids: frozenset[UUID]
    directorate_id: UUID | None
    decision_id: UUID | None
    policy_id: UUID | None
    questionnaire_id: UUID | None
    body_id: UUID | None
    body: str
    decides_on: date | None
    papers_on: date | None
    area: str
    review_on: date | None
    made_version: int
    published_version: int | None
    is_brought_in: bool
    is_exempt: bool
    withheld_why: str
    decided_after: bool
    made_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class PartCard:
    """A part with its counter: a form hands the counter back, so that an older one is noticed."""

    key: str
    content: Mapping[str, Any]
    figures: Any
    number: int
    changed_at: datetime
    changed_by_id: UUID | None


def assessment_card(council_id: UUID, assessment_id: UUID) -> AssessmentCard:
    """Give the head of one assessment of a council. Two queries.

    Raises:  Http404 where the council has none such.
    """
    row = _rows(council_id).filter(pk=assessment_id).first()
    if row is None:
        raise Http404
    return head_of(row)


def head_of(row: Any) -> AssessmentCard:
    """Turn a row that came with author, checker, decision and its body, and authors into a card. No query."""
    decision = row.decision
    return AssessmentCard(
        id=row.pk,
        council_id=row.council_id,
        number=row.number,
        title=row.title,
        nation=row.nation,
        state=AssessmentState(row.state),
        depth=row.depth,
        author=card(row.author),
        checker=card(row.checker) if row.checker else None,
        writer_ids=frozenset({row.author_id, *(each.person_id for each in row.authors.all())}),
        directorate_id=row.directorate_id,
        decision_id=row.decision_id,
        policy_id=row.policy_id,
        questionnaire_id=row.questionnaire_id,
        body_id=decision.body_id if decision else None,
        body=(decision.body.name if decision.body else decision.body_words) if decision else "",
        decides_on=(decision.decided_on or decision.decides_on) if decision else None,
        papers_on=decision.papers_on if decision else None,
        area=row.area,
        review_on=row.review_on,
        made_version=row.made_version,
        published_version=row.published_version,
        is_brought_in=row.is_brought_in,
        is_exempt=row.is_exempt or bool(decision and decision.is_exempt),
        withheld_why=row.withheld_why,
        decided_after=row.decided_after,
        made_at=row.made_at,
        changed_at=row.changed_at,
    )


def heads(council_id: UUID) -> Any:
    """Give the rows of a council's assessments with all that `head_of` needs, to be filtered and cut. Two queries."""
    return _rows(council_id)


def parts_of(assessment_id: UUID) -> dict[str, PartCard]:
    """Give the parts of an assessment by key, in their order. One query."""
    return {
        row.key: PartCard(row.key, row.content, row.figures, row.number, row.changed_at, row.changed_by_id)
        for row in Part.objects.filter(assessment=assessment_id)
    }


def whole_of(head: AssessmentCard, parts: Mapping[str, PartCard]) -> Whole:
    """Put head and parts together. No query.

    Raises:  CannotBeRead where a part is not what it should be (a fault of ours).
    """
    return put_together(
        {key: part.content for key, part in parts.items()},
        title=head.title,
        nation=head.nation,
        body=head.body or None,
        decided_on=head.decides_on,
    )


def many_wholes(rows: Iterable[Any]) -> dict[UUID, Whole]:
    """Put many assessments together from rows of `heads`. One query."""
    cards = {row.pk: head_of(row) for row in rows}
    found: dict[UUID, dict[str, PartCard]] = {key: {} for key in cards}
    for row in Part.objects.filter(assessment__in=list(cards)):
        found[row.assessment_id][row.key] = PartCard(
            row.key, row.content, row.figures, row.number, row.changed_at, row.changed_by_id
        )
    return {key: whole_of(cards[key], parts) for key, parts in found.items()}


def _rows(council_id: UUID) -> Any:
    return (
        Assessment.objects.filter(council=council_id)
        .select_related("author", "checker", "decision__body")
        .prefetch_related("authors")
    )
