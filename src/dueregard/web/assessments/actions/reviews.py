"""How is a review raised, once, and how does it end: by re-opening the assessment, or by saying why not?

The one idea: once a day the worker looks for reasons (`domain.assessments.reviews`); each that is new becomes a task
with its words, an entry in the ledger and a message to the author and to who owns the policy. Re-opening takes the
assessment back to being written: every version stays, the decision stands, and what is written now is a later version.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.domain.assessments.reviews import Reason, ReviewKind, check_can_reopen, not_raised
from dueregard.domain.assessments.sign_off import Act, Stage
from dueregard.domain.assessments.states import AssessmentState, check_can_move_assessment
from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.web.accounts.queries import PersonCard, card
from dueregard.web.assessments.actions.parts import record
from dueregard.web.assessments.actions.versions import make_version
from dueregard.web.assessments.models.after import ReviewTask
from dueregard.web.assessments.models.signing import Step
from dueregard.web.assessments.models.writing import Assessment, Version
from dueregard.web.assessments.queries.reviews_due import reasons_on
from dueregard.web.jobs.worker import daily
from dueregard.web.mail.actions.sending import send
from dueregard.web.organisation.queries import all_councils, post

Did = ReviewTask.Did


def raise_reviews(council_id: UUID) -> int:
    """Raise a task for each new reason there is today in a council; give how many. Doing it twice raises none twice."""
    on, raised = timezone.localdate(), 0
    found = reasons_on(council_id, on=on)
    known: dict[UUID, set[str]] = defaultdict(set)
    for assessment_id, key in ReviewTask.objects.filter(assessment__council=council_id).values_list(
        "assessment", "key"
    ):
        known[assessment_id].add(key)
    for assessment_id, reasons in found.items():
        if not not_raised(reasons, known[assessment_id]):
            continue
        with transaction.atomic():
            row = Assessment.objects.select_for_update().get(pk=assessment_id)
            new = not_raised(reasons, ReviewTask.objects.filter(assessment=row).values_list("key", flat=True))
            for reason in new:
                _raise(row, reason, by="system")
            raised += len(new)
    return raised


def ask_for_review(assessment_id: UUID, *, why: str, by: UUID) -> UUID:
    """Raise a review by hand, and give its id.

    Raises:  UsedWrongly without a reason.
    """
    if not why.strip():
        raise UsedWrongly(_("Say why it should be looked at again."))
    with transaction.atomic():
        row = Assessment.objects.select_for_update().get(pk=assessment_id)
        key = f"asked:{by}:{timezone.now().isoformat()}"
        return _raise(row, Reason(key, ReviewKind.ASKED, why.strip()), by=by).pk


def reopen(task_id: UUID, *, because: str, by: UUID) -> None:
    """Re-open the assessment that a task is about: it is written again, as a new version. All its open tasks end.

    Where it is being written again already, the task ends by that.

    Raises:  UsedWrongly without a reason; MoveNotAllowed for a task that has ended, and before the decision.
    """
    with transaction.atomic():
        task = _open_task(task_id, because=because)
        row = Assessment.objects.select_for_update().get(pk=task.assessment_id)
        if row.state != AssessmentState.WRITING:
            check_can_reopen(AssessmentState(row.state))
            check_can_move_assessment(AssessmentState(row.state), to=AssessmentState.WRITING)
            _take_back(row, because=because, by=by)
        for each in row.review_tasks.filter(did=""):
            _close(each, Did.REOPENED, because=because, by=by)
        facts = {"task": str(task.pk), "version": row.made_version}
        record(row, "reopened", by=by, facts=facts, personal={"because": because.strip()})


def not_reopened(task_id: UUID, *, because: str, by: UUID, review_on: date | None = None) -> None:
    """End a task by saying why the assessment is not re-opened, and perhaps when it is looked at next.

    Raises:  UsedWrongly without a reason, or for a day that has passed; MoveNotAllowed for a task that has ended.
    """
    if review_on is not None and review_on <= timezone.localdate():
        raise UsedWrongly(_("The day on which it is looked at next must be in the future."))
    with transaction.atomic():
        task = _open_task(task_id, because=because)
        _close(task, Did.NOT_REOPENED, because=because, by=by)
        facts = {"task": str(task.pk), "kind": task.kind}
        if review_on is not None:
            Assessment.objects.filter(pk=task.assessment_id).update(review_on=review_on)
            facts["review_on"] = review_on.isoformat()
        record(task.assessment, "not_reopened", by=by, facts=facts, personal={"because": because.strip()})


@daily("assessments.reviews")
def look_for_reviews() -> str:
    """Look for reasons in every council."""
    raised = sum(raise_reviews(each.id) for each in all_councils())
    return f"{raised} reviews raised"


def _take_back(row: Assessment, *, because: str, by: UUID) -> None:
    """Let it be written again. What was agreed counts for the versions it was agreed of."""
    newest = Version.objects.filter(assessment=row).order_by("-number").first()
    if newest is None:
        newest = make_version(row, why="reopened", by=by)
    row.state = str(AssessmentState.WRITING)
    row.save(update_fields=["state", "changed_at"])
    Step.objects.create(
        assessment=row,
        version=newest,
        stage=str(Stage.WRITING),
        said=str(Act.TAKE_BACK),
        because=because.strip(),
        by_id=by,
    )


def _open_task(task_id: UUID, *, because: str) -> ReviewTask:
    if not because.strip():
        raise UsedWrongly(_("Say why."))
    task = ReviewTask.objects.select_for_update().get(pk=task_id)
    if task.did:
        raise MoveNotAllowed(_("This review has ended."))
    return task


def _close(task: ReviewTask, did: str, *, because: str, by: UUID) -> None:
    task.did, task.because = did, because.strip()
    task.closed_by_id, task.closed_at = by, timezone.now()
    task.save(update_fields=["did", "because", "closed_by", "closed_at"])


def _raise(row: Assessment, reason: Reason, *, by: UUID | str) -> ReviewTask:
    task = ReviewTask.objects.create(
        assessment=row,
        key=reason.key,
        kind=str(reason.kind),
        why=reason.why,
        raised_on=timezone.localdate(),
        person_id=row.author_id,
    )
    facts = {"task": str(task.pk), "kind": task.kind}
    record(row, "review_raised", by=by, facts=facts, personal={"why": task.why})
    subject = _("To be looked at again: assessment %(number)s") % {"number": row.number}
    address = settings.SITE_URL.rstrip("/") + reverse("assessments:review", args=[row.council.slug, task.pk])
    for person in _told(row):
        if person.id != by:
            send(
                council_id=row.council_id,
                key=f"assessments.review:{task.pk}:{person.id}",
                to=person.email,
                person_id=person.id,
                subject=subject,
                body=f"{subject}.\n\n{address}\n\n{_('Sign in to read why.')}\n",
                by=by,
            )
    return task


def _told(row: Assessment) -> Iterable[PersonCard]:
    """Give who is told: the author, and who holds the post that owns the policy."""
    found = {row.author_id: card(row.author)}
    owner = row.policy.owner_id if row.policy else None
    held = post(row.council_id, owner) if owner else None
    for each in held.holders if held else ():
        found[each.person.id] = each.person
    return found.values()
