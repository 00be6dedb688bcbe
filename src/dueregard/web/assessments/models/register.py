"""What does the council do and decide, and what of it is to be looked at first?

The one idea: a *policy* is something that stands (a policy, service, strategy, project, budget line, contract) and has
its turn in the review queue; a *decision* is something that happens on a day, by a body. Where no regard is recorded
before that day the clock warns. Nothing is dated back: what is done later keeps its own day.
"""

from __future__ import annotations

import uuid

from django.db import models

from dueregard.domain.assessments.priority import Risk
from dueregard.domain.assessments.states import DecisionState


class PolicyKind(models.TextChoices):
    """What sort of thing it is."""

    POLICY = "policy"
    SERVICE = "service"
    STRATEGY = "strategy"
    PROJECT = "project"
    BUDGET_LINE = "budget_line"
    COMMISSIONING = "commissioning"
    PROCUREMENT = "procurement"


class Policy(models.Model):
    """Something that stands and is looked at again: with owner, review date, last assessment and what weighs on it.

    `risk` is a code of `priority.Risk`, or empty where nobody has said; `last_assessed_on` is what somebody says of
    the time before the register, assessments here speak for themselves. `source_key` is its own number in a file it
    was taken from, so that the file may be taken in again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey("organisation.Council", on_delete=models.PROTECT, related_name="policies")
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=15, choices=PolicyKind)
    about = models.TextField(blank=True, default="")
    directorate = models.ForeignKey(
        "organisation.Directorate", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    owner = models.ForeignKey("organisation.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner_words = models.CharField(max_length=200, blank=True, default="")
    review_on = models.DateField(null=True, blank=True)
    last_assessed_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    risk = models.CharField(max_length=15, blank=True, default="", choices=[(str(r), str(r)) for r in Risk])
    people = models.PositiveIntegerField(null=True, blank=True)
    source_key = models.CharField(max_length=100, blank=True, default="")
    retired_on = models.DateField(null=True, blank=True)
    rank = models.IntegerField(default=0, db_index=True)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-rank", "title")
        indexes = [models.Index(fields=("council", "-rank", "title"))]
        constraints = [
            models.UniqueConstraint(
                fields=("council", "source_key"), condition=~models.Q(source_key=""), name="policy_source_key_once"
            )
        ]

    def __str__(self) -> str:
        return self.title


class PolicyChange(models.Model):
    """Something that changed around a policy (a law, the figures, a definition) since it was last looked at."""

    class Kind(models.TextChoices):
        """What changed."""

        LAW = "law"
        FIGURES = "figures"
        DEFINITION = "definition"
        OTHER = "other"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    policy = models.ForeignKey("assessments.Policy", on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.CharField(max_length=300)
    on = models.DateField()
    noted_by = models.ForeignKey("accounts.Person", null=True, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-on",)

    def __str__(self) -> str:
        return self.text


class BudgetRound(models.Model):
    """Decisions that are looked at together: a year's savings, a restructure in steps."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey("organisation.Council", on_delete=models.PROTECT, related_name="budget_rounds")
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=200)
    about = models.TextField(blank=True, default="")
    closed_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-made_at",)
        constraints = [models.UniqueConstraint(fields=("council", "slug"), name="budget_round_slug_once")]

    def __str__(self) -> str:
        return self.name


class Decision(models.Model):
    """Something that a body decides on a day: what it is about, where it stands, and where regard was recorded.

    `body` is a board of the council, or `body_words` names who decides (an officer under delegated powers too).
    `amount` is whole pounds, above nought a saving. `places` are names of wards or areas. `regard_*` is regard recorded
    elsewhere: in what, and on which day that was written down here. `exempt_why` names the paragraph of Schedule 12A.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey("organisation.Council", on_delete=models.PROTECT, related_name="decisions")
    title = models.CharField(max_length=300)
    number = models.CharField(max_length=40, blank=True, default="")
    about = models.TextField(blank=True, default="")
    policy = models.ForeignKey(
        "assessments.Policy", null=True, blank=True, on_delete=models.SET_NULL, related_name="decisions"
    )
    budget_round = models.ForeignKey(
        "assessments.BudgetRound", null=True, blank=True, on_delete=models.SET_NULL, related_name="decisions"
    )
    directorate = models.ForeignKey(
        "organisation.Directorate", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    body = models.ForeignKey("organisation.Board", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    body_words = models.CharField(max_length=200, blank=True, default="")
    decides_on = models.DateField(null=True, blank=True)
    papers_on = models.DateField(null=True, blank=True)
    amount = models.IntegerField(null=True, blank=True)
    places = models.JSONField(default=list, blank=True)
    delegated_to = models.CharField(max_length=200, blank=True, default="")
    state = models.CharField(
        max_length=12, choices=[(str(s), str(s)) for s in DecisionState], default=str(DecisionState.PLANNED)
    )
    decided_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(blank=True, default="")
    paper_number = models.CharField(max_length=100, blank=True, default="")
    paper_url = models.CharField(max_length=1000, blank=True, default="")
    minute = models.TextField(blank=True, default="")
    minute_url = models.CharField(max_length=1000, blank=True, default="")
    regard_where = models.CharField(max_length=500, blank=True, default="")
    regard_by = models.ForeignKey("accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    regard_noted_at = models.DateTimeField(null=True, blank=True)
    is_exempt = models.BooleanField(default=False)
    exempt_why = models.CharField(max_length=300, blank=True, default="")
    source_key = models.CharField(max_length=200, blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("decides_on", "title")
        indexes = [models.Index(fields=("council", "decides_on"))]
        constraints = [
            models.UniqueConstraint(
                fields=("council", "source_key"), condition=~models.Q(source_key=""), name="decision_source_key_once"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Condition(models.Model):
    """A condition that the body set when it decided."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey("assessments.Decision", on_delete=models.CASCADE, related_name="conditions")
    text = models.TextField()
    due_on = models.DateField(null=True, blank=True)
    met_on = models.DateField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return self.text


class RegisterList(models.Model):
    """A list of policies or a forward plan that was handed in: its rows as read, until somebody takes them in."""

    class Kind(models.TextChoices):
        """What it lists."""

        POLICIES = "policies"
        DECISIONS = "decisions"

    class State(models.TextChoices):
        """Where it stands."""

        PREVIEW = "preview"
        TAKEN = "taken"
        THROWN_AWAY = "thrown_away"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey("organisation.Council", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=12, choices=State, default=State.PREVIEW)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.JSONField(default=list)
    remarks = models.JSONField(default=list)
    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return self.file_name
