"""Jobs that wait and stand in no queue, because a process died while it handed them over, are found again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from dueregard.web.jobs import actions, worker
from dueregard.web.jobs.models import Job

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(minutes=5)


@pytest.fixture
def handed_over(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Give the jobs that are put into the queue."""
    found: list[Any] = []
    monkeypatch.setattr(worker, "_KINDS", {})
    worker.job_kind("tests.task", steps=("Do it",))(lambda job: None)
    monkeypatch.setattr(actions, "_queue", found.append)
    return found


def waiting(**fields: Any) -> Job:
    job = Job.objects.create(kind="tests.task", **fields)
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - LONG_AGO)
    return job


def in_the_queue(status: str) -> str:
    row = DBTaskResult.objects.create(
        task_path="dueregard.web.jobs.actions.run_job",
        args_kwargs={"args": [], "kwargs": {}},
        backend_name="default",
        run_after=timezone.now(),
        status=status,
    )
    return str(row.pk)


@pytest.mark.parametrize(
    ("made", "is_found"),
    [
        (lambda: waiting(queued_at=None), True),
        (lambda: waiting(queued_at=timezone.now() - LONG_AGO), True),
        (lambda: waiting(queued_at=timezone.now() - LONG_AGO, queue_id=str(uuid4())), True),
        (lambda: waiting(queued_at=timezone.now() - LONG_AGO, queue_id=in_the_queue("RUNNING")), True),
        (lambda: waiting(queued_at=timezone.now() - LONG_AGO, queue_id=in_the_queue("READY")), False),
        (lambda: waiting(queued_at=timezone.now()), False),
    ],
    ids=[
        "never queued",
        "died before the queue",
        "gone from the queue",
        "taken out by the dead",
        "waits its turn",
        "now",
    ],
)
def test_lost_jobs_are_queued_again(handed_over: list[Any], made: Callable[[], Job], is_found: bool) -> None:
    job = made()

    assert actions.resume_stale() == int(is_found)
    assert handed_over == ([job.pk] if is_found else [])
