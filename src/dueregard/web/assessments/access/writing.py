"""Who may hand an assessment over, say who writes it, confirm a lighter look, and comment?"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from dueregard.domain.assessments.states import AssessmentState
from dueregard.web.assessments.access.reading import Head, can_see, can_write, check, is_only_reader
from dueregard.web.organisation.queries import Visitor


def can_keep_people(visitor: Visitor, head: Head) -> bool:
    """Say whether they may say who writes it: its author, the equalities officer, the lead of its directorate."""
    if visitor.person is None or head.state is not AssessmentState.WRITING:
        return False
    is_lead = visitor.has_role("directorate_lead") and head.directorate_id in visitor.directorate_ids
    return visitor.person.id == head.author.id or visitor.has_role("equalities_officer") or is_lead


def check_can_keep_people(visitor: Visitor, head: Head) -> None:
    """Stop unless they may say who writes it."""
    reason = _("Its author, the directorate’s lead and the equalities officer say who writes it, while it is written.")
    check(can_keep_people(visitor, head), reason)


def can_comment(visitor: Visitor, head: Head) -> bool:
    """Say whether they may say something to those who write it: whoever may read it, but for auditors."""
    return can_see(visitor, head) and not is_only_reader(visitor) and head.state in _OPEN


def check_can_comment(visitor: Visitor, head: Head) -> None:
    """Stop unless they may comment."""
    check(can_comment(visitor, head), _("Comments are for those who write or check it, until it is signed off."))


_OPEN = frozenset({AssessmentState.WRITING, AssessmentState.CHECKING, AssessmentState.REVIEWING})


def can_confirm_depth(visitor: Visitor, head: Head, *, decided_by: UUID | None) -> bool:
    """Say whether they may be the second person: somebody else who writes it, or the equalities officer."""
    if visitor.person is None or head.state is not AssessmentState.WRITING or visitor.person.id == decided_by:
        return False
    return can_write(visitor, head) or visitor.has_role("equalities_officer")


def check_can_confirm_depth(visitor: Visitor, head: Head, *, decided_by: UUID | None) -> None:
    """Stop unless they may be the second person."""
    reason = _("A second person confirms it: somebody else who writes this assessment, or the equalities officer.")
    check(can_confirm_depth(visitor, head, decided_by=decided_by), reason)
