"""How does somebody say something about a part to those who write it?

The one idea: a comment is said, answered and settled; it is never changed, and it is no part of what goes to those who
decide. Each is one entry in the ledger, its words personal.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.domain.assessments.parts import kind_of
from dueregard.terms.errors import UsedWrongly
from dueregard.web.assessments.actions.parts import record
from dueregard.web.assessments.models.writing import Assessment, Comment


def add_comment(assessment_id: UUID, *, part_key: str, text: str, by: UUID) -> UUID:
    """Say something about a part ("" for the whole) and give the comment's id.

    Raises:  UsedWrongly without words.
    """
    if not text.strip():
        raise UsedWrongly(_("Write a comment."))
    with transaction.atomic():
        row = Assessment.objects.select_for_update().get(pk=assessment_id)
        made = Comment.objects.create(assessment=row, part_key=part_key, text=text.strip(), by_id=by)
        record(row, "commented", by=by, facts={"part": kind_of(part_key)}, personal={"text": made.text})
    return made.pk


def reply(comment_id: UUID, *, text: str, by: UUID) -> UUID:
    """Answer a comment; a settled one is open again.

    Raises:  UsedWrongly without words.
    """
    if not text.strip():
        raise UsedWrongly(_("Write an answer."))
    with transaction.atomic():
        first = _held(comment_id)
        first = first.answers or first
        made = Comment.objects.create(
            assessment=first.assessment, part_key=first.part_key, answers=first, text=text.strip(), by_id=by
        )
        if first.settled_at is not None:
            first.settled_at, first.settled_by = None, None
            first.save(update_fields=["settled_at", "settled_by"])
        facts = {"part": kind_of(first.part_key)}
        record(first.assessment, "comment_answered", by=by, facts=facts, personal={"text": made.text})
    return made.pk


def settle(comment_id: UUID, *, by: UUID) -> None:
    """Say that a comment is dealt with. Settling it again does nothing."""
    with transaction.atomic():
        first = _held(comment_id)
        if first.settled_at is not None:
            return
        first.settled_at, first.settled_by_id = timezone.now(), by
        first.save(update_fields=["settled_at", "settled_by"])
        record(first.assessment, "comment_settled", by=by, facts={"part": kind_of(first.part_key)})


def _held(comment_id: UUID) -> Comment:
    return Comment.objects.select_for_update(of=("self",)).select_related("assessment").get(pk=comment_id)
