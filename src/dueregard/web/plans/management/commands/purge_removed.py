"""Throw away for good what was removed from plans more than thirty days ago; to be run once a day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from dueregard.web.plans.actions.removing import purge_removed


class Command(BaseCommand):
    """Calls `actions.removing.purge_removed`."""

    help = "Throw away what was removed from plans more than thirty days ago."

    def handle(self, *args: Any, **options: Any) -> None:
        """Throw it away and say how much."""
        self.stdout.write(f"{purge_removed()} thrown away.")
