"""Delete the records whose day has come; the worker does the same once a day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from dueregard.web.monitoring.actions.deleting import delete_due_today


class Command(BaseCommand):
    """Calls `actions.deleting.delete_due`."""

    help = "Delete the records whose day has come, and files that nobody confirmed in thirty days."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete them and say what."""
        self.stdout.write(delete_due_today())
