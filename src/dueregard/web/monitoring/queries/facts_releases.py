"""Which released tables stand on the public page of facts and figures?"""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from dueregard.web.monitoring.queries.releases import public_releases


def published(council_id: UUID, council_slug: str) -> tuple[tuple[str, str, str], ...]:
    """Give each public release, newest first: its title, its address, its number. Two queries."""
    return tuple(
        (
            card.title,
            reverse("monitoring:public_release", args=[council_slug, card.number]),
            _("Release %(number)s") % {"number": card.number},
        )
        for card in public_releases(council_id)
    )
