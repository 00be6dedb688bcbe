"""How does a bundle show that the entries about a decision stand in the council's chain, without the rest of it?

The one idea: beside the entries in full stands the hash of every entry of the chain, one a line. An entry's own hash is
worked out anew and has to stand at its number; the one before has to be the one it names; and the tree hash over the
whole list is one number that a checkpoint kept elsewhere can be held against. A hash says nothing of an entry that is
not given. Personal values stand as in a ledger bundle (`domain.ledger.bundles`); one that is withheld or was erased is
named, and the chain vouches for it all the same, because it holds a commitment only.

    {"chain":"council:…","extract":1,"head":"…","is_redacted":false,"root":"…","size":900}
    {"entry":{…}}  then for each of its personal values {"personal":{…}}, {"withheld":{…}} or {"erased":{…}}
    {"end":{"entries":12,"left_out":1}}

Refuses a line that is not in canonical form. `standalone.py` checks the same with Python's standard library alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from dueregard.domain.decisions.record import Ledger, LedgerRow
from dueregard.domain.ledger import merkle
from dueregard.domain.ledger.canonical import NotCanonical, canonical
from dueregard.domain.ledger.checkpoints import NotACheckpoint, is_for, read_checkpoint
from dueregard.domain.ledger.commitments import is_kept
from dueregard.domain.ledger.entries import Entry, NotAnEntry, entry_from_json, hash_of, start_of
from dueregard.domain.ledger.verify import Outside
from dueregard.terms.errors import CannotBeRead

ENTRIES, HASHES = "ledger/entries.jsonl", "ledger/hashes.txt"
VERSION = 1
MADE = "assessments.version_made"
"""The kind of entry that holds the hash of a version."""
_HASH = re.compile(r"[0-9a-f]{64}\Z")
_GIVEN = ("personal", "withheld", "erased")


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, and in which file."""

    path: str
    words: str


@dataclass(frozen=True, slots=True)
class Proven:
    """What the ledger part of a bundle shows, and what is wrong with it."""

    chain: str = ""
    size: int = 0
    head: str = ""
    entries: int = 0
    withheld: int = 0
    erased: int = 0
    agrees_up_to: int | None = None
    versions: tuple[str, ...] = ()
    is_redacted: bool = False
    findings: tuple[Finding, ...] = ()


def write_proof(ledger: Ledger, *, is_redacted: bool) -> dict[str, bytes]:
    """Give the two files of the ledger part."""
    head = ledger.hashes[-1] if ledger.hashes else start_of(ledger.chain)
    first = {
        "extract": VERSION,
        "chain": ledger.chain,
        "size": len(ledger.hashes),
        "head": head,
        "root": root_of(ledger.hashes).hex(),
        "is_redacted": is_redacted,
    }
    rows = sorted(ledger.rows, key=lambda row: int(row.entry["number"]))
    lines: list[Any] = [first]
    for row in rows:
        number = row.entry["number"]
        lines.append({"entry": dict(row.entry)})
        lines.extend(
            {"personal": {"entry": number, **one}} for one in sorted(row.personal, key=lambda one: one["name"])
        )
        lines.extend({"withheld": {"entry": number, "name": name}} for name in sorted(row.withheld))
        lines.extend({"erased": {"entry": number, "name": name}} for name in sorted(row.erased))
    lines.append({"end": {"entries": len(rows), "left_out": ledger.left_out}})
    return {
        ENTRIES: b"".join(canonical(line) + b"\n" for line in lines),
        HASHES: "".join(f"{one}\n" for one in ledger.hashes).encode("ascii"),
    }


def root_of(hashes: Sequence[str]) -> bytes:
    """Give the tree hash over the first entries of a chain, from their hashes."""
    return merkle.root(bytes.fromhex(one) for one in hashes)


def read_proof(entries: bytes, hashes: bytes) -> Ledger:
    """Give the ledger part again, to make a bundle anew from it. The sentences are not in it.

    Raises:  CannotBeRead where it does not prove what it should.
    """
    proven = check_proof(entries, hashes)
    if proven.findings:
        raise CannotBeRead(proven.findings[0].words, where=proven.findings[0].path)
    lines = [json.loads(line) for line in entries.splitlines()]
    rows: list[dict[str, Any]] = []
    for line in lines[1:-1]:
        ((name, value),) = line.items()
        if name == "entry":
            rows.append({"entry": value, "personal": [], "withheld": [], "erased": []})
        elif name == "personal":
            rows[-1]["personal"].append({key: said for key, said in value.items() if key != "entry"})
        else:
            rows[-1][name].append(value["name"])
    return Ledger(
        chain=proven.chain,
        hashes=tuple(hashes.decode("ascii").splitlines()),
        rows=tuple(
            LedgerRow(r["entry"], say_kind(r["entry"]["kind"]), *(tuple(r[name]) for name in _GIVEN)) for r in rows
        ),
        left_out=lines[-1]["end"]["left_out"],
    )


def say_kind(kind: str) -> str:
    """Say a kind of entry where no sentence is given.

    >>> say_kind("assessments.version_made")
    'Version made'
    """
    return kind.rpartition(".")[2].replace("_", " ").capitalize()


def check_proof(entries: bytes, hashes: bytes, *, outside: Outside | None = None) -> Proven:
    """Say what the ledger part shows, on its own and against what is known from outside."""
    walk = _Walk()
    try:
        walk.hashes = _read_hashes(hashes)
        walk.read(entries)
    except _Bad as fault:
        walk.findings.append(Finding(fault.path, fault.words))
    agrees = walk.compare(outside) if outside and walk.chain else None
    return Proven(
        chain=walk.chain,
        size=len(walk.hashes),
        head=walk.hashes[-1] if walk.hashes else "",
        entries=walk.count,
        withheld=walk.said["withheld"],
        erased=walk.said["erased"],
        agrees_up_to=agrees,
        versions=tuple(walk.versions),
        is_redacted=walk.is_redacted,
        findings=tuple(walk.findings),
    )


class _Bad(Exception):
    def __init__(self, path: str, words: str) -> None:
        super().__init__(words)
        self.path, self.words = path, words


def _read_hashes(data: bytes) -> list[str]:
    try:
        text = data.decode("ascii")
    except UnicodeDecodeError:
        raise _Bad(HASHES, "It holds letters that no hash has.") from None
    if text and not text.endswith("\n"):
        raise _Bad(HASHES, "It does not end with a whole line.")
    lines = text[:-1].split("\n") if text else []
    for number, line in enumerate(lines, start=1):
        if not _HASH.match(line):
            raise _Bad(HASHES, f"Line {number} is not a hash.")
    return lines


class _Walk:
    """The entries being read, each held against the list of hashes."""

    def __init__(self) -> None:
        self.hashes: list[str] = []
        self.chain = ""
        self.is_redacted = False
        self.count = 0
        self.said = {"personal": 0, "withheld": 0, "erased": 0}
        self.versions: list[str] = []
        self.findings: list[Finding] = []
        self._line = 0
        self._last = 0
        self._owed: dict[str, str] = {}
        self._entry: Entry | None = None

    def read(self, data: bytes) -> None:
        """Read line by line to the end."""
        lines = iter(_lines(data))
        self._first(self._object(next(lines, b"")))
        for line in lines:
            said = self._object(line)
            if len(said) != 1:
                self._refuse("is not one named thing")
            ((name, value),) = said.items()
            if name in _GIVEN:
                self._given(name, value)
            elif name == "entry":
                self._settle()
                self._take(value)
            elif name == "end":
                self._settle()
                self._end(value)
                if next(lines, None) is not None:
                    self._line += 1
                    self._refuse("stands after the end")
                return
            else:
                self._refuse("is none that belongs here")
        self._line += 1
        self._refuse("is missing: the file stops before its end")

    def compare(self, outside: Outside) -> int | None:
        """Hold the list against checkpoints and heads from outside; give up to where they agree."""
        agrees: int | None = None
        marks: list[tuple[int, str, bool]] = [(head.number, head.hash, False) for head in outside.heads]
        for text in outside.checkpoints:
            try:
                said = read_checkpoint(text)
            except NotACheckpoint as fault:
                self._find(HASHES, f"A checkpoint that was given cannot be read: {fault.message}")
                continue
            if not is_for(said, chain=self.chain):
                self._find(HASHES, f"A checkpoint that was given is for {said.origin}, not for this chain.")
            elif outside.key is not None and not said.is_signed_by(outside.key):
                self._find(HASHES, f"The checkpoint at entry {said.size} was not signed by the key that was given.")
            else:
                marks.append((said.size, said.root.hex(), True))
        for size, value, is_tree in sorted(marks):
            if size > len(self.hashes):
                self._find(
                    HASHES, f"What was kept elsewhere knows of {size} entries; the list ends at {len(self.hashes)}."
                )
                continue
            here = self.hashes[:size]
            found = root_of(here).hex() if is_tree else (here[-1] if here else start_of(self.chain))
            if found != value:
                self._find(HASHES, f"It does not agree with what was kept elsewhere of entry {size}.")
            else:
                agrees = size
        return agrees

    def _first(self, said: dict[str, Any]) -> None:
        kinds = {"extract": int, "chain": str, "size": int, "head": str, "root": str, "is_redacted": bool}
        if set(said) != set(kinds) or any(type(said[name]) is not kind for name, kind in kinds.items()):
            self._refuse("is not the first line of such a file")
        if said["extract"] != VERSION:
            self._refuse("names a version that this program does not know")
        self.chain, self.is_redacted = said["chain"], said["is_redacted"]
        head = self.hashes[-1] if self.hashes else start_of(self.chain)
        if said["size"] != len(self.hashes) or said["head"] != head:
            self._find(HASHES, "The list of hashes is not as long, or does not end, as the entries say.")
        if said["root"] != root_of(self.hashes).hex():
            self._find(HASHES, "The tree hash over the list is another than the entries say: a hash was changed.")

    def _take(self, value: Any) -> None:
        try:
            entry = entry_from_json(value)
        except NotAnEntry as fault:
            self._refuse(f"holds no entry: {fault.message}")
        self.count += 1
        self._entry, self._owed = entry, dict(entry.commitments)
        number = entry.number
        if number <= self._last:
            self._find(ENTRIES, f"Entry {number} stands after entry {self._last}: they are not in order.")
        self._last = max(number, self._last)
        if entry.chain != self.chain:
            self._find(ENTRIES, f"Entry {number} is of another chain.")
        if hash_of(entry) != entry.hash:
            self._find(ENTRIES, f"Entry {number} was altered: its hash does not fit what it says.")
        if number > len(self.hashes):
            self._find(HASHES, f"Entry {number} is not in the list of hashes, which ends at {len(self.hashes)}.")
            return
        if self.hashes[number - 1] != entry.hash:
            self._find(HASHES, f"At entry {number} the list has another hash.")
        before = self.hashes[number - 2] if number > 1 else start_of(self.chain)
        if before != entry.previous_hash:
            self._find(HASHES, f"Entry {number} does not follow from the one before it in the list.")
        if entry.kind == MADE and isinstance(entry.facts.get("sha256"), str):
            self.versions.append(str(entry.facts["sha256"]))

    def _given(self, name: str, value: Any) -> None:
        wanted = {"entry", "name", "salt", "value"} if name == "personal" else {"entry", "name"}
        if self._entry is None or not isinstance(value, dict) or set(value) != wanted:
            self._refuse("stands where no personal value belongs")
        if type(value["entry"]) is not int or value["entry"] != self._entry.number:
            self._refuse("is about another entry than the one before it")
        if any(not isinstance(value[key], str) for key in wanted - {"entry"}):
            self._refuse("holds a personal value that is not text")
        commitment = self._owed.pop(value["name"], None)
        if commitment is None:
            self._refuse(f"names “{value['name']}”, which entry {self._entry.number} does not have, or has already")
        self.said[name] += 1
        if name != "personal":
            return
        if not _HASH.match(value["salt"]):
            self._refuse("holds a salt that is not 32 bytes in hexadecimal")
        if not is_kept(commitment, name=value["name"], value=value["value"], salt=bytes.fromhex(value["salt"])):
            self._find(ENTRIES, f"“{value['name']}” of entry {self._entry.number} is not the value that was recorded.")

    def _settle(self) -> None:
        if self._entry is not None:
            for name in self._owed:
                self._find(ENTRIES, f"“{name}” of entry {self._entry.number} is gone without a word.")
        self._owed = {}

    def _end(self, value: Any) -> None:
        if not isinstance(value, dict) or set(value) != {"entries", "left_out"} or value["entries"] != self.count:
            self._refuse("tells another end than the entries before it")
        if type(value["left_out"]) is not int or value["left_out"] < 0:
            self._refuse("tells another end than the entries before it")

    def _object(self, line: bytes) -> dict[str, Any]:
        self._line += 1
        try:
            data = json.loads(line.decode("utf-8"))
            is_canonical = canonical(data) + b"\n" == line
        except (ValueError, RecursionError, NotCanonical):
            self._refuse("cannot be read")
        if not is_canonical or not isinstance(data, dict):
            self._refuse("is not in canonical form")
        return data

    def _find(self, path: str, words: str) -> None:
        self.findings.append(Finding(path, words))

    def _refuse(self, what: str) -> NoReturn:
        raise _Bad(ENTRIES, f"Line {self._line} {what}.")


def _lines(data: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(data):
        end = data.find(b"\n", start) + 1 or len(data)
        yield data[start:end]
        start = end
