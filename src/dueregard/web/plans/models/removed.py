"""What was taken out of a plan, and can it come back?

The one idea: what is removed leaves its table at once, so that no page, count or download can show it by mistake; its
rows are kept here, whole, for thirty days, and are put back as they were, under the ids they had.
"""

from __future__ import annotations

import uuid

from django.db import models

from dueregard.web.plans.models.plans import both_or_neither


class Removed(models.Model):
    """One removed thing (an action with all its parts, a part, a level …) as the rows it was."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey("plans.Plan", on_delete=models.CASCADE, related_name="removed")
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=80)
    action_id = models.UUIDField(null=True, blank=True)
    title = models.TextField()
    position = models.PositiveIntegerField(default=1)
    rows = models.JSONField()
    removed_at = models.DateTimeField(auto_now_add=True)
    removed_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    restored_at = models.DateTimeField(null=True, blank=True)
    restored_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("-removed_at",)
        verbose_name_plural = "removed"
        indexes = [models.Index(fields=("plan", "removed_at"), name="removed_plan_at")]
        constraints = [both_or_neither("restored_at", "restored_by", name="removed_restored_pair")]

    def __str__(self) -> str:
        return self.title
