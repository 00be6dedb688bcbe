"""Is a bundle what it was when it was made?

The one idea: every file is held against the list of hashes, in both directions, so that one that was changed, taken
away or added is named; then the ledger part is proven, and each version that the ledger tells of has to be among the
files. The program in the bundle itself is never run from here: it is looked at, since whoever changed a file could have
changed that, too.

Refuses to say that what was recorded is true.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.resources import files as resources

from dueregard.domain.decisions.bundle import VERIFIER
from dueregard.domain.decisions.manifest import SUMS, fingerprint, read_sums
from dueregard.domain.decisions.proof import ENTRIES, HASHES, Finding, Proven, check_proof, read_proof
from dueregard.domain.decisions.record import Attached, Record, record_from_json
from dueregard.domain.ledger.verify import Outside
from dueregard.terms.errors import CannotBeRead


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found: how many files are as listed, what the ledger part shows, and all that is wrong."""

    files: int
    fingerprint: str
    proven: Proven | None
    has_our_verifier: bool
    findings: tuple[Finding, ...] = ()


def check_bundle(files: Mapping[str, bytes], *, outside: Outside | None = None, known: str = "") -> Checked:
    """Check a bundle.

    Takes:   `files` by path, read when they are asked for; `known`, the fingerprint that was kept elsewhere.
    Raises:  CannotBeRead where there is no list of files at all: then it is no bundle.
    """
    if SUMS not in files:
        raise CannotBeRead(f"There is no {SUMS} in it, so this is not a bundle.", mend="Name a bundle’s folder or zip.")
    sums = files[SUMS]
    found: list[Finding] = []
    if known and fingerprint(sums) != known.strip().lower():
        found.append(Finding(SUMS, "The bundle has another fingerprint than the one that was given."))
    try:
        listed = read_sums(sums)
    except CannotBeRead as fault:
        found.append(Finding(SUMS, f"It was changed: {fault.message}"))
        return Checked(0, fingerprint(sums), None, False, tuple(found))
    there = set(files) - {SUMS}
    found += [Finding(path, "It is missing.") for path in sorted(set(listed) - there)]
    found += [Finding(path, "It was added: it is not in the list.") for path in sorted(there - set(listed))]
    whole: set[str] = set()
    for path in sorted(there & set(listed)):
        if hashlib.sha256(files[path]).hexdigest() == listed[path]:
            whole.add(path)
        else:
            found.append(Finding(path, "It was changed."))
    proven = None
    if {ENTRIES, HASHES} <= whole:
        proven = check_proof(files[ENTRIES], files[HASHES], outside=outside)
        found += proven.findings
        if not proven.is_redacted:
            kept = {listed[path] for path in whole}
            words = "The ledger tells of a version with the hash {}; it is not here."
            found += [Finding(ENTRIES, words.format(one)) for one in proven.versions if one not in kept]
    ours = resources("dueregard.domain.decisions").joinpath("standalone.py").read_bytes()
    return Checked(len(whole), fingerprint(sums), proven, VERIFIER in whole and files[VERIFIER] == ours, tuple(found))


def record_of(files: Mapping[str, bytes]) -> Record:
    """Give the record that a bundle was made from, files and ledger included.

    Raises:  CannotBeRead where it is not there, or not what it should be.
    """
    if "record.json" not in files:
        raise CannotBeRead("There is no record.json in it.", mend="Name a bundle’s folder or zip.")
    try:
        shape = json.loads(files["record.json"])
    except (ValueError, RecursionError):
        raise CannotBeRead("This is not JSON.", where="record.json") from None
    paths = shape.pop("files", {}) if isinstance(shape, dict) else {}
    record = record_from_json(shape)
    ledger = read_proof(files[ENTRIES], files[HASHES]) if ENTRIES in files and HASHES in files else None

    def filled(each: Attached) -> Attached:
        path = paths.get(each.sha256) if isinstance(paths, dict) else None
        data = files.get(path) if isinstance(path, str) else None
        if data is not None and hashlib.sha256(data).hexdigest() != each.sha256:
            raise CannotBeRead("A file is not the one that was recorded.", where=str(path))
        return each if data is None else replace(each, data=data)

    return replace(
        record,
        ledger=ledger,
        papers=tuple(filled(each) for each in record.papers),
        advice=tuple(filled(each) for each in record.advice),
    )
