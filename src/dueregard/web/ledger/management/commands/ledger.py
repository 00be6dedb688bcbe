"""`ledger`: verify the chains, sign their heads, take a chain elsewhere, make a key."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dueregard.domain.ledger.keys import read_verify_key
from dueregard.domain.ledger.verify import Outside, sorted_by_chain
from dueregard.terms.errors import DueRegardError
from dueregard.web.ledger.actions import make_key, record_check, write_bundle, write_checkpoints
from dueregard.web.ledger.queries import chains, verify_chain


class Command(BaseCommand):
    """Answers 0 if every chain is whole, 1 if one is not."""

    help = "Verify the ledger, sign its heads, export a chain, or make a signing key."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what may be asked."""
        asked = parser.add_subparsers(dest="asked", required=True)
        verify = asked.add_parser("verify", help="Walk every chain from its first entry.")
        verify.add_argument("--chain", help="this chain only: installation, or council:<id>")
        verify.add_argument("--checkpoint", action="append", default=[], type=Path, help="a checkpoint kept outside")
        verify.add_argument("--key", help="the verify key that was kept with it")
        verify.add_argument("--record", action="store_true", help="say in the ledger that it was checked")
        sign = asked.add_parser("checkpoint", help="Sign the heads and write them to a folder outside the server.")
        sign.add_argument("--to", required=True, type=Path)
        sign.add_argument("--chain")
        export = asked.add_parser("export", help="Write a chain as a bundle that tools/verify_ledger.py can check.")
        export.add_argument("--chain", required=True)
        export.add_argument("--to", required=True, type=Path)
        export.add_argument("--without-personal", action="store_true", help="leave the personal values out")
        key = asked.add_parser("key", help="Make a signing key and print the verify key to keep outside.")
        key.add_argument("file", type=Path)

    def handle(self, *args: Any, **asked: Any) -> None:
        """Do what was asked."""
        try:
            getattr(self, f"_{asked['asked']}")(asked)
        except DueRegardError as fault:
            raise CommandError(str(fault), returncode=int(fault.exit_code)) from fault

    def _verify(self, asked: dict[str, Any]) -> None:
        key = read_verify_key(asked["key"]) if asked["key"] else None
        texts = [path.read_text(encoding="utf-8") for path in asked["checkpoint"]]
        outside = sorted_by_chain(texts, key=key)
        names = (asked["chain"],) if asked["chain"] else tuple(sorted({*chains(), *outside}))
        broken = 0
        for name in names:
            if asked["record"]:
                record_check(chain=name, by="system")
            verdict = verify_chain(chain=name, outside=outside.get(name, Outside()))
            broken += not verdict.is_whole
            for words in verdict.words():
                self.stdout.write(words if verdict.is_whole else f"{name}: {words}")
        if broken:
            raise CommandError(f"{broken} of {len(names)} chains are not whole.", returncode=1)

    def _checkpoint(self, asked: dict[str, Any]) -> None:
        for path in write_checkpoints(to=asked["to"], chain=asked["chain"]):
            self.stdout.write(str(path))

    def _export(self, asked: dict[str, Any]) -> None:
        write_bundle(chain=asked["chain"], to=asked["to"], has_personal=not asked["without_personal"])
        self.stdout.write(f"Check it with: python verify_ledger.py {asked['to']}")

    def _key(self, asked: dict[str, Any]) -> None:
        self.stdout.write(make_key(to=asked["file"]))
