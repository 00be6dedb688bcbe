"""One program for all crash tests: `python -m crash.program TASK …`, with DATABASE_URL set.

The tasks are prepare, nursery, write, careless and check: the function of each name says what it does.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from socketserver import TCPServer, ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import django

os.environ["DUEREGARD_ENV"] = "test"
os.environ["DJANGO_SETTINGS_MODULE"] = "crash.settings"
django.setup()

# ruff: noqa: E402 (what follows needs the settings)
from django.core.management import call_command
from django.db import Error, connection, transaction

from crash.urls import CHAIN, save
from dueregard.domain.ledger.entries import Entry as Sealed
from dueregard.domain.ledger.entries import sealed, start_of, written_time
from dueregard.web.ledger.queries import rows, verify_chain


def prepare() -> None:
    """Make the tables."""
    call_command("migrate", "ledger", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE saves (token VARCHAR(80) PRIMARY KEY)")
    save(token="first")


class Server(ThreadingMixIn, WSGIServer):
    """A web server of several threads on a socket that is open already."""

    daemon_threads = True

    def server_bind(self) -> None:
        """Bind without asking the network for our own name."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]
        self.setup_environ()


class Quiet(WSGIRequestHandler):
    """Log nothing."""

    def log_message(self, *args: object) -> None:
        """Log nothing."""


def nursery() -> None:
    """Fork a server for every line on stdin. Django is loaded once, so that a start takes milliseconds."""
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
    server = Server(("127.0.0.1", 0), Quiet)
    server.set_app(application)
    print(server.server_port, flush=True)
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            server.serve_forever(poll_interval=0.01)
        print(child, flush=True)
        os.waitpid(child, 0)
        print("dead", flush=True)


def write(prefix: str, count: str, pause: str, synchronous: str = "") -> None:
    """Save again and again; print a token when, and only when, it is saved, with how long it took."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_autocheckpoint=40")  # so that a short run sees some
            if synchronous:
                cursor.execute(f"PRAGMA synchronous={synchronous}")
    number = 0
    while number < int(count):
        number += 1
        token = f"{prefix}-{number}"
        began = time.monotonic()
        try:
            save(token=token)
        except Error:
            connection.close()
            time.sleep(0.02)
            continue
        os.write(1, f"{token} {time.monotonic() - began:.4f}\n".encode())
        if float(pause):
            time.sleep(random.uniform(0, 2 * float(pause)))


def careless(prefix: str, count: str) -> None:
    """Append by hand: read the last entry, then write the next, and let nobody wait."""
    if prefix == "disarm":
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER ledger_entry_follows ON ledger_entry")
            for name in ("ledger_one_entry_per_number", "ledger_one_successor_per_entry"):
                cursor.execute(f"ALTER TABLE ledger_entry DROP CONSTRAINT {name}")
        return
    from django.utils import timezone

    from dueregard.web.ledger.models import Chain, Entry, EntrySubject

    for number in range(int(count)):
        try:
            with transaction.atomic():
                chain = Chain.objects.get(name=CHAIN)
                last = Entry.objects.filter(chain=chain).order_by("-number").first()
                time.sleep(0.005)
                now = timezone.now()
                entry = sealed(
                    Sealed(
                        chain=CHAIN,
                        number=last.number + 1 if last else 1,
                        previous_hash=last.hash if last else start_of(CHAIN),
                        at=written_time(now),
                        kind="crash.saved",
                        by="system",
                        subject=f"crash.save:{prefix}-{number}",
                    )
                )
                fields = {
                    name: getattr(entry, name) for name in ("number", "previous_hash", "kind", "by", "subject", "hash")
                }
                row = Entry.objects.create(chain=chain, at=now, **fields)
                EntrySubject.objects.create(entry=row, subject=entry.subject)
        except Error as fault:
            os.write(1, f"refused {type(fault).__name__}\n".encode())


def erase(subject: str, secure: str = "") -> None:
    """Erase what the ledger keeps about a subject."""
    from dueregard.web.ledger.actions import erase_personal

    if secure:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA secure_delete={secure}")
    print(erase_personal(by="system", subject=subject, reason="asked"))


def check() -> None:
    """Tell what is in the table, what is in the chain, and whether the chain is whole."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT token FROM saves")
        kept = sorted(token for (token,) in cursor.fetchall())
    verdict = verify_chain(chain=CHAIN)
    told = [row.entry.facts.get("token") for row in rows(chain=CHAIN)]
    findings = [[finding.fault.value, finding.number, finding.words] for finding in verdict.findings]
    print(json.dumps({"kept": kept, "told": told, "findings": findings, "entries": verdict.entries}))


TASKS = {"prepare": prepare, "nursery": nursery, "write": write, "careless": careless, "erase": erase, "check": check}

if __name__ == "__main__":
    TASKS[sys.argv[1]](*sys.argv[2:])
