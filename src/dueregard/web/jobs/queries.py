"""Reading jobs: one, and those of a person that Today shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from dueregard.web.jobs.models import Job
from dueregard.web.jobs.worker import heading_of

SHOWN_FOR = timedelta(days=3)
LATE_AFTER = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class StepCard:
    """A step as the page shows it: `state` is complete, now, not_started, failed or stopped."""

    name: str
    state: str
    found: str


@dataclass(frozen=True, slots=True)
class JobCard:
    """A job as the person who started it sees it."""

    id: UUID
    kind: str
    title: str
    heading: str
    council_id: UUID | None
    started_by: UUID | None
    state: str
    steps: tuple[StepCard, ...]
    steps_done: int
    result: Mapping[str, Any]
    error: str
    mend: str
    reference: str
    created_at: datetime
    finished_at: datetime | None
    is_stopping: bool
    is_waiting_long: bool

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.state in {"done", "failed", "cancelled"}

    @property
    def url(self) -> str | None:
        """Where the person goes when it is done."""
        return self.result.get("url") if self.state == "done" else None


def is_waiting(kind: str) -> bool:
    """Say whether a job of this kind waits in the queue. One query."""
    return Job.objects.filter(kind=kind, state=Job.State.WAITING).exists()


def job(job_id: UUID) -> JobCard | None:
    """Give one job, or None. One query."""
    row = Job.objects.filter(pk=job_id).first()
    return _card(row) if row else None


def recent(person_id: UUID, council_id: UUID) -> tuple[JobCard, ...]:
    """Give a person's jobs that wait, run, or ended in the last three days and were not put away. One query."""
    since = timezone.now() - SHOWN_FOR
    rows = Job.objects.filter(started_by=person_id, council=council_id, seen_at__isnull=True).filter(
        Q(finished_at__isnull=True) | Q(finished_at__gte=since)
    )
    return tuple(_card(row) for row in rows[:20])


def _card(row: Job) -> JobCard:
    waits_long = row.state == Job.State.WAITING and timezone.now() - row.created_at > LATE_AFTER
    return JobCard(
        id=row.pk,
        kind=row.kind,
        title=row.title,
        heading=_shown(heading_of(row.kind)),
        council_id=row.council_id,
        started_by=row.started_by_id,
        state=row.state,
        steps=_steps(row),
        steps_done=len(row.steps) if row.state == Job.State.DONE else row.step,
        result=row.result,
        error=row.error,
        mend=row.mend,
        reference=row.reference,
        created_at=row.created_at,
        finished_at=row.finished_at,
        is_stopping=row.cancel_asked_at is not None and row.finished_at is None,
        is_waiting_long=waits_long,
    )


_AT_THE_STEP = {
    Job.State.WAITING: "not_started",
    Job.State.RUNNING: "now",
    Job.State.DONE: "complete",
    Job.State.FAILED: "failed",
    Job.State.CANCELLED: "stopped",
}


def _shown(words: str) -> str:
    return gettext(words) if words else ""


def _steps(row: Job) -> tuple[StepCard, ...]:
    cards = []
    for number, step in enumerate(row.steps):
        if row.state == Job.State.DONE or number < row.step:
            cards.append(StepCard(name=_shown(step["name"]), state="complete", found=step["found"]))
        elif number == row.step:
            is_far = row.total and row.state == Job.State.RUNNING
            far = gettext("%(done)s of %(total)s") % {"done": row.done, "total": row.total} if is_far else ""
            cards.append(StepCard(name=_shown(step["name"]), state=_AT_THE_STEP[Job.State(row.state)], found=far))
        else:
            cards.append(StepCard(name=_shown(step["name"]), state="not_started", found=""))
    return tuple(cards)
