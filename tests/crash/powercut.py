"""What would be on the disk if the power had failed at this moment?

The one idea: `strace` writes down every write, truncation, rename, removal and sync that a program asks for, in order.
From that record the files are built again as a disk holds them that keeps only what was synced, or that and any part of
what was not: whole writes, or the first sectors of one. What the program had told the world by then stands in the same
record. Memory-mapped files are not seen; SQLite's are an index that it rebuilds.
"""

from __future__ import annotations

import os
import random
import re
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
TRACED = "write,pwrite64,ftruncate,rename,renameat,renameat2,unlink,unlinkat,fsync,fdatasync"
_CALL = re.compile(r"^(?:\d+ +)?(?P<name>\w+)\((?P<arguments>.*)\) += (?P<answer>-?\d+)")
_ON_FILE = re.compile(r"^(?P<handle>\d+)<(?P<path>[^>]*)>(?:, (?P<rest>.*))?$")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True, slots=True)
class Event:
    """One thing a program asked of the system."""

    what: str
    path: str
    data: bytes = b""
    place: int = 0


def command(log: Path, program: list[str]) -> list[str]:
    """Give the command line that runs a program under strace."""
    return ["strace", "-f", "-y", "-xx", "-s", "1000000", "-e", f"trace={TRACED}", "-o", str(log), *program]


def read_record(log: Path, *, folder: Path) -> list[Event]:
    """Read what strace wrote: changes to files in a folder, and what was told on standard output."""
    events = []
    for line in log.read_text(encoding="ascii").splitlines():
        call = _CALL.match(line)
        if call is None or int(call["answer"]) < 0:
            continue
        event = _event(call["name"], call["arguments"])
        if event is not None and (event.what == "told" or event.path.startswith(str(folder))):
            events.append(event)
    return events


def _event(name: str, arguments: str) -> Event | None:
    if name in {"unlink", "unlinkat"}:
        return Event("remove", _text(arguments).decode())
    if name.startswith("rename"):
        raise AssertionError("a program under test renamed a file; teach this module to follow")
    on_file = _ON_FILE.match(arguments)
    if on_file is None:
        return None
    path, rest = _path(on_file["path"]), on_file["rest"] or ""
    if name in {"fsync", "fdatasync"}:
        return Event("sync", path)
    if name == "ftruncate":
        return Event("cut", path, place=int(rest))
    if name == "write" and on_file["handle"] == "1":
        return Event("told", "", data=_text(rest))
    if name == "pwrite64":
        return Event("write", path, data=_text(rest), place=int(rest.rpartition(", ")[2]))
    return None


def _text(arguments: str) -> bytes:
    found = _TEXT.search(arguments)
    assert found is not None, arguments[:200]
    return bytes.fromhex(found[1].replace("\\x", ""))


def _path(text: str) -> str:
    return bytes.fromhex(text.replace("\\x", "")).decode() if text.startswith("\\x") else text


@dataclass
class Disk:
    """Files as a disk holds them: what is sure, and what is on its way."""

    sure: dict[str, bytearray]
    on_its_way: dict[str, list[Event]] = field(default_factory=dict)

    def take(self, event: Event) -> None:
        """Follow one event. A sync makes sure of its own file only."""
        if event.what == "sync":
            for waiting in self.on_its_way.pop(event.path, []):
                _apply(self.sure, waiting)
        elif event.what != "told":
            self.on_its_way.setdefault(event.path, []).append(event)

    def after_a_cut(self, dice: random.Random) -> dict[str, bytearray]:
        """Give the files after a power cut: half the time only what is sure, else with any part of what was coming."""
        files = {path: bytearray(data) for path, data in self.sure.items()}
        if dice.random() < 0.5:
            return files
        for waiting in self.on_its_way.values():
            for event in waiting:
                chance = dice.random()
                if chance < 0.4:
                    _apply(files, event)
                elif chance < 0.6 and event.what == "write":
                    kept = SECTOR * dice.randrange(len(event.data) // SECTOR + 1)
                    _apply(files, Event("write", event.path, data=event.data[:kept], place=event.place))
        return files


def _apply(files: dict[str, bytearray], event: Event) -> None:
    if event.what == "remove":
        files.pop(event.path, None)
        return
    data = files.setdefault(event.path, bytearray())
    if event.what == "cut":
        del data[event.place :]
        data.extend(bytes(event.place - len(data)))
    else:
        data.extend(bytes(max(0, event.place - len(data))))
        data[event.place : event.place + len(event.data)] = event.data


def files_in(folder: Path) -> dict[str, bytearray]:
    """Read a folder as it is before the record begins."""
    return {str(path): bytearray(path.read_bytes()) for path in folder.iterdir() if path.suffix != ".sqlite3-shm"}


def put(files: dict[str, bytearray], *, folder: Path, to: Path) -> None:
    """Write files to another folder, as the disk would be found."""
    to.mkdir()
    for path, data in files.items():
        if not path.endswith("-shm"):
            (to / os.path.relpath(path, folder)).write_bytes(data)
