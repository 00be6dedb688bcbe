"""Reading a file from a stranger: in a process of its own, with limits the system itself enforces.

The one idea: whatever a file does to its reader, the process that asked sees one of two things, blocks or a
`CannotBeRead`. The reader gets an empty environment, a session of its own and the limits of `child`; it is ended when
its time is up, when it answers too much, or when the person cancels. Its complaints are never passed on: they could
hold the document's words.
"""

from __future__ import annotations

import json
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from os import killpg
from pathlib import Path
from threading import Thread
from typing import IO, Any

import dueregard
from dueregard.reading.answer import Gathering
from dueregard.reading.blocks import Blocks
from dueregard.reading.limits import DEFAULT, MEGABYTE, Limits, needs_too_much_memory
from dueregard.terms.errors import CannotBeRead

Progress = Callable[[int, int], None]
_ROOT = str(Path(dueregard.__file__).resolve().parents[1])
# Isolated Python starts without the paths of its environment; the one it needs is handed over.
_START = "import sys; sys.path.append(sys.argv[1]); from dueregard.reading.child import main; sys.exit(main())"
_SMALLER = "Send only the part that holds the plan, or save it in another format."
_OFFICE_STARTS = (b"\xd0\xcf\x11\xe0", b"{\\rtf")
_LOOK = 0.1  # seconds between looks at the clock
_LONGEST_LINE = 8 * MEGABYTE


class ReadingStopped(CannotBeRead):
    """The person who asked for the file to be read has stopped it."""


def read_safely(
    data: bytes,
    *,
    name: str,
    limits: Limits = DEFAULT,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Blocks:
    """Read a file of any format in a process of its own.

    Takes:   `progress(done, total)` is called here, in the asking process, as pages are read;
             `cancelled()` is asked ten times a second whether to stop.
    Raises:  CannotBeRead for whatever cannot be read, takes too long or needs too much; ReadingStopped on cancel.
    """
    limits.check_file_size(len(data), name=name)
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and a fixed program
        [sys.executable, "-I", "-B", "-c", _START, _ROOT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"},
        start_new_session=True,
        close_fds=True,
    )
    conversation = _Conversation(process, name=name, limits=limits, progress=progress, cancelled=cancelled)
    feeder = Thread(target=_feed, args=(process, data, name, limits), daemon=True)
    feeder.start()
    try:
        conversation.follow()
    finally:
        _end(process)
        feeder.join(timeout=5)
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
    return conversation.outcome()


def _feed(process: subprocess.Popen[bytes], data: bytes, name: str, limits: Limits) -> None:
    asked = {
        "name": name,
        "size": len(data),
        "limits": asdict(limits),
        "with_office": data.startswith(_OFFICE_STARTS) or b"opendocument.text" in data[:200],
    }
    assert process.stdin is not None  # opened as a pipe above
    with suppress(OSError, ValueError):  # the reader may end before it has read everything
        process.stdin.write(json.dumps(asked).encode() + b"\n")
        view = memoryview(data)
        for at in range(0, len(data), MEGABYTE):
            process.stdin.write(view[at : at + MEGABYTE])
        process.stdin.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the reader and whatever it has started; the first, gentle word lets it end LibreOffice itself."""
    if process.poll() is None:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.7)
    with suppress(ProcessLookupError, PermissionError):
        killpg(process.pid, signal.SIGKILL)
    process.wait()


class _Conversation:
    """What the reader says, followed until it ends or is to be ended."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        *,
        name: str,
        limits: Limits,
        progress: Progress | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self.process = process
        self.name = name
        self.limits = limits
        self.progress = progress
        self.cancelled = cancelled
        self.gathering = Gathering()
        self.fault: CannotBeRead | None = None
        self.answered = 0
        self.is_short_of_memory = False
        self.rest: dict[str, bytes] = {"answer": b"", "aside": b""}

    def follow(self) -> None:
        """Listen until the reader has said everything, its time is up, or the person stops it."""
        ends = time.monotonic() + self.limits.seconds
        with selectors.DefaultSelector() as listening:
            for pipe, kind in ((self.process.stdout, "answer"), (self.process.stderr, "aside")):
                assert pipe is not None  # opened as pipes by read_safely
                listening.register(pipe, selectors.EVENT_READ, kind)
            while listening.get_map() and self.fault is None:
                if self.cancelled is not None and self.cancelled():
                    self.fault = ReadingStopped("The reading was stopped.", where=self.name or None)
                elif time.monotonic() > ends:
                    self.fault = self._too_slow()
                for key, _ in listening.select(timeout=_LOOK):
                    self._hear(key.fileobj, key.data, listening)
        if self.fault is None:
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=max(ends - time.monotonic(), 1.0))

    def _hear(self, pipe: Any, kind: str, listening: selectors.BaseSelector) -> None:
        stream: IO[bytes] = pipe
        heard = stream.read1(65536)  # type: ignore[attr-defined]  # pipes are buffered readers, which have read1
        if not heard:
            listening.unregister(pipe)
            return
        if kind == "answer":
            self.answered += len(heard)
            if self.answered > self.limits.answer_bytes:
                self.fault = self.fault or self._too_large()
                return
        *whole, self.rest[kind] = (self.rest[kind] + heard).split(b"\n")
        if len(self.rest[kind]) > _LONGEST_LINE:
            self.fault = self.fault or self._too_large()
        for line in whole:
            self._take(line, kind)

    def _take(self, line: bytes, kind: str) -> None:
        try:
            shape = json.loads(line)
        except ValueError:
            # A library's own complaint, which is nobody's business, save that memory ran out while it was made.
            self.is_short_of_memory = self.is_short_of_memory or line.startswith(b"MemoryError")
            return
        if not isinstance(shape, dict):
            return
        if kind == "aside":
            if self.progress is not None and "progress" in shape:
                done, total = shape["progress"]
                self.progress(int(done), int(total))
        elif "fault" in shape:
            said = shape["fault"]
            self.fault = CannotBeRead(said["message"], where=said["where"], mend=said["mend"])
        else:
            self.gathering.take(shape)

    def outcome(self) -> Blocks:
        """Give the document, or raise what went wrong."""
        if self.fault is not None:
            raise self.fault
        blocks = self.gathering.result()
        if blocks is not None:
            return blocks
        if self.process.returncode == -signal.SIGXCPU:
            raise self._too_slow()
        if self.is_short_of_memory or self.process.returncode in (-signal.SIGKILL, -signal.SIGABRT):
            raise needs_too_much_memory(self.limits, name=self.name)
        raise CannotBeRead(
            "The file made its reader stop; it is damaged or was made to do that.",
            where=self.name or None,
            mend="Open it in the program it was made with, save it again, and send that copy.",
        )

    def _too_slow(self) -> CannotBeRead:
        return CannotBeRead(
            f"The file took longer than {self.limits.seconds} seconds to read.", where=self.name or None, mend=_SMALLER
        )

    def _too_large(self) -> CannotBeRead:
        return CannotBeRead("The file holds far more text than a plan does.", where=self.name or None, mend=_SMALLER)
