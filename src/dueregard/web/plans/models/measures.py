"""How would the council know that an action works, or that an objective is met?

The one idea: numbers are kept as decimal text, exactly as given, so that nothing is rounded on the way; `direction`
says whether up or down is better. A measure belongs to an action or to a level (an objective), never to both. A gap
keeps whom it is between: a group, and those it is compared with (nobody named: everybody).
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from dueregard.domain.plans.model import GAP


class Measure(models.Model):
    """What success is measured by, from where, to where, and by when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    action = models.ForeignKey("plans.Action", null=True, blank=True, on_delete=models.CASCADE, related_name="measures")
    level = models.ForeignKey("plans.Level", null=True, blank=True, on_delete=models.CASCADE, related_name="measures")
    position = models.PositiveSmallIntegerField()
    name = models.TextField()
    unit = models.TextField(null=True, blank=True)
    direction = models.CharField(max_length=10, null=True, blank=True, choices=[("up", "up"), ("down", "down")])
    baseline = models.TextField(null=True, blank=True)
    baseline_date = models.DateField(null=True, blank=True)
    target = models.TextField(null=True, blank=True)
    target_date = models.DateField(null=True, blank=True)
    source = models.TextField(null=True, blank=True)
    kind = models.CharField(max_length=10, null=True, blank=True, choices=[(GAP, GAP)])
    group = models.TextField(null=True, blank=True)
    compared_with = models.TextField(null=True, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=("action", "position"), name="measure_position_once_in_action"),
            models.UniqueConstraint(fields=("level", "position"), name="measure_position_once_in_level"),
            models.CheckConstraint(
                condition=Q(action__isnull=False, level__isnull=True) | Q(action__isnull=True, level__isnull=False),
                name="measure_of_action_or_level",
            ),
            models.CheckConstraint(
                condition=Q(kind__isnull=True, group__isnull=True, compared_with__isnull=True)
                | Q(kind__isnull=False, kind=GAP, group__isnull=False),
                name="measure_gap_says_whose",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MeasureValue(models.Model):
    """A value of a measure on a day."""

    measure = models.ForeignKey("plans.Measure", on_delete=models.CASCADE, related_name="values")
    on = models.DateField()
    value = models.TextField()
    source = models.TextField(null=True, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.value} on {self.on}"
