"""What stands above the actions, and who shaped it?

The one idea: a plan's directorates, themes, roles and objectives are one tree of at most four storeys, in the order of
the document. `path` repeats the names from the top, so that a level can be found and shown without walking the tree.
"""

from __future__ import annotations

import uuid

from django.db import models


class Level(models.Model):
    """A section, directorate, theme, role, priority or objective of a plan."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey("plans.Plan", on_delete=models.CASCADE, related_name="levels")
    parent = models.ForeignKey("plans.Level", null=True, blank=True, on_delete=models.CASCADE, related_name="children")
    kind = models.TextField(default="section")
    ref = models.TextField(null=True, blank=True)
    label = models.TextField(null=True, blank=True)
    title = models.TextField()
    path = models.JSONField(default=list)
    why = models.TextField(null=True, blank=True)
    success_measure = models.TextField(null=True, blank=True)
    strands = models.JSONField(default=list, blank=True)
    directorate = models.ForeignKey(
        "organisation.Directorate", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=("plan", "position"), name="level_position_once_in_plan")]

    def __str__(self) -> str:
        return self.title


class Contribution(models.Model):
    """Who shaped an objective (a staff network, residents, elected members …), how, and what that changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    level = models.ForeignKey("plans.Level", on_delete=models.CASCADE, related_name="contributions")
    who = models.TextField()
    how = models.TextField(null=True, blank=True)
    changed = models.TextField(null=True, blank=True)
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=("level", "position"), name="contribution_position_once_in_level")
        ]

    def __str__(self) -> str:
        return self.who
