"""What was said about an action, when and by whom?"""

from __future__ import annotations

import uuid

from django.db import models

from dueregard.domain.plans.states import Rag
from dueregard.web.plans.models.plans import state_choices


class Update(models.Model):
    """One entry of progress: from the document (author as printed), from a person who signed in, or by a link.

    `by_link` is the link that was sent to `author`: an answer by link is never taken for one of somebody signed in, and
    `person` stays empty. `is_unchanged` is the recorded statement that nothing has changed since the one before.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    action = models.ForeignKey("plans.Action", on_delete=models.CASCADE, related_name="updates")
    position = models.PositiveIntegerField()
    text = models.TextField()
    heading = models.TextField(null=True, blank=True)
    date = models.DateField(null=True, blank=True)
    author = models.TextField(null=True, blank=True)
    person = models.ForeignKey("accounts.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    status = models.TextField(null=True, blank=True)
    rag = models.CharField(max_length=10, choices=state_choices(Rag), null=True, blank=True)
    percent = models.PositiveSmallIntegerField(null=True, blank=True)
    is_unchanged = models.BooleanField(default=False)
    by_link = models.UUIDField(null=True, blank=True)
    round_name = models.CharField(max_length=120, blank=True, default="")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=("action", "position"), name="update_position_once_in_action")]

    def __str__(self) -> str:
        return self.text
