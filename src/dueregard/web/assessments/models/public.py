"""What does the public see of an assessment?

The one idea: publishing takes a copy of one version, without the names of people, and the public pages read the copy
alone: whatever is written afterwards is unpublished until somebody publishes it. What is withheld has a reason and
nothing else. `Finding` belongs to the writing; `PublicFinding` is what the published version found.
"""

from __future__ import annotations

from django.db import models


class PublicEntry(models.Model):
    """An assessment's place in the public register: a copy of a version, or the reason why it is withheld.

    `content` is the open form without names of people and `figures` what its evidence showed; `words` is what a search
    looks in. `is_chosen` says that the council chose to publish it although it is a draft, about staff, or exempt.
    """

    assessment = models.OneToOneField(
        "assessments.Assessment", on_delete=models.CASCADE, related_name="public_entry", primary_key=True
    )
    council = models.ForeignKey("organisation.Council", on_delete=models.CASCADE, related_name="+")
    number = models.CharField(max_length=20)
    version = models.ForeignKey(
        "assessments.Version", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version_number = models.PositiveIntegerField(null=True, blank=True)
    title = models.CharField(max_length=300, blank=True, default="")
    summary = models.TextField(blank=True, default="")
    body = models.CharField(max_length=200, blank=True, default="")
    option = models.CharField(max_length=20, blank=True, default="")
    content = models.JSONField(default=dict)
    figures = models.JSONField(default=dict)
    words = models.TextField(blank=True, default="")
    is_not_needed = models.BooleanField(default=False)
    is_after_decision = models.BooleanField(default=False)
    is_chosen = models.BooleanField(default=False)
    withheld_why = models.CharField(max_length=500, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at",)
        indexes = [models.Index(fields=("council", "-at"))]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(version__isnull=False, withheld_why="")
                | (models.Q(version__isnull=True, title="", words="") & ~models.Q(withheld_why="")),
                name="public_entry_shown_or_withheld",
            )
        ]

    def __str__(self) -> str:
        return self.number


class PublicFinding(models.Model):
    """That a published version says something of a characteristic, alone or crossed with others."""

    entry = models.ForeignKey("assessments.PublicEntry", on_delete=models.CASCADE, related_name="findings")
    characteristic = models.CharField(max_length=80)
    effect = models.CharField(max_length=10)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("entry", "characteristic", "effect"), name="public_finding_once")
        ]
        indexes = [models.Index(fields=("characteristic", "effect"))]

    def __str__(self) -> str:
        return self.characteristic
