"""Which assessments are to be looked at again, why, and what was done about it?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from dueregard.domain.assessments.reviews import ReviewKind
from dueregard.domain.assessments.states import AssessmentState
from dueregard.publish.sheet import Kind, Sheet, SheetColumn, Workbook
from dueregard.web.assessments.models.after import ReviewTask
from dueregard.web.assessments.queries.promises import seen
from dueregard.web.assessments.queries.promises_export import book_of
from dueregard.web.organisation.queries import Visitor

OPEN, ENDED = "open", "ended"


@dataclass(frozen=True, slots=True)
class TaskCard:
    """A review as pages show it. `did` is "" while it is open."""

    id: UUID
    assessment_id: UUID
    number: str
    title: str
    state: AssessmentState
    kind: ReviewKind
    why: str
    raised_on: date
    person: str
    did: str
    because: str
    closed_at: datetime | None
    closed_by: str

    @property
    def is_open(self) -> bool:
        """Whether nobody has said yet what is done."""
        return not self.did


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the list of reviews. "" is no filter."""

    words: str = ""
    state: str = ""
    kind: str = ""
    whose: str = ""


def kind_words() -> dict[str, str]:
    """Give the words of each kind of reason."""
    return {
        ReviewKind.DATE: _("Its review date"),
        ReviewKind.FIGURES: _("Figures left their range"),
        ReviewKind.CHANGE: _("Law, figures or a definition changed"),
        ReviewKind.ASKED: _("Somebody asked"),
    }


def did_words() -> dict[str, str]:
    """Give the words of how a review ended."""
    return {"": _("Open"), "reopened": _("Re-opened"), "not_reopened": _("Not re-opened")}


def tasks_of(assessment_id: UUID) -> tuple[TaskCard, ...]:
    """Give the reviews of an assessment, the newest first. One query."""
    return task_cards(_rows().filter(assessment=assessment_id))


def task_card(council_id: UUID, task_id: UUID) -> TaskCard:
    """Give one review of a council. One query.

    Raises:  Http404 for a review of another council, as for none.
    """
    found = task_cards(_rows().filter(assessment__council=council_id, pk=task_id))
    if not found:
        raise Http404
    return found[0]


def tasks_wanted(visitor: Visitor, asked: Asked) -> QuerySet[ReviewTask]:
    """Give the query for the reviews of a council that a visitor may see and asks for. No query itself."""
    rows = _rows().filter(seen(visitor), assessment__council=visitor.council.id)
    for word in asked.words.split()[:6]:
        rows = rows.filter(
            Q(why__icontains=word) | Q(assessment__title__icontains=word) | Q(assessment__number__iexact=word)
        )
    if asked.state:
        rows = rows.filter(did="") if asked.state == OPEN else rows.exclude(did="")
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.whose and visitor.person:
        rows = rows.filter(person=visitor.person.id)
    return rows


def sorted_tasks(rows: QuerySet[ReviewTask], order: str, *, falling: bool) -> QuerySet[ReviewTask]:
    """Sort a query of reviews: by the day they were raised, or by assessment."""
    field = "assessment__number" if order == "assessment" else "raised_on"
    return rows.order_by(f"-{field}" if falling else field, "pk")


def open_tasks_for(visitor: Visitor, *, limit: int = 20) -> tuple[TaskCard, ...]:
    """Give the open reviews that wait for a visitor: their own assessments'. One query."""
    if visitor.person is None:
        return ()
    rows = _rows().filter(assessment__council=visitor.council.id, did="", person=visitor.person.id)
    return task_cards(rows.order_by("raised_on")[:limit])


def number_open(council_id: UUID) -> int:
    """Say how many reviews of a council are open. One query."""
    return ReviewTask.objects.filter(assessment__council=council_id, did="").count()


def task_cards(rows: Iterable[Any]) -> tuple[TaskCard, ...]:
    """Turn rows of reviews into cards. One query."""
    return tuple(
        TaskCard(
            id=row.pk,
            assessment_id=row.assessment_id,
            number=row.assessment.number,
            title=row.assessment.title,
            state=AssessmentState(row.assessment.state),
            kind=ReviewKind(row.kind),
            why=row.why,
            raised_on=row.raised_on,
            person=row.person.full_name if row.person else "",
            did=row.did,
            because=row.because,
            closed_at=row.closed_at,
            closed_by=row.closed_by.full_name if row.closed_by else "",
        )
        for row in rows
    )


def tasks_workbook(cards: Iterable[TaskCard], *, visitor: Visitor) -> Workbook:
    """Give reviews as a workbook."""
    kinds, did = kind_words(), did_words()
    columns = (
        SheetColumn(_("Assessment"), "assessment", width=14),
        SheetColumn(_("Title"), "title", width=40),
        SheetColumn(_("Raised on"), "raised_on", Kind.DATE),
        SheetColumn(_("What raised it"), "kind", width=30),
        SheetColumn(_("Why"), "why", width=60),
        SheetColumn(_("Author"), "author", width=24),
        SheetColumn(_("What was done"), "did", width=18),
        SheetColumn(_("Because"), "because", width=50),
        SheetColumn(_("Said by"), "closed_by", width=24),
        SheetColumn(_("On"), "closed_on", Kind.DATE),
    )
    content = tuple(
        (
            card.number,
            card.title,
            card.raised_on,
            kinds[card.kind],
            card.why,
            card.person or None,
            did[card.did],
            card.because or None,
            card.closed_by or None,
            card.closed_at.date() if card.closed_at else None,
        )
        for card in cards
    )
    return book_of(_("Assessments to be looked at again"), Sheet(_("Reviews"), columns, content), visitor)


def _rows() -> QuerySet[ReviewTask]:
    return ReviewTask.objects.select_related("assessment", "person", "closed_by")
