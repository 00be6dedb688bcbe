"""Which plan is this, what time does it cover, and how far has it come?

The one idea: a plan is adopted, published, withdrawn and closed by people, and each of these is a moment and a person
together: the database refuses one without the other. What the document said and no field holds (`left_over`) stays with
the plan, so that nothing of the document is lost.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from dueregard.domain.plans.states import PlanState


def state_choices(states: type) -> list[tuple[str, str]]:
    """Give an enum of states as Django choices."""
    return [(str(state), str(state).replace("_", " ")) for state in states]  # type: ignore[attr-defined]


def both_or_neither(first: str, second: str, *, name: str) -> models.CheckConstraint:
    """Hold two columns together: both empty or both filled."""
    return models.CheckConstraint(
        condition=Q(**{f"{first}__isnull": True, f"{second}__isnull": True})
        | Q(**{f"{first}__isnull": False, f"{second}__isnull": False}),
        name=name,
    )


class Plan(models.Model):
    """A council's equality action plan. None in a text means that the document says nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey("organisation.Council", on_delete=models.PROTECT, related_name="plans")
    slug = models.SlugField(max_length=80)
    title = models.TextField()
    organisation_text = models.TextField(null=True, blank=True)
    period_text = models.TextField(null=True, blank=True)
    period_start = models.DateField(null=True, blank=True)
    period_end = models.DateField(null=True, blank=True)
    key = models.JSONField(default=dict, blank=True)
    left_over = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=20, choices=state_choices(PlanState), default=PlanState.DRAFT)
    names_shown = models.BooleanField(null=True, blank=True)
    source = models.OneToOneField("plans.Import", null=True, blank=True, on_delete=models.SET_NULL, related_name="plan")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)
    is_changed_since_adoption = models.BooleanField(default=False)
    adopted_at = models.DateTimeField(null=True, blank=True)
    adopted_by = models.ForeignKey("accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_reason = models.TextField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey("accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-period_end", "title")
        indexes = [models.Index(fields=("council", "state"), name="plan_council_state")]
        constraints = [
            models.UniqueConstraint(fields=("council", "slug"), name="plan_slug_once_in_council"),
            both_or_neither("adopted_at", "adopted_by", name="plan_adopted_pair"),
            both_or_neither("published_at", "published_by", name="plan_published_pair"),
            both_or_neither("withdrawn_at", "withdrawn_by", name="plan_withdrawn_pair"),
            both_or_neither("withdrawn_at", "withdrawn_reason", name="plan_withdrawn_reason_pair"),
            both_or_neither("closed_at", "closed_by", name="plan_closed_pair"),
            models.CheckConstraint(
                condition=Q(period_start__isnull=True)
                | Q(period_end__isnull=True)
                | Q(period_start__lte=models.F("period_end")),
                name="plan_period_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(state=PlanState.PUBLISHED) | Q(published_at__isnull=False), name="plan_published_when"
            ),
            models.CheckConstraint(
                condition=~Q(state=PlanState.WITHDRAWN) | Q(withdrawn_at__isnull=False), name="plan_withdrawn_when"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PlanWord(models.Model):
    """A word that occurs in a plan's actions: what a misspelt search word is compared with."""

    plan = models.ForeignKey("plans.Plan", on_delete=models.CASCADE, related_name="words")
    word = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("plan", "word"), name="plan_word_once")]

    def __str__(self) -> str:
        return self.word
