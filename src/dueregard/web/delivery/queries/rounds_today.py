"""What of the rounds waits for somebody today: for the officer, how far each is; for an owner, what they are asked?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count

from dueregard.domain.delivery.rounds import ANSWERABLE
from dueregard.web.delivery.queries.rounds import RoundCard, open_rounds, waiting_asks
from dueregard.web.delivery.queries.rounds_owners import not_reached

MOST_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class RoundWaiting:
    """A round that is open, and how many people in it were not reached."""

    card: RoundCard
    not_reached: int


@dataclass(frozen=True, slots=True)
class AskedOfMe:
    """What somebody is asked in a round and has not answered."""

    round_name: str
    due_on: date
    number: int


def rounds_under_way(council_id: UUID) -> tuple[RoundWaiting, ...]:
    """Give the rounds that are open, soonest due first. One query, and four for each of at most three rounds."""
    return tuple(RoundWaiting(card, not_reached(card.id)) for card in open_rounds(council_id)[:MOST_ROUNDS])


def asked_of(council_id: UUID, person_id: UUID) -> tuple[AskedOfMe, ...]:
    """Give what a person still has to say in the open rounds of a council, soonest due first. One query."""
    rows = (
        waiting_asks()
        .filter(
            request__person=person_id,
            request__round__council=council_id,
            request__round__state__in=ANSWERABLE,
            request__asked_at__isnull=False,
        )
        .order_by("request__round__due_on")
        .values_list("request__round__name", "request__round__due_on")
        .annotate(number=Count("pk"))
    )
    return tuple(AskedOfMe(*each) for each in rows)
