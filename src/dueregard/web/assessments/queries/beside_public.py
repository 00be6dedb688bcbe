"""What do versions and the public register say on an assessment's page?"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from dueregard.web.assessments.access.public import can_publish
from dueregard.web.assessments.models.writing import Assessment
from dueregard.web.assessments.queries import beside
from dueregard.web.organisation.queries import Visitor


def beside_assessment(visitor: Visitor, assessment_id: UUID, _key: str) -> Iterable[beside.Piece]:
    """Say whether the public can read it, and where its versions are. One query."""
    row = Assessment.objects.filter(pk=assessment_id, council=visitor.council.id).first()
    if row is None or not row.made_version:
        return
    context = {
        "id": row.pk,
        "versions": row.made_version,
        "published": row.published_version,
        "withheld_why": row.withheld_why,
        "can_publish": can_publish(visitor),
    }
    yield beside.Piece("assessments/public_beside.jinja", context, "side")


beside.register("assessment", beside_assessment)
