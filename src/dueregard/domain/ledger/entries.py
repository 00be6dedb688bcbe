"""What is an entry, and what is its hash?

The one idea: an entry holds the hash of the one before it, so nothing before a known entry can change unseen. The
hash is SHA-256 over a domain prefix with a version, a NUL, and the canonical form of every field save the hash
itself. The first entry follows a hash made from the chain's name, so no chain can pose as the start of another.

Source: docs/explanation/ledger.md
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime

from dueregard.domain.ledger.canonical import JSON, canonical, tidied
from dueregard.terms.errors import DueRegardError

VERSION = 1
_ENTRY = b"dueregard.ledger.entry.v1\x00"
_START = b"dueregard.ledger.start.v1\x00"
_HASH = re.compile(r"[0-9a-f]{64}\Z")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z\Z", re.ASCII)


class NotAnEntry(DueRegardError):
    """What was handed in is not a ledger entry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was done. `commitments` stand for personal values that are kept outside the chain."""

    chain: str
    number: int
    previous_hash: str
    at: str
    kind: str
    by: str
    subject: str
    also: tuple[str, ...] = ()
    facts: Mapping[str, JSON] = field(default_factory=dict)
    commitments: Mapping[str, str] = field(default_factory=dict)
    hash: str = ""

    def as_json(self) -> dict[str, JSON]:
        """Give the fields that are hashed: all but the hash."""
        return {
            "version": VERSION,
            "chain": self.chain,
            "number": self.number,
            "previous_hash": self.previous_hash,
            "at": self.at,
            "kind": self.kind,
            "by": self.by,
            "subject": self.subject,
            "also": list(self.also),
            "facts": dict(self.facts),
            "commitments": dict(self.commitments),
        }


def start_of(chain: str) -> str:
    """Give the hash that the first entry of a chain follows.

    >>> start_of("installation") == start_of("council:1")
    False
    """
    return hashlib.sha256(_START + canonical(chain)).hexdigest()


def hash_of(entry: Entry) -> str:
    """Give the hash that the entry's own fields call for, whatever hash it carries."""
    return hashlib.sha256(_ENTRY + canonical(entry.as_json())).hexdigest()


def sealed(entry: Entry) -> Entry:
    """Give the entry with its text in one form and its hash filled in.

    Raises:  NotCanonical if a fact has no single written form.
    """
    values = {f.name: getattr(entry, f.name) for f in fields(Entry)}
    values["facts"] = tidied(values["facts"])
    values["commitments"] = tidied(values["commitments"])
    for name in ("chain", "kind", "by", "subject"):
        values[name] = tidied(values[name])
    values["also"] = tuple(str(tidied(one)) for one in values["also"])
    values["hash"] = ""
    bare = Entry(**values)
    values["hash"] = hash_of(bare)
    return Entry(**values)


def entry_from_json(data: object) -> Entry:
    """Read what a bundle or a database says an entry is. The hash is not checked here: that is `verify`.

    Raises:  NotAnEntry if a field is missing, unknown or of the wrong kind.
    """
    if not isinstance(data, dict):
        raise NotAnEntry("An entry is not an object.")
    wanted = {"version", *(f.name for f in fields(Entry))}
    if set(data) != wanted:
        odd = sorted(str(name) for name in set(data) ^ wanted)
        raise NotAnEntry(f"An entry has missing or unknown fields: {', '.join(odd)[:200]}.")
    if data["version"] != VERSION or isinstance(data["version"], bool):
        raise NotAnEntry("An entry is of a version that this program does not know.")
    number = data["number"]
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise NotAnEntry("An entry has no number.")
    if not all(isinstance(data[name], str) for name in ("chain", "at", "kind", "by", "subject")):
        raise NotAnEntry("A field of an entry is not text.", where=f"entry {number}")
    if not all(isinstance(data[name], str) and _HASH.match(data[name]) for name in ("previous_hash", "hash")):
        raise NotAnEntry("A hash is not 64 hexadecimal digits.", where=f"entry {number}")
    if not _TIME.match(data["at"]):
        raise NotAnEntry("A time is not in UTC with six decimals.", where=f"entry {number}")
    also, facts, commitments = data["also"], data["facts"], data["commitments"]
    if not isinstance(also, list) or not all(isinstance(one, str) for one in also):
        raise NotAnEntry("The other subjects of an entry are not a list of text.", where=f"entry {number}")
    if not isinstance(facts, dict):
        raise NotAnEntry("The facts of an entry are not an object.", where=f"entry {number}")
    if not isinstance(commitments, dict) or not all(
        isinstance(one, str) and _HASH.match(one) for one in commitments.values()
    ):
        raise NotAnEntry("The commitments of an entry are not hashes.", where=f"entry {number}")
    values = {f.name: data[f.name] for f in fields(Entry)}
    return Entry(**{**values, "also": tuple(also)})


def written_time(moment: datetime) -> str:
    """Write a time in UTC with six decimals, always the same length.

    >>> written_time(datetime(2027, 3, 31, 17, 0, tzinfo=UTC))
    '2027-03-31T17:00:00.000000Z'
    """
    if moment.tzinfo is None:
        raise NotAnEntry("A time has no time zone.")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def read_time(text: str) -> datetime:
    """Read what `written_time` wrote.

    Raises:  NotAnEntry if it is anything else.
    """
    if not _TIME.match(text):
        raise NotAnEntry("A time is not in UTC with six decimals.")
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
