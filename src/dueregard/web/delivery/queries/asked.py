"""Who was asked about which action in a round, and by which link?"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from dueregard.web.delivery.models.rounds import Ask, Link


@dataclass(frozen=True, slots=True)
class AskedOf:
    """One ask: whom it is of, and the link they were sent (None where nobody could be asked)."""

    ask_id: UUID
    name: str
    link_id: UUID | None


def asked_about(round_id: UUID) -> dict[UUID, AskedOf]:
    """Give, by action, the first person who was asked. Two queries."""
    links: dict[UUID, UUID] = {}
    good = Link.objects.filter(request__round_id=round_id, revoked_at__isnull=True, is_delegate=False)
    for request_id, link_id in good.order_by("-made_at").values_list("request_id", "pk"):
        links[request_id] = link_id
    found: dict[UUID, AskedOf] = {}
    asks = Ask.objects.filter(request__round_id=round_id).order_by("request__name", "pk")
    for ask_id, action_id, request_id, name in asks.values_list("pk", "action_id", "request_id", "request__name"):
        found.setdefault(action_id, AskedOf(ask_id, name, links.get(request_id)))
    return found
