"""Who may keep promises, foresights and reviews of an assessment, answer that a promise is dropped, and see them?

The one idea: what was promised is everybody's to see who may see the assessment, and once the decision is taken every
member of staff's. It is kept by the assessment's writers, the lead of its directorate and the equalities officer.
Whether a promise is dropped is written down by the holder of the post that the decision names, the clerk of the body
that decided, or the equalities officer, in whose name it was answered.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from dueregard.web.assessments.access.reading import Head, can_see, can_see_register, check, is_only_reader
from dueregard.web.organisation.queries import Visitor


def can_see_promises(visitor: Visitor) -> bool:
    """Say whether they may open the council's list of promises and reviews."""
    return can_see_register(visitor)


def check_can_see_promises(visitor: Visitor) -> None:
    """Stop unless they may open the council's list of promises and reviews."""
    check(can_see_promises(visitor), _("What was promised in assessments is for the council’s staff."))


def can_see_promise(visitor: Visitor, head: Head, *, is_open: bool) -> bool:
    """Say whether they may see a promise: as its assessment, or, once its decision is open to staff, all of them."""
    return can_see(visitor, head) or (is_open and can_see_register(visitor))


def check_can_see_promise(visitor: Visitor, head: Head, *, is_open: bool) -> None:
    """Stop unless they may see a promise."""
    reason = _("You cannot see this while its assessment is being written. Its author is %(name)s.")
    check(can_see_promise(visitor, head, is_open=is_open), reason % {"name": head.author.full_name})


def can_keep_promises(visitor: Visitor, head: Head) -> bool:
    """Say whether they may put promises in a plan, ask to drop them, tie effects to indicators, re-open."""
    if visitor.person is None or is_only_reader(visitor):
        return False
    if visitor.person.id in head.writer_ids or visitor.has_role("equalities_officer"):
        return True
    return visitor.has_role("directorate_lead") and head.directorate_id in visitor.directorate_ids


def check_can_keep_promises(visitor: Visitor, head: Head) -> None:
    """Stop unless they may put promises in a plan, ask to drop them, tie effects to indicators, re-open."""
    reason = _("This is for those who write the assessment, the lead of its directorate and the equalities officer.")
    check(can_keep_promises(visitor, head), reason)


def can_answer_drop(visitor: Visitor, head: Head, *, post_id: UUID | None) -> bool:
    """Say whether they may write down the answer: the post the decision names, the body's clerk, the officer."""
    if visitor.has_role("equalities_officer"):
        return True
    if post_id is not None and post_id in visitor.post_ids:
        return True
    return visitor.has_role("clerk") and head.body_id is not None and head.body_id in visitor.board_ids


def check_can_answer_drop(visitor: Visitor, head: Head, *, post_id: UUID | None) -> None:
    """Stop unless they may write down whether a promise is dropped."""
    reason = _(
        "The answer is written down by whoever the decision left this to, the clerk of the body that decided, or the "
        "equalities officer."
    )
    check(can_answer_drop(visitor, head, post_id=post_id), reason)


def can_report_drops(visitor: Visitor, head: Head) -> bool:
    """Say whether they may record that the body was told: the equalities officer, or the clerk of the body."""
    return can_answer_drop(visitor, head, post_id=None)


def check_can_report_drops(visitor: Visitor, head: Head) -> None:
    """Stop unless they may record that the body was told."""
    reason = _("That they were told is recorded by the equalities officer or the clerk of the body that decided.")
    check(can_report_drops(visitor, head), reason)
