"""How does an assessment read as one page, today or in one of its versions, and what changed between two?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.domain.assessments.document import assessment_document
from dueregard.domain.assessments.model import Assessment as Whole
from dueregard.domain.assessments.public import FINAL
from dueregard.domain.assessments.shape import assessment_from_json
from dueregard.domain.assessments.states import AssessmentState
from dueregard.publish.document import Document
from dueregard.web.accounts.queries import PersonCard, card
from dueregard.web.assessments.models.writing import Version
from dueregard.web.assessments.queries.public_copies import labels_of
from dueregard.web.assessments.queries.whole import AssessmentCard, parts_of, whole_of


@dataclass(frozen=True, slots=True)
class VersionCard:
    """A version in a list: its number, why and when it was made and by whom, and its fingerprint."""

    id: UUID
    number: int
    why: str
    made_at: datetime
    made_by: PersonCard
    sha256: str
    is_after_decision: bool


@dataclass(frozen=True, slots=True)
class Printed:
    """An assessment to be read: the version (None: as it is being written), the whole, and the document."""

    version: VersionCard | None
    whole: Whole
    document: Document


def versions_of(assessment_id: UUID, *, with_drafts: bool = True) -> tuple[VersionCard, ...]:
    """Give the versions of an assessment, the newest first. One query.

    Takes:   `with_drafts`, whether those count that did not go to those who decide.
    """
    rows = Version.objects.filter(assessment=assessment_id).select_related("made_by").defer("content", "figures")
    if not with_drafts:
        rows = rows.filter(why__in=FINAL)
    return tuple(_card(row) for row in rows)


def number_to_read(
    head: AssessmentCard, versions: tuple[VersionCard, ...], *, asked: int | None, with_drafts: bool
) -> int | None:
    """Give the version that a reader is shown: the one asked for, else today's while it is written, else the newest.

    Raises:  Http404 where they may read none such. No query.
    """
    numbers = [card.number for card in versions]
    if asked is None and with_drafts and (head.state is AssessmentState.WRITING or not numbers):
        return None
    found = asked if asked is not None else next(iter(numbers), None)
    if found is None or found not in numbers:
        raise Http404
    return found


def version_row(assessment_id: UUID, number: int) -> Version:
    """Give a version with its contents. One query.

    Raises:  Http404 where there is none such.
    """
    found = Version.objects.filter(assessment=assessment_id, number=number).select_related("made_by").first()
    if found is None:
        raise Http404
    return found


def version_whole(assessment_id: UUID, number: int) -> Whole:
    """Give a version as the domain knows it. One query."""
    return assessment_from_json(version_row(assessment_id, number).content)


def printed(head: AssessmentCard, *, number: int | None, council: str, on: date) -> Printed:
    """Give an assessment to be read: a version, or as it stands today. Three queries at most.

    Raises:  Http404 where there is no such version.
    """
    labels = labels_of(head.council_id)
    if number is None:
        parts = parts_of(head.id)
        whole, version, figures = whole_of(head, parts), None, {k: p.figures for k, p in parts.items() if p.figures}
    else:
        row = version_row(head.id, number)
        whole, version, figures = assessment_from_json(row.content), _card(row), row.figures
    made_on = timezone.localtime(version.made_at).date() if version else on
    document = assessment_document(
        whole,
        number=head.number,
        version=number,
        council=council,
        made_on=made_on,
        figures=figures,
        labels=labels,
        notes=_notes(head, version),
    )
    return Printed(version, whole, document)


def why_words() -> dict[str, str]:
    """Say why a version was made, by code."""
    return {
        "for_checking": _("Sent for checking"),
        "for_deciders": _("Signed off, for those who decide"),
        "not_needed": _("No assessment is needed"),
        "brought_in": _("Brought in from a document"),
        "reopened": _("Before it was re-opened"),
        "given_up": _("As it was given up"),
    }


def _notes(head: AssessmentCard, version: VersionCard | None) -> list[str]:
    if version is None:
        return [_("This is being written. It is not what goes to those who decide until it is signed off.")]
    return [_("This version was made after the decision was taken.")] if version.is_after_decision else []


def _card(row: Version) -> VersionCard:
    return VersionCard(row.pk, row.number, row.why, row.made_at, card(row.made_by), row.sha256, row.is_after_decision)
