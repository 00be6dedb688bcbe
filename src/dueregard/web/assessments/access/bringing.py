"""Who may bring in old assessments, work in Word copies, and keep the council's own questions?

The one idea: an old document is a draft until somebody takes it in, so it is seen by whoever handed it in, the
equalities officer and the auditor. A Word copy is for those who may write the assessment. The council's questions are
kept by the equalities officer and the administrator.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from dueregard.web.assessments.access.reading import check, is_only_reader
from dueregard.web.organisation.queries import Visitor

BRINGERS = ("equalities_officer", "assessment_author")
SEES_ALL = ("equalities_officer", "auditor")
ASKERS = ("equalities_officer", "administrator")


def can_see_brought_in(visitor: Visitor) -> bool:
    """Say whether they may open the list of what was handed in."""
    return visitor.has_role(*BRINGERS, "auditor")


def check_can_see_brought_in(visitor: Visitor) -> None:
    """Stop unless they may open the list of what was handed in."""
    reason = _("Old assessments are brought in by authors and the equalities officer.")
    check(can_see_brought_in(visitor), reason)


def can_bring_in(visitor: Visitor) -> bool:
    """Say whether they may hand in old assessments and take them in."""
    return visitor.has_role(*BRINGERS) and not is_only_reader(visitor)


def check_can_bring_in(visitor: Visitor) -> None:
    """Stop unless they may hand in old assessments and take them in."""
    check(can_bring_in(visitor), _("Old assessments are brought in by authors and the equalities officer."))


def can_see_handed(visitor: Visitor, *, handed_by: UUID) -> bool:
    """Say whether they may see one document: who handed it in, the equalities officer, the auditor."""
    is_own = visitor.person is not None and visitor.person.id == handed_by
    return visitor.has_role(*SEES_ALL) or is_own


def check_can_see_handed(visitor: Visitor, *, handed_by: UUID) -> None:
    """Stop unless they may see one document."""
    reason = _("This document is seen by whoever handed it in and the equalities officer until it is taken in.")
    check(can_see_handed(visitor, handed_by=handed_by), reason)


def can_throw_away(visitor: Visitor, *, handed_by: UUID) -> bool:
    """Say whether they may throw a document away: who handed it in, and the equalities officer."""
    is_own = visitor.person is not None and visitor.person.id == handed_by
    return (visitor.has_role("equalities_officer") or is_own) and not is_only_reader(visitor)


def check_can_throw_away(visitor: Visitor, *, handed_by: UUID) -> None:
    """Stop unless they may throw a document away."""
    reason = _("A document is thrown away by whoever handed it in, or by the equalities officer.")
    check(can_throw_away(visitor, handed_by=handed_by), reason)


def can_see_questionnaires(visitor: Visitor) -> bool:
    """Say whether they may see the council's own questions in all versions."""
    return visitor.has_role(*ASKERS, "auditor")


def check_can_see_questionnaires(visitor: Visitor) -> None:
    """Stop unless they may see the council's own questions in all versions."""
    check(can_see_questionnaires(visitor), _keepers())


def can_keep_questionnaires(visitor: Visitor) -> bool:
    """Say whether they may change the council's own questions and put them into use."""
    return visitor.has_role(*ASKERS)


def check_can_keep_questionnaires(visitor: Visitor) -> None:
    """Stop unless they may change the council's own questions and put them into use."""
    check(can_keep_questionnaires(visitor), _keepers())


def _keepers() -> str:
    return _("The council’s own questions are kept by the equalities officer and the administrator.")
