"""Is a chain, as the database has it, whole?

The one idea: a first walk runs beside the writers and stops nobody. Only if it finds something is the chain walked
again with its writers held off, because an entry or an erasure that came in half-way can look like a fault. What the
second walk says stands. Beside the chain, two things that the database keeps for speed are compared with it: the head
in the chain's row, and the index of subjects.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from dueregard.domain.ledger.bundles import write
from dueregard.domain.ledger.entries import Entry as Sealed
from dueregard.domain.ledger.entries import start_of, written_time
from dueregard.domain.ledger.verify import Fault, Finding, Head, Kept, Outside, Row, Verdict, verify
from dueregard.web.ledger.models import Chain, Entry, EntrySubject, PersonalValue

CHECKED = "ledger.checked"
"""The kind of entry that says when a chain was walked and what was found."""

AT_ONCE = 2000
_FIELDS = ("number", "previous_hash", "at", "kind", "by", "subject", "also", "facts", "commitments", "hash")


@dataclass(frozen=True, slots=True)
class CheckCard:
    """When a chain was last walked, by whom, and what was found."""

    at: datetime
    by: str
    entries: int
    is_whole: bool
    findings: tuple[str, ...]


def last_check(*, chain: str) -> CheckCard | None:
    """Say when the chain was last walked, or None. Costs one query."""
    found = Entry.objects.filter(chain__name=chain, kind=CHECKED).order_by("-number").first()
    if found is None:
        return None
    facts = found.facts
    return CheckCard(found.at, found.by, facts["entries"], facts["is_whole"], tuple(facts["findings"]))


def rows(*, chain: str, using: str = "default") -> Iterator[Row]:
    """Give a chain's entries with what is kept of their personal values. Costs three queries for 2,000 entries."""
    for batch in _batches(chain, using=using):
        yield from (row for row, _ in batch)


def rows_about(*, chain: str, subjects: Sequence[str], using: str = "default") -> tuple[Row, ...]:
    """Give the entries about any of the subjects, in order, with what is kept of their personal values. Two queries."""
    about = EntrySubject.objects.using(using).filter(entry__chain__name=chain, subject__in=list(subjects))
    found = Entry.objects.using(using).filter(chain__name=chain, pk__in=about.values("entry")).order_by("number")
    kept: dict[int, list[Kept]] = {}
    values = PersonalValue.objects.using(using).filter(entry__in=found.order_by().values("pk"), value__isnull=False)
    for pk, name, value, salt in values.order_by("name").values_list("entry_id", "name", "value", "salt"):
        if value is not None and salt is not None:
            kept.setdefault(pk, []).append(Kept(name, value, bytes(salt)))
    return tuple(
        Row(_sealed(chain, fields), tuple(kept.get(pk, ()))) for pk, *fields in found.values_list("pk", *_FIELDS)
    )


def bundle(*, chain: str) -> Iterator[bytes]:
    """Give a chain as a bundle, line by line. Costs as `rows`."""
    return write(chain, rows(chain=chain))


def hashes(*, chain: str, using: str = "default") -> Iterator[str]:
    """Give the hashes of a chain's entries, in order. Costs one query."""
    found = Entry.objects.using(using).filter(chain__name=chain).order_by("number")
    return found.values_list("hash", flat=True).iterator(chunk_size=AT_ONCE)


def verify_chain(*, chain: str, outside: Outside | None = None, using: str = "default") -> Verdict:
    """Walk a chain from its first entry. Costs three queries for 2,000 entries, and twice that if anything is found."""
    verdict = _walked(chain, outside, using=using)
    if verdict.is_whole:
        return verdict
    with transaction.atomic(using=using):
        list(Chain.objects.using(using).select_for_update().filter(name=chain))
        return _walked(chain, outside, using=using)


def _walked(chain: str, outside: Outside | None, *, using: str) -> Verdict:
    found: list[Finding] = []

    def checked() -> Iterator[Row]:
        for batch in _batches(chain, using=using):
            for row, indexed in batch:
                if indexed != {row.entry.subject, *row.entry.also}:
                    number = row.entry.number
                    found.append(Finding(Fault.INDEX, number, f"The index does not say what entry {number} is about."))
                yield row

    verdict = verify(chain, checked(), outside=outside)
    kept = Chain.objects.using(using).filter(name=chain).values_list("head_number", "head_hash").first()
    head = Head(*kept) if kept else Head(0, start_of(chain))
    if head.number > verdict.head.number:
        words = f"The chain's own row says that there are {head.number} entries; the last one is {verdict.head.number}."
        found.append(Finding(Fault.CUT_OFF, verdict.head.number + 1, words))
    elif head != verdict.head:
        words = f"The chain's own row says that it ends at entry {head.number}; it ends at {verdict.head.number}."
        found.append(Finding(Fault.UNLINKED, verdict.head.number, words))
    return replace(verdict, findings=(*verdict.findings, *found))


def _batches(chain: str, *, using: str) -> Iterator[list[tuple[Row, set[str]]]]:
    last = 0
    while True:
        found = Entry.objects.using(using).filter(chain__name=chain, number__gt=last).order_by("number")
        batch = list(found.values_list("pk", *_FIELDS)[:AT_ONCE])
        if not batch:
            return
        keys = [pk for pk, *_ in batch]
        span = {"entry__chain__name": chain, "entry__number__gt": last, "entry__number__lte": batch[-1][1]}
        kept: dict[int, list[Kept]] = {pk: [] for pk in keys}
        values = PersonalValue.objects.using(using).filter(**span, value__isnull=False).order_by("name")
        for pk, name, value, salt in values.values_list("entry_id", "name", "value", "salt"):
            if pk in kept and value is not None and salt is not None:
                kept[pk].append(Kept(name, value, bytes(salt)))
        about: dict[int, set[str]] = {pk: set() for pk in keys}
        for pk, subject in EntrySubject.objects.using(using).filter(**span).values_list("entry_id", "subject"):
            if pk in about:
                about[pk].add(subject)
        yield [(Row(_sealed(chain, fields), tuple(kept[pk])), about[pk]) for pk, *fields in batch]
        last = batch[-1][1]


def _sealed(chain: str, fields: list) -> Sealed:
    number, previous_hash, at, kind, by, subject, also, facts, commitments, own = fields
    return Sealed(
        chain=chain,
        number=number,
        previous_hash=previous_hash,
        at=written_time(at),
        kind=kind,
        by=by,
        subject=subject,
        also=tuple(also),
        facts=facts,
        commitments=commitments,
        hash=own,
    )
