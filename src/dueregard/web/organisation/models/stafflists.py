"""A staff list that was handed in and looked at, but is not applied until somebody says so.

The one idea: the file is read once, its rows are kept with the preview, and what is applied is what was shown. Rows
hold personal data, so they are emptied when the list is applied or thrown away, and after a day in any case.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class StaffList(models.Model):
    """One handed-in list of staff."""

    class State(models.TextChoices):
        """Where the list stands."""

        PREVIEW = "preview"
        APPLIED = "applied"
        THROWN_AWAY = "thrown_away"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey("organisation.Council", on_delete=models.CASCADE, related_name="staff_lists")
    file_name = models.CharField(max_length=200)
    rows = models.JSONField(default=list)
    basis = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.PREVIEW)
    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="applied", applied_at__isnull=False) | ~Q(state="applied"),
                name="staff_list_applied_when_it_says_so",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
