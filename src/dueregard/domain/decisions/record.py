"""What was recorded of a decision, as plain values: what a bundle is made from?

The one idea: whoever keeps the records (a database, a file) says all of it in these dataclasses once; a bundle is made
from them and from nothing else. As JSON (`dueregard.decision/1`) they are an open form that needs no database. What an
assessment says is carried as its own open form and is not looked into here beyond its keys.

Source:  docs/reference/bundle-format.md.
Refuses: unknown keys and values of the wrong kind, all at once.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dueregard.domain.ledger.canonical import canonical, tidied
from dueregard.terms.errors import CannotBeRead
from dueregard.terms.shapes import as_json, from_json

FORMAT = "dueregard.decision/1"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is named: the reference that the ledger uses, and the name."""

    ref: str
    name: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that the body set."""

    text: str
    due_on: date | None = None
    met_on: date | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, by whom, when, and where that stands written."""

    title: str
    number: str = ""
    about: str = ""
    body: str = ""
    decides_on: date | None = None
    decided_on: date | None = None
    outcome: str = ""
    paper_number: str = ""
    paper_url: str = ""
    minute: str = ""
    minute_url: str = ""
    delegated_to: str = ""
    amount_pounds: int | None = None
    places: tuple[str, ...] = ()
    regard_where: str = ""
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """That something happened: when (as it was recorded), what, who, and in which words."""

    at: str
    what: str
    by: str = ""
    text: str = ""
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """An assessment as it stood at a moment. `content` is its open form; None where it is withheld.

    `sha256` is taken of contents, figures and `salt` (`recorded`); both are "" in a redacted copy.
    """

    number: int
    why: str
    made_at: str
    made_by: str
    sha256: str
    content: Mapping[str, Any] | None = None
    figures: Mapping[str, Any] = field(default_factory=dict)
    salt: str = ""
    is_after_decision: bool = False

    def recorded(self) -> bytes:
        """Give the bytes of which the fingerprint was taken."""
        salted = {"salt": self.salt} if self.salt else {}
        return canonical(tidied({"content": self.content, "figures": self.figures, **salted}))


@dataclass(frozen=True, slots=True)
class Remark:
    """What the quality check asked, and what was answered."""

    remark: str
    answer: str = ""
    because: str = ""
    by: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """What was promised, what it became, and what came of it, in words."""

    text: str
    owner: str = ""
    due_on: date | None = None
    became: str = ""
    came_of_it: str = ""


@dataclass(frozen=True, slots=True)
class Assessed:
    """One assessment of the decision: its versions, the oldest first, and what was said about it."""

    number: str
    title: str
    versions: tuple[Version, ...] = ()
    steps: tuple[Event, ...] = ()
    openings: tuple[Event, ...] = ()
    remarks: tuple[Remark, ...] = ()
    comments: tuple[Event, ...] = ()
    promises: tuple[Promise, ...] = ()
    afterwards: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Attached:
    """A file exactly as it was: a paper, or legal advice that was released.

    `data` None: it is not here, and `left_out` says why. `ending` is that of its kind, without a dot.
    """

    name: str
    ending: str
    sha256: str
    size: int
    made_at: str = ""
    made_by: str = ""
    sent_at: str = ""
    sent_to: str = ""
    note: str = ""
    left_out: str = ""
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """An entry of the ledger with what is given of its personal values, and the sentence that tells it.

    `personal` are {"name", "salt", "value"}; `withheld` and `erased` are names of those that are not given.
    """

    entry: Mapping[str, Any]
    words: str
    personal: tuple[Mapping[str, str], ...] = ()
    withheld: tuple[str, ...] = ()
    erased: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """The entries about a decision, and the hashes of every entry of the chain that they stand in."""

    chain: str
    hashes: tuple[str, ...]
    rows: tuple[LedgerRow, ...] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is not in this copy: which exemption, what, and why."""

    exemption: str
    what: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """All that was recorded of a decision. `is_redacted`: made for a request, with `withheld` left out."""

    council: str
    made_on: date
    decision: Decision
    assessments: tuple[Assessed, ...] = ()
    papers: tuple[Attached, ...] = ()
    advice: tuple[Attached, ...] = ()
    people: tuple[Person, ...] = ()
    ledger: Ledger | None = None
    withheld: tuple[Withheld, ...] = ()
    is_redacted: bool = False


def record_to_json(record: Record) -> dict[str, Any]:
    """Give the record as JSON values, files as base64, without loss.

    >>> record_to_json(Record("A council", date(2027, 2, 9), Decision("Close the library")))["format"]
    'dueregard.decision/1'
    """
    return {"format": FORMAT, **_bytes_as_text(as_json(record))}


def record_from_json(shape: Any) -> Record:
    """Take back what `record_to_json` gave.

    Raises:  CannotBeRead, naming every fault at once.
    """
    if not isinstance(shape, Mapping) or shape.get("format") != FORMAT:
        raise CannotBeRead("This JSON is not the record of a decision.", mend=f"Give a file whose format is {FORMAT}.")
    given = {name: value for name, value in shape.items() if name != "format"}
    for name in ("papers", "advice"):
        if isinstance(given.get(name), list):
            given[name] = [_with_bytes(one, where=f"{name}[{at}]") for at, one in enumerate(given[name], start=1)]
    record, faults = from_json(Record, given, where="record")
    if faults:
        raise CannotBeRead(
            "This JSON is not the record of a decision: " + "; ".join(faults[:20]) + ".",
            mend="Compare it with docs/reference/bundle-format.md.",
        )
    return record  # type: ignore[no-any-return]  # from_json gives what its first argument names


def _bytes_as_text(value: Any) -> Any:
    if isinstance(value, bytes):
        return b64encode(value).decode("ascii")
    if isinstance(value, dict):
        return {name: _bytes_as_text(each) for name, each in value.items()}
    return [_bytes_as_text(each) for each in value] if isinstance(value, list) else value


def _with_bytes(one: Any, *, where: str) -> Any:
    if not isinstance(one, Mapping) or not isinstance(one.get("data"), str):
        return one
    try:
        return {**one, "data": b64decode(one["data"], validate=True)}
    except (NotBase64, ValueError):
        raise CannotBeRead("A file in this record is not base64.", where=f"{where}.data") from None
