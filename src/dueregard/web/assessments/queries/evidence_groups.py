"""Which groups can a piece of evidence be about: every characteristic asked for, and every group that has an answer."""

from __future__ import annotations

from dueregard.domain.assessments.model import group_key, group_of
from dueregard.web.assessments.queries.evidence import characteristics_of
from dueregard.web.assessments.queries.whole import AssessmentCard, parts_of, whole_of
from dueregard.web.assessments.queries.writing_words import group_words


def group_choices(head: AssessmentCard) -> tuple[tuple[str, str], ...]:
    """Give the groups of an assessment by key, with their names. Two queries."""
    whole = whole_of(head, parts_of(head.id))
    asked = characteristics_of(head.council_id, whole)
    labels = {each.code: each.label for each in asked}
    groups = dict.fromkeys(
        [
            *(group_of(each.code) for each in asked),
            *(impact.group for impact in whole.impacts),
            *(group for each in whole.evidence for group in each.groups),
        ]
    )
    return tuple((group_key(group), group_words(group, labels)) for group in groups)
