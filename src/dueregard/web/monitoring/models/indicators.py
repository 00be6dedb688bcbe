"""What does a council watch, what did each period show, and what did people make of what was found?

The one idea: an indicator is a question with its numerator, denominator and baseline written down; a reading is one
period of it, and points at the release that holds the figures, so that no figure is kept twice. A finding is a sentence
made from released cells, and waits for a person's answer.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from dueregard.domain.monitoring.states import FindingAnswer
from dueregard.web.monitoring.models.choices import both_or_neither, choices_of


class Direction(models.TextChoices):
    """Which way is better. Parity: as close as possible to the baseline."""

    HIGHER = "higher"
    LOWER = "lower"
    PARITY = "parity"
    NEITHER = "neither"


class Indicator(models.Model):
    """A question that is answered again each period.

    `numerator` and `denominator` are specifications as JSON; `baseline` says what is compared with (an official figure,
    a reference group, another dataset, last year); `plan_measure` is the id of a measure in a plan that this is, and
    `measured` says which of its figures is: "dimension=category".
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey("organisation.Council", on_delete=models.PROTECT, related_name="indicators")
    dataset = models.ForeignKey(
        "monitoring.Dataset", null=True, blank=True, on_delete=models.PROTECT, related_name="indicators"
    )
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=200)
    question = models.TextField()
    numerator = models.JSONField(default=dict)
    denominator = models.JSONField(default=dict)
    baseline = models.JSONField(default=dict, blank=True)
    characteristics = models.JSONField(default=list)
    unit = models.CharField(max_length=40, default="people")
    direction = models.CharField(max_length=10, choices=Direction)
    period = models.CharField(max_length=20, default="year")
    method = models.CharField(max_length=60)
    target_percent = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    owner_post = models.ForeignKey(
        "organisation.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    plan_measure = models.CharField(max_length=36, blank=True)
    measured = models.CharField(max_length=200, blank=True)
    is_public = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name", "pk")
        constraints = [
            models.UniqueConstraint(fields=("council", "slug"), name="indicator_address_once"),
            models.CheckConstraint(condition=~Q(question=""), name="indicator_asks_something"),
        ]

    def __str__(self) -> str:
        return self.name


class IndicatorReading(models.Model):
    """One period of an indicator, in the tables of one release."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    indicator = models.ForeignKey("monitoring.Indicator", on_delete=models.CASCADE, related_name="readings")
    release = models.ForeignKey("monitoring.Release", on_delete=models.PROTECT, related_name="readings")
    table_code = models.CharField(max_length=120)
    label = models.CharField(max_length=60)
    period_start = models.DateField()
    period_end = models.DateField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("period_start", "made_at")
        constraints = [
            models.UniqueConstraint(fields=("indicator", "release", "table_code"), name="reading_once_a_table"),
            models.CheckConstraint(condition=Q(period_end__gte=models.F("period_start")), name="reading_runs_forward"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.label}"


class Finding(models.Model):
    """What a scan found, in a sentence and the released cells behind it, and a person's answer.

    `key` names the group and what it is set against, so that the same finding next year is known again; `plan_action`
    is the id of the action that "act" made; `review_on` and `review_post` say by when who looks further.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey("organisation.Council", on_delete=models.PROTECT, related_name="findings")
    release = models.ForeignKey("monitoring.Release", on_delete=models.PROTECT, related_name="findings")
    indicator = models.ForeignKey(
        "monitoring.Indicator", null=True, blank=True, on_delete=models.SET_NULL, related_name="findings"
    )
    key = models.CharField(max_length=300)
    rank = models.PositiveIntegerField(default=0)
    text = models.TextField()
    figures = models.JSONField(default=dict)
    found_at = models.DateTimeField(auto_now_add=True)
    found_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=20, blank=True, choices=choices_of(FindingAnswer))
    reason = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    review_on = models.DateField(null=True, blank=True)
    review_post = models.ForeignKey(
        "organisation.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    plan_action = models.CharField(max_length=36, blank=True)

    class Meta:
        ordering = ("release", "rank", "pk")
        indexes = [models.Index(fields=("council", "answer"), name="finding_council_answer")]
        constraints = [
            models.UniqueConstraint(fields=("release", "key"), name="finding_once_a_release"),
            both_or_neither("answered_at", "answered_by", name="finding_answered_by_somebody"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | Q(answer__in=[str(answer) for answer in FindingAnswer], answered_at__isnull=False),
                name="finding_answer_known",
            ),
            models.CheckConstraint(
                condition=~Q(answer="not_pursued") | ~Q(reason=""), name="finding_not_pursued_says_why"
            ),
            models.CheckConstraint(
                condition=Q(plan_action="") | Q(answer="act"), name="finding_action_only_when_acting"
            ),
            both_or_neither("review_on", "review_post", name="finding_review_by_somebody"),
            models.CheckConstraint(
                condition=~Q(answer="look_further") | Q(review_on__isnull=False), name="finding_looked_at_again_on"
            ),
        ]

    def __str__(self) -> str:
        return self.key
