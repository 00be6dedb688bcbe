"""What would the public see of a version, and what holds it back?"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from dueregard.domain.assessments.public import HeldBack, PublicCopy, public_copy
from dueregard.domain.assessments.shape import assessment_from_json
from dueregard.web.assessments.models.writing import Assessment, Version
from dueregard.web.organisation.queries import local_characteristics
from dueregard.web.organisation.queries.names import names_of_people


def labels_of(council_id: UUID) -> dict[str, str]:
    """Give the council's own names of characteristics by code. One query."""
    return {each.code: each.label for each in local_characteristics(council_id)}


def copy_of(version: Version, *, council_id: UUID) -> PublicCopy:
    """Give a version as the public may read it. Four queries."""
    return public_copy(
        assessment_from_json(version.content),
        figures=version.figures,
        hide=names_of_people(council_id),
        labels=labels_of(council_id),
    )


def is_exempt(row: Assessment) -> bool:
    """Say whether an assessment, or the decision it is for, is exempt. One query, or none."""
    return row.is_exempt or bool(row.decision and row.decision.is_exempt)


def reason_words() -> dict[HeldBack, str]:
    """Say what holds a version back, as something to be chosen all the same."""
    return {
        HeldBack.DRAFT: _("This version is a draft: it did not go to those who decide."),
        HeldBack.STAFF: _("It is about staff alone, as in a restructure: people could be recognised in it."),
        HeldBack.EXEMPT: _("It, or its decision, is marked as exempt (Local Government Act 1972, Schedule 12A)."),
        HeldBack.FIGURES: _("Figures of the council’s own stand in it. Were they released to everybody?"),
    }
