"""What has been recorded, and in what words is it told?

The one idea: a card is an entry as a page shows it: the fields of the chain, the personal values that are still kept,
and the names of those that were erased. Higher apps give the words for their own kinds at start (`register_words`,
from their `AppConfig.ready`); the ledger knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from dueregard.domain.ledger.canonical import JSON
from dueregard.domain.ledger.entries import start_of
from dueregard.domain.ledger.verify import Head
from dueregard.web.ledger.models import Chain, Entry, EntrySubject


@dataclass(frozen=True, slots=True)
class EntryCard:
    """An entry as pages show it. `personal` holds None where the value was erased."""

    chain: str
    number: int
    at: datetime
    kind: str
    by: str
    subject: str
    also: tuple[str, ...]
    facts: Mapping[str, JSON]
    personal: Mapping[str, str | None]
    previous_hash: str
    hash: str


Words = str | Callable[[EntryCard], str]
"""A sentence with {names} of facts and personal values, or a function that makes one."""

_WORDS: dict[str, Words] = {}


def register_words(words: Mapping[str, Words]) -> None:
    """Take the sentences for kinds of entry, from the app that records them.

    Lazy translations are welcome: `{"plans.published": gettext_lazy("Published the plan {title}")}`.
    """
    _WORDS.update(words)


class _Known(dict):
    """Facts for a sentence; what is not there, or was erased, is said to be so."""

    def __missing__(self, key: str) -> str:
        return _("(not recorded)")


def name_of_kind(kind: str) -> str:
    """Name a kind of entry for a list of choices.

    >>> name_of_kind("plans.action_changed")
    'Plans: action changed'
    """
    app, _dot, what = kind.partition(".")
    return f"{app.replace('_', ' ').capitalize()}: {what.replace('_', ' ')}"


def describe(card: EntryCard) -> str:
    """Tell an entry in one sentence. Costs no query."""
    words = _WORDS.get(card.kind)
    if words is None:
        return card.kind.rpartition(".")[2].replace("_", " ").capitalize()
    if callable(words):
        return words(card)
    known = _Known({**card.facts, **{k: _("(erased)") if v is None else v for k, v in card.personal.items()}})
    return str(words).format_map(known)


def history(
    *, chain: str, subjects: Sequence[str], itself: Sequence[str] = (), kinds: Sequence[str] = (), limit: int = 200
) -> tuple[EntryCard, ...]:
    """Give what was recorded about any of the subjects, newest first. Costs two queries, however many entries.

    Takes:   `itself`, subjects of which only those entries count that are first of all about them: of a plan, that it
             was published, and not each change to one of its actions; `kinds`, where only entries of these are wanted.
    """
    rows = EntrySubject.objects.filter(subject__in=[*subjects, *itself])
    if itself:
        rows = rows.filter(Q(subject__in=list(subjects)) | Q(subject=F("entry__subject")))
    about = rows.values("entry")
    found = Entry.objects.filter(chain__name=chain, pk__in=about)
    if kinds:
        found = found.filter(kind__in=list(kinds))
    return _cards(found.order_by("-number")[:limit])


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries of a chain. Days are in the council's own time zone, both included."""

    chain: str
    kind: str = ""
    by: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None


def count_of(wanted: Wanted) -> int:
    """Say how many entries are wanted. Costs one query."""
    return _found(wanted).count()


def entries(wanted: Wanted, *, part: slice) -> tuple[EntryCard, ...]:
    """Give a part of the entries that are wanted, newest first. Costs two queries."""
    return _cards(_found(wanted).order_by("-number")[part])


def _found(wanted: Wanted) -> QuerySet[Entry]:
    found = Entry.objects.filter(chain__name=wanted.chain)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.by:
        found = found.filter(by=wanted.by)
    if wanted.subject:
        found = found.filter(pk__in=EntrySubject.objects.filter(subject=wanted.subject).values("entry"))
    if wanted.since:
        found = found.filter(at__date__gte=wanted.since)
    if wanted.until:
        found = found.filter(at__date__lte=wanted.until)
    return found


def entry(*, chain: str, number: int) -> EntryCard | None:
    """Give one entry, or None if there is none of that number. Costs two queries."""
    return next(iter(_cards(Entry.objects.filter(chain__name=chain, number=number))), None)


def kinds(*, chain: str) -> tuple[str, ...]:
    """Name the kinds of entry in a chain. Costs one query."""
    return tuple(Entry.objects.filter(chain__name=chain).order_by("kind").values_list("kind", flat=True).distinct())


def head(*, chain: str, using: str = "default") -> Head:
    """Give the number and hash of the last entry. Costs one query. A chain never written to is at nought."""
    found = Chain.objects.using(using).filter(name=chain).values_list("head_number", "head_hash").first()
    return Head(*found) if found else Head(0, start_of(chain))


def chains(*, using: str = "default") -> tuple[str, ...]:
    """Name every chain. Costs one query."""
    return tuple(Chain.objects.using(using).order_by("name").values_list("name", flat=True))


def _cards(found: QuerySet[Entry]) -> tuple[EntryCard, ...]:
    return tuple(_card(one) for one in found.select_related("chain").prefetch_related("personal_values"))


def _card(one: Entry) -> EntryCard:
    return EntryCard(
        chain=one.chain.name,
        number=one.number,
        at=one.at,
        kind=one.kind,
        by=one.by,
        subject=one.subject,
        also=tuple(one.also),
        facts=one.facts,
        personal={kept.name: kept.value for kept in one.personal_values.all()},
        previous_hash=one.previous_hash,
        hash=one.hash,
    )
