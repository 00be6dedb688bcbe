"""What one council lets another use: a post, a service (all posts of a team), or a board.

The one idea: it takes two. One council offers, the other accepts; either may end it, at once. While it stands, the
holder of a shared post may own the other council's actions, and a shared board may watch them. Nothing else crosses.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q


class Grant(models.Model):
    """An offer by one council to another, and whether it was taken up."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    giver = models.ForeignKey("organisation.Council", on_delete=models.CASCADE, related_name="grants_given")
    receiver = models.ForeignKey("organisation.Council", on_delete=models.CASCADE, related_name="grants_received")
    post = models.ForeignKey("organisation.Post", on_delete=models.CASCADE, null=True, blank=True)
    team = models.ForeignKey("organisation.Team", on_delete=models.CASCADE, null=True, blank=True)
    board = models.ForeignKey("organisation.Board", on_delete=models.CASCADE, null=True, blank=True)
    purpose = models.CharField(max_length=300)
    offered_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    accepted_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-offered_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(giver=F("receiver")), name="grant_between_two"),
            models.CheckConstraint(
                condition=Q(post__isnull=False, team__isnull=True, board__isnull=True)
                | Q(post__isnull=True, team__isnull=False, board__isnull=True)
                | Q(post__isnull=True, team__isnull=True, board__isnull=False),
                name="grant_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="grant_accepted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="grant_ended_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["receiver", "post"],
                condition=Q(ended_at__isnull=True, post__isnull=False),
                name="grant_post_open_once",
            ),
            models.UniqueConstraint(
                fields=["receiver", "team"],
                condition=Q(ended_at__isnull=True, team__isnull=False),
                name="grant_team_open_once",
            ),
            models.UniqueConstraint(
                fields=["receiver", "board"],
                condition=Q(ended_at__isnull=True, board__isnull=False),
                name="grant_board_open_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
