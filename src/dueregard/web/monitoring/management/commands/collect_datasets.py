"""Take in the files that other systems put into the letter boxes of datasets; to be run every few minutes."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand
from django.urls import reverse

from dueregard.web.monitoring.actions.collecting import collect


class Command(BaseCommand):
    """Calls `actions.collecting.collect`."""

    help = "Take in the files that lie in DATA/incoming/<council>/<dataset>/."

    def handle(self, *args: Any, **options: Any) -> None:
        """Take them in and say which."""
        for one in collect(now=time.time(), by=None, address=_address):
            taken = f"taken in as file {one.number}" if one.number else f"not taken: {one.why}"
            self.stdout.write(f"{one.place}: {taken}")


def _address(council_slug: str, dataset_slug: str) -> Callable[[int], str]:
    return lambda number: reverse("monitoring:file", args=[council_slug, dataset_slug, number])
