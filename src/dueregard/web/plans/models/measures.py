"""How would the council know that an action works?

The one idea: numbers are kept as decimal text, exactly as given, so that nothing is rounded on the way; `direction`
says whether up or down is better.
"""

from __future__ import annotations

import uuid

from django.db import models


class Measure(models.Model):
    """What success is measured by, from where, to where, and by when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    action = models.ForeignKey("plans.Action", on_delete=models.CASCADE, related_name="measures")
    position = models.PositiveSmallIntegerField()
    name = models.TextField()
    unit = models.TextField(null=True, blank=True)
    direction = models.CharField(max_length=10, null=True, blank=True, choices=[("up", "up"), ("down", "down")])
    baseline = models.TextField(null=True, blank=True)
    baseline_date = models.DateField(null=True, blank=True)
    target = models.TextField(null=True, blank=True)
    target_date = models.DateField(null=True, blank=True)
    source = models.TextField(null=True, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=("action", "position"), name="measure_position_once_in_action")]

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
