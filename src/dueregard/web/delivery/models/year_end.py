"""What was decided about each action at the end of the year, by whom, and what did developed ones become?

The one idea: a decision is a row of its own until the plan is closed; only then is it written into the plan, all at
once. So a year end can be worked at for weeks, by several people, without a plan that is half closed. An owner's
proposal is the same row in the state "proposed": it is no decision until the officer or the directorate's lead makes it
one. `version` counts up with every change, so that of two people who decide at once the second is shown the first.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from dueregard.domain.plans.states import Outcome


class YearEnd(models.Model):
    """That a plan's year end has begun. When it ended is the plan's `closed_at`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.OneToOneField("plans.Plan", on_delete=models.CASCADE, related_name="year_end")
    begun_at = models.DateTimeField(auto_now_add=True)
    begun_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"year end of {self.plan_id}"


class NewAction(models.Model):
    """A new action that one or more developed ones become. `text` is what the next plan says; `name` names it here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year_end = models.ForeignKey("delivery.YearEnd", on_delete=models.CASCADE, related_name="new_actions")
    name = models.CharField(max_length=300)
    text = models.TextField(blank=True, default="")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=("year_end", "name"), name="new_action_name_once")]

    def __str__(self) -> str:
        return self.name


class OutcomeDecision(models.Model):
    """What is proposed or decided about one action. `words` are the evidence or the reason: the public can read them.

    `asked_on` are the days on which its owners were asked, as they stood when it was said that nobody answered.
    """

    class State(models.TextChoices):
        """Whether it counts: an owner proposes, the officer or the directorate's lead decides."""

        PROPOSED = "proposed"
        DECIDED = "decided"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year_end = models.ForeignKey("delivery.YearEnd", on_delete=models.CASCADE, related_name="decisions")
    action = models.OneToOneField("plans.Action", on_delete=models.CASCADE, related_name="year_end_decision")
    state = models.CharField(max_length=10, choices=State)
    outcome = models.CharField(max_length=20, choices=[(str(one), str(one)) for one in Outcome])
    achieved = models.CharField(
        max_length=10, choices=[(one, one) for one in ("achieved", "partly", "not")], null=True, blank=True
    )
    words = models.TextField(blank=True, default="")
    becomes = models.ManyToManyField("delivery.NewAction", related_name="comes_from", blank=True)
    asked_on = models.JSONField(default=list, blank=True)
    version = models.PositiveIntegerField(default=1)
    proposed_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("action__position",)
        indexes = [models.Index(fields=("year_end", "state", "outcome"), name="decision_by_outcome")]
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=list(Outcome)), name="decision_outcome_is_ours"),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.CLOSED, achieved__isnull=False)
                | (~Q(outcome=Outcome.CLOSED) & Q(achieved__isnull=True)),
                name="decision_closed_says_how_far",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.DROPPED) | ~Q(words=""), name="decision_dropped_says_why"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by__isnull=True, decided_at__isnull=True)
                | Q(state="decided", decided_by__isnull=False, decided_at__isnull=False),
                name="decision_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(proposed_by__isnull=True, proposed_at__isnull=True)
                | Q(proposed_by__isnull=False, proposed_at__isnull=False),
                name="decision_proposed_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} ({self.state})"
