"""What does a council say it did in a year, who signed that, and what of it was corrected?

The one idea: a report's words are written while it is a draft; what is computed follows the plan. When it is sent for
sign-off both are put together, once, as `facts`, with the SHA-256 of their canonical form: what is signed, published
and taken away in every format is these facts and nothing else. A correction is a new row with the next version, which
says what changed; the row before stays as it was.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from dueregard.domain.delivery.states import ReportState


def _both(first: str, second: str, *, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{first}__isnull": True, f"{second}__isnull": True})
        | Q(**{f"{first}__isnull": False, f"{second}__isnull": False}),
        name=name,
    )


class ReportRules(models.Model):
    """Which role signs a council's year-end reports. Without a row: a directorate lead."""

    council = models.OneToOneField(
        "organisation.Council", on_delete=models.CASCADE, primary_key=True, related_name="report_rules"
    )
    signatory = models.CharField(max_length=30)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"report rules of {self.council_id}"


class Report(models.Model):
    """One version of a plan's year-end report. `changes` says, from version 2 on, what is different and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="year_end_reports")
    version = models.PositiveIntegerField()
    state = models.CharField(
        max_length=12, choices=[(str(one), str(one)) for one in ReportState], default=ReportState.DRAFT
    )
    narrative = models.JSONField(default=dict, blank=True)
    narrative_version = models.PositiveIntegerField(default=1)
    changes = models.TextField(blank=True, default="")
    facts = models.JSONField(null=True, blank=True)
    facts_sha256 = models.CharField(max_length=64, blank=True, default="")
    job = models.ForeignKey("jobs.Job", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey("accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sent_back_why = models.TextField(blank=True, default="")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey("accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed_as = models.CharField(max_length=30, blank=True, default="")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_why = models.TextField(blank=True, default="")

    class Meta:
        ordering = ("-made_at", "-version")
        indexes = [models.Index(fields=("plan", "state"), name="report_plan_state")]
        constraints = [
            models.UniqueConstraint(fields=("plan", "version"), name="report_version_once"),
            models.CheckConstraint(condition=Q(state__in=list(ReportState)), name="report_state_is_ours"),
            _both("sent_at", "sent_by", name="report_sent_pair"),
            _both("signed_at", "signed_by", name="report_signed_pair"),
            _both("published_at", "published_by", name="report_published_pair"),
            _both("withdrawn_at", "withdrawn_by", name="report_withdrawn_pair"),
            models.CheckConstraint(
                condition=Q(state=ReportState.DRAFT) | (Q(facts__isnull=False) & ~Q(facts_sha256="")),
                name="report_frozen_with_hash",
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("sent_by")), name="report_signed_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ReportState.PUBLISHED, ReportState.REPLACED]) | Q(published_at__isnull=False),
                name="report_published_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReportState.WITHDRAWN) | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why="")),
                name="report_withdrawn_says_why",
            ),
            models.UniqueConstraint(
                fields=("plan",), condition=Q(state=ReportState.PUBLISHED), name="report_published_once"
            ),
        ]

    def __str__(self) -> str:
        return f"report of {self.plan_id}, version {self.version}"
