"""What evidence does an action have, and what is in a piece of it?"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from dueregard.web.plans.models import Evidence


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file as it is given back."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class EvidenceName:
    """A piece of evidence as its remove page names it."""

    id: UUID
    name: str
    added_by: UUID | None


def evidence_file(action_id: UUID, evidence_id: UUID) -> EvidenceFile:
    """Give a file of an action. One query and one file.

    Raises:  Http404 for evidence of another action, for a link, and where the file is gone.
    """
    row = Evidence.objects.filter(action_id=action_id, pk=evidence_id, url__isnull=True).first()
    if row is None or not row.file:
        raise Http404
    try:
        with row.file.open("rb") as file:
            return EvidenceFile(row.name, row.media_type or "application/octet-stream", file.read())
    except FileNotFoundError as fault:
        raise Http404 from fault


def evidence_name(action_id: UUID, evidence_id: UUID) -> EvidenceName:
    """Give what a piece of an action's evidence is called, or 404. One query."""
    row = Evidence.objects.filter(action_id=action_id, pk=evidence_id).first()
    if row is None:
        raise Http404
    return EvidenceName(row.pk, row.name, row.added_by_id)
