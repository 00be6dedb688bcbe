"""How does an assessment pass to another author?

The one idea: whoever hands it over goes on writing it, until somebody takes them out; so nothing is lost on the way.
"""

from __future__ import annotations

from uuid import UUID

from dueregard.web.assessments.actions.parts import record, writing
from dueregard.web.assessments.models.writing import Assessment, Author


def hand_over(assessment_id: UUID, *, person_id: UUID, by: UUID) -> None:
    """Make somebody the author; the author until now still writes it. Handing it to the author does nothing."""
    with writing(assessment_id) as row:
        if row.author_id == person_id:
            return
        Author.objects.get_or_create(assessment=row, person_id=row.author_id)
        row.authors.filter(person=person_id).delete()
        before, row.author_id = row.author_id, person_id
        Assessment.objects.filter(pk=row.pk).update(author=person_id)
        record(row, "handed_over", by=by, facts={"person": str(person_id), "from": str(before)})
