"""Which action of an older plan is, or became, which action of a newer one; and what was typed on the way there?

The one idea: a lineage is said by a person, for one older and one newer action; several rows of the same older action
mean that it was developed into several, several of the same newer one that they were put together. Drafts of the next
plan, answers about two plans and cells of a workbook are work in progress: they stand outside the ledger until a person
makes something of them.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from dueregard.domain.plans.states import Outcome
from dueregard.web.plans.models.plans import Plan, state_choices


class Lineage(models.Model):
    """That one action is, or became, another. `how` is the outcome that leads from the older to the newer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    older = models.ForeignKey("plans.Action", on_delete=models.CASCADE, related_name="became")
    newer = models.ForeignKey("plans.Action", on_delete=models.CASCADE, related_name="came_from")
    how = models.CharField(max_length=20, choices=state_choices(Outcome))
    said_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "lineage"
        constraints = [
            models.UniqueConstraint(fields=("older", "newer"), name="lineage_said_once"),
            models.CheckConstraint(condition=~Q(older=F("newer")), name="lineage_of_two"),
            models.CheckConstraint(condition=Q(how__in=list(Outcome)), name="lineage_how_is_ours"),
        ]

    def __str__(self) -> str:
        return f"{self.older_id} {self.how} {self.newer_id}"


class NextPlanDraft(models.Model):
    """What was typed about the plan that follows this one. `made` is the plan that came of it.

    `decisions` and `dates` are by the id of an action, `new_actions` a list in the order wanted; their form is that of
    `queries.next_plan`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.OneToOneField(Plan, on_delete=models.CASCADE, related_name="next_draft")
    title = models.TextField(blank=True, default="")
    period_text = models.TextField(blank=True, default="")
    period_start = models.DateField(null=True, blank=True)
    period_end = models.DateField(null=True, blank=True)
    decisions = models.JSONField(default=dict, blank=True)
    dates = models.JSONField(default=dict, blank=True)
    new_actions = models.JSONField(default=list, blank=True)
    made = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.SET_NULL, related_name="made_from")
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(period_start__isnull=True)
                | Q(period_end__isnull=True)
                | Q(period_start__lte=F("period_end")),
                name="next_plan_period_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.title


class PlanPair(models.Model):
    """Two plans that are compared. `found` keeps what a long comparison found, `version` of which contents."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    older = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+")
    newer = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+")
    version = models.CharField(max_length=64, blank=True, default="")
    found = models.JSONField(null=True, blank=True)
    job = models.ForeignKey("jobs.Job", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("older", "newer"), name="plan_pair_once"),
            models.CheckConstraint(condition=~Q(older=F("newer")), name="plan_pair_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.older_id} and {self.newer_id}"


class PairAnswer(models.Model):
    """A person's answer to "may these be the same?". `olds` and `news` are ids of actions, in order, as were asked."""

    pair = models.ForeignKey("plans.PlanPair", on_delete=models.CASCADE, related_name="answers")
    olds = models.JSONField()
    news = models.JSONField()
    key = models.CharField(max_length=64)
    is_same = models.BooleanField()
    given_at = models.DateTimeField(auto_now=True)
    given_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=("pair", "key"), name="pair_answer_once")]

    def __str__(self) -> str:
        return f"{'the same' if self.is_same else 'not the same'}"


class HandedBack(models.Model):
    """A workbook of a plan that came back, beside the plan as it was when the two were compared."""

    source = models.OneToOneField("plans.Import", on_delete=models.CASCADE, related_name="handed_back")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+")
    downloaded_on = models.DateField(null=True, blank=True)
    same = models.PositiveIntegerField(default=0)
    left_out = models.JSONField(default=list, blank=True)
    compared_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"workbook {self.source_id}"


class HandedBackCell(models.Model):
    """One cell that differs, or (action empty) a row that is new. `why` says why a cell cannot be taken.

    `before` and `after` are values as `queries.editing` has them; `before` is what stood in the plan when they were
    compared, so that what a colleague changes afterwards is seen.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workbook = models.ForeignKey("plans.HandedBack", on_delete=models.CASCADE, related_name="cells")
    action = models.ForeignKey("plans.Action", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    row = models.PositiveIntegerField()
    field = models.CharField(max_length=40, blank=True, default="")
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    why = models.CharField(max_length=40, blank=True, default="")
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("row", "id")
        indexes = [models.Index(fields=("workbook", "taken_at", "row"), name="cell_workbook_open")]

    def __str__(self) -> str:
        return self.field or "a new action"
