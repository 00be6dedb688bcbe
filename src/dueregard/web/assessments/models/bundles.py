"""What lies with lawyers only, and which bundles were made of a decision?

The one idea: legal advice is kept apart and is in no bundle unless a named officer releases it. A bundle is a file with
its hash; the one for Freedom of Information requests keeps which exemptions were listed and by whom.
"""

from __future__ import annotations

import uuid

from django.db import models


class LegalAdvice(models.Model):
    """Advice on a decision that is privileged: readable by those who may, never in papers or public pages."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey("assessments.Decision", on_delete=models.CASCADE, related_name="legal_advice")
    title = models.CharField(max_length=300)
    # Whether a bundle may say that it is withheld, by its title; without this a bundle does not tell that it is there.
    is_title_open = models.BooleanField(default=False)
    file = models.FileField(upload_to="assessments/legal/", max_length=200)
    file_name = models.CharField(max_length=300)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    released_because = models.TextField(blank=True, default="")

    class Meta:
        ordering = ("added_at",)

    def __str__(self) -> str:
        return self.title


class Bundle(models.Model):
    """A bundle that was made: whole, or redacted for a Freedom of Information request.

    `exemptions` is a list of {"kind", "what", "code", "why"}: what is withheld, under which section. `fingerprint` is
    the hash of its list of files; the ledger has it, so that a bundle that was made anew as a whole can be told.
    """

    class Kind(models.TextChoices):
        """What it is for."""

        WHOLE = "whole"
        REDACTED = "redacted"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey("assessments.Decision", on_delete=models.CASCADE, related_name="bundles")
    kind = models.CharField(max_length=10, choices=Kind)
    exemptions = models.JSONField(default=list, blank=True)
    with_legal_advice = models.BooleanField(default=False)
    job = models.ForeignKey("jobs.Job", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    file = models.FileField(upload_to="assessments/bundles/", max_length=200, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    fingerprint = models.CharField(max_length=64, blank=True, default="")
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-asked_at",)

    def __str__(self) -> str:
        return f"bundle {self.id}"
