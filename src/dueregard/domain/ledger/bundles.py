"""How does a ledger leave the system, so that anyone can check it without us?

The one idea: a text file of JSON lines, each in canonical form, so that a file has one reading and any changed byte
shows:

    {"bundle":1,"chain":"council:…","has_personal":true}
    {"checkpoint":"…"}                       as often as there are any
    {"entry":{…}}                            in order, each followed by what is still kept of its personal values:
    {"personal":{"entry":5,"name":"email","salt":"…","value":"…"}}
    {"end":{"entries":900,"head":"…"}}

Refuses a line that is not in canonical form, an unknown line, and a file without its end.
`tools/verify_ledger.py` reads the same with Python's standard library alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NoReturn

from dueregard.domain.ledger.canonical import JSON, NotCanonical, canonical
from dueregard.domain.ledger.entries import NotAnEntry, entry_from_json, start_of
from dueregard.domain.ledger.verify import Kept, Outside, Row, Unreadable, Verdict, verify

VERSION = 1


def write(
    chain: str, rows: Iterable[Row], *, checkpoints: Iterable[str] = (), has_personal: bool = True
) -> Iterator[bytes]:
    """Write a bundle, line by line."""
    yield canonical({"bundle": VERSION, "chain": chain, "has_personal": has_personal}) + b"\n"
    for text in checkpoints:
        yield canonical({"checkpoint": text}) + b"\n"
    count, head = 0, start_of(chain)
    for row in rows:
        count, head = count + 1, row.entry.hash
        yield canonical({"entry": {**row.entry.as_json(), "hash": row.entry.hash}}) + b"\n"
        for one in row.kept if has_personal else ():
            personal = {"entry": row.entry.number, "name": one.name, "salt": one.salt.hex(), "value": one.value}
            yield canonical({"personal": personal}) + b"\n"
    yield canonical({"end": {"entries": count, "head": head}}) + b"\n"


def check(lines: Iterable[bytes], *, outside: Outside | None = None) -> Verdict:
    """Read a bundle and verify it, against its own checkpoints and what is known from outside."""
    reader = _Reader(iter(lines))
    given = outside or Outside()
    try:
        reader.open()
    except Unreadable as fault:
        return verify("unreadable", _unreadable(fault), outside=Outside())
    known = replace(given, checkpoints=(*given.checkpoints, *reader.checkpoints))
    return verify(reader.chain, reader.rows(), outside=known, has_personal=reader.has_personal)


def _unreadable(fault: Unreadable) -> Iterator[Row]:
    yield from ()
    raise fault


class _Reader:
    """A bundle being read: head first, then its rows."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines = lines
        self._line = 0
        self._held: tuple[str, JSON] | None = None
        self.chain = ""
        self.has_personal = True
        self.checkpoints: list[str] = []

    def open(self) -> None:
        """Read the first line and the checkpoints.

        Raises:  Unreadable with the line's number.
        """
        first = self._object()
        chain, has_personal = first.get("chain"), first.get("has_personal")
        is_ours = set(first) == {"bundle", "chain", "has_personal"} and first["bundle"] is not True
        is_ours = is_ours and first["bundle"] == VERSION
        if not is_ours or not isinstance(chain, str) or not isinstance(has_personal, bool):
            self._refuse("is not the first line of a ledger bundle")
        self.chain, self.has_personal = chain, has_personal
        while True:
            name, value = self._named()
            if name in {"entry", "end"}:
                self._held = (name, value)
                return
            if name != "checkpoint":
                self._refuse("stands where a checkpoint, an entry or the end was expected")
            if not isinstance(value, str):
                self._refuse("holds a checkpoint that is not text")
            self.checkpoints.append(value)

    def rows(self) -> Iterator[Row]:
        """Give the entries, each with its personal values, to the end line.

        Raises:  Unreadable with the line's number.
        """
        count, head = 0, start_of(self.chain)
        name, value = self._held or self._named()
        while name == "entry":
            try:
                entry = entry_from_json(value)
            except NotAnEntry as fault:
                self._refuse(f"holds no entry: {fault.message}")
            kept: list[Kept] = []
            name, value = self._named()
            while name == "personal":
                kept.append(self._kept(value, number=entry.number))
                name, value = self._named()
            count, head = count + 1, entry.hash
            yield Row(entry, tuple(kept))
        if name != "end":
            self._refuse("stands where an entry or the end was expected")
        if value != {"entries": count, "head": head}:
            self._refuse("tells another end than the entries before it")
        if next(self._lines, None) is not None:
            self._line += 1
            self._refuse("stands after the end")

    def _kept(self, value: JSON, *, number: int) -> Kept:
        if not isinstance(value, dict) or set(value) != {"entry", "name", "salt", "value"}:
            self._refuse("holds no personal value")
        name, text, salt = value["name"], value["value"], value["salt"]
        if not isinstance(name, str) or not isinstance(text, str) or not isinstance(salt, str):
            self._refuse("holds no personal value")
        if value["entry"] != number or isinstance(value["entry"], bool) or not self.has_personal:
            self._refuse("holds a personal value of another entry, or one where none are said to be")
        if len(salt) != 64 or any(letter not in "0123456789abcdef" for letter in salt):
            self._refuse("holds a salt that is not 32 bytes in hexadecimal")
        return Kept(name, text, bytes.fromhex(salt))

    def _named(self) -> tuple[str, JSON]:
        data = self._object()
        if len(data) != 1:
            self._refuse("is not one named thing")
        return next(iter(data.items()))

    def _object(self) -> dict[str, JSON]:
        line = next(self._lines, None)
        self._line += 1
        if line is None:
            raise Unreadable("The file stops before its end line.", number=self._line)
        try:
            data = json.loads(line.decode("utf-8"))
            is_canonical = canonical(data) + b"\n" == line
        except (ValueError, RecursionError, NotCanonical):
            self._refuse("cannot be read")
        if not is_canonical:
            self._refuse("is not in canonical form")
        if not isinstance(data, dict):
            self._refuse("is not an object")
        return data

    def _refuse(self, what: str) -> NoReturn:
        raise Unreadable(f"Line {self._line} of the bundle {what}.", number=self._line)
