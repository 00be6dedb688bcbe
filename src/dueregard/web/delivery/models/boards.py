"""When does a board meet, what was put before it, and what did it say?

The one idea: a pack is a draft until it is issued; then its document, its facts and their fingerprint are frozen, and a
correction is another version of the same meeting's pack. What a board says is kept on the action (`Question`), with
every turn it took since (`QuestionTurn`): an answer, asked again, closed. An action that is removed and restored keeps
its questions: they refer to it without holding it (`db_constraint=False`), and `about` says in words what it was.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from dueregard.domain.delivery.questions import QuestionKind, QuestionState


class Meeting(models.Model):
    """A meeting of a board, about the plans of one council (a board may be shared by several)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey("organisation.Council", on_delete=models.PROTECT, related_name="meetings")
    board = models.ForeignKey("organisation.Board", on_delete=models.PROTECT, related_name="meetings")
    on = models.DateField()
    place = models.CharField(max_length=200, blank=True, default="")
    called_off_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("on",)
        constraints = [
            models.UniqueConstraint(
                fields=("council", "board", "on"),
                condition=Q(called_off_at__isnull=True),
                name="meeting_once_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"meeting {self.on}"


class Pack(models.Model):
    """A version of what a board is given before a meeting."""

    class State(models.TextChoices):
        """Where a pack stands."""

        DRAFT = "draft"
        ISSUED = "issued"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey("delivery.Meeting", on_delete=models.PROTECT, related_name="packs")
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    narrative = models.TextField(blank=True, default="")
    what_changed = models.TextField(blank=True, default="")
    document = models.JSONField(default=dict, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.ForeignKey("accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-version",)
        constraints = [
            models.UniqueConstraint(fields=("meeting", "version"), name="pack_version_once"),
            models.UniqueConstraint(fields=("meeting",), condition=Q(state="draft"), name="pack_one_draft_a_meeting"),
            models.CheckConstraint(
                condition=Q(issued_at__isnull=True, issued_by__isnull=True)
                | Q(issued_at__isnull=False, issued_by__isnull=False),
                name="pack_issued_pair",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", issued_at__isnull=True, sha256="")
                | (Q(state="issued", issued_at__isnull=False) & ~Q(sha256="")),
                name="pack_issued_is_frozen",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(version=1) | ~Q(what_changed=""), name="pack_correction_says_what"
            ),
        ]

    def __str__(self) -> str:
        return f"pack {self.version}"


class Question(models.Model):
    """What a board asked, challenged or decided about an action; about its whole paper where there is no action.

    `asked_by` is set where a member said it here, signed in; `asked_name` is the name as it was said, always.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey("organisation.Council", on_delete=models.PROTECT, related_name="board_questions")
    board = models.ForeignKey("organisation.Board", on_delete=models.PROTECT, related_name="questions")
    meeting = models.ForeignKey(
        "delivery.Meeting", null=True, blank=True, on_delete=models.PROTECT, related_name="questions"
    )
    action = models.ForeignKey(
        "plans.Action",
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="board_questions",
    )
    about = models.CharField(max_length=300, blank=True, default="")
    kind = models.CharField(max_length=10, choices=[(str(one), str(one)) for one in QuestionKind])
    text = models.TextField()
    asked_on = models.DateField()
    asked_by = models.ForeignKey("accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_name = models.CharField(max_length=200)
    state = models.CharField(
        max_length=10, choices=[(str(one), str(one)) for one in QuestionState], default=str(QuestionState.OPEN)
    )
    post = models.ForeignKey("organisation.Post", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-asked_on", "-recorded_at")
        indexes = [
            models.Index(fields=("council", "state", "due_on"), name="question_council_state"),
            models.Index(fields=("action",), name="question_action"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="question_has_words"),
            models.CheckConstraint(condition=~Q(asked_name=""), name="question_says_who"),
            models.CheckConstraint(
                condition=Q(kind__in=[str(one) for one in QuestionKind]), name="question_kind_is_ours"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[str(one) for one in QuestionState]), name="question_state_is_ours"
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(due_on__gte=F("asked_on")), name="question_due_after_asking"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class QuestionTurn(models.Model):
    """What happened to a question since it was asked, in order: an answer, asked again, closed."""

    class Kind(models.TextChoices):
        """What a turn is."""

        ANSWER = "answer"
        AGAIN = "again"
        CLOSED = "closed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey("delivery.Question", on_delete=models.CASCADE, related_name="turns")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.TextField(blank=True, default="")
    on = models.DateField()
    name = models.CharField(max_length=200)
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=("question", "position"), name="question_turn_once"),
            models.CheckConstraint(condition=Q(kind="closed") | ~Q(text=""), name="question_turn_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"
