"""How is something recorded, and how is a person's data taken out again?

The one idea: `record` runs inside the transaction of the change that it records, so that both stand or neither does.
It raises when there is no transaction, when a fact has no single written form, or when the database refuses; nobody
may catch that and go on. Writers of one chain take turns on its row; should that fail, the database's constraints
leave an entry room for one successor only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from dueregard.domain.ledger.commitments import commit, new_salt
from dueregard.domain.ledger.entries import Entry as Sealed
from dueregard.domain.ledger.entries import sealed, start_of, written_time
from dueregard.terms.errors import DueRegardError, UsedWrongly
from dueregard.web.ledger.models import Chain, Entry, EntrySubject, PersonalValue
from dueregard.web.ledger.queries import EntryCard

_SHAPES = {
    "chain": re.compile(r"(installation|council:[\w-]{1,80})\Z", re.ASCII),
    "kind": re.compile(r"[a-z][a-z_]*\.[a-z][a-z0-9_]*\Z"),
    "by": re.compile(r"(system|(person|link|token):[\w-]{1,80})\Z", re.ASCII),
    "subject": re.compile(r"[a-z][a-z_]*(\.[a-z][a-z_]*)?:[\w.:/-]{1,120}\Z", re.ASCII),
}


class NotRecorded(DueRegardError):
    """The ledger could not take an entry, so what it was to record must not happen."""


@dataclass(frozen=True, slots=True)
class Personal:
    """A personal value that is about somebody in particular, so that erasing another leaves it."""

    value: str
    about: str


def record(
    *,
    chain: str,
    kind: str,
    by: str,
    subject: str,
    facts: Mapping[str, Any],
    personal: Mapping[str, str | Personal] | None = None,
    also: Sequence[str] = (),
) -> EntryCard:
    """Add an entry to a chain, in the caller's transaction.

    Takes:   `chain`, "installation" or "council:<id>"; `by`, "person:<id>", "link:<id>", "token:<id>" or "system";
             `facts`, JSON without fractions and without anything personal; `personal`, names, addresses and free text
             about people: each is taken to be about every subject of the entry, unless it is a `Personal`;
             `also`, the other subjects it is about.
    Raises:  NotRecorded outside a transaction; UsedWrongly for a name of the wrong shape; NotCanonical for a fact
             with no single written form. The transaction must then fail.
    """
    if not _is_in_transaction():
        raise NotRecorded("An entry is recorded inside the transaction of what it records.", where=kind)
    others = tuple(one for one in dict.fromkeys(also) if one != subject)
    _check_shapes(chain=[chain], kind=[kind], by=[by], subject=[subject, *others])
    values = {name: _personal(name, value) for name, value in (personal or {}).items()}
    salts = {name: new_salt() for name in values}

    turn = take_turn(chain)
    entry = sealed(
        Sealed(
            chain=chain,
            number=turn.head_number + 1,
            previous_hash=turn.head_hash,
            at=written_time(now := timezone.now()),
            kind=kind,
            by=by,
            subject=subject,
            also=others,
            facts=facts,
            commitments={name: commit(one.value, name=name, salt=salts[name]) for name, one in values.items()},
        )
    )
    row = Entry.objects.create(
        chain=turn,
        number=entry.number,
        previous_hash=entry.previous_hash,
        at=now,
        kind=entry.kind,
        by=entry.by,
        subject=entry.subject,
        also=list(entry.also),
        facts=entry.facts,
        commitments=entry.commitments,
        hash=entry.hash,
    )
    EntrySubject.objects.bulk_create(EntrySubject(entry=row, subject=one) for one in (subject, *others))
    PersonalValue.objects.bulk_create(
        PersonalValue(entry=row, name=name, about=one.about, value=one.value, salt=salts[name])
        for name, one in values.items()
    )
    moved = Chain.objects.filter(pk=turn.pk, head_number=turn.head_number, head_hash=turn.head_hash).update(
        head_number=entry.number, head_hash=entry.hash
    )
    if moved != 1:
        raise NotRecorded("Another entry was added to the chain at the same moment.", where=chain)
    return EntryCard(
        chain=chain,
        number=entry.number,
        at=now,
        kind=kind,
        by=by,
        subject=subject,
        also=others,
        facts=dict(entry.facts),
        personal={name: one.value for name, one in values.items()},
        previous_hash=entry.previous_hash,
        hash=entry.hash,
    )


def take_turn(chain: str) -> Chain:
    """Wait until nobody else writes to the chain, and give its row.

    On SQLite the whole file is locked already: its transactions begin IMMEDIATE.
    """
    found = Chain.objects.select_for_update().filter(name=chain).first()
    if found is None:
        Chain.objects.bulk_create([Chain(name=chain, head_hash=start_of(chain))], ignore_conflicts=True)
        found = Chain.objects.select_for_update().get(name=chain)
    return found


def _is_in_transaction() -> bool:
    """Say whether the caller opened a transaction. One that a test case put round the test does not count."""
    return connection.in_atomic_block and any(
        not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks
    )


def _personal(name: str, value: str | Personal) -> Personal:
    kept = value if isinstance(value, Personal) else Personal(value, about="")
    if not isinstance(kept.value, str):
        raise UsedWrongly(f"A personal value is text, not {type(kept.value).__name__}.", where=name)
    return Personal(unicodedata.normalize("NFC", kept.value), about=kept.about)


def _check_shapes(**given: Sequence[str]) -> None:
    for name, values in given.items():
        for value in values:
            if not _SHAPES[name].match(value):
                raise UsedWrongly(f"{value!r} is not of the shape that a ledger entry's {name} has.", where=name)
