"""Who is sending now, when may the next message go, and does sending rest?

The one idea: there is one row, and whoever sends takes turns on it. So the pace holds for the whole installation,
however many workers there are (docs/decisions/0031).
"""

from __future__ import annotations

from django.db import models


class Pace(models.Model):
    """The one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    holder = models.UUIDField(null=True, blank=True)
    holder_until = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    rest_until = models.DateTimeField(null=True, blank=True)
    rests = models.PositiveSmallIntegerField(default=0)
    why = models.CharField(max_length=300, blank=True, default="")

    def __str__(self) -> str:
        return "pace"
