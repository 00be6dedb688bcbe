"""Starting, doing, stopping and resuming long work.

The one idea: a job moves only by comparing and setting its row, so that of two workers one wins. Progress stands
outside the ledger (DESIGN section 6): what a job does to a plan is recorded by the actions it calls.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import close_old_connections, connection, transaction
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from dueregard.terms.errors import MoveNotAllowed
from dueregard.web.jobs.models import Job
from dueregard.web.jobs.worker import JobHandle, JobStopped, daily_tasks, kind_of, often_tasks, words_for

STALE_AFTER = timedelta(seconds=60)
BEAT_EVERY_SECONDS = 10.0
KEPT_FOR = timedelta(days=30)
MOST_ATTEMPTS = 5
_log = logging.getLogger("dueregard.jobs")


def start(*, kind: str, council_id: UUID | None, by: UUID | None, payload: Mapping[str, Any], title: str = "") -> UUID:
    """Put a long task in the queue, in the caller's transaction, and give its id.

    Takes:   `kind`, a registered kind; `by`, the person; `title`, what the job is about (a file's name).
    """
    steps = [{"name": name, "found": ""} for name in kind_of(kind).steps]
    with transaction.atomic():
        job = Job.objects.create(
            kind=kind, council_id=council_id, started_by_id=by, payload=dict(payload), title=title, steps=steps
        )
        transaction.on_commit(lambda: _queue(job.pk))
    return job.pk


def cancel(*, job_id: UUID, by: UUID) -> None:
    """Stop a job: at once if it waits, at its next step if it runs. Stopping what has ended changes nothing."""
    now = timezone.now()
    ended = Job.objects.filter(pk=job_id, state=Job.State.WAITING).update(
        state=Job.State.CANCELLED, cancel_asked_at=now, finished_at=now
    )
    if not ended:
        Job.objects.filter(pk=job_id, state=Job.State.RUNNING, cancel_asked_at__isnull=True).update(cancel_asked_at=now)


def try_again(*, job_id: UUID, by: UUID) -> None:
    """Put a job that failed or was stopped back in the queue, from its beginning.

    Raises:  MoveNotAllowed when it is under way or done.
    """
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=job_id)
        if job.state not in {Job.State.FAILED, Job.State.CANCELLED}:
            raise MoveNotAllowed("This job has not failed, so there is nothing to try again.")
        job.state, job.finished_at, job.cancel_asked_at, job.seen_at = Job.State.WAITING, None, None, None
        job.error = job.mend = job.reference = ""
        job.step = job.done = job.total = 0
        job.attempt = 0
        job.steps = [{**one, "found": ""} for one in job.steps]
        job.save()
        transaction.on_commit(lambda: _queue(job.pk))


def dismiss(*, job_id: UUID, by: UUID) -> None:
    """Take a finished job off the person's Today page."""
    Job.objects.filter(pk=job_id, started_by=by, finished_at__isnull=False).update(seen_at=timezone.now())


def resume_stale(*, older_than: timedelta = STALE_AFTER) -> int:
    """Put back in the queue what a dead worker left, and what never got there. Gives how many.

    A job that killed its worker again and again is given up after five attempts, so that it cannot take the queue down.
    """
    before = timezone.now() - older_than
    resumed = 0
    for job in Job.objects.filter(state=Job.State.RUNNING, heartbeat_at__lt=before):
        resumed += _resume(job, before=before)
    for job in Job.objects.filter(state=Job.State.WAITING, created_at__lt=before):
        if _is_lost(job, before=before):
            _forget_queued(job.queue_id)
            _queue(job.pk)
            resumed += 1
    return resumed


def forget_old(*, now: datetime | None = None) -> int:
    """Delete jobs that ended 30 days ago, and what the queue kept of them. Gives how many jobs."""
    before = (now or timezone.now()) - KEPT_FOR
    DBTaskResult.objects.filter(finished_at__lt=before).delete()
    return Job.objects.filter(finished_at__lt=before).delete()[0]


def do_daily() -> tuple[str, ...]:
    """Do what is to be done once a day; give what each said. One that fails is logged and does not stop the others."""
    done = []
    for name, run in daily_tasks().items():
        try:
            done.append(run())
        except Exception as fault:  # noqa: BLE001 - the worker goes on whatever a task raises
            _log.error("The daily task %s failed: %s", name, type(fault).__name__)
    return tuple(done)


def do_often() -> None:
    """Do what is to be done again and again. One that fails is logged and does not stop the others."""
    for name, run in often_tasks().items():
        try:
            run()
        except Exception as fault:  # noqa: BLE001 - the worker goes on whatever a task raises
            _log.error("The task %s failed: %s", name, type(fault).__name__)


@task()
def run_job(job_id: str) -> None:
    """Do a job, if it still waits. Called by the queue."""
    now = timezone.now()
    job = Job.objects.filter(pk=job_id).first()
    if job is None:
        return
    claimed = Job.objects.filter(pk=job.pk, state=Job.State.WAITING, attempt=job.attempt).update(
        state=Job.State.RUNNING,
        attempt=job.attempt + 1,
        started_at=job.started_at or now,
        heartbeat_at=now,
    )
    if claimed:
        _do(job, attempt=job.attempt + 1)


def _do(job: Job, *, attempt: int) -> None:
    handle = JobHandle(
        id=job.pk,
        kind=job.kind,
        payload=job.payload,
        council_id=job.council_id,
        by=job.started_by_id,
        attempt=attempt,
        steps=job.steps,
        _store=_RowStore(job.pk, attempt),
    )
    try:
        with _beating(job.pk, attempt):
            kind_of(job.kind).run(handle)
    except JobStopped:
        _end(job.pk, attempt, state=Job.State.CANCELLED, only_if_asked=True)
    except Exception as fault:  # noqa: BLE001 - whatever a task raises becomes a failure the person can see
        _fail(job, attempt, fault)
    else:
        _end(job.pk, attempt, state=Job.State.DONE, step=len(job.steps))


class _RowStore:
    """Writes how far a job is into its row, as long as it is this attempt's."""

    def __init__(self, job_id: UUID, attempt: int) -> None:
        self._mine = Job.objects.filter(pk=job_id, attempt=attempt, state=Job.State.RUNNING)

    def save(self, **fields: Any) -> None:
        if not self._mine.update(heartbeat_at=timezone.now(), **fields):
            raise JobStopped

    def check(self) -> None:
        if not self._mine.filter(cancel_asked_at__isnull=True).exists():
            raise JobStopped


def _end(job_id: UUID, attempt: int, *, state: str, only_if_asked: bool = False, **fields: Any) -> None:
    mine = Job.objects.filter(pk=job_id, attempt=attempt, state=Job.State.RUNNING)
    if only_if_asked:
        mine = mine.filter(cancel_asked_at__isnull=False)
    mine.update(state=state, finished_at=timezone.now(), **fields)


def _fail(job: Job, attempt: int, fault: Exception) -> None:
    reference = secrets.token_hex(2).upper()
    error, mend = words_for(fault)
    if not error:
        # The traceback is for whoever runs the server; the person sees only the reference.
        _log.error("Job %s (%s) failed, reference %s", job.pk, job.kind, reference, exc_info=fault)
    _end(job.pk, attempt, state=Job.State.FAILED, reference=reference, error=error, mend=mend)


def _resume(job: Job, *, before: datetime) -> int:
    stale = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempt=job.attempt, heartbeat_at__lt=before)
    now = timezone.now()
    _forget_queued(job.queue_id)
    if job.cancel_asked_at:
        stale.update(state=Job.State.CANCELLED, finished_at=now)
        return 0
    if job.attempt >= MOST_ATTEMPTS:
        stale.update(state=Job.State.FAILED, finished_at=now, reference=secrets.token_hex(2).upper())
        return 0
    if stale.update(state=Job.State.WAITING, step=0, done=0, total=0, queued_at=None):
        _queue(job.pk)
        return 1
    return 0


def _is_lost(job: Job, *, before: datetime) -> bool:
    """Say whether a waiting job stands in no queue: it never got there, or whoever took it out died at once."""
    if job.queued_at is None:
        return True
    if job.queued_at >= before:
        return False
    try:
        key = UUID(job.queue_id)
    except ValueError:
        return True
    return not DBTaskResult.objects.filter(pk=key, status="READY").exists()


def _forget_queued(queue_id: str) -> None:
    """Take away what a dead worker left in the queue as running. Ids of a queue without a table are no UUIDs."""
    try:
        key = UUID(queue_id)
    except ValueError:
        return
    DBTaskResult.objects.filter(pk=key, status="RUNNING").delete()


def _queue(job_id: UUID) -> None:
    # Marked before it is handed over: done at once, the job's own writes must come last.
    Job.objects.filter(pk=job_id).update(queued_at=timezone.now(), queue_id="")
    handed_over = run_job.enqueue(str(job_id))
    Job.objects.filter(pk=job_id).update(queue_id=handed_over.id)


@contextmanager
def _beating(job_id: UUID, attempt: int) -> Any:
    """Keep the job's heartbeat going while its function is busy, on a connection of its own."""
    if connection.in_atomic_block:  # done at once, inside a test's transaction: nobody waits for a heartbeat
        yield
        return
    over = threading.Event()

    def beat() -> None:
        mine = Job.objects.filter(pk=job_id, attempt=attempt, state=Job.State.RUNNING)
        while not over.wait(BEAT_EVERY_SECONDS):
            close_old_connections()
            mine.update(heartbeat_at=timezone.now())
        connection.close()

    thread = threading.Thread(target=beat, name=f"heartbeat of job {job_id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
