"""Who may publish an assessment, and withhold it?"""

from __future__ import annotations

from django.utils.translation import gettext as _

from dueregard.web.assessments.access.reading import check
from dueregard.web.organisation.queries import Visitor


def can_publish(visitor: Visitor) -> bool:
    """Say whether they may publish and withhold assessments."""
    return visitor.has_role("equalities_officer")


def check_can_publish(visitor: Visitor) -> None:
    """Stop unless they may publish and withhold assessments."""
    check(can_publish(visitor), _("Assessments are published by the equalities officer."))
