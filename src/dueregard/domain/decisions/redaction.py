"""What is left of a record once something is withheld, and is what was withheld really gone?

The one idea: nothing is covered up. The record itself is cut before any file is made from it: whole parts are emptied,
pieces of text and the names of officers are replaced in every value, the same name by the same words ("Officer 1"). The
ledger's entries stay whole, with none of their personal values: the chain holds commitments only, so its proof stays
valid. Papers and advice are files as they went out; they cannot be cut, and are not in such a copy. `still_there` then
looks for everything that was withheld in what was made.

A hash of something that was cut is withheld with it, and so is an entry that holds one: whoever has all but a name
could try names until the hash fits.

Source:  foia-2000-part-2, foisa-2002-part-2 (the exemptions that are listed).
Refuses: to withhold a piece too short to be told from other words; anything without an exemption.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from dueregard.domain.decisions.proof import say_kind
from dueregard.domain.decisions.record import (
    Assessed,
    Attached,
    Ledger,
    LedgerRow,
    Record,
    Withheld,
    record_from_json,
    record_to_json,
)
from dueregard.domain.ledger.canonical import canonical
from dueregard.terms.errors import UsedWrongly
from dueregard.terms.exemptions import exemption_of

SHORTEST = 3
CANNOT_BE_CUT = "A file as it went out cannot be cut, so it is not in this copy."


class Kind(StrEnum):
    """What is withheld: a whole part, the names of officers, or a piece of text wherever it stands."""

    PART = "part"
    NAMES = "names"
    TEXT = "text"


PARTS: dict[str, str] = {
    "content:about": "What is proposed, and why",
    "content:who_is_affected": "Who could be affected",
    "content:screening": "How closely it was looked at",
    "content:evidence": "Figures and other evidence",
    "content:engagement": "What people said",
    "content:gaps": "What is not known",
    "content:impacts": "What it could do to people",
    "content:regard": "The three aims",
    "content:aimed_help": "Help aimed at one group",
    "content:armed_forces": "Armed forces",
    "content:mitigations": "Ways to avoid or lessen harm",
    "content:conclusion": "What was recommended",
    "content:monitoring": "How it will be watched",
    "content:own_answers": "The council’s own questions",
    "steps": "Who signed off, and what they said",
    "openings": "Who opened what",
    "remarks": "Remarks of the check, and the answers",
    "comments": "Comments while it was written",
    "promises": "What was promised, and what came of it",
    "afterwards": "What happened afterwards",
    "papers": "Papers that were sent",
    "minute": "The minute",
    "outcome": "What was decided",
    "conditions": "Conditions that were set",
    "amount": "The amount",
}
"""The parts that can be withheld whole, with their names."""
_EMPTY: dict[str, Any] = {
    "about": None, "who_is_affected": None, "screening": None, "monitoring": None, "conclusion": {},
    "armed_forces": [None, None, None],
}  # fmt: skip
_QUOTES = {"'": "['‘’]", "’": "['‘’]", "‘": "['‘’]", '"': '["“”]', "“": '["“”]', "”": '["“”]', "-": "[-‐‑–]"}
_HASH = re.compile(r"[0-9a-f]{64}")
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Withholding:
    """Something to withhold: what (a key of `PARTS`, or the text itself), the exemption's code, and why."""

    kind: Kind
    exemption: str
    what: str = ""
    why: str = ""


def redacted(record: Record, withholdings: Sequence[Withholding]) -> Record:
    """Give the record without what is withheld.

    Raises:  UsedWrongly where nothing is withheld, a part or an exemption is unknown, or a piece is too short.
    """
    if not withholdings:
        raise UsedWrongly("Nothing is marked to be withheld.", mend="Make the whole bundle, or mark something.")
    for each in withholdings:
        exemption_of(each.exemption)
        if each.kind is Kind.PART and each.what not in PARTS:
            raise UsedWrongly(f"There is no part “{each.what}”.")
        if each.kind is Kind.TEXT and len(_even(each.what)) < SHORTEST:
            raise UsedWrongly(f"“{each.what}” is too short to be withheld.", mend="Mark a longer piece.")
    cut = replace(record, ledger=None, is_redacted=True, papers=_listed(record.papers), advice=_listed(record.advice))
    cut = replace(cut, assessments=tuple(_without_hashes(each) for each in cut.assessments))
    for each in withholdings:
        if each.kind is Kind.PART:
            cut = _without(cut, each.what)
    swaps = _swaps(record, withholdings)
    shape = record_to_json(cut)
    cut = record_from_json(_swapped(shape, swaps)) if swaps else cut
    return replace(
        cut,
        ledger=_ledger(record.ledger, needles(record, withholdings)) if record.ledger else None,
        withheld=tuple(Withheld(each.exemption, say(each), each.why) for each in withholdings),
    )


def say(withholding: Withholding) -> str:
    """Say what is withheld without saying it.

    >>> say(Withholding(Kind.PART, "43", "amount"))
    'The amount'
    """
    if withholding.kind is Kind.PART:
        return PARTS[withholding.what]
    return "Names and addresses of officers" if withholding.kind is Kind.NAMES else "A piece of text"


def needles(record: Record, withholdings: Sequence[Withholding]) -> tuple[str, ...]:
    """Give every text that must not stand in the redacted copy."""
    found = [each.what for each in withholdings if each.kind is Kind.TEXT]
    if any(each.kind is Kind.NAMES for each in withholdings):
        found.extend(said for person in record.people for said in (person.name, person.email) if said)
    return tuple(dict.fromkeys(found))


def parts_of_names(record: Record, withholdings: Sequence[Withholding]) -> tuple[str, ...]:
    """Give surnames and first names that still stand in what would be given: for a person to look at."""
    if not any(each.kind is Kind.NAMES for each in withholdings):
        return ()
    words = {word for person in record.people for word in person.name.split() if len(word) > 3}
    left = _even(" \n ".join(_texts(record_to_json(replace(redacted(record, withholdings), ledger=None)))))
    return tuple(sorted(word for word in words if re.search(rf"(?<!\w){re.escape(_even(word))}(?!\w)", left)))


def texts_of(record: Record) -> tuple[str, ...]:
    """Give every text of a record but the ledger's and the files', each once: for a person to look at."""
    plain = replace(record, ledger=None, papers=(), advice=(), people=())
    return tuple(dict.fromkeys(_texts(record_to_json(plain))))


def still_there(files: Mapping[str, bytes], texts: Mapping[str, str], needles: Sequence[str]) -> tuple[str, ...]:
    """Name the files in which something that was withheld still stands.

    Takes:   `files`, everything that was made; `texts`, what the documents say of which a file holds the words packed
             (a PDF), by path.
    """
    wanted = [_pattern(each) for each in needles if _even(each)]
    found = []
    for path, data in files.items():
        said = texts[path] if path in texts else _readable(path, data)
        if any(each.search(said) for each in wanted):
            found.append(path)
    return tuple(found)


def _listed(files: Sequence[Attached]) -> tuple[Attached, ...]:
    return tuple(replace(each, data=None, sha256="", size=0, left_out=each.left_out or CANNOT_BE_CUT) for each in files)


def _without_hashes(assessed: Assessed) -> Assessed:
    return replace(assessed, versions=tuple(replace(each, sha256="", salt="") for each in assessed.versions))


def _without(record: Record, part: str) -> Record:
    decision = record.decision
    match part.partition(":"):
        case ("content", _, key):
            return replace(record, assessments=tuple(_without_key(each, key) for each in record.assessments))
        case ("papers", _, _):
            return replace(record, papers=())
        case ("minute", _, _):
            return replace(record, decision=replace(decision, minute="", minute_url=""))
        case ("outcome", _, _):
            return replace(record, decision=replace(decision, outcome=""))
        case ("conditions", _, _):
            return replace(record, decision=replace(decision, conditions=()))
        case ("amount", _, _):
            return replace(record, decision=replace(decision, amount_pounds=None))
        case (name, _, _):
            gone: dict[str, Any] = {name: ()}
            return replace(record, assessments=tuple(replace(each, **gone) for each in record.assessments))


def _without_key(assessed: Assessed, key: str) -> Assessed:
    versions = []
    for version in assessed.versions:
        if version.content is None:
            versions.append(version)
            continue
        content = {**version.content, key: _EMPTY.get(key, [])} if key in version.content else version.content
        figures = {} if key == "evidence" else version.figures
        versions.append(replace(version, content=content, figures=figures))
    # What is promised repeats the mitigations, word for word.
    promises = () if key == "mitigations" else assessed.promises
    return replace(assessed, versions=tuple(versions), promises=promises)


def _swaps(record: Record, withholdings: Sequence[Withholding]) -> list[tuple[re.Pattern[str], str]]:
    """Give what is replaced by what, the longest first."""
    said: list[tuple[str, str, bool]] = []
    for each in withholdings:
        if each.kind is Kind.TEXT:
            said.append((each.what, f"[withheld, section {exemption_of(each.exemption).section}]", False))
        elif each.kind is Kind.NAMES:
            labels: dict[str, str] = {}
            for person in record.people:
                label = labels.setdefault(_even(person.name), f"Officer {len(labels) + 1}")
                said.extend((name, label, True) for name in (person.email, person.name) if name)
    said.sort(key=lambda one: (-len(one[0]), one[0]))
    return [(_pattern(text, whole=whole), label) for text, label, whole in said]


def _swapped(value: Any, swaps: Sequence[tuple[re.Pattern[str], str]]) -> Any:
    if isinstance(value, str):
        text = unicodedata.normalize("NFC", value)
        for pattern, label in swaps:
            text = pattern.sub(lambda _found, label=label: label, text)  # type: ignore[misc]  # the label of this turn
        return text
    if isinstance(value, dict):
        return {
            _swapped(name, swaps): each if name in {"sha256", "format", "ref", "data"} else _swapped(each, swaps)
            for name, each in value.items()
        }
    return [_swapped(each, swaps) for each in value] if isinstance(value, list) else value


def _ledger(ledger: Ledger, needles: Sequence[str]) -> Ledger:
    wanted = [_pattern(each) for each in needles]
    rows, left_out = [], ledger.left_out
    for row in ledger.rows:
        said = canonical(dict(row.entry)).decode()
        facts = canonical(dict(row.entry["facts"])).decode()
        if _HASH.search(facts) or any(each.search(said) for each in wanted):
            left_out += 1
            continue
        withheld = (*row.withheld, *(one["name"] for one in row.personal))
        rows.append(LedgerRow(row.entry, say_kind(row.entry["kind"]), (), withheld, row.erased))
    return replace(ledger, rows=tuple(rows), left_out=left_out)


def _pattern(text: str, *, whole: bool = True) -> re.Pattern[str]:
    words = unicodedata.normalize("NFC", text).split()
    said = r"\s+".join("".join(_QUOTES.get(sign, re.escape(sign)) for sign in word) for word in words)
    return re.compile(rf"(?<!\w){said}(?!\w)" if whole else said, re.IGNORECASE)


def _even(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, each in value.items():
            yield str(name)
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


def _readable(path: str, data: bytes) -> str:
    """Give what a file says as text: with the escapes of its form undone, and as its bytes are, too."""
    text = data.decode("utf-8", errors="replace")
    if path.endswith(".html"):
        return " \n ".join((html.unescape(_TAG.sub(" ", text)), html.unescape(_TAG.sub("", text)), text))
    if path.endswith((".json", ".jsonl")):
        lines = text.splitlines() if path.endswith(".jsonl") else [text]
        return " \n ".join(said for line in lines for said in _texts(json.loads(line))) + text
    return text
