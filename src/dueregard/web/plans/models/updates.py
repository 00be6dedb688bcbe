"""What was said about an action, when and by whom?"""

from __future__ import annotations

import uuid

from django.db import models


class Update(models.Model):
    """One entry of progress: from the document (author as printed) or from a person who signed in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    action = models.ForeignKey("plans.Action", on_delete=models.CASCADE, related_name="updates")
    position = models.PositiveIntegerField()
    text = models.TextField()
    heading = models.TextField(null=True, blank=True)
    date = models.DateField(null=True, blank=True)
    author = models.TextField(null=True, blank=True)
    person = models.ForeignKey("accounts.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    status = models.TextField(null=True, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=("action", "position"), name="update_position_once_in_action")]

    def __str__(self) -> str:
        return self.text
