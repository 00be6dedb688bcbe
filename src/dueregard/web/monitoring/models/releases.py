"""Which figures were let out, counted how, protected by which policy, checked by whom, and are they still out?

The one idea: a release is frozen when it is made: specification, policy, proof and tables are kept together with their
hashes. Withdrawing takes it off the pages and never out of the register, because whoever read it still knows it, and
later releases of the same people are judged against it.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from dueregard.analysis.released.table import Audience
from dueregard.domain.monitoring.states import ReleaseState
from dueregard.web.monitoring.models.choices import both_or_neither, choices_of, one_of


class MonitoringRules(models.Model):
    """What a council has decided about releases. Without a row, the defaults hold."""

    council = models.OneToOneField(
        "organisation.Council", on_delete=models.CASCADE, primary_key=True, related_name="monitoring_rules"
    )
    two_people = models.BooleanField(default=True)
    policies = models.JSONField(default=dict, blank=True)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"rules of {self.council_id}"


class Release(models.Model):
    """Tables that went through the gate together.

    `specification` says what was counted; `tables` are released tables as JSON, nothing raw; `proof` is what the judge
    found; `given_known` are the ids of the earlier releases it was judged against. `alternatives` are other ways to
    count, and how many figures each would hide: for the author, until it is sent.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey("organisation.Council", on_delete=models.PROTECT, related_name="releases")
    version = models.ForeignKey("monitoring.DatasetVersion", on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    specification = models.JSONField()
    specification_sha256 = models.CharField(max_length=64)
    records_sha256 = models.CharField(max_length=64)
    policy_key = models.CharField(max_length=80)
    policy_version = models.CharField(max_length=40)
    population_code = models.CharField(max_length=80)
    population_within = models.CharField(max_length=80, blank=True)
    population = models.JSONField(default=dict)
    audience = models.CharField(max_length=10, choices=choices_of(Audience))
    tables = models.JSONField(default=list)
    tables_sha256 = models.CharField(max_length=64)
    proof = models.JSONField(default=dict)
    given_known = models.JSONField(default=list, blank=True)
    alternatives = models.JSONField(default=list, blank=True)
    needs_two_people = models.BooleanField(default=True)
    state = models.CharField(max_length=20, choices=choices_of(ReleaseState), default=ReleaseState.PREPARED)
    note = models.TextField(blank=True)
    prepared_at = models.DateTimeField(auto_now_add=True)
    prepared_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_back_at = models.DateTimeField(null=True, blank=True)
    sent_back_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_back_why = models.TextField(blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_why = models.TextField(blank=True)
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by")

    class Meta:
        ordering = ("-prepared_at", "-number")
        indexes = [
            models.Index(fields=("council", "population_code", "state"), name="release_population_state"),
            models.Index(fields=("council", "state", "audience"), name="release_council_state"),
        ]
        constraints = [
            models.UniqueConstraint(fields=("council", "number"), name="release_number_once"),
            one_of("state", ReleaseState, name="release_state_known"),
            one_of("audience", Audience, name="release_audience_known"),
            both_or_neither("sent_back_at", "sent_back_by", name="release_sent_back_by_somebody"),
            both_or_neither("released_at", "released_by", name="release_released_by_somebody"),
            both_or_neither("withdrawn_at", "withdrawn_by", name="release_withdrawn_by_somebody"),
            models.CheckConstraint(
                condition=~Q(state__in=["waiting", "sent_back", "released", "withdrawn"]) | Q(sent_at__isnull=False),
                name="release_was_sent",
            ),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True) | Q(needs_two_people=False) | ~Q(released_by=F("prepared_by")),
                name="release_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["released", "withdrawn"]) | Q(released_at__isnull=False),
                name="release_out_was_released",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why="")),
                name="release_withdrawn_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent_back") | (Q(sent_back_at__isnull=False) & ~Q(sent_back_why="")),
                name="release_sent_back_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class NeedToKnowView(models.Model):
    """That somebody looked at figures meant for few, and why: kept beside the ledger, because looking is no change."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey("organisation.Council", on_delete=models.PROTECT, related_name="need_to_know_views")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=120)
    reason = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-at",)
        indexes = [models.Index(fields=("council", "subject"), name="view_council_subject")]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="view_says_why")]

    def __str__(self) -> str:
        return f"{self.subject} {self.at}"
