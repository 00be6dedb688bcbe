"""`dueregard serve`: answer web requests with gunicorn."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Serve the site on your own data. A proxy that speaks HTTPS stands in front of it in production."""

    help = "Serve the site. Bring the database up to date first with --migrate."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where to listen and with how many processes."""
        parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="the port to listen on (8000)")
        parser.add_argument("--processes", type=int, default=2, help="how many processes answer (2)")
        parser.add_argument("--migrate", action="store_true", help="bring the database up to date first")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare and hand this process over to gunicorn."""
        is_first_time = not settings.IS_PRODUCTION
        if options["migrate"] or is_first_time:
            call_command("migrate", interactive=False, verbosity=0)
            call_command("createcachetable", verbosity=0)
        if settings.IS_PRODUCTION:
            call_command("collectstatic", interactive=False, verbosity=0)
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            "dueregard.web.wsgi:application",
            f"--bind={options['host']}:{options['port']}",
            f"--workers={options['processes']}",
            "--threads=4",
            "--timeout=60",
            "--max-requests=5000",
            "--max-requests-jitter=500",
            "--forwarded-allow-ips=127.0.0.1" if not settings.TRUSTED_PROXIES else "--forwarded-allow-ips=*",
            "--log-level=warning",
        ]
        self.stdout.write(f"Serving on http://{options['host']}:{options['port']}")
        self.stdout.flush()
        os.execv(sys.executable, command)  # noqa: S606  # our own interpreter, fixed words, checked numbers
