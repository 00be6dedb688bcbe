"""What is kept of a document that is brought in: an old assessment, a Word copy that comes back, a template?

The one idea: a document is read by a job into something to be looked at; nothing becomes an assessment, a change or a
questionnaire before a person has said so.
"""

from __future__ import annotations

import uuid

from django.db import models


class Handed(models.Model):
    """A document that was handed in to be read, what was read, and what became of it.

    `found` is what the reading gave, as JSON; `assessment` is the one it became, or the one it is a copy of.
    """

    class Kind(models.TextChoices):
        """What it is."""

        OLD = "old"
        COPY = "copy"
        TEMPLATE = "template"

    class State(models.TextChoices):
        """Where it stands."""

        READING = "reading"
        READ = "read"
        FAILED = "failed"
        TAKEN = "taken"
        THROWN_AWAY = "thrown_away"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey("organisation.Council", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=12, choices=State, default=State.READING)
    file = models.FileField(upload_to="assessments/handed/", max_length=200)
    file_name = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    found = models.JSONField(null=True, blank=True)
    fault = models.TextField(blank=True, default="")
    job = models.ForeignKey("jobs.Job", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    assessment = models.ForeignKey(
        "assessments.Assessment", null=True, blank=True, on_delete=models.CASCADE, related_name="handed"
    )
    questionnaire = models.ForeignKey(
        "assessments.Questionnaire", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    handed_at = models.DateTimeField(auto_now_add=True)
    handed_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-handed_at",)

    def __str__(self) -> str:
        return self.file_name


class GivenCopy(models.Model):
    """A Word copy that was given out: its number, and every part with its counter as it stood then.

    `parts` is {key: {"content", "number"}}; `version` is the version that was being written.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey("assessments.Assessment", on_delete=models.CASCADE, related_name="given_copies")
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    parts = models.JSONField(default=dict)
    given_at = models.DateTimeField(auto_now_add=True)
    given_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=("assessment", "number"), name="given_copy_once")]

    def __str__(self) -> str:
        return f"copy {self.number}"
