"""The made-up record of a decision: two versions, a paper, advice, a chain of eleven entries, five of them about it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from typing import Any

from dueregard.domain.decisions.record import (
    Assessed,
    Attached,
    Condition,
    Decision,
    Event,
    Ledger,
    LedgerRow,
    Person,
    Promise,
    Record,
    Remark,
    Version,
)
from dueregard.domain.ledger.canonical import canonical
from dueregard.domain.ledger.commitments import commit
from dueregard.domain.ledger.entries import Entry, sealed, start_of
from dueregard.publish.document import Document, Facts, words

CHAIN = "council:1"
AUTHOR = Person("person:1", "Rosa Quillfeather", "rosa.quillfeather@council.example")
CHECKER = Person("person:2", "Otto Brambleby", "otto.brambleby@council.example")
QUOTED = "Mrs Tansy Wimple of 4 Fenwick Lane told us that she cannot climb the steps"
FIRST: dict[str, Any] = {
    "format": "dueregard.assessment/1", "title": "Close Fenwick library", "nation": "england",
    "about": "The library closes.", "who_is_affected": "2,300 members.",
    "impacts": [{"group": {"parts": [["disability", ""]]}, "effect": "none", "reason": "Nobody said so."}],
    "engagement": [{"code": "1", "who": "Members", "said": QUOTED}],
}  # fmt: skip
SECOND: dict[str, Any] = {
    **FIRST,
    "about": "The library closes; a van comes twice a week.",
    "impacts": [{"group": {"parts": [["disability", ""]]}, "effect": "worse", "reason": "The steps of the van."}],
    "mitigations": [{"code": "1", "text": "A lift on the van", "owner": "Rosa Quillfeather"}],
}
FIGURES = {"evidence:1": {"title": "Disability, Fenwick", "rows": [["Disabled", "1,204"], ["=1+1", "x"]]}}
PAPER = b"%PDF-1.7 the appendix as it went out, by Rosa Quillfeather"
PERSONAL = {4: {"key": "engagement:1", "said": QUOTED}, 8: {"because": "Asked by Otto Brambleby"}}
ADVICE = b"Privileged: the advice of counsel"
FIVE = (
    "assessments.begun", "assessments.part_written", "assessments.version_made", "assessments.agreed",
    "assessments.version_made",
)  # fmt: skip


def digest_of(content: dict[str, Any], figures: dict[str, Any]) -> str:
    """Give the hash that the ledger holds of a version."""
    return hashlib.sha256(canonical({"content": content, "figures": figures})).hexdigest()


def ledger() -> Ledger:
    """Give a chain of eleven entries; entries 2, 4, 5, 8 and 9 are about the decision, and one value was erased."""
    entries: list[Entry] = []
    rows: list[LedgerRow] = []
    made = {5: digest_of(FIRST, FIGURES), 9: digest_of(SECOND, FIGURES)}
    about = {2: FIVE[0], 4: FIVE[1], 5: FIVE[2], 8: FIVE[3], 9: FIVE[4]}
    for number in range(1, 12):
        kind = about.get(number, "plans.action_changed")
        personal = {4: {"key": "engagement:1", "said": QUOTED}, 8: {"because": "Asked by Otto Brambleby"}}.get(
            number, {}
        )
        salts = {name: hashlib.sha256(f"{number}{name}".encode()).digest() for name in personal}
        entry = sealed(
            Entry(
                chain=CHAIN,
                number=number,
                previous_hash=entries[-1].hash if entries else start_of(CHAIN),
                at=f"2026-11-{number:02}T09:30:00.000000Z",
                kind=kind,
                by="person:2" if number == 8 else "person:1",
                subject="assessments.assessment:1" if number in about else "plans.action:7",
                facts={"version": 1, "sha256": made[number]} if number in made else {},
                commitments={n: commit(v, name=n, salt=salts[n]) for n, v in personal.items()},
            )
        )
        entries.append(entry)
        if number in about:
            kept = tuple(
                {"name": n, "salt": salts[n].hex(), "value": v}
                for n, v in personal.items()
                if (number, n) != (4, "key")
            )
            said = {"entry": {**entry.as_json(), "hash": entry.hash}, "personal": kept}
            erased = ("key",) if number == 4 else ()
            rows.append(LedgerRow(words=f"Told: {' '.join(personal.values())}", erased=erased, **said))  # type: ignore[arg-type]
    return Ledger(CHAIN, tuple(entry.hash for entry in entries), tuple(rows))


def record() -> Record:
    """Give the whole record."""
    versions = tuple(
        Version(n, why, f"2026-11-{day}T10:00:00.000000Z", AUTHOR.name, digest_of(content, FIGURES), content, FIGURES)
        for n, why, day, content in ((1, "for checking", "05", FIRST), (2, "for those who decide", "09", SECOND))
    )
    returned = "The steps of the van are not looked at"
    assessed = Assessed(
        "A-2026-19",
        "Close Fenwick library",
        versions=versions,
        steps=(Event("2026-11-08T09:30:00.000000Z", "Head of service: returned", CHECKER.name, returned, 1),),
        openings=(Event("2026-11-10T09:30:00.000000Z", "Opened version 2", CHECKER.name, version=2),),
        remarks=(Remark("No effect, without evidence", "changed", "", AUTHOR.name, "2026-11-09T09:00:00.000000Z"),),
        comments=(Event("2026-11-04T09:30:00.000000Z", "Comment", CHECKER.name, f"Ask {AUTHOR.email}"),),
        promises=(Promise("A lift on the van", AUTHOR.name, date(2027, 6, 30), "Action 12", "On track"),),
        afterwards=(Event("2027-11-08T09:30:00.000000Z", "Review raised", "", "The review date has come"),),
    )
    return Record(
        "Fenwick Borough Council",
        date(2027, 2, 10),
        Decision(
            "Close Fenwick library",
            number="CAB-12",
            body="Cabinet",
            decided_on=date(2027, 2, 9),
            outcome="Agreed with a condition",
            minute="It was agreed, on the word of ROSA  QUILLFEATHER.",
            amount_pounds=120_000,
            conditions=(Condition("The van has a lift", date(2027, 6, 30)),),
        ),
        assessments=(assessed,),
        papers=(
            Attached(
                "Appendix 3.pdf", "pdf", hashlib.sha256(PAPER).hexdigest(), len(PAPER), made_by=AUTHOR.name,
                sent_at="2027-01-29T12:00:00.000000Z", sent_to="Members of the Cabinet", data=PAPER,
            ),
        ),
        people=(AUTHOR, CHECKER),
        ledger=ledger(),
    )  # fmt: skip


def with_advice(made: Record) -> Record:
    """Give the record with advice that was released."""
    released = Attached(
        "Advice of counsel.txt", "txt", hashlib.sha256(ADVICE).hexdigest(), len(ADVICE), note="Released", data=ADVICE
    )
    return replace(made, advice=(released,))


def document_of(assessed: Assessed, version: Version) -> Document:
    """Say a version in a short document of the tests' own."""
    content = version.content or {}
    said = [(str(name), str(value)) for name, value in content.items()]
    blocks = (words(f"Version {version.number}."), Facts(tuple((n, v) for n, v in said if v.strip())))
    return Document(assessed.title, "Fenwick Borough Council", blocks, on=date(2027, 2, 10))
