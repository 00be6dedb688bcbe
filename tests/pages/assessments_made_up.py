"""Assessments for the town: one that is written, one before those who decide, one decided upon; policies, decisions."""

from __future__ import annotations

from hashlib import sha256
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from dueregard.domain.assessments.quality_remark import short_print
from dueregard.domain.assessments.states import AssessmentState, DecisionState
from dueregard.web.assessments.actions.budget_rounds import make_budget_round
from dueregard.web.assessments.actions.parts import add_author
from dueregard.web.assessments.actions.public import publish_assessment
from dueregard.web.assessments.actions.versions import make_version
from dueregard.web.assessments.models.after import Foresight, Promise, ReviewTask
from dueregard.web.assessments.models.register import Condition, Decision, RegisterList
from dueregard.web.assessments.models.signing import Paper
from dueregard.web.assessments.models.writing import Assessment, Comment, Version
from dueregard.web.assessments.queries.whole import parts_of
from dueregard.web.monitoring.models import Indicator
from factories.assessments import assessment_of, decision_of, library_closure, policy_of
from factories.bundles import bundles_for


def assessments_for(
    council_id: UUID, *, by: UUID, writers: tuple[UUID, ...] = (), board_id: UUID, directorate_id: UUID, clash: str = ""
) -> dict[str, Any]:
    """Make what a council has written and decided; give what fills the addresses."""
    policy = policy_of(council_id, f"Library service{clash}", directorate_id=directorate_id)
    known = {"body_id": board_id, "directorate_id": directorate_id, "body_words": "", "policy_id": policy}
    decision = decision_of(council_id, f"Close Fenwick library{clash}", **known)
    coming = decision_of(council_id, f"Cut library hours{clash}", **known)
    done = decision_of(council_id, f"Open on Sundays{clash}", **known)
    Decision.objects.filter(pk=done).update(state=str(DecisionState.DECIDED), decided_on=timezone.localdate())
    budget = make_budget_round(council_id, name=f"Budget{clash}", about="", decisions=(decision, coming), by=by)

    def made(of: UUID, title: str, state: AssessmentState) -> UUID:
        key = assessment_of(council_id, by=by, title=f"{title}{clash}", content=library_closure(), decision_id=of)
        for person in writers:
            add_author(key, person_id=person, by=by)
        with transaction.atomic():
            make_version(Assessment.objects.get(pk=key), why="for_checking", by=by)
        Assessment.objects.filter(pk=key).update(state=str(state))
        return key

    written = made(decision, "Close Fenwick library", AssessmentState.WRITING)
    comment = Comment.objects.create(assessment_id=written, part_key="impact:age", text="Who was asked?", by_id=by)
    seen_again = made(done, "Open on Sundays", AssessmentState.DECIDED)
    publish_assessment(seen_again, number=1, by=by, although=["draft"])
    promise = Promise.objects.create(assessment_id=seen_again, code="1", text="Ask again in a year")
    indicator = Indicator.objects.filter(council=council_id).first()
    foresight = Foresight.objects.create(assessment_id=written, indicator=indicator, low=1, made_by_id=by)
    task = ReviewTask.objects.create(
        assessment_id=seen_again, key="asked", kind="asked", why="Is it right?", raised_on=timezone.localdate()
    )
    return {
        **bundles_for(decision, by=by),
        "promise_id": promise.pk,
        "foresight_id": foresight.pk,
        "task_id": task.pk,
        "policy_id": policy,
        "register_list": RegisterList.objects.create(
            council_id=council_id,
            kind="policies",
            file_name="policies.csv",
            made_by_id=by,
            rows=[{"row": 2, "values": {"title": f"Home care{clash}"}}],
        ).pk,
        "decision_id": decision,
        "decided_decision": done,
        "coming_decision": coming,
        "budget_slug": budget,
        "assessment_id": written,
        "coming_assessment": made(coming, "Cut library hours", AssessmentState.BEFORE_DECIDERS),
        "decided_assessment": seen_again,
        **_papers(decision, done, by=by),
        "evidence_code": "1",
        "characteristic": "sex",
        "release_number": 1,
        "remark_print": short_print("review:missing"),
        "part_key": "impact:age",
        "part_seen": parts_of(written)["impact:age"].number,
        "comment_id": comment.pk,
    }


def _papers(decision: UUID, done: UUID, *, by: UUID) -> dict[str, Any]:
    """Make a paper of one decision, and a condition of another that was taken."""
    version = Version.objects.filter(assessment__decision=decision).first()
    paper = Paper(decision_id=decision, version=version, kind="appendix", name="Assessment.pdf", made_by_id=by)
    data = b"%PDF-1.7 made up"
    paper.media_type, paper.size, paper.sha256 = "application/pdf", len(data), sha256(data).hexdigest()
    paper.file.save("paper", ContentFile(data), save=True)
    condition = Condition.objects.create(decision_id=done, text="A second van")
    return {"paper_id": paper.pk, "condition_id": condition.pk}
