"""Which indicators stand on the public page of facts and figures?"""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from dueregard.web.monitoring.queries.indicators import public_indicators


def published(council_id: UUID, council_slug: str) -> tuple[tuple[str, str, str], ...]:
    """Give each public indicator: its name, its address, its question. One query."""
    return tuple(
        (card.name, reverse("monitoring:public_indicator", args=[council_slug, card.slug]), card.question)
        for card in public_indicators(council_id)
    )
