"""Who may look at the way to sign-off, keep papers, and record what was decided?

The one idea: what may be said of an assessment stands in the table of `domain.assessments.sign_off`; here is only who
may open the pages. The papers and the record of a decision are kept by the equalities officer and by the clerk of the
body that decides; those who decide, the auditor and those who may read the assessment read them.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from dueregard.domain.assessments.sign_off import Relation
from dueregard.domain.assessments.states import AssessmentState
from dueregard.web.assessments.access.reading import Head, can_see, check
from dueregard.web.organisation.queries import Visitor


def is_clerk_of(visitor: Visitor, body_id: UUID | None) -> bool:
    """Say whether they clerk for the body."""
    return visitor.has_role("clerk") and body_id is not None and body_id in visitor.board_ids


def can_see_sign_off(visitor: Visitor, head: Head) -> bool:
    """Say whether they may see where it stands: its readers, and, once it is signed off, the body's clerk."""
    waits = head.state is AssessmentState.SIGNED_OFF and is_clerk_of(visitor, head.body_id)
    return can_see(visitor, head) or waits


def check_can_see_sign_off(visitor: Visitor, head: Head) -> None:
    """Stop unless they may see where it stands."""
    reason = _("You cannot see this assessment while it is being written. Its author is %(name)s.")
    check(can_see_sign_off(visitor, head), reason % {"name": head.author.full_name})


def can_choose_checker(visitor: Visitor, head: Head) -> bool:
    """Say whether they may choose who checks it: its writers and officers, until somebody has agreed."""
    is_writer = visitor.person is not None and visitor.person.id in head.writer_ids
    is_open = head.state in {AssessmentState.WRITING, AssessmentState.CHECKING}
    return is_open and (is_writer or visitor.has_role("equalities_officer"))


def check_can_choose_checker(visitor: Visitor, head: Head) -> None:
    """Stop unless they may choose who checks it."""
    reason = _("Those who write it, and equalities officers, choose who checks it, until it is agreed.")
    check(can_choose_checker(visitor, head), reason)


def check_has_relation(relations: frozenset[Relation], *, who: frozenset[Relation], words: str) -> None:
    """Stop unless somebody is one of those whom the table names; `words` say whom."""
    check(bool(relations & who), _("This is for %(who)s.") % {"who": words})


def can_keep_papers(visitor: Visitor, body_id: UUID | None) -> bool:
    """Say whether they may make papers, say that they went out, and record the decision."""
    return visitor.has_role("equalities_officer") or is_clerk_of(visitor, body_id)


def check_can_keep_papers(visitor: Visitor, body_id: UUID | None) -> None:
    """Stop unless they may keep the papers of a decision."""
    reason = _("Papers and decisions are recorded by equalities officers and the clerk of the body that decides.")
    check(can_keep_papers(visitor, body_id), reason)


def can_see_papers(visitor: Visitor, body_id: UUID | None, *, reads_one: bool = False) -> bool:
    """Say whether they may read the papers of a decision.

    Takes:   `reads_one`, whether they may read one of its assessments.
    """
    sits = body_id is not None and body_id in visitor.board_ids
    return sits or reads_one or visitor.has_role("equalities_officer", "auditor")


def check_can_see_papers(visitor: Visitor, body_id: UUID | None, *, reads_one: bool = False) -> None:
    """Stop unless they may read the papers of a decision."""
    reason = _("These papers are for those who decide, those who wrote the assessments, officers and auditors.")
    check(can_see_papers(visitor, body_id, reads_one=reads_one), reason)


def can_keep_paper_templates(visitor: Visitor) -> bool:
    """Say whether they may keep the council's Word templates for papers."""
    return visitor.has_role("equalities_officer", "administrator")


def check_can_keep_paper_templates(visitor: Visitor) -> None:
    """Stop unless they may keep the templates."""
    reason = _("Templates for papers are kept by equalities officers and administrators.")
    check(can_keep_paper_templates(visitor), reason)
