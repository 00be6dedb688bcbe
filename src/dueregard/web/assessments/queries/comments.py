"""Which comments stand on an assessment, and on a part of it?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from dueregard.web.accounts.queries import PersonCard, card
from dueregard.web.assessments.models.writing import Comment


@dataclass(frozen=True, slots=True)
class CommentCard:
    """A comment with its answers, the first said first."""

    id: UUID
    part_key: str
    text: str
    by: PersonCard
    at: datetime
    settled_at: datetime | None
    settled_by: PersonCard | None
    replies: list[CommentCard] = field(default_factory=list)


def comments_on(assessment_id: UUID, *, part_key: str | None = None) -> tuple[CommentCard, ...]:
    """Give the comments on a part ("" is the whole; None: on everything), open ones first. One query."""
    rows = Comment.objects.filter(assessment=assessment_id).select_related("by", "settled_by")
    if part_key is not None:
        rows = rows.filter(part_key=part_key)
    first: dict[UUID, CommentCard] = {}
    answers: list[tuple[UUID, CommentCard]] = []
    for row in rows:
        made = CommentCard(
            row.pk,
            row.part_key,
            row.text,
            card(row.by),
            row.at,
            row.settled_at,
            card(row.settled_by) if row.settled_by else None,
        )
        if row.answers_id is None:
            first[row.pk] = made
        else:
            answers.append((row.answers_id, made))
    for key, made in answers:
        if key in first:
            first[key].replies.append(made)
    return tuple(sorted(first.values(), key=lambda one: one.settled_at is not None))


def open_comments(assessment_id: UUID) -> dict[str, int]:
    """Count the comments that are not settled, by part. One query."""
    rows = Comment.objects.filter(assessment=assessment_id, answers__isnull=True, settled_at__isnull=True)
    return dict(Counter(rows.values_list("part_key", flat=True)))


def comment_assessment(council_id: UUID, comment_id: UUID) -> tuple[UUID, str] | None:
    """Give the assessment and the part of a comment of this council, or None. One query."""
    rows = Comment.objects.filter(pk=comment_id, assessment__council=council_id)
    return rows.values_list("assessment", "part_key").first()
