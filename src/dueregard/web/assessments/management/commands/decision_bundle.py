"""Make the bundle of a decision in one command, or write its record to make one from elsewhere."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dueregard.terms.errors import DueRegardError
from dueregard.web.assessments.actions.bundles import make_for_command, write_record


class Command(BaseCommand):
    """Calls `actions.bundles.make_for_command` and `write_record`."""

    help = "Make the bundle of a decision, or write its record (dueregard assess bundle makes one from that)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what may be asked."""
        parser.add_argument("council", help="The council's name in addresses")
        parser.add_argument("decision", help="The decision's number, or its id")
        parser.add_argument("--to", type=Path, help="The bundle's file, ending in .zip")
        parser.add_argument("--record", type=Path, help="The record's file, ending in .json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what was asked for; nothing is written over."""
        wanted = [(options["to"], make_for_command), (options["record"], write_record)]
        if not any(path for path, _make in wanted):
            raise CommandError("Say where to write: --to FILE.zip or --record FILE.json.")
        for path, make in wanted:
            if path is None:
                continue
            if path.exists():
                raise CommandError(f"{path} is there already.")
            try:
                data, said = make(options["council"], options["decision"])
            except DueRegardError as fault:
                raise CommandError(str(fault)) from fault
            path.write_bytes(data)
            self.stdout.write(f"{path}: {said}")
