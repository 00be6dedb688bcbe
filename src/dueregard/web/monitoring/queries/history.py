"""What happened to a dataset or a release, as the ledger tells it?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from dueregard.web.accounts.queries import people_cards
from dueregard.web.ledger.queries import describe
from dueregard.web.ledger.queries import history as entries


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the ledger, told."""

    words: str
    at: datetime
    who: str
    number: int


def history_of(council_id: UUID, subjects: Sequence[str], *, limit: int = 50) -> tuple[Event, ...]:
    """Give what was recorded about any of the subjects, newest first. Three queries."""
    found = entries(chain=f"council:{council_id}", subjects=subjects, limit=limit)
    by = {entry.number: UUID(entry.by.partition(":")[2]) for entry in found if entry.by.startswith("person:")}
    people = people_cards(list(by.values()))
    return tuple(
        Event(
            words=describe(entry),
            at=entry.at,
            who=people[by[entry.number]].full_name if by.get(entry.number) in people else _("The system"),
            number=entry.number,
        )
        for entry in found
    )
