"""`restore`: is a backup any good, and bring it back."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dueregard.domain.ledger.keys import read_verify_key
from dueregard.domain.ledger.verify import sorted_by_chain
from dueregard.terms.errors import DueRegardError
from dueregard.web.ledger.actions import check_backup, restore


class Command(BaseCommand):
    """Answers 0 if the backup is good, 1 if it is not."""

    help = "Check a backup by restoring it into an empty place, or restore it into an empty installation."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what may be asked."""
        parser.add_argument("archive", type=Path)
        parser.add_argument("--check", action="store_true", help="touch nothing: say whether the backup is good")
        parser.add_argument("--checkpoint", action="append", default=[], type=Path, help="a checkpoint kept outside")
        parser.add_argument("--key", help="the verify key that was kept with it")
        parser.add_argument(
            "--accept-loss",
            action="store_true",
            help="restore although a checkpoint knows of entries that the backup has not; the ledger will say so",
        )

    def handle(self, *args: Any, **asked: Any) -> None:
        """Do it."""
        try:
            key = read_verify_key(asked["key"]) if asked["key"] else None
            texts = [path.read_text(encoding="utf-8") for path in asked["checkpoint"]]
            outside = sorted_by_chain(texts, key=key)
            if asked["check"]:
                report = check_backup(archive=asked["archive"], outside=outside)
            else:
                report = restore(archive=asked["archive"], outside=outside, accept_loss=asked["accept_loss"])
        except DueRegardError as fault:
            raise CommandError(str(fault), returncode=int(fault.exit_code)) from fault
        for words in report.words():
            self.stdout.write(words)
        if asked["check"] and not report.is_good:
            raise CommandError("The backup is not good.", returncode=1)
        if not asked["check"]:
            self.stdout.write("Restored. If this program is newer than the backup, run `dueregard migrate` now.")
