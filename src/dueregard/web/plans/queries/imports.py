"""Which documents were handed in, what do they ask, and what has been said so far?

The one idea: a review is rebuilt from the draft and the answers on every page; both are one row and a few, so nothing
about it is cached or kept twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from dueregard.domain.plans import model as domain
from dueregard.domain.plans import review
from dueregard.domain.plans.fragments import Fragments
from dueregard.domain.plans.shape import plan_from_json
from dueregard.domain.plans.states import ImportState
from dueregard.reading.blocks import Blocks, blocks_from_json
from dueregard.web.plans.models import Import, ImportAnswer


@dataclass(frozen=True, slots=True)
class ImportCard:
    """A document handed in, as lists and headings show it; `workbook_of`, the plan that a workbook came back to."""

    id: UUID
    council_id: UUID
    name: str
    size: int
    sha256: str
    format: str | None
    is_pasted: bool
    state: ImportState
    failure: str | None
    job_id: UUID | None
    handed_in_at: datetime
    handed_in_by_id: UUID
    read_at: datetime | None
    plan_slug: str | None
    plan_title: str | None
    workbook_of: str | None = None


@dataclass(frozen=True)
class Review:
    """A document's draft with everything that was said about it."""

    card: ImportCard
    draft: domain.Plan
    answers: tuple[review.Answer, ...]
    _blocks: dict | None

    @cached_property
    def blocks(self) -> Blocks | None:
        """The document as read, for showing the page around a value."""
        return blocks_from_json(self._blocks) if self._blocks else None

    @cached_property
    def fragments(self) -> Fragments | None:
        """The document's words by place."""
        return Fragments(self.blocks) if self.blocks else None

    @cached_property
    def plan(self) -> domain.Plan:
        """The plan as it is with the answers."""
        return review.apply_answers(self.draft, self.answers)

    @cached_property
    def asked(self) -> tuple[review.Asked, ...]:
        """Every question with its answer."""
        return review.questions(self.draft, self.answers)

    @cached_property
    def open(self) -> tuple[review.Asked, ...]:
        """The questions nobody has answered."""
        return review.open_questions(self.draft, self.answers)

    @cached_property
    def groups(self) -> tuple[review.BulkGroup, ...]:
        """The questions that can be answered together."""
        return review.bulk_groups(self.draft, self.answers)


def answers_of(import_id: UUID) -> tuple[review.Answer, ...]:
    """Give what was said about a draft. One query."""
    rows = ImportAnswer.objects.filter(source_id=import_id).order_by("given_at", "pk")
    return tuple(
        review.Answer(field=row.field, value=row.value, action=row.action or None, is_later=row.is_later)
        for row in rows
    )


def import_card(council_id: UUID, import_id: UUID) -> ImportCard:
    """Give one document of a council. One query.

    Raises:  Http404 for a document of another council, as for none.
    """
    row = _cards().filter(council_id=council_id, pk=import_id).first()
    if row is None:
        raise Http404
    return _card(row)


def review_of(council_id: UUID, import_id: UUID) -> Review:
    """Give a document's draft and answers. Two queries.

    Raises:  Http404 for a document of another council, or one that has no draft.
    """
    rows = Import.objects.select_related("plan", "handed_back__plan")
    row = rows.filter(council_id=council_id, pk=import_id).first()
    if row is None or row.draft is None:
        raise Http404
    return Review(_card(row), plan_from_json(row.draft), answers_of(row.pk), row.blocks)


def imports_of(council_id: UUID) -> tuple[ImportCard, ...]:
    """Give the documents of a council that were not thrown away, newest first. One query."""
    rows = _cards().filter(council_id=council_id).exclude(state=ImportState.THROWN_AWAY)
    return tuple(_card(row) for row in rows[:200])


def same_document(council_id: UUID, sha256: str) -> ImportCard | None:
    """Give the newest earlier import of the very same file in this council, thrown away ones excepted. One query."""
    row = _cards().filter(council_id=council_id, sha256=sha256).exclude(state=ImportState.THROWN_AWAY).first()
    return _card(row) if row else None


def document_bytes(council_id: UUID, import_id: UUID) -> tuple[str, bytes]:
    """Give a document's printed name and its bytes. One query and one file.

    Raises:  Http404 for a document of another council.
    """
    row = Import.objects.only("name", "file").filter(council_id=council_id, pk=import_id).first()
    if row is None or not row.file:
        raise Http404
    with row.file.open("rb") as file:
        return row.name, file.read()


def _cards() -> QuerySet[Import]:
    rows = Import.objects.select_related("plan", "handed_back__plan")
    return rows.defer("blocks", "draft", "handed_back__left_out")


def _card(row: Import) -> ImportCard:
    workbook = getattr(row, "handed_back", None)
    plan = workbook.plan if workbook else getattr(row, "plan", None)
    return ImportCard(
        id=row.pk,
        council_id=row.council_id,
        name=row.name,
        size=row.size,
        sha256=row.sha256,
        format=row.format,
        is_pasted=row.is_pasted,
        state=ImportState(row.state),
        failure=row.failure,
        job_id=row.job_id,
        handed_in_at=row.handed_in_at,
        handed_in_by_id=row.handed_in_by_id,
        read_at=row.read_at,
        plan_slug=plan.slug if plan else None,
        plan_title=plan.title if plan else None,
        workbook_of=workbook.plan.slug if workbook else None,
    )
