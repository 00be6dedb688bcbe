"""`dueregard manage build_demo`: fill an empty demo database with the made-up councils."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from dueregard.demo.council import COUNCILS
from dueregard.web.organisation.queries import all_councils
from dueregard.web.pages.actions.demo import build_demo
from dueregard.web.pages.actions.demo_assessments import build_assessments
from dueregard.web.pages.actions.demo_delivery import build_delivery
from dueregard.web.pages.actions.demo_figures import build_figures


class Command(BaseCommand):
    """Build the made-up councils where there are none yet. Refuses to run anywhere but in the demo."""

    help = "Fill an empty demo database with the made-up councils."

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, unless it is built."""
        if settings.DUEREGARD_ENV not in {"demo", "test"}:
            raise CommandError("The made-up councils are for the demo only: set DUEREGARD_ENV=demo.")
        if all_councils():
            self.stdout.write("The made-up councils are here already.")
            return
        on = timezone.localdate()
        with transaction.atomic():
            build_demo(on=on)
            build_delivery(COUNCILS[0].slug, on=on)
            build_figures(on=on)
            build_assessments(COUNCILS[0].slug, on=on)
        self.stdout.write("Built the made-up councils.")
