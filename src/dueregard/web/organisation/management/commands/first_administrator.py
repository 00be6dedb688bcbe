"""`manage.py first_administrator`: make the one-time address at which a new installation is set up."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.management.base import BaseCommand

from dueregard.web.accounts import actions


class Command(BaseCommand):
    """Print a set-up address that works once, for a day. Earlier ones stop working."""

    help = "Print the address at which the first council and its administrator are set up (works once, for a day)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the code and print its address."""
        address = urljoin(settings.SITE_URL, f"/set-up/{actions.make_setup_code()}/")
        self.stdout.write("Open this address within 24 hours. It works once.\n")
        self.stdout.write(address)
