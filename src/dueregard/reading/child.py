"""The reading process: takes one file on its standard input, answers with blocks or a fault, and ends.

The one idea: before a byte of the file is looked at, the process gives up what a reader does not need: memory and time
beyond the limits, files of its own, the network. Where the system allows it, it moves into a network namespace with
nothing in it; everywhere, Python's own sockets are taken away. The second alone would not stop native code.
"""

from __future__ import annotations

import json
import resource
import signal
import socket
import sys
from ctypes import CDLL, get_errno
from os import getgid, getuid
from typing import NoReturn

from dueregard.reading.answer import to_lines
from dueregard.reading.limits import MEGABYTE, Limits, needs_too_much_memory
from dueregard.reading.read import read_document
from dueregard.terms.errors import CannotBeRead

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_OFFICE_MEMORY = 4096 * MEGABYTE  # LibreOffice maps far more than it uses


def main() -> int:
    """Read one file as the first line of standard input says, and answer on standard output."""
    asked = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**asked["limits"])
    confine(limits, with_office=asked["with_office"])
    data = sys.stdin.buffer.read(asked["size"])
    try:
        blocks = read_document(data, name=asked["name"], limits=limits, progress=_say_progress)
        del data
        for line in to_lines(blocks):
            sys.stdout.write(line + "\n")
    except CannotBeRead as fault:
        _answer_fault(fault)
    except MemoryError:
        _answer_fault(needs_too_much_memory(limits, name=asked["name"]))
    sys.stdout.flush()
    return 0


def _answer_fault(fault: CannotBeRead) -> None:
    shape = {"fault": {"message": fault.message, "where": fault.where, "mend": fault.mend}}
    sys.stdout.write(json.dumps(shape) + "\n")


def _say_progress(done: int, total: int) -> None:
    sys.stderr.write(json.dumps({"progress": [done, total]}) + "\n")
    sys.stderr.flush()


def confine(limits: Limits, *, with_office: bool) -> None:
    """Give up what reading does not need.

    Takes:   `with_office`, whether LibreOffice may have to be started, which needs files, and memory of its own.
    """
    signal.signal(signal.SIGTERM, _leave)
    memory = limits.memory_bytes
    _limit(resource.RLIMIT_AS, memory, _OFFICE_MEMORY if with_office else memory)
    _limit(resource.RLIMIT_CPU, limits.seconds + 1, limits.seconds + 2)
    _limit(resource.RLIMIT_CORE, 0, 0)
    _limit(resource.RLIMIT_FSIZE, *((64 * MEGABYTE,) * 2 if with_office else (0, 0)))
    _limit(resource.RLIMIT_NOFILE, *((512, 512) if with_office else (64, 64)))
    leave_network()


def _leave(_signal: int, _frame: object) -> NoReturn:
    raise SystemExit(1)  # lets a started LibreOffice be ended on the way out


def _limit(which: int, soft: int, hard: int) -> None:
    _, highest = resource.getrlimit(which)
    if highest != resource.RLIM_INFINITY:
        soft, hard = min(soft, highest), min(hard, highest)
    resource.setrlimit(which, (soft, hard))


def leave_network() -> bool:
    """Leave the network as far as the system lets us; say whether the kernel now holds us to it."""
    _take_sockets_away()
    try:
        libc = CDLL(None, use_errno=True)
        user, group = getuid(), getgid()
        if libc.unshare(_NEW_USER | _NEW_NETWORK) != 0:
            return get_errno() == 0
        # Without these maps we would be nobody, and LibreOffice could not use its own folder.
        for path, said in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
            with open(f"/proc/self/{path}", "w", encoding="ascii") as file:
                file.write(said)
    except (OSError, AttributeError):
        return False
    return True


def _take_sockets_away() -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise OSError("a reader has no network")

    for name in ("socket", "create_connection", "create_server", "socketpair", "getaddrinfo", "gethostbyname"):
        setattr(socket, name, refuse)


if __name__ == "__main__":
    sys.exit(main())
