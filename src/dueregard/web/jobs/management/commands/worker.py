"""`manage.py worker`: do the long work. Run one or more beside the web processes; restart them at will."""

from __future__ import annotations

import threading
import time
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections, connection

from dueregard.web.jobs import actions

A_DAY_SECONDS = 24 * 60 * 60


class Command(BaseCommand):
    """Resume what a dead worker left, then do what is in the queue."""

    help = "Do the long work: read documents, make reports. Ends with Ctrl+C, after the job it is doing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what may be asked of a worker."""
        parser.add_argument("--once", action="store_true", help="Do what waits now, then end")
        parser.add_argument("--interval", type=float, default=1.0, help="Seconds between looks at an empty queue")
        parser.add_argument(
            "--stale-after",
            type=float,
            default=actions.STALE_AFTER.total_seconds(),
            help="Seconds without a sign of life",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until told to end."""
        stale = timedelta(seconds=options["stale_after"])
        resumed = actions.resume_stale(older_than=stale)
        actions.forget_old()
        for words in actions.do_daily():
            self.stdout.write(words)
        actions.do_often()
        if resumed:
            self.stdout.write(f"Resumed {resumed} jobs that another worker had left.")
        if not options["once"]:
            threading.Thread(target=_keep_resuming, args=(stale,), name="resume", daemon=True).start()
        call_command(
            "db_worker",
            batch=options["once"],
            interval=options["interval"],
            startup_delay=False,
            reload=False,
            verbosity=options["verbosity"],
        )


def _keep_resuming(stale: timedelta) -> None:
    pause, next_day = threading.Event(), time.monotonic() + A_DAY_SECONDS
    while not pause.wait(max(1.0, stale.total_seconds() / 2)):
        close_old_connections()
        actions.resume_stale(older_than=stale)
        actions.do_often()
        if time.monotonic() >= next_day:
            actions.do_daily()
            next_day += A_DAY_SECONDS
        connection.close()
