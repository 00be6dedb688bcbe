"""What did the council promise, who leads, who watches, and by when?

The one idea: what the document printed and what we understand by it stand side by side (`timescale_text` and
`due_date`, a lead's `name` and its `post`); the printed words are never overwritten by the understanding.
`sources` says where in the document each field stood and `original` what stood there, word for word.
Status, RAG and outcome are three things; late, due soon and stalled are worked out on a day and never kept.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from dueregard.domain.plans.states import Outcome, Rag, Status
from dueregard.web.plans.models.plans import state_choices


class Action(models.Model):
    """One action of a plan. `number` is as printed; `position` is its place in the plan, from 1."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey("plans.Plan", on_delete=models.CASCADE, related_name="actions")
    position = models.PositiveIntegerField()
    level = models.ForeignKey("plans.Level", null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    # The printed section is the top of the level's path; whether the document also counts it among the levels differs.
    has_section = models.BooleanField(default=False)
    is_section_a_level = models.BooleanField(default=False)
    number = models.IntegerField(null=True, blank=True)
    number_text = models.TextField(null=True, blank=True)
    title = models.TextField(null=True, blank=True)
    text = models.TextField()
    how = models.TextField(null=True, blank=True)
    commitments = models.JSONField(default=list, blank=True)
    links = models.JSONField(default=list, blank=True)
    partners = models.JSONField(default=list, blank=True)
    timescale_text = models.TextField(null=True, blank=True)
    timescales = models.JSONField(default=list, blank=True)
    start_date = models.DateField(null=True, blank=True)
    due_date = models.DateField(null=True, blank=True)
    frequency = models.TextField(null=True, blank=True)
    resources = models.TextField(null=True, blank=True)
    measure_text = models.TextField(null=True, blank=True)
    expected_outcome = models.TextField(null=True, blank=True)
    priority = models.TextField(null=True, blank=True)
    status = models.CharField(max_length=20, choices=state_choices(Status), null=True, blank=True)
    status_text = models.TextField(null=True, blank=True)
    rag = models.CharField(max_length=10, choices=state_choices(Rag), null=True, blank=True)
    percent = models.PositiveSmallIntegerField(null=True, blank=True)
    completed_date = models.DateField(null=True, blank=True)
    update_text = models.TextField(null=True, blank=True)
    outcome = models.CharField(max_length=20, choices=state_choices(Outcome), null=True, blank=True)
    outcome_text = models.TextField(null=True, blank=True)
    achieved = models.CharField(
        max_length=10, choices=[(one, one) for one in ("achieved", "partly", "not")], null=True, blank=True
    )
    year_end_report = models.TextField(null=True, blank=True)
    sources = models.JSONField(default=dict, blank=True)
    original = models.JSONField(default=dict, blank=True)
    printed = models.JSONField(default=dict, blank=True)
    other = models.JSONField(default=dict, blank=True)
    flags = models.JSONField(default=list, blank=True)
    last_update_on = models.DateField(null=True, blank=True)
    search_text = models.TextField(default="", blank=True)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("position",)
        indexes = [
            models.Index(fields=("plan", "status"), name="action_plan_status"),
            models.Index(fields=("plan", "due_date"), name="action_plan_due"),
            models.Index(fields=("plan", "number"), name="action_plan_number"),
        ]
        constraints = [
            models.UniqueConstraint(fields=("plan", "position"), name="action_position_once_in_plan"),
            models.CheckConstraint(
                condition=Q(status__isnull=True) | Q(status__in=list(Status)), name="action_status_is_ours"
            ),
            models.CheckConstraint(condition=Q(rag__isnull=True) | Q(rag__in=list(Rag)), name="action_rag_is_ours"),
            models.CheckConstraint(
                condition=Q(outcome__isnull=True) | Q(outcome__in=list(Outcome)), name="action_outcome_is_ours"
            ),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__lte=100), name="action_percent_in_100"
            ),
            models.CheckConstraint(
                condition=Q(has_section=False) | Q(level__isnull=False), name="action_section_needs_level"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.text


class ActionStrand(models.Model):
    """A strand of an action: its code as printed, and one characteristic that the code stands for ("" if unknown)."""

    action = models.ForeignKey("plans.Action", on_delete=models.CASCADE, related_name="strands")
    position = models.PositiveSmallIntegerField()
    code = models.TextField()
    characteristic = models.TextField(blank=True, default="")

    class Meta:
        ordering = ("position", "id")
        indexes = [models.Index(fields=("characteristic", "action"), name="strand_characteristic")]
        constraints = [
            models.UniqueConstraint(fields=("action", "position", "characteristic"), name="strand_once_in_action")
        ]

    def __str__(self) -> str:
        return self.code


class ActionLead(models.Model):
    """Who leads, as printed, and the post or partner organisation that this is, once someone has said so."""

    action = models.ForeignKey("plans.Action", on_delete=models.CASCADE, related_name="leads")
    position = models.PositiveSmallIntegerField()
    name = models.TextField()
    timescale_text = models.TextField(null=True, blank=True)
    post = models.ForeignKey(
        "organisation.Post", null=True, blank=True, on_delete=models.SET_NULL, related_name="action_leads"
    )
    partner = models.ForeignKey(
        "organisation.Partner", null=True, blank=True, on_delete=models.SET_NULL, related_name="action_leads"
    )

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=("action", "position"), name="lead_position_once_in_action"),
            models.CheckConstraint(
                condition=Q(post__isnull=True) | Q(partner__isnull=True), name="lead_post_or_partner"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ActionBoard(models.Model):
    """Who watches the action, as printed, and the board that this is, once someone has said so."""

    action = models.ForeignKey("plans.Action", on_delete=models.CASCADE, related_name="boards")
    position = models.PositiveSmallIntegerField()
    name = models.TextField()
    board = models.ForeignKey(
        "organisation.Board", null=True, blank=True, on_delete=models.SET_NULL, related_name="watched_actions"
    )

    class Meta:
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=("action", "position"), name="board_position_once_in_action")]

    def __str__(self) -> str:
        return self.name


class SubAction(models.Model):
    """A part of an action with, perhaps, its own label, date, owner and status.

    `owner` is who, in words; `post` is which post that is, once someone has said so. `status` is one of ours, or what a
    document printed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    action = models.ForeignKey("plans.Action", on_delete=models.CASCADE, related_name="sub_actions")
    position = models.PositiveSmallIntegerField()
    kind = models.TextField(default="sub_action")
    label = models.TextField(null=True, blank=True)
    text = models.TextField()
    timescales = models.JSONField(default=list, blank=True)
    due_date = models.DateField(null=True, blank=True)
    owner = models.TextField(null=True, blank=True)
    post = models.ForeignKey(
        "organisation.Post", null=True, blank=True, on_delete=models.SET_NULL, related_name="action_parts"
    )
    status = models.TextField(null=True, blank=True)
    completed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=("action", "position"), name="sub_action_position_once")]

    def __str__(self) -> str:
        return self.text
