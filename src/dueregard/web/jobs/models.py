"""A long task as the person who started it sees it.

The one idea: the row is the truth, the queue only a nudge. A worker claims the row by raising `attempt`; a worker that
was thought dead and comes back finds another attempt in its place and stops. So a job may be started twice and is done
once. Retention: finished jobs are kept 30 days (`actions.forget_old`).
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class Job(models.Model):
    """One long task: what it is, how far it is, what it found, how it ended."""

    class State(models.TextChoices):
        """Where a job stands."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=100)
    council = models.ForeignKey(
        "organisation.Council", on_delete=models.CASCADE, null=True, blank=True, related_name="jobs"
    )
    started_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="jobs"
    )
    title = models.CharField(max_length=300, blank=True)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    steps = models.JSONField(default=list)
    step = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)
    attempt = models.PositiveSmallIntegerField(default=0)
    reference = models.CharField(max_length=8, blank=True)
    error = models.TextField(blank=True)
    mend = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    queued_at = models.DateTimeField(null=True, blank=True)
    queue_id = models.CharField(max_length=64, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    cancel_asked_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["started_by", "-created_at"]),
            models.Index(fields=["state", "heartbeat_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running"], finished_at__isnull=True)
                | Q(state__in=["done", "failed", "cancelled"], finished_at__isnull=False),
                name="job_finished_when_it_says_so",
            ),
            models.CheckConstraint(condition=~Q(state="failed", reference=""), name="job_failure_has_reference"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
