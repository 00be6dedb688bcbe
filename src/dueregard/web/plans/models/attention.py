"""What does a council count as soon, and when does it say that an action has stalled?

The one idea: a council that has said nothing has no row, and the defaults of `domain.delivery.concerns` hold.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class AttentionRules(models.Model):
    """A council's own rules for what needs attention."""

    council = models.OneToOneField(
        "organisation.Council", on_delete=models.CASCADE, primary_key=True, related_name="attention_rules"
    )
    soon_days = models.PositiveSmallIntegerField()
    stalled_rounds = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name_plural = "attention rules"
        constraints = [
            models.CheckConstraint(condition=Q(soon_days__gte=1, soon_days__lte=365), name="attention_soon_in_a_year"),
            models.CheckConstraint(
                condition=Q(stalled_rounds__gte=2, stalled_rounds__lte=12), name="attention_stalled_in_rounds"
            ),
        ]

    def __str__(self) -> str:
        return f"attention rules of {self.council_id}"
