"""What stands of Word copies, and of the document it was brought in from, on an assessment's page?

The one idea: those who may write an assessment are led to its copies; where it was brought in, the page says so and
leads whoever may see it to the document.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from dueregard.web.assessments.access.bringing import can_see_handed
from dueregard.web.assessments.access.reading import can_write
from dueregard.web.assessments.models.bringing import Handed
from dueregard.web.assessments.queries.beside import Piece, register
from dueregard.web.assessments.queries.whole import assessment_card
from dueregard.web.organisation.queries import Visitor


def _on_assessment(visitor: Visitor, assessment_id: UUID, _part_key: str) -> Iterator[Piece]:
    """Lead to the copies and the document. At most three queries."""
    head = assessment_card(visitor.council.id, assessment_id)
    writes = can_write(visitor, head)
    document = None
    if head.is_brought_in:
        row = Handed.objects.filter(assessment=head.id, kind=Handed.Kind.OLD).defer("found").first()
        document = row if row and can_see_handed(visitor, handed_by=row.handed_by_id) else None
    if writes or head.is_brought_in:
        shown = {"head": head, "writes": writes, "handed_id": document.pk if document else None}
        yield Piece("assessments/bringing_beside.jinja", shown, "side")


register("assessment", _on_assessment)
