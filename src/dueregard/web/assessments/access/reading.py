"""Who may read and write assessments, decisions and the register?

The one idea: an assessment that is being written is read by those who write it, the equalities officer, the lead of
its directorate, its checker and the auditor. Once it lies before those who decide, their body reads it; once it is
decided, all staff do. Only its writers write. The register and the forward plan are every member of staff's to read.
"""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from dueregard.domain.assessments.states import SEEN_BY_DECIDERS, AssessmentState
from dueregard.web.accounts.queries import PersonCard
from dueregard.web.organisation.queries import Visitor
from dueregard.web.ui.components import NotAllowed

STAFF = frozenset(
    {
        "administrator", "equalities_officer", "directorate_lead", "action_owner", "assessment_author", "analyst",
        "board_member", "clerk", "auditor",
    }
)  # fmt: skip
BEGINNERS = frozenset({"equalities_officer", "directorate_lead", "assessment_author"})
KEEPERS = frozenset({"equalities_officer", "directorate_lead"})


class Head(Protocol):
    """Anything that knows whose an assessment is and where it stands: an assessment's card."""

    @property
    def state(self) -> AssessmentState:
        """Where it stands."""
        ...

    @property
    def author(self) -> PersonCard:
        """Who began it."""
        ...

    @property
    def checker(self) -> PersonCard | None:
        """Who checks it."""
        ...

    @property
    def writer_ids(self) -> frozenset[UUID]:
        """Who may write it."""
        ...

    @property
    def directorate_id(self) -> UUID | None:
        """The directorate it belongs to."""
        ...

    @property
    def body_id(self) -> UUID | None:
        """The board that decides."""
        ...


def check(allowed: bool, reason: str) -> None:
    """Raise NotAllowed, with a reason to show, unless it is allowed."""
    if not allowed:
        raise NotAllowed(reason)


def can_see_register(visitor: Visitor) -> bool:
    """Say whether they may read the register of policies, decisions and assessments."""
    return visitor.has_role(*STAFF)


def check_can_see_register(visitor: Visitor) -> None:
    """Stop unless they may read the register."""
    check(can_see_register(visitor), _("The register of policies and decisions is for the council’s staff."))


def can_keep_register(visitor: Visitor) -> bool:
    """Say whether they may add and change policies, decisions and budget rounds."""
    return visitor.has_role(*KEEPERS)


def check_can_keep_register(visitor: Visitor) -> None:
    """Stop unless they may add and change policies, decisions and budget rounds."""
    check(can_keep_register(visitor), _("The register is kept by the equalities officer and the directorate leads."))


def can_begin(visitor: Visitor) -> bool:
    """Say whether they may begin an assessment."""
    return visitor.has_role(*BEGINNERS)


def check_can_begin(visitor: Visitor) -> None:
    """Stop unless they may begin an assessment."""
    check(can_begin(visitor), _("Assessments are begun by authors, directorate leads and the equalities officer."))


def can_see(visitor: Visitor, head: Head) -> bool:
    """Say whether they may read this assessment today."""
    if visitor.person is None:
        return False
    own = visitor.person.id in head.writer_ids or (head.checker is not None and visitor.person.id == head.checker.id)
    if own or visitor.has_role("equalities_officer", "auditor"):
        return True
    if visitor.has_role("directorate_lead") and head.directorate_id in visitor.directorate_ids:
        return True
    if head.state in SEEN_BY_DECIDERS and head.body_id in visitor.board_ids:
        return True
    return head.state in {AssessmentState.DECIDED, AssessmentState.NOT_NEEDED} and can_see_register(visitor)


def check_can_see(visitor: Visitor, head: Head) -> None:
    """Stop unless they may read this assessment today."""
    reason = _("You cannot see this assessment while it is being written. Its author is %(name)s.")
    check(can_see(visitor, head), reason % {"name": head.author.full_name})


def can_write(visitor: Visitor, head: Head) -> bool:
    """Say whether they may write in this assessment: one of its writers, while it is being written."""
    is_writer = visitor.person is not None and visitor.person.id in head.writer_ids
    return is_writer and head.state is AssessmentState.WRITING and not is_only_reader(visitor)


def check_can_write(visitor: Visitor, head: Head) -> None:
    """Stop unless they may write in this assessment."""
    reason = _("Only those who write this assessment may change it, while it is being written. Its author is %(name)s.")
    check(can_write(visitor, head), reason % {"name": head.author.full_name})


def is_only_reader(visitor: Visitor) -> bool:
    """Say whether they read and never write: an auditor without any other role."""
    return visitor.roles == frozenset({"auditor"})
