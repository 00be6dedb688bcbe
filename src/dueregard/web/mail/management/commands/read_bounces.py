"""Read the reports that mail systems send where a message did not arrive; for the mailbox of DUEREGARD_MAIL_FROM."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from dueregard.web.mail.actions.bounces import read_reports


class Command(BaseCommand):
    """Calls `actions.bounces.read_reports`."""

    help = "Read delivery reports (RFC 3464): one e-mail, or a mailbox (mbox). Reading one twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what may be read."""
        parser.add_argument("file", help="A file, or - for standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read it and say what was in it."""
        data = sys.stdin.buffer.read() if options["file"] == "-" else Path(options["file"]).read_bytes()
        letters, noted = read_reports(data)
        self.stdout.write(f"Read {letters} e-mails; {noted} messages of ours came back that were not known to.")
