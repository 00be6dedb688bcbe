"""What shows that something was done?

The one idea: evidence is a file or an address, never both and never neither. A file lies under a random name; who may
see its action may see it, and nobody else. It was added by a person who signed in or by a link, never by both.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


def evidence_path(_instance: models.Model, _name: str) -> str:
    """Give a random place for a file: nothing of its printed name reaches the disk."""
    return f"plans/evidence/{uuid.uuid4().hex}"


class Evidence(models.Model):
    """A file or a link that supports what was said about an action."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    action = models.ForeignKey("plans.Action", on_delete=models.CASCADE, related_name="evidence")
    name = models.CharField(max_length=300)
    file = models.FileField(upload_to=evidence_path, null=True, blank=True)
    url = models.URLField(max_length=1000, null=True, blank=True)
    media_type = models.CharField(max_length=120, null=True, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, null=True, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey("accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by_link = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ("added_at",)
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__isnull=False, size__isnull=False, media_type__isnull=False, url__isnull=True)
                | Q(sha256__isnull=True, size__isnull=True, media_type__isnull=True, url__isnull=False),
                name="evidence_file_or_link",
            ),
            models.CheckConstraint(
                condition=Q(added_by__isnull=False, by_link__isnull=True)
                | Q(added_by__isnull=True, by_link__isnull=False),
                name="evidence_by_person_or_link",
            ),
        ]

    def __str__(self) -> str:
        return self.name
