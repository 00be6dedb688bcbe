"""A throw-away PostgreSQL for tests, and for any command that should run on one.

`python tests/postgres.py pytest tests/web` starts a cluster, sets DATABASE_URL to it, runs the command and removes the
cluster. In tests, the fixture `postgres` gives one for the session. Where PostgreSQL's programs are not installed the
tests skip and say so; where `CI` is set they fail.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Cluster:
    """A cluster of its own: data checksums on, fsync on, nobody else in it."""

    programs: Path
    folder: Path
    port: int
    user: str | None

    @property
    def data(self) -> Path:
        """Where its data are."""
        return self.folder / "data"

    def url(self, name: str = "postgres") -> str:
        """Give the DATABASE_URL of a database in it."""
        return f"postgresql://dueregard@{HOST}:{self.port}/{name}"

    def run(self, program: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run one of its programs as the user who owns it, with output to files: a server would keep a pipe open."""
        owner = {"PGHOST": HOST, "PGPORT": str(self.port), "PGUSER": "dueregard", "LC_ALL": "C.UTF-8"}
        with tempfile.TemporaryFile("w+") as out:
            done = subprocess.run(
                [str(self.programs / program), *arguments],
                stdout=out,
                stderr=subprocess.STDOUT,
                env={**os.environ, **owner},
                cwd=self.folder,
                check=False,
                timeout=120,
                user=self.user,
            )
            out.seek(0)
            told = out.read()
        if check and done.returncode:
            raise RuntimeError(f"{program} failed: {told}")
        return subprocess.CompletedProcess(done.args, done.returncode, told, "")

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = f"-p {self.port} -c listen_addresses={HOST} -c unix_socket_directories={self.folder}"
        self.run("pg_ctl", "-D", str(self.data), "-o", options, "-l", str(self.folder / "log"), "-w", "start")

    def stop(self, mode: str = "fast") -> None:
        """Stop it; `immediate` is a crash: nothing is flushed, and the next start recovers."""
        self.run("pg_ctl", "-D", str(self.data), "-m", mode, "-w", "stop")

    def create(self, name: str) -> str:
        """Make an empty database and give its DATABASE_URL."""
        self.run("createdb", name)
        return self.url(name)


def find_programs() -> Path | None:
    """Give the folder of the newest PostgreSQL that is installed, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).resolve().parent if on_path else None


def make_cluster(programs: Path) -> Cluster:
    """Make and start a cluster. As root it belongs to the user `postgres`, because PostgreSQL refuses root."""
    user = None
    folder = Path(tempfile.mkdtemp(prefix="dueregard-pg-"))
    if os.geteuid() == 0:
        user = "postgres"
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    cluster = Cluster(programs, folder, port, user)
    options = ("--auth=trust", "--username=dueregard", "--encoding=UTF8", "--data-checksums", "--no-sync")
    cluster.run("initdb", "-D", str(cluster.data), *options)
    cluster.start()
    return cluster


def remove_cluster(cluster: Cluster) -> None:
    """Stop a cluster and remove it."""
    cluster.run("pg_ctl", "-D", str(cluster.data), "-m", "immediate", "-w", "stop", check=False)
    shutil.rmtree(cluster.folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """Give a throw-away cluster."""
    programs = find_programs()
    if programs is None:
        words = "PostgreSQL's server programs are not installed."
        if os.environ.get("CI"):
            pytest.fail(words)
        pytest.skip(words)
    cluster = make_cluster(programs)
    yield cluster
    remove_cluster(cluster)


def main(command: Sequence[str]) -> int:
    """Run a command with DATABASE_URL set to a new cluster."""
    programs = find_programs()
    if programs is None:
        print("PostgreSQL's server programs are not installed.", file=sys.stderr)
        return 0 if not os.environ.get("CI") else 1
    cluster = make_cluster(programs)
    try:
        environment = {**os.environ, "DATABASE_URL": cluster.create("dueregard")}
        return subprocess.run(command, env=environment, check=False).returncode
    finally:
        remove_cluster(cluster)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
