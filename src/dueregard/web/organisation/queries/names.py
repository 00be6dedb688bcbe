"""Whose names does a council know?

The one idea: what is published leaves out the names of people, and the names it can leave out are those of everyone who
ever worked with the council here. One query for each way of belonging.
"""

from __future__ import annotations

from uuid import UUID

from dueregard.web.organisation.models import BoardMember, Membership, PostHolding


def names_of_people(council_id: UUID) -> frozenset[str]:
    """Give the full names of all who belong or belonged to a council, however. Three queries."""
    found: set[str] = set()
    for rows in (
        Membership.objects.filter(council_id=council_id),
        PostHolding.objects.filter(post__council_id=council_id),
        BoardMember.objects.filter(board__council_id=council_id),
    ):
        found.update(rows.order_by().values_list("person__full_name", flat=True).distinct())
    return frozenset(name for name in found if name.strip())
