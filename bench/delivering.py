"""What does delivery cost at the size of the largest council, and does anything break when everybody answers at once?

`python -m bench.delivering [OWNERS ACTIONS AT_ONCE]` does it smaller.

The one idea: 10,000 actions of 2,000 owners with five years of quarterly updates, on SQLite and on PostgreSQL; a round
that asks everybody is opened as a job, and the pages are walked by the same code as ever. Then 500 owners send an
update at the same moment to the real server, in several processes and threads, on PostgreSQL. Limits: opening under
five minutes; a page under 3 s and 60 statements; no error, no lost update, the ledger whole.
"""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from lxml import html

from bench.sites import ask_site, environment

MOST_OPENING_SECONDS, MOST_PAGE_SECONDS, MOST_STATEMENTS = 300.0, 3.0, 60
PROCESSES = 4  # of four threads each
_TESTS = Path(__file__).resolve().parents[1] / "tests"


@dataclass(frozen=True, slots=True)
class Size:
    """How large the council is, and how many answer at once."""

    owners: int = 2_000
    actions: int = 10_000
    at_once: int = 500


def main(size: Size = Size()) -> bool:  # frozen
    """Print the costs on both databases and the load run; say whether all is within its limits."""
    sys.path.append(str(_TESTS))
    from postgres import find_programs, make_cluster, remove_cluster

    fits = []
    print(f"Delivering: {size.actions:,} actions, {size.owners:,} owners, five years of quarterly updates")
    with tempfile.TemporaryDirectory() as folder:
        fits.append(_measure("SQLite", f"sqlite:///{folder}/bench.sqlite3", size))
        programs = find_programs()
        if programs is None:
            print("PostgreSQL's server programs are not installed: not measured on it, and no load run")
            return all(fits)
        cluster = make_cluster(programs)
        try:
            url = cluster.create("bench")
            fits.append(_measure("PostgreSQL", url, size))
            fits.append(_load(url, folder, size))
        finally:
            remove_cluster(cluster)
    return all(fits)


def _measure(name: str, url: str, size: Size) -> bool:
    began = time.perf_counter()
    filled = _site(url, "fill", str(size.owners), str(size.actions))
    print(f"\n{name}: {filled['updates']:,} updates made in {time.perf_counter() - began:.0f} s")
    told = _site(url, "measure")
    fits = told["state"] == "open" and told["queued"] == size.owners and told["open"] < MOST_OPENING_SECONDS
    print(f"  choose all actions {told['choose']:6.1f} s")
    print(f"  open the round     {told['open']:6.1f} s, {told['queued']:,} messages queued ({told['state']})")
    for page, (seconds, statements) in told["pages"].items():
        is_in = seconds < MOST_PAGE_SECONDS and statements <= MOST_STATEMENTS
        fits = fits and is_in
        print(f"  {page:22}{seconds * 1000:8.0f} ms {statements:4} statements{'' if is_in else '  OVER'}")
    return bool(fits)


def _site(url: str, *task: str) -> dict[str, Any]:
    return ask_site("bench.delivering_site", url, *task)


# 500 at once


def _load(url: str, folder: str, size: Size) -> bool:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    paths = _site(url, "links", str(size.at_once))["paths"]
    command = [sys.executable, "-c", "from dueregard.cli.main import main; main()", "serve", f"--port={port}"]
    settings = environment(
        url, DUEREGARD_ENV="development", DUEREGARD_DATA=folder, DUEREGARD_MAIL="none", DUEREGARD_LOG_LEVEL="ERROR"
    )
    with open(Path(folder) / "server.log", "w+", encoding="utf-8") as log:
        server = subprocess.Popen([*command, f"--processes={PROCESSES}"], env=settings, stdout=log, stderr=log)
        try:
            _await(port)
            results = _answer_all(port, paths)
        finally:
            server.terminate()
            server.wait(timeout=30)
        log.seek(0)
        faults = [line for line in log if "ERROR" in line or "Traceback" in line]
    told = _site(url, "answered")
    seconds = sorted(took for _, took, _ in results)
    well = sum(status == 302 for status, _, _ in results)
    lost = {text for _, _, text in results} - set(told["texts"])
    print(f"\n{len(paths)} owners send an update at once, PostgreSQL, {PROCESSES} processes of four threads")
    p50, p95, whole = _at(seconds, 50), _at(seconds, 95), "whole" if told["is_whole"] else "BROKEN"
    print(f"  answered well {well}, p50 {p50:.2f} s, p95 {p95:.2f} s, last {seconds[-1]:.2f} s")
    print(f"  lost updates {len(lost)}, faults in the log {len(faults)}, ledger {whole}")
    return well == len(paths) and not lost and not faults and bool(told["is_whole"])


def _answer_all(port: int, paths: list[str]) -> list[tuple[int, float, str]]:
    """Open every owner's page first, then send all the forms at the same moment; give status, seconds and text."""
    with ThreadPoolExecutor(max_workers=8) as pool:
        forms = list(pool.map(lambda numbered: _form(port, *numbered), enumerate(paths)))
    gate = threading.Barrier(len(forms))
    with ThreadPoolExecutor(max_workers=len(forms)) as pool:
        return list(pool.map(lambda form: _send(port, gate, *form), forms))


def _form(port: int, number: int, path: str) -> tuple[str, str, str, str]:
    """Open a link as a browser does and fill in the first action; give path, cookies, the form and the text in it."""
    answer = _ask(port, "GET", path)
    cookies = dict(one.split(";")[0].split("=", 1) for one in answer.headers.get_all("Set-Cookie") or [])
    to = str(answer.headers["Location"])
    page = _ask(port, "GET", to, cookies=_header(cookies))
    cookies |= dict(one.split(";")[0].split("=", 1) for one in page.headers.get_all("Set-Cookie") or [])
    form = next(
        one for one in html.fromstring(page.read()).forms if one.xpath('.//button[starts-with(@value, "send:")]')
    )
    fields = {name: value for name, value in form.form_values() if value}
    text = f"Answer of owner {number}: two more surveyors began."
    box = form.xpath(".//textarea/@name")[0]
    fields[box] = text
    for name in sorted({radio.name for radio in form.xpath('.//input[@type="radio"]')}):
        if name.rpartition("-")[0] == box.rpartition("-")[0] and name.endswith("status"):
            fields[name] = "on_track"
    fields["do"] = form.xpath('.//button[starts-with(@value, "send:") and not(@value="send:all")]/@value')[0]
    return to, _header(cookies), urlencode(fields), text


def _send(port: int, gate: threading.Barrier, path: str, cookies: str, form: str, text: str) -> tuple[int, float, str]:
    gate.wait()
    began = time.perf_counter()
    try:
        status = _ask(port, "POST", path, cookies=cookies, body=form).status
    except OSError:
        status = 0
    return status, time.perf_counter() - began, text


def _ask(port: int, method: str, path: str, *, cookies: str = "", body: str = "") -> http.client.HTTPResponse:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
    link.request(method, path, body=body or None, headers=headers)
    return link.getresponse()


def _header(cookies: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def _await(port: int) -> None:
    for _ in range(120):
        try:
            if _ask(port, "GET", "/healthz").status == 200:
                return
        except OSError:
            pass
        time.sleep(1)
    raise RuntimeError("the server did not start")


def _at(values: list[float], percent: int) -> float:
    return values[min(len(values) - 1, len(values) * percent // 100)]


if __name__ == "__main__":
    sys.exit(0 if main(Size(*map(int, sys.argv[1:]))) else 1)
