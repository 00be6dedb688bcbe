"""What has been recorded, and in what words is it told?

The one idea: a card is an entry as a page shows it: the fields of the chain, the personal values that are still kept,
and the names of those that were erased. Higher apps give the words for their own kinds at start (`register_words`,
from their `AppConfig.ready`); the ledger knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from dueregard.domain.ledger.canonical import JSON
from dueregard.domain.ledger.entries import start_of
from dueregard.domain.ledger.verify import Head
from dueregard.web.ledger.models import Chain, Entry


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


def describe(card: EntryCard) -> str:
    """Tell an entry in one sentence. Costs no query."""
    words = _WORDS.get(card.kind)
    if words is None:
        return card.kind.rpartition(".")[2].replace("_", " ").capitalize()
    if callable(words):
        return words(card)
    known = _Known({**card.facts, **{k: _("(erased)") if v is None else v for k, v in card.personal.items()}})
    return str(words).format_map(known)


def card_of(entry: Entry) -> EntryCard:
    """Give an entry's card. Costs no query if chain and personal values were fetched with it, else two."""
    return EntryCard(
        chain=entry.chain.name,
        number=entry.number,
        at=entry.at,
        kind=entry.kind,
        by=entry.by,
        subject=entry.subject,
        also=tuple(entry.also),
        facts=entry.facts,
        personal={kept.name: kept.value for kept in entry.personal_values.all()},
        previous_hash=entry.previous_hash,
        hash=entry.hash,
    )


def history(*, chain: str, subjects: Sequence[str], limit: int = 200) -> tuple[EntryCard, ...]:
    """Give what was recorded about any of the subjects, newest first. Costs two queries, however many entries."""
    found = (
        Entry.objects.filter(chain__name=chain, subjects__subject__in=list(subjects))
        .select_related("chain")
        .prefetch_related("personal_values")
        .order_by("-number")
        .distinct()[:limit]
    )
    return _cards(found)


def head(*, chain: str) -> Head:
    """Give the number and hash of the last entry. Costs one query. A chain never written to is at nought."""
    found = Chain.objects.filter(name=chain).values_list("head_number", "head_hash").first()
    return Head(*found) if found else Head(0, start_of(chain))


def chains() -> tuple[str, ...]:
    """Name every chain. Costs one query."""
    return tuple(Chain.objects.order_by("name").values_list("name", flat=True))


def _cards(found: Iterable[Entry]) -> tuple[EntryCard, ...]:
    return tuple(card_of(entry) for entry in found)
