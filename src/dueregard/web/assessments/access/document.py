"""Who reads an assessment as it is being written, and its drafts, beside what went to those who decide?"""

from __future__ import annotations

from dueregard.web.assessments.access.reading import Head
from dueregard.web.organisation.queries import Visitor


def can_see_drafts(visitor: Visitor, head: Head) -> bool:
    """Say whether they may read drafts: those who write, check and review it, and the auditor.

    Members of the body, and all staff once it is decided, read what lay before those who decided.
    """
    if visitor.person is None:
        return False
    own = visitor.person.id in head.writer_ids or (head.checker is not None and visitor.person.id == head.checker.id)
    leads = visitor.has_role("directorate_lead") and head.directorate_id in visitor.directorate_ids
    return own or leads or visitor.has_role("equalities_officer", "auditor")
