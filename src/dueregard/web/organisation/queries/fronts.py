"""Which councils are here? For the front of the installation, which anybody may read."""

from __future__ import annotations

from dueregard.web.organisation.models import Council
from dueregard.web.organisation.queries.visiting import CouncilCard, council_card


def councils_with_address() -> tuple[CouncilCard, ...]:
    """Give every council, by name. That a council uses this is public: its address is. One query."""
    return tuple(council_card(row) for row in Council.objects.defer("logo").order_by("name"))
