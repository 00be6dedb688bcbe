"""The reading process: what comes back, what stops it, and that the asking process stays small."""

from __future__ import annotations

import json
import os
import resource
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

import reading_made_up as made
from dueregard.reading import sandbox
from dueregard.reading.answer import Gathering, to_lines
from dueregard.reading.blocks import Blocks, Cell, Paragraph, Place, Row, Table
from dueregard.reading.limits import DEFAULT, MEGABYTE
from dueregard.reading.read import read_document
from dueregard.reading.sandbox import ReadingStopped, read_safely
from dueregard.terms.errors import CannotBeRead


@pytest.mark.parametrize("name", sorted(made.PLANS))
def test_reads_the_same_as_in_this_process(name: str) -> None:
    data = made.PLANS[name]()

    assert read_safely(data, name=name) == read_document(data, name=name)


def test_refusals_come_through_with_all_their_words() -> None:
    scan = made.picture_pdf(2)
    with pytest.raises(CannotBeRead) as here:
        read_document(scan, name="scan.pdf")
    with pytest.raises(CannotBeRead) as there:
        read_safely(scan, name="scan.pdf")

    assert (there.value.message, there.value.where, there.value.mend) == (
        here.value.message,
        here.value.where,
        here.value.mend,
    )


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []

    read_safely(
        made.pdf("One\n#pagebreak()\nTwo"), name="a.pdf", progress=lambda done, total: told.append((done, total))
    )

    assert told == [(1, 2), (2, 2)]


# Programs that stand in for a reader which a file has taken over; each is started as the reader would be.
_ENDLESS = "import time\nwhile True: time.sleep(1)"
_BUSY = "while True: pass"
_STUBBORN = "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nwhile True: time.sleep(1)"
_ABORTS = "import os; os.abort()"
_LEAVES = "import sys; sys.exit(3)"
_CHATTERS = "import sys\nwhile True: sys.stdout.write('x' * 65536)"
_LINES = "import sys\nwhile True: sys.stdout.write('{}\\n' * 10000)"


def _taken_over(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    monkeypatch.setattr(sandbox, "_START", program)


@pytest.mark.parametrize("program", [_ENDLESS, _BUSY, _STUBBORN])
def test_time_is_up(program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _taken_over(monkeypatch, program)
    started = time.monotonic()

    with pytest.raises(CannotBeRead, match="took longer than 1 seconds"):
        read_safely(b"x" * 3_000_000, name="a.txt", limits=replace(DEFAULT, seconds=1))

    assert time.monotonic() - started < 4


@pytest.mark.parametrize(
    ("program", "words"),
    [
        (_ABORTS, "needed more memory"),
        (_LEAVES, "made its reader stop"),
        (_CHATTERS, "far more text"),
        (_LINES, "far more text"),
    ],
)
def test_broken_readers(program: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _taken_over(monkeypatch, program)

    with pytest.raises(CannotBeRead, match=words):
        read_safely(b"x", name="a.txt", limits=replace(DEFAULT, answer_bytes=MEGABYTE))


def test_cancel_stops_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    _taken_over(monkeypatch, _ENDLESS)
    asked = iter([False, False, True])

    with pytest.raises(ReadingStopped):
        read_safely(b"x", name="a.txt", cancelled=lambda: next(asked))


def test_no_process_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def remember(*args: object, **options: object) -> subprocess.Popen[bytes]:
        started.append(real(*args, **options))  # type: ignore[call-overload]
        return started[-1]

    monkeypatch.setattr(sandbox.subprocess, "Popen", remember)
    _taken_over(monkeypatch, _STUBBORN)
    with pytest.raises(CannotBeRead):
        read_safely(b"x", name="a.txt", limits=replace(DEFAULT, seconds=1))

    assert started[0].returncode is not None
    with pytest.raises(ProcessLookupError):
        os.killpg(started[0].pid, 0)


def test_memory_is_limited_by_the_system() -> None:
    data = b"\n".join(b"%d,Train staff,HR" % n for n in range(20_000))

    with pytest.raises(CannotBeRead, match="needed more memory to read than the 60 MB"):
        read_safely(data, name="a.csv", limits=replace(DEFAULT, memory_bytes=60 * MEGABYTE))
    assert read_safely(data, name="a.csv").format == "csv", "with the usual limit it is read"


def test_two_hundred_megabytes_are_refused_without_starting_a_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox.subprocess, "Popen", lambda *_, **__: pytest.fail("a reader was started"))

    with pytest.raises(CannotBeRead, match="200 MB; the most we read is 25 MB"):
        read_safely(bytes(200 * MEGABYTE), name="a.docx")


_CONFINED = """
import sys; sys.path.append(sys.argv[1])
import json, os, resource
from dueregard.reading.child import confine
from dueregard.reading.limits import DEFAULT
confine(DEFAULT, with_office=False)
found = {"environment": sorted(set(os.environ) - {"LC_CTYPE"})}
import socket
try:
    socket.create_connection(("127.0.0.1", int(sys.argv[2])), timeout=2); found["python"] = "connected"
except OSError as fault:
    found["python"] = "refused"
import _socket
try:
    raw = _socket.socket(2, 1); raw.connect(("127.0.0.1", int(sys.argv[2]))); found["kernel"] = "connected"
except OSError as fault:
    found["kernel"] = "refused"
try:
    with open(sys.argv[3], "w") as file: file.write("x" * 10)
    found["file"] = os.path.getsize(sys.argv[3])
except OSError:
    found["file"] = 0
found["core"] = resource.getrlimit(resource.RLIMIT_CORE)[1]
found["memory"] = resource.getrlimit(resource.RLIMIT_AS)[1]
print(json.dumps(found))
"""


def test_reader_has_no_environment_network_or_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "canary")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-I", "-B", "-c", _CONFINED, sandbox._ROOT, str(port), str(tmp_path / "x")],
            capture_output=True,
            env={"LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"},
            timeout=30,
            check=False,
        )
    assert done.returncode in (0, -25), done.stderr  # SIGXFSZ where the system signals rather than fails the write
    found = json.loads(done.stdout)

    assert found["environment"] == ["LANG", "PATH"]
    assert found["python"] == "refused"
    assert (found["file"], found["core"], found["memory"]) == (0, 0, 512 * MEGABYTE)
    if _may_leave_network():
        assert found["kernel"] == "refused"


def _may_leave_network() -> bool:
    tried = (
        "import sys; sys.path.append(sys.argv[1]); from dueregard.reading.child import leave_network as l; print(l())"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", tried, sandbox._ROOT], capture_output=True, timeout=30, check=True
    )
    return done.stdout.strip() == b"True"


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="Memory is measured through /proc.")
@pytest.mark.parametrize(
    "make",
    [
        lambda: ("bomb.docx", made.bomb_word(150)),
        lambda: ("many.docx", made.zip_of_many(400_000)),
        lambda: ("giant.csv", b"a,b\n" * 6_000_000),
        lambda: ("rows.csv", b"\n".join(b"%d,Train staff,HR" % n for n in range(50_000))),
        lambda: ("deep.html", b"<div>" * 4_000_000),
        lambda: ("wide.html", b"<table><tr>" + b"<td colspan=1000 rowspan=1000>x" * 20_000),
        lambda: ("long.txt", b"word " * 5_000_000),
    ],
    ids=["bomb", "many", "giant", "rows", "deep", "wide", "long"],
)
def test_hostile_files_are_answered_in_time_and_the_asker_stays_small(make: object) -> None:
    name, data = make()  # type: ignore[operator]
    before, started = _resident(), time.monotonic()

    with suppress(CannotBeRead):
        read_safely(data, name=name)

    assert time.monotonic() - started < 22
    assert _resident() - before < 50 * MEGABYTE


def test_answer_crosses_without_loss() -> None:
    rows = tuple(
        Row((Cell(f"{n}", Place(table=1, row=n, cell=1), value=n),), Place(table=1, row=n), hidden=n % 2 == 0)
        for n in range(1, 1001)
    )
    blocks = Blocks(
        "xlsx",
        (
            Paragraph("before", Place(paragraph=1)),
            Table(rows, Place(table=1), caption="c", hidden_columns=(1,)),
            *(Paragraph(f"after {n}", Place(paragraph=n)) for n in range(120)),
        ),
        name="n",
        warnings=("w",),
    )
    gathering = Gathering()

    for line in to_lines(blocks):
        gathering.take(json.loads(line))

    assert gathering.result() == blocks


def test_answer_cut_off_is_no_answer() -> None:
    blocks = Blocks("text", tuple(Paragraph(f"{n}", Place(paragraph=n)) for n in range(200)))
    *most, _ = to_lines(blocks)
    gathering = Gathering()

    for line in most:
        gathering.take(json.loads(line))

    assert gathering.result() is None
