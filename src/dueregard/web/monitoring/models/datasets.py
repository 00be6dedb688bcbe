"""Which records does a council hold for equality monitoring, why may it, until when, and what do their values mean?

The one idea: a dataset is the promise (purpose, lawful basis, retention, owner), made before any record is taken in; a
version is one file under that promise. The rows lie in a file of their own that no page serves; the database holds
only what a person decided about columns and values, and counts of faults. When a version is deleted, its files and
everything here that was read from them go; that it was there stays.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from dueregard.domain.monitoring.states import VersionState
from dueregard.web.monitoring.models.choices import both_or_neither, choices_of, one_of


class Dataset(models.Model):
    """Records of one kind, handed in again and again under one promise.

    The articles hold codes of `analysis.records.purpose.bases`, "" where the article is not relied on.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey("organisation.Council", on_delete=models.PROTECT, related_name="datasets")
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=200)
    about = models.TextField()
    purpose = models.TextField()
    article_6 = models.CharField(max_length=1)
    article_9 = models.CharField(max_length=1, blank=True)
    schedule_1 = models.CharField(max_length=2, blank=True)
    article_10 = models.CharField(max_length=20, blank=True)
    basis_note = models.TextField(blank=True)
    dpia_reference = models.CharField(max_length=300)
    retention_until = models.DateField()
    owner_post = models.ForeignKey(
        "organisation.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    owner_person = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    never_for_decisions = models.BooleanField(default=False)
    gender_identity_allowed = models.BooleanField(default=False)
    gender_identity_reason = models.TextField(blank=True)
    population_code = models.SlugField(max_length=80)
    population_label = models.CharField(max_length=200)
    population_within = models.SlugField(max_length=80, blank=True)
    unit = models.CharField(max_length=20, default="people")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    deletion_why = models.CharField(
        max_length=10, blank=True, choices=[("due", "the date came"), ("person", "a person")]
    )

    class Meta:
        ordering = ("name", "pk")
        indexes = [models.Index(fields=("council", "retention_until"), name="dataset_council_retention")]
        constraints = [
            models.UniqueConstraint(fields=("council", "slug"), name="dataset_address_once"),
            models.CheckConstraint(
                condition=Q(owner_post__isnull=False) | Q(owner_person__isnull=False), name="dataset_has_owner"
            ),
            models.CheckConstraint(condition=Q(never_for_decisions=True), name="dataset_never_for_decisions"),
            models.CheckConstraint(
                condition=Q(gender_identity_allowed=False) | ~Q(gender_identity_reason=""),
                name="dataset_gender_identity_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(purpose="") & ~Q(article_6="") & ~Q(dpia_reference="") & ~Q(population_code=""),
                name="dataset_says_why",
            ),
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=True, deletion_why="")
                | (Q(deleted_at__isnull=False) & ~Q(deletion_why="")),
                name="dataset_deletion_has_why",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DatasetVersion(models.Model):
    """One file of a dataset: what it covers, how it was understood, where its prepared rows lie.

    `upload` (as handed in), `texts` (as opened) and `records` (as prepared) are names inside the records folder, ""
    where there is no file (any more). `opened` is what is known of the file, `schema` what its columns seem to be,
    `choices` what people said about them, `values` the wordings still to be placed; `columns` is what was prepared.
    `faults` are places and kinds, never values; `left_out` says what was left out or coarsened, and why.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dataset = models.ForeignKey("monitoring.Dataset", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    file_name = models.CharField(max_length=200)
    format = models.CharField(max_length=20, blank=True)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    upload = models.CharField(max_length=120, blank=True)
    texts = models.CharField(max_length=120, blank=True)
    records = models.CharField(max_length=120, blank=True)
    records_sha256 = models.CharField(max_length=64, blank=True)
    on = models.DateField(null=True, blank=True)
    period_start = models.DateField(null=True, blank=True)
    period_end = models.DateField(null=True, blank=True)
    rows = models.PositiveBigIntegerField(null=True, blank=True)
    opened = models.JSONField(default=dict, blank=True)
    schema = models.JSONField(default=dict, blank=True)
    choices = models.JSONField(default=dict, blank=True)
    values = models.JSONField(default=dict, blank=True)
    columns = models.JSONField(default=list, blank=True)
    left_out = models.JSONField(default=list, blank=True)
    faults = models.JSONField(default=dict, blank=True)
    fault_count = models.PositiveBigIntegerField(default=0)
    state = models.CharField(max_length=20, choices=choices_of(VersionState), default=VersionState.UPLOADED)
    failure = models.TextField(blank=True)
    job = models.ForeignKey("jobs.Job", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    handed_in_at = models.DateTimeField(auto_now_add=True)
    handed_in_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ready_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-number",)
        indexes = [models.Index(fields=("dataset", "state"), name="version_dataset_state")]
        constraints = [
            models.UniqueConstraint(fields=("dataset", "number"), name="version_number_once"),
            one_of("state", VersionState, name="version_state_known"),
            both_or_neither("confirmed_at", "confirmed_by", name="version_confirmed_by_somebody"),
            both_or_neither("period_start", "period_end", name="version_period_whole"),
            models.CheckConstraint(
                condition=Q(on__isnull=True) | Q(period_start__isnull=True), name="version_day_or_period"
            ),
            models.CheckConstraint(
                condition=Q(period_start__isnull=True) | Q(period_end__gte=models.F("period_start")),
                name="version_period_runs_forward",
            ),
            models.CheckConstraint(
                condition=~Q(state="ready")
                | (~Q(records="") & ~Q(records_sha256="") & Q(ready_at__isnull=False, rows__isnull=False)),
                name="version_ready_has_records",
            ),
            models.CheckConstraint(
                condition=~Q(state="deleted") | Q(upload="", texts="", records="", deleted_at__isnull=False),
                name="version_deleted_has_no_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dataset_id} {self.number}"


class ValueMapping(models.Model):
    """What a value means in this council: remembered for every later file, of whatever dataset.

    `meaning` is what the column is (a classification, such as ethnic_group_19); `value` is as it stood in the file,
    trimmed and folded; `category` is a code of that classification.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey("organisation.Council", on_delete=models.PROTECT, related_name="value_mappings")
    meaning = models.CharField(max_length=60)
    value = models.CharField(max_length=300)
    category = models.CharField(max_length=60)
    placed_at = models.DateTimeField(auto_now=True)
    placed_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("meaning", "value")
        constraints = [models.UniqueConstraint(fields=("council", "meaning", "value"), name="value_placed_once")]

    def __str__(self) -> str:
        return f"{self.meaning} {self.pk}"
