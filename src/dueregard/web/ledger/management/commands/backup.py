"""`backup`: everything in one file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dueregard.terms.errors import DueRegardError
from dueregard.web.ledger.actions import back_up


class Command(BaseCommand):
    """Prints where the backup is."""

    help = "Write database, files and ledger heads to one file. The site may go on running."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what may be asked."""
        parser.add_argument("to", type=Path, help="a folder, or the name of a file that is not there yet")

    def handle(self, *args: Any, **asked: Any) -> None:
        """Do it."""
        try:
            path = back_up(to=asked["to"])
        except DueRegardError as fault:
            raise CommandError(str(fault), returncode=int(fault.exit_code)) from fault
        self.stdout.write(f"{path} ({path.stat().st_size:,} bytes). Check it with: dueregard restore --check {path}")
