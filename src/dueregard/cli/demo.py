"""`dueregard demo`: a running site with a made-up council, in one command.

The one idea: the demo is the real product on a folder of its own: the same web server, the same worker, SQLite, an
outbox page instead of mail. It listens on this computer only and stops, with everything it started, when it is
interrupted. `--once` walks the main journey as a person would and ends with 0 or 1.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated

import typer

from dueregard.demo.council import COUNCILS, PASSWORD
from dueregard.terms.errors import DueRegardError

_WAIT_SECONDS = 180
_SAYS = {
    "equalities_officer": "keeps the plan: start here",
    "action_owner": "answers for actions",
    "directorate_lead": "leads a directorate",
    "assessment_author": "writes assessments",
    "analyst": "looks after the figures",
    "board_member": "sits on a board",
    "clerk": "runs the boards’ meetings",
    "auditor": "reads everything, changes nothing",
    "administrator": "looks after people and settings",
}


def demo(
    once: Annotated[bool, typer.Option("--once", help="Walk the main journey, print what happened, and stop.")] = False,
    port: Annotated[int, typer.Option("--port", help="The port to listen on; 0 takes a free one.")] = 8000,
    fresh: Annotated[bool, typer.Option("--fresh", help="Throw away what an earlier demo left.")] = False,
    folder: Annotated[Path, typer.Option("--folder", help="Where the demo keeps its data.")] = Path("var/demo"),
) -> None:
    """Start a site with a made-up council. Needs no keys, no network and no database server."""
    with _folder(folder, once=once, fresh=fresh) as place:
        number = free_port(port, once=once)
        build(place, port=number)
        with running(place, port=number) as address:
            if once:
                from dueregard.cli.journey import walk
                from dueregard.demo.documents import sample_documents

                walk(address, document=sample_documents()[0], say=typer.echo)
                return
            _say_how(address, place)
            with suppress(KeyboardInterrupt):
                while True:
                    time.sleep(1)
            typer.echo("\nStopped. What you did is kept for next time; --fresh begins anew.")


@contextmanager
def _folder(folder: Path, *, once: bool, fresh: bool) -> Iterator[Path]:
    if once:
        with tempfile.TemporaryDirectory(prefix="dueregard-demo-") as made:
            yield Path(made)
        return
    place = folder.resolve()
    if fresh and (place / "dueregard.sqlite3").exists():
        shutil.rmtree(place)
    place.mkdir(parents=True, exist_ok=True)
    yield place


def free_port(asked: int, *, once: bool) -> int:
    """Give the port asked for; where it is taken, or a walk needs only any, a free one."""
    for port in (0,) if once else (asked, 0):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind(("127.0.0.1", port))
            except OSError:
                typer.echo(f"Port {port} is in use; taking another.")
                continue
            return int(trial.getsockname()[1])
    raise DueRegardError("No port is free on this computer.")


def _environment(place: Path, *, port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DUEREGARD_")}
    kept.pop("DATABASE_URL", None)
    return {
        **kept,
        "DUEREGARD_ENV": "demo",
        "DUEREGARD_DATA": str(place),
        "DUEREGARD_SITE_URL": f"http://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "dueregard.web.settings",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _command(*words: str) -> list[str]:
    return [sys.executable, "-c", "from dueregard.cli.main import main; main()", *words]


def build(place: Path, *, port: int) -> None:
    """Make the demo's database in a folder, where it is not there yet."""
    for words in (["migrate", "--verbosity=0"], ["createcachetable", "--verbosity=0"], ["build_demo"]):
        run = subprocess.run(  # noqa: S603  # our own interpreter and our own words
            _command("manage", *words), env=_environment(place, port=port), capture_output=True, text=True, check=False
        )
        if run.returncode:
            raise DueRegardError(f"The demo could not be built: {run.stderr.strip()[-2000:]}")


@contextmanager
def running(place: Path, *, port: int) -> Iterator[str]:
    """Run the web server and the worker; stop both, whatever happens."""
    address = f"http://127.0.0.1:{port}"
    with (place / "demo.log").open("ab") as log:
        started = [
            subprocess.Popen(  # noqa: S603  # our own interpreter and our own words
                _command(*words), env=_environment(place, port=port), stdout=log, stderr=log, start_new_session=True
            )
            for words in (["serve", f"--port={port}", "--processes=1"], ["worker"])
        ]
        try:
            _wait_for(address, started[0], log=place / "demo.log")
            yield address
        finally:
            for process in started:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGTERM)
            for process in started:
                try:
                    process.wait(timeout=15)
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, signal.SIGKILL)


def _wait_for(address: str, server: subprocess.Popen[bytes], *, log: Path) -> None:
    end = time.monotonic() + _WAIT_SECONDS
    while time.monotonic() < end:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=2):  # noqa: S310  # our own server, on loopback
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise DueRegardError("The site did not start.", where=str(log), mend="The end of that file says why.")


def _say_how(address: str, place: Path) -> None:
    from dueregard.demo.documents import sample_documents
    from dueregard.demo.records import sample_records

    samples = place / "documents-to-try"
    samples.mkdir(exist_ok=True)
    typer.echo(f"\nDue Regard is running: {address}\n")
    typer.echo(f"Sign in at {address}/account/login/ with any of these. The password of all is: {PASSWORD}\n")
    for council in COUNCILS:
        typer.echo(council.name)
        for person in council.people:
            doing = "; ".join(_SAYS[role] for role in person.roles)
            typer.echo(f"  {person.email:<28} {person.name}: {doing}")
    typer.echo(f"\nDocuments to try the import with, in {samples}:")
    for sample in sample_documents():
        (samples / sample.name).write_bytes(sample.data)
        typer.echo(f"  {sample.name:<34} {sample.about}")
    records = place / "records-to-try"
    records.mkdir(exist_ok=True)
    typer.echo(f"\nRecords to try under Datasets, in {records}:")
    for file in sample_records():
        (records / file.name).write_bytes(file.data)
        typer.echo(f"  {file.name:<34} {file.about}")
    typer.echo(f"\nAs the public: {address}/{COUNCILS[0].slug}/")
    typer.echo("Everybody and everything here is made up. Press Ctrl-C to stop.")
    sys.stdout.flush()
