"""Which messages wait, are being sent, or were sent?

The one idea: a message is known by its `key` ("delivery.request:<id>"), so that asking to send it twice sends it once.
A place in the body for an address that must stay secret is written `{{link:<name>}}`; whoever owns such links gives the
address at the moment of sending (`mail.actions.links`), and it is never kept. The body is emptied once it has gone.
`sent_by` says to whom it was handed over. A message that is claimed (`sending`) or has failed and names a carrier may
have reached somebody; one that names none has not.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class Message(models.Model):
    """One e-mail to one address."""

    class State(models.TextChoices):
        """Where a message stands."""

        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"
        BOUNCED = "bounced"
        WITHDRAWN = "withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey("organisation.Council", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200, unique=True)
    to = models.EmailField(max_length=254)
    person = models.ForeignKey("accounts.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    subject = models.CharField(max_length=300)
    body = models.TextField(blank=True, default="")
    links = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    not_before = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    why = models.CharField(max_length=300, blank=True, default="")
    sent_by = models.CharField(max_length=10, blank=True, default="")
    provider_id = models.CharField(max_length=100, blank=True, default="")
    asked_by = models.CharField(max_length=80, blank=True, default="")
    made_at = models.DateTimeField(auto_now_add=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("made_at",)
        indexes = [
            models.Index(fields=("made_at",), name="mail_waiting", condition=Q(state="waiting")),
            models.Index(fields=("provider_id",), name="mail_provider"),
            models.Index(fields=("to", "sent_at"), name="mail_to"),
            models.Index(fields=("council", "-made_at"), name="mail_of_council"),
            models.Index(fields=("state", "claimed_at"), name="mail_claimed"),
        ]

    def __str__(self) -> str:
        return self.subject
