"""How is an old document handed in, thrown away, or taken in as an assessment?

The one idea: the file is kept under a random name with its fingerprint and read by a job; nothing becomes an assessment
before a person has said so. What is taken in is marked as brought in, with a version of its own, and says nothing that
the document does not say. Its mitigations stand as promises without an action until somebody makes one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from dueregard.domain.assessments.parts import take_apart
from dueregard.domain.assessments.reading_model import read_assessment_from_json
from dueregard.domain.assessments.states import AssessmentState, DecisionState
from dueregard.terms.errors import MoveNotAllowed
from dueregard.web.assessments.actions.parts import Begun, begin_assessment, record, save_part
from dueregard.web.assessments.actions.promises import promise_all
from dueregard.web.assessments.actions.versions import make_version
from dueregard.web.assessments.models.bringing import Handed
from dueregard.web.assessments.models.register import Decision
from dueregard.web.assessments.models.writing import Assessment
from dueregard.web.jobs import actions as jobs
from dueregard.web.ledger import actions as ledger

OLD, COPY, TEMPLATE = Handed.Kind.OLD.value, Handed.Kind.COPY.value, Handed.Kind.TEMPLATE.value
JOBS = {OLD: "assessments.read_old", COPY: "assessments.read_copy", TEMPLATE: "assessments.read_template"}


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A document and the job that reads it."""

    handed_id: UUID
    job_id: UUID


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What a person says of an old assessment. `is_decided`: the decision was taken; else it is written on.

    `decision_id` a decision of the register; or `body_words` and `decided_on`, of which one is made.
    """

    title: str
    nation: str
    is_decided: bool
    decision_id: UUID | None = None
    policy_id: UUID | None = None
    directorate_id: UUID | None = None
    body_words: str = ""
    decided_on: date | None = None


def hand_in(
    data: bytes,
    *,
    name: str,
    kind: str,
    council_id: UUID,
    by: UUID,
    address: Callable[[UUID], str],
    assessment_id: UUID | None = None,
) -> HandedIn:
    """Keep a document and start reading it.

    Takes:   `name`, as the file was called (shown, never used as a path); `kind`, a `Handed.Kind`; `address`, gives the
             address of its page for its id; `assessment_id`, whose copy it is.
    """
    with transaction.atomic():
        row = Handed(
            council_id=council_id,
            kind=kind,
            file_name=shown_name(name),
            sha256=sha256(data).hexdigest(),
            assessment_id=assessment_id,
            handed_by_id=by,
        )
        row.file.save("document", ContentFile(data), save=False)
        row.save()
        row.job_id = jobs.start(
            kind=JOBS[kind],
            council_id=council_id,
            by=by,
            payload={"handed": str(row.pk), "url": address(row.pk)},
            title=row.file_name,
        )
        row.save(update_fields=["job"])
        _record(row, "handed_in", by=by)
    return HandedIn(row.pk, row.job_id)


def throw_away(handed_id: UUID, *, by: UUID) -> None:
    """Throw a document away: its file and what was read from it.

    Raises:  MoveNotAllowed for one that was taken in.
    """
    with transaction.atomic():
        row = Handed.objects.select_for_update(of=("self",)).get(pk=handed_id)
        if row.state == Handed.State.TAKEN:
            raise MoveNotAllowed(_("This document was taken in, so it stays."))
        if row.state == Handed.State.THROWN_AWAY:
            return
        stored, storage = row.file.name, row.file.storage
        row.state, row.found, row.fault, row.file = Handed.State.THROWN_AWAY, None, "", ""
        row.save(update_fields=["state", "found", "fault", "file"])
        if row.job_id:
            jobs.cancel(job_id=row.job_id, by=by)
        _record(row, "handed_thrown_away", by=by)
        if stored:
            transaction.on_commit(lambda: storage.delete(stored))


def take_in(handed_id: UUID, *, taken: TakenIn, by: UUID) -> UUID:
    """Make an assessment of what was read, and give its id.

    Raises:  MoveNotAllowed where it was taken in already or is not read; UsedWrongly without a title.
    """
    with transaction.atomic():
        handed = Handed.objects.select_for_update(of=("self",)).get(pk=handed_id)
        if handed.state != Handed.State.READ or handed.kind != Handed.Kind.OLD or not handed.found:
            raise MoveNotAllowed(_("This document is not waiting to be taken in."))
        read = read_assessment_from_json(handed.found)
        made = begin_assessment(
            Begun(
                taken.title,
                taken.nation,
                decision_id=taken.decision_id or _decision_of_old(taken, council_id=handed.council_id),
                policy_id=taken.policy_id,
                directorate_id=taken.directorate_id,
                is_brought_in=True,
            ),
            council_id=handed.council_id,
            by=by,
        )
        for key, content in take_apart(read.assessment).items():
            save_part(made, key=key, content=content, seen=0, by=by)
        row = Assessment.objects.select_for_update(of=("self",)).get(pk=made)
        # Whether it was written before the decision is the document's to say: it was only brought in afterwards.
        row.decided_after, row.review_on = False, read.assessment.review_on
        if read.assessment.screening and read.assessment.screening.depth:
            row.depth = read.assessment.screening.depth
        row.save(update_fields=["decided_after", "review_on", "depth", "changed_at"])
        version = make_version(row, why="brought_in", by=by)
        if taken.is_decided:
            row.state = str(AssessmentState.DECIDED)
            row.save(update_fields=["state", "changed_at"])
            promise_all(row, version, by=by)
        handed.state, handed.assessment_id = Handed.State.TAKEN, row.pk
        handed.save(update_fields=["state", "assessment"])
        record(
            row,
            "brought_in",
            by=by,
            facts={"sha256": handed.sha256, "state": row.state},
            personal={"file": handed.file_name},
        )
    return row.pk


def _decision_of_old(taken: TakenIn, *, council_id: UUID) -> UUID | None:
    """Put the decision that an old assessment was for into the register, where its day is known."""
    if not (taken.is_decided and taken.decided_on):
        return None
    row = Decision.objects.create(
        council_id=council_id,
        title=taken.title.strip()[:300],
        policy_id=taken.policy_id,
        directorate_id=taken.directorate_id,
        body_words=taken.body_words.strip()[:200],
        decides_on=taken.decided_on,
        decided_on=taken.decided_on,
        state=str(DecisionState.DECIDED),
    )
    return row.pk


def shown_name(name: str) -> str:
    """Give a file's name as it may be shown: its last part, without control characters, not too long.

    >>> shown_name("C:\\\\old\\\\EqIA.docx")
    'EqIA.docx'
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in last if letter.isprintable()).strip()[:200] or "document"


def _record(row: Handed, what: str, *, by: UUID) -> None:
    ledger.record(
        chain=f"council:{row.council_id}",
        kind=f"assessments.{what}",
        by=f"person:{by}",
        subject=f"assessments.handed:{row.pk}",
        also=[f"assessments.assessment:{row.assessment_id}"] if row.assessment_id else [],
        facts={"kind": row.kind, "sha256": row.sha256},
        personal={"file": row.file_name},
    )
