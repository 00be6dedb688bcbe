"""Which calendars may fetch due dates without signing in?

The one idea: a calendar programme cannot sign in, so the address itself is the secret. Only its hash is kept; a feed
can be revoked at any time, and making a new one revokes the one before.
"""

from __future__ import annotations

import uuid

from django.db import models


class CalendarFeed(models.Model):
    """A person's secret address for due dates: of one plan, or (plan empty) of the actions they lead."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey("organisation.Council", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="calendar_feeds")
    plan = models.ForeignKey("plans.Plan", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("made_at",)
        constraints = [
            models.UniqueConstraint(
                fields=("person", "plan"),
                condition=models.Q(revoked_at__isnull=True, plan__isnull=False),
                name="feed_one_alive_for_plan",
            ),
            models.UniqueConstraint(
                fields=("person", "council"),
                condition=models.Q(revoked_at__isnull=True, plan__isnull=True),
                name="feed_one_alive_for_own",
            ),
        ]

    def __str__(self) -> str:
        return f"calendar feed {self.id}"
