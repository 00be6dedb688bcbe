"""What stands of sign-off, papers and the decision on pages of others, and what of it waits for somebody today?

The one idea: an assessment's page says with whom it is; a decision's page leads to its papers and to what was decided;
Today names each assessment to whoever is next, and to no one else.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from dueregard.domain.assessments.sign_off import Act
from dueregard.domain.assessments.states import AssessmentState, DecisionState
from dueregard.web.assessments.access.reading import can_see
from dueregard.web.assessments.access.signing import can_keep_papers, can_see_papers
from dueregard.web.assessments.models.signing import Paper, Step
from dueregard.web.assessments.queries.beside import Piece, register
from dueregard.web.assessments.queries.deciding import decision_taken
from dueregard.web.assessments.queries.sign_off import steps_of
from dueregard.web.assessments.queries.waiting import Waiting, register_waiting
from dueregard.web.assessments.queries.whole import AssessmentCard, assessment_card, head_of, heads
from dueregard.web.organisation.queries import Visitor

MOST_WAITING = 10
_S = AssessmentState


def _on_assessment(visitor: Visitor, assessment_id: UUID, _part_key: str) -> Iterator[Piece]:
    """Say with whom it is. Three queries."""
    head = assessment_card(visitor.council.id, assessment_id)
    steps = steps_of(head.id)
    yield Piece("assessments/sign_off_beside.jinja", {"head": head, "last": steps[-1] if steps else None}, "side")


def _on_decision(visitor: Visitor, decision_id: UUID, _part_key: str) -> Iterator[Piece]:
    """Lead to the papers and to what was decided. Six queries."""
    card = decision_taken(visitor.council.id, decision_id, on=visitor.on)
    reads_one = any(can_see(visitor, head) for head in card.assessments)
    shown = {
        "card": card,
        "papers": Paper.objects.filter(decision=card.id).count(),
        "can_keep": can_keep_papers(visitor, card.body_id) and card.state is not DecisionState.CALLED_OFF,
        "can_read": can_see_papers(visitor, card.body_id, reads_one=reads_one),
    }
    yield Piece("assessments/deciding_beside.jinja", shown, "side")


def waiting_for_sign_off(visitor: Visitor) -> Iterator[Waiting]:
    """Give the assessments that wait for the visitor: to check, to review, to put before those who decide, or returned.

    At most three queries.
    """
    if visitor.person is None:
        return
    last = Step.objects.filter(assessment=OuterRef("pk")).order_by("-at").values("said")[:1]
    rows = heads(visitor.council.id).annotate(last_said=Subquery(last)).filter(_wanted(visitor))
    for row in rows.order_by("decision__decides_on", "changed_at")[:MOST_WAITING]:
        head = head_of(row)
        words = _words(head)
        about = {"number": head.number, "body": head.body}
        yield Waiting(
            words % {"title": head.title},
            "sign_off",
            (head.id,),
            note=_("%(number)s, for %(body)s") % about if head.body else head.number,
            due_on=head.papers_on or head.decides_on,
        )


def _wanted(visitor: Visitor) -> Q:
    me = visitor.by
    wanted = Q(state=str(_S.CHECKING), checker=me)
    if visitor.has_role("equalities_officer"):
        wanted |= Q(state=str(_S.REVIEWING)) | Q(state=str(_S.SIGNED_OFF), decision__state=str(DecisionState.PLANNED))
    if visitor.has_role("clerk"):
        wanted |= Q(
            state=str(_S.SIGNED_OFF), decision__body__in=visitor.board_ids, decision__state=str(DecisionState.PLANNED)
        )
    return wanted | Q(state=str(_S.WRITING), author=me, last_said=str(Act.RETURN))


def _words(head: AssessmentCard) -> str:
    if head.state is _S.CHECKING:
        return _("Check: %(title)s")
    if head.state is _S.REVIEWING:
        return _("Review for equality: %(title)s")
    if head.state is _S.SIGNED_OFF:
        return _("Put before those who decide: %(title)s")
    return _("Returned to you: %(title)s")


register("assessment", _on_assessment)
register("decision", _on_decision)
register_waiting(waiting_for_sign_off)
