"""Rounds for the town: a draft, an open one in which somebody was asked, and a closed one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from dueregard.web.delivery.actions.rounds import close_round
from dueregard.web.delivery.models.rounds import Request
from factories.rounds import opened_round, round_of


def rounds_for(council_id: UUID, *, by: UUID, clash: str = "") -> dict[str, Any]:
    """Make the rounds of a council that has a plan in use; give what fills their addresses."""
    draft = round_of(council_id, by=by, name=f"Spring{clash}")
    ended = opened_round(council_id, by=by, name=f"Summer{clash}")
    close_round(ended.id, by=by)
    card = opened_round(council_id, by=by, name=f"Autumn{clash}")
    asked = Request.objects.filter(round=card.id, why="").order_by("name").first()
    assert asked is not None
    return {
        "round_slug": card.slug,
        "draft_round": draft.slug,
        "closed_round": ended.slug,
        "request_id": asked.pk,
        "link_id": asked.links.get().pk,
    }
