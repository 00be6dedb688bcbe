"""What have promises, foresights and reviews to say beside an assessment, its decision, and an action of a plan?"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from dueregard.domain.assessments.states import AssessmentState
from dueregard.web.assessments.models.after import Promise
from dueregard.web.assessments.queries import beside as ours
from dueregard.web.assessments.queries.promises import Asked, cards_of, promises_of, promises_on_action, promises_wanted
from dueregard.web.assessments.queries.promises_words import LOOKS, standing_words
from dueregard.web.assessments.queries.reviews import tasks_of
from dueregard.web.assessments.queries.whole import assessment_card
from dueregard.web.organisation.queries import Visitor
from dueregard.web.plans.queries import beside as plans


def beside_assessment(visitor: Visitor, assessment_id: UUID, _key: str) -> Iterable[ours.Piece]:
    """Give what was promised and how it stands, and the reviews that are open. At most eight queries."""
    cards = promises_of(visitor.council.id, assessment_id, on=visitor.on)
    tasks = tasks_of(assessment_id)
    head = assessment_card(visitor.council.id, assessment_id)
    is_reopened = head.state is AssessmentState.WRITING and any(task.did == "reopened" for task in tasks)
    context = {
        "cards": cards,
        "tasks": [task for task in tasks if task.is_open],
        "reopened": next((task for task in tasks if task.did == "reopened"), None) if is_reopened else None,
        "head": head,
        "words": standing_words(),
        "looks": LOOKS,
    }
    yield ours.Piece("assessments/promises_beside.jinja", context)


def beside_decision(visitor: Visitor, decision_id: UUID, _key: str) -> Iterable[ours.Piece]:
    """Give what was promised for a decision, and how it stands. At most five queries."""
    rows = promises_wanted(visitor, Asked()).filter(assessment__decision=decision_id)
    cards = cards_of(rows, on=visitor.on)
    if cards:
        context = {"cards": cards, "words": standing_words(), "looks": LOOKS}
        yield ours.Piece("assessments/promises_beside_decision.jinja", context)


def beside_action(visitor: Visitor, _plan_slug: str, action_id: UUID | None) -> Iterable[plans.Said]:
    """Say which promise an action keeps, of which assessment, decided by whom. At most six queries."""
    if action_id is None or not Promise.objects.filter(action=action_id).exists():
        return
    cards = promises_on_action(visitor.council.id, action_id, on=visitor.on)
    seen = set(promises_wanted(visitor, Asked()).filter(action=action_id).values_list("pk", flat=True))
    yield {"template": "assessments/promises_on_action.jinja", "context": {"cards": cards, "seen": seen}}


ours.register("assessment", beside_assessment)
ours.register("decision", beside_decision)
plans.register("action", beside_action)
