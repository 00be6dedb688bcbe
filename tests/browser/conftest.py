"""A real site for the browser: its own process, its own copy of a made database, on a port of its own.

The one idea: a database with append-only tables cannot be emptied between tests, so one is made once and copied for
each module that writes. The server is the same gunicorn as in production, started by its command.
"""

from __future__ import annotations

import fcntl
import http.cookiejar
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from looking import Looking, chromium, looking

from dueregard.demo.council import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
RUNNING_SITE = os.environ.get("DUEREGARD_TEST_SITE", "").rstrip("/")
# What makes the database that every site starts from, in order.
COMMANDS: tuple[tuple[str, ...], ...] = (("migrate", "--verbosity", "0"), ("build_demo",))


@dataclass
class Site:
    """A running site: its address, its folder, and who is signed in."""

    base: str
    folder: Path
    _signed_in: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def url(self, path: str) -> str:
        """Give the whole address of a path."""
        return self.base + path

    def cookies_of(self, email: str, *, password: str = PASSWORD) -> list[dict[str, Any]]:
        """Sign a made-up person in through the page, as a browser would, and give the cookies for `Looking.page`."""
        if email not in self._signed_in:
            jar = http.cookiejar.CookieJar()
            client = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
            page = client.open(self.url("/account/login/"), timeout=30).read().decode()
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
            assert token, "the sign-in page has no form"
            sent = {"csrfmiddlewaretoken": token[1], "login": email, "password": password}
            client.open(self.url("/account/login/"), urllib.parse.urlencode(sent).encode(), timeout=30).read()
            cookies = [{"name": c.name, "value": c.value or "", "url": self.base} for c in jar]
            assert any("session" in each["name"] for each in cookies), f"{email} could not sign in"
            self._signed_in[email] = cookies
        return self._signed_in[email]


@pytest.fixture(scope="session")
def look(pytestconfig: pytest.Config) -> Iterator[Looking]:
    """Give the browser. Without one the tests are skipped, and in CI they fail."""
    if chromium() is None:
        if os.environ.get("CI"):
            pytest.fail("There is no Chromium: `.ci/run` installs it.")
        pytest.skip("There is no Chromium on this machine.")
    with looking() as made:
        yield made


@pytest.fixture(scope="session")
def template_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder with the database that sites start from; made once for all workers."""
    if RUNNING_SITE:
        return tmp_path_factory.getbasetemp()
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "template-site"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "made").exists():
            for command in COMMANDS:
                subprocess.run([sys.executable, "-m", "django", *command], env=_environment(folder), check=True)
            (folder / "made").touch()
    return folder


@pytest.fixture(scope="module")
def site(template_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Give a running site with a database of its own, or the one that DUEREGARD_TEST_SITE names."""
    if RUNNING_SITE:
        yield Site(RUNNING_SITE, template_site)
        return
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(template_site, folder, dirs_exist_ok=True)
    log = folder / "server.log"
    command = [sys.executable, "-m", "gunicorn", "--bind", "127.0.0.1:0", "--threads", "4", "--no-control-socket"]
    with log.open("w") as out:
        server = subprocess.Popen(
            [*command, "dueregard.web.wsgi"], env=_environment(folder), stdout=out, stderr=subprocess.STDOUT
        )
        try:
            yield Site(_address(log, server), folder)
        finally:
            server.terminate()
            server.wait(timeout=30)


def _environment(folder: Path) -> dict[str, str]:
    own = {
        "DUEREGARD_ENV": "test",
        "DUEREGARD_DATA": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "dueregard.web.settings",
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONWARNINGS": "ignore",
    }
    return {**os.environ, **own}


def _address(log: Path, server: subprocess.Popen[bytes], *, seconds: int = 60) -> str:
    until = time.monotonic() + seconds
    while time.monotonic() < until and server.poll() is None:
        found = re.search(r"Listening at: (http://127\.0\.0\.1:\d+)", log.read_text())
        if found:
            return found[1]
        time.sleep(0.1)
    raise AssertionError(f"The site did not start: {log.read_text()[-2000:]}")
