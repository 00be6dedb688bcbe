"""What was promised, what was foreseen, and why is it looked at again?

The one idea: a promise is a mitigation after sign-off, with the plan's action that keeps it; it ends by being done or
by being dropped with the word of whoever the decision left that to. A foresight ties an expected effect to an indicator
and a range. A review task says why it was raised and ends by a named person's word; the decision stands as it was.
"""

from __future__ import annotations

import uuid

from django.db import models


class Promise(models.Model):
    """A mitigation that was signed off, and the action of a plan that it became.

    `action` is empty until there is one. `earlier` is what it read before, as [{"version", "text"}]; `groups` are keys.
    `drop_*`: somebody asks to drop it (nobody: a version left it out), whoever the decision left it to answers
    (`drop_to`, in words), and the body that decided is told on `reported_on`.
    """

    class State(models.TextChoices):
        """Where a promise stands. Whether it is done follows from the plan's action."""

        PROMISED = "promised"
        DROP_ASKED = "drop_asked"
        DROPPED = "dropped"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey("assessments.Assessment", on_delete=models.CASCADE, related_name="promises")
    code = models.CharField(max_length=100)
    text = models.TextField()
    owner_words = models.CharField(max_length=300, blank=True, default="")
    owner = models.ForeignKey("organisation.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    measure = models.TextField(blank=True, default="")
    groups = models.JSONField(default=list, blank=True)
    earlier = models.JSONField(default=list, blank=True)
    version = models.ForeignKey(
        "assessments.Version", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The action of a promise that stands cannot go (plans.actions.guards); that of a dropped one may.
    action = models.ForeignKey("plans.Action", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=12, choices=State, default=State.PROMISED)
    drop_because = models.TextField(blank=True, default="")
    drop_to = models.CharField(max_length=200, blank=True, default="")
    drop_asked_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    drop_asked_at = models.DateTimeField(null=True, blank=True)
    drop_answer_by_words = models.CharField(max_length=200, blank=True, default="")
    drop_answer = models.TextField(blank=True, default="")
    drop_answered_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    drop_answered_at = models.DateTimeField(null=True, blank=True)
    reported_on = models.DateField(null=True, blank=True)
    reported_in = models.CharField(max_length=300, blank=True, default="")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("assessment", "code")
        constraints = [models.UniqueConstraint(fields=("assessment", "code"), name="promise_once")]

    def __str__(self) -> str:
        return self.text[:60]


class PromisePlace(models.Model):
    """Where the promises of an assessment become actions, as somebody chose: a plan, perhaps a level of it.

    Without such a row it is the council's newest plan in use; without a plan in it, each waits to be put somewhere.
    """

    assessment = models.OneToOneField(
        "assessments.Assessment", on_delete=models.CASCADE, related_name="promise_place", primary_key=True
    )
    plan = models.ForeignKey("plans.Plan", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    level = models.ForeignKey("plans.Level", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    chosen_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"place of promises of {self.pk}"


class Foresight(models.Model):
    """What the figures are expected to do: an indicator, a range, and from when to when.

    `of_group` is the figure as the indicator names it ("dimension=category"), `group_key` the group of the assessment.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey("assessments.Assessment", on_delete=models.CASCADE, related_name="foresights")
    group_key = models.CharField(max_length=200, blank=True, default="")
    indicator = models.ForeignKey("monitoring.Indicator", on_delete=models.PROTECT, related_name="+")
    of_group = models.CharField(max_length=200, blank=True, default="")
    low = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    high = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    because = models.TextField(blank=True, default="")
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("made_at",)

    def __str__(self) -> str:
        return f"foresight {self.id}"


class ReviewTask(models.Model):
    """That an assessment is to be looked at again: why, since when, and what a named person did about it.

    `key` says what raised it ("date:2027-01-31", "figures:<foresight>:<period>", "change:<policy change>"), so that it
    is raised once.
    """

    class Did(models.TextChoices):
        """How a task ends."""

        REOPENED = "reopened"
        NOT_REOPENED = "not_reopened"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey("assessments.Assessment", on_delete=models.CASCADE, related_name="review_tasks")
    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=12)
    why = models.TextField()
    raised_on = models.DateField()
    person = models.ForeignKey("accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    did = models.CharField(max_length=14, choices=Did, blank=True, default="")
    because = models.TextField(blank=True, default="")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey("accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-raised_on",)
        constraints = [models.UniqueConstraint(fields=("assessment", "key"), name="review_task_raised_once")]

    def __str__(self) -> str:
        return self.why[:60]
