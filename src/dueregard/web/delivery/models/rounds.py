"""Who was asked how their actions are going, when, and what became of the question?

The one idea: a round asks each *person* once (`Request`), about each of their actions (`Ask`). What somebody begins to
write is a draft on the ask and nothing more; sending it makes an update of the plan, and the ask keeps which. A link
(`Link`) is for one named person and one request; its address is signed from its id and `serial`, so that nothing secret
is kept here, and it can be revoked at any time. Nothing here counts visits: an opened link says nothing of a person.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q


class Round(models.Model):
    """One asking: a quarter or any period, across plans of a council.

    `due_on` is the day by which an answer is asked for; late ones are taken until `closes_on` (none: until a person
    closes the round), and every link ends with it. `chasing` holds the rules of `domain.delivery.chasing`.
    """

    class State(models.TextChoices):
        """Where a round stands. The moves are in `domain.delivery.rounds`."""

        DRAFT = "draft"
        OPENING = "opening"
        OPEN = "open"
        CLOSED = "closed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey("organisation.Council", on_delete=models.PROTECT, related_name="rounds")
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=120)
    period_start = models.DateField()
    period_end = models.DateField()
    words = models.TextField(blank=True, default="")
    opens_on = models.DateField()
    due_on = models.DateField()
    closes_on = models.DateField(null=True, blank=True)
    chasing = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    chosen = models.ManyToManyField("plans.Action", related_name="+", blank=True)
    job = models.ForeignKey("jobs.Job", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-opens_on", "name")
        constraints = [
            models.UniqueConstraint(fields=("council", "slug"), name="round_slug_once_in_council"),
            models.CheckConstraint(condition=Q(period_end__gte=F("period_start")), name="round_period_in_order"),
            models.CheckConstraint(condition=Q(due_on__gte=F("opens_on")), name="round_due_after_opening"),
            models.CheckConstraint(
                condition=Q(closes_on__isnull=True) | Q(closes_on__gte=F("due_on")), name="round_closes_after_due"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Request(models.Model):
    """That one person is asked about their actions in a round; or that nobody could be asked, and `why`.

    `person` is empty where a post is vacant or nobody is named; `key` ("person:<id>", "post:<id>", "name:<words>")
    says who it is for, so that opening a round twice asks nobody twice. `times_asked` numbers the messages that asked:
    the newest is "delivery.request:<id>:<times_asked>".
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey("delivery.Round", on_delete=models.CASCADE, related_name="requests")
    key = models.CharField(max_length=200)
    person = models.ForeignKey("accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=300)
    email = models.EmailField(blank=True, default="")
    why = models.CharField(max_length=200, blank=True, default="")
    asked_at = models.DateTimeField(null=True, blank=True)
    times_asked = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name",)
        constraints = [models.UniqueConstraint(fields=("round", "key"), name="request_once_in_round")]

    def __str__(self) -> str:
        return self.name


class Ask(models.Model):
    """One action that somebody is asked about. Answered where `update` is there (or was, before it was removed)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey("delivery.Request", on_delete=models.CASCADE, related_name="asks")
    action = models.ForeignKey("plans.Action", on_delete=models.CASCADE, related_name="asks")
    draft = models.JSONField(default=dict, blank=True)
    drafted_at = models.DateTimeField(null=True, blank=True)
    update = models.ForeignKey("plans.Update", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_link = models.ForeignKey(
        "delivery.Link", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    handed_to = models.ForeignKey(
        "delivery.Request", null=True, blank=True, on_delete=models.SET_NULL, related_name="handed_here"
    )

    class Meta:
        ordering = ("action__position",)
        constraints = [models.UniqueConstraint(fields=("request", "action"), name="ask_once_in_request")]

    def __str__(self) -> str:
        return f"ask {self.id}"


class Link(models.Model):
    """An address with which one named person answers one request, without signing in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey("delivery.Request", on_delete=models.CASCADE, related_name="links")
    name = models.CharField(max_length=300)
    email = models.EmailField(blank=True, default="")
    is_delegate = models.BooleanField(default=False)
    named_by = models.CharField(max_length=80, blank=True, default="")
    serial = models.CharField(max_length=43)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("made_at",)

    def __str__(self) -> str:
        return f"link {self.id}"


class Reminder(models.Model):
    """That a request was chased on a day: written with the message, so that a crash never chases twice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey("delivery.Request", on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=20)
    on = models.DateField()
    message_key = models.CharField(max_length=200)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("on",)
        constraints = [models.UniqueConstraint(fields=("request", "kind", "on"), name="reminder_once_a_day")]

    def __str__(self) -> str:
        return f"{self.kind} on {self.on}"


class QuietDays(models.Model):
    """Days on which a council sends no reminders, besides weekends and bank holidays: from a day to a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey("organisation.Council", on_delete=models.CASCADE, related_name="quiet_days")
    name = models.CharField(max_length=100)
    first = models.DateField()
    last = models.DateField()

    class Meta:
        ordering = ("first", "name")
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="quiet_days_in_order"),
            models.UniqueConstraint(fields=("council", "first", "last"), name="quiet_days_once"),
        ]

    def __str__(self) -> str:
        return self.name
