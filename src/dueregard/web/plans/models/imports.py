"""Which document was handed in, what was read from it, and what have people said about the reading?

The one idea: a document, its blocks and its draft never change after reading. Answers, corrections and matches are rows
beside them, kept as they are given, so that a half-done review can be taken up by a colleague, and so that adopting is
a pure function of draft and answers.
"""

from __future__ import annotations

import uuid

from django.db import models

from dueregard.domain.plans.states import ImportState
from dueregard.web.plans.models.plans import state_choices


def document_path(_instance: models.Model, _name: str) -> str:
    """Give a random place for a document: nothing of its printed name reaches the disk."""
    return f"plans/documents/{uuid.uuid4().hex}"


class Import(models.Model):
    """A document handed in to become a plan."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey("organisation.Council", on_delete=models.PROTECT, related_name="imports")
    name = models.CharField(max_length=300)
    file = models.FileField(upload_to=document_path)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    is_pasted = models.BooleanField(default=False)
    state = models.CharField(max_length=20, choices=state_choices(ImportState), default=ImportState.READING)
    failure = models.TextField(null=True, blank=True)
    job = models.ForeignKey("jobs.Job", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    format = models.CharField(max_length=20, null=True, blank=True)
    blocks = models.JSONField(null=True, blank=True)
    draft = models.JSONField(null=True, blank=True)
    handed_in_at = models.DateTimeField(auto_now_add=True)
    handed_in_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-handed_in_at",)
        indexes = [
            models.Index(fields=("council", "sha256"), name="import_council_sha256"),
            models.Index(fields=("council", "state"), name="import_council_state"),
        ]

    def __str__(self) -> str:
        return self.name


class ImportAnswer(models.Model):
    """What a person said about one value of the draft.

    `action` is the position in the draft from 1, 0 for the whole plan. `value` has the JSON form of the field;
    `is_later` is "ask me later" and changes nothing; a `value` of null says "the plan does not say".
    """

    source = models.ForeignKey("plans.Import", on_delete=models.CASCADE, related_name="answers")
    action = models.PositiveIntegerField(default=0)
    field = models.CharField(max_length=300)
    value = models.JSONField(null=True, blank=True)
    is_later = models.BooleanField(default=False)
    given_at = models.DateTimeField(auto_now=True)
    given_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("action", "field")
        constraints = [models.UniqueConstraint(fields=("source", "action", "field"), name="answer_once_a_value")]

    def __str__(self) -> str:
        return f"{self.field} of {self.action or 'the plan'}"


class ImportMatch(models.Model):
    """What a printed name of a lead or a board is in this council: one of ours, a new one, or kept as printed."""

    source = models.ForeignKey("plans.Import", on_delete=models.CASCADE, related_name="matches")
    kind = models.CharField(max_length=10, choices=[("lead", "lead"), ("board", "board")])
    name = models.CharField(max_length=300)
    choice = models.CharField(
        max_length=20,
        choices=[
            ("post", "one of our posts"),
            ("partner", "one of our partners"),
            ("board", "one of our boards"),
            ("new_post", "a new post"),
            ("new_partner", "a new partner organisation"),
            ("new_board", "a new board"),
            ("as_printed", "keep as printed"),
        ],
    )
    post = models.ForeignKey("organisation.Post", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    partner = models.ForeignKey(
        "organisation.Partner", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    board = models.ForeignKey("organisation.Board", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    given_at = models.DateTimeField(auto_now=True)
    given_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("kind", "name")
        verbose_name_plural = "import matches"
        constraints = [
            models.UniqueConstraint(fields=("source", "kind", "name"), name="match_once_a_name"),
            models.CheckConstraint(
                condition=models.Q(choice="post", post__isnull=False)
                | models.Q(choice="partner", partner__isnull=False)
                | models.Q(choice="board", board__isnull=False)
                | models.Q(
                    choice__in=("new_post", "new_partner", "new_board", "as_printed"),
                    post__isnull=True,
                    partner__isnull=True,
                    board__isnull=True,
                ),
                name="match_choice_has_its_target",
            ),
        ]

    def __str__(self) -> str:
        return self.name
