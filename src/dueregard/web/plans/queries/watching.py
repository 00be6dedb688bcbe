"""Which actions does a board watch?

The one idea: a board watches an action while the action names it, in every plan that is in use, whichever plan it
stands in. What is asked is narrowed as a plan's own list is (`lists.narrowing`), so that a filter means the same here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from dueregard.web.plans.models import Action, ActionBoard
from dueregard.web.plans.queries.lists import Wanted, narrowing
from dueregard.web.plans.queries.mine import IN_USE
from dueregard.web.plans.queries.words import folded


@dataclass(frozen=True, slots=True)
class Watcher:
    """A board that watches an action."""

    id: UUID
    slug: str
    name: str


def watched_by(council_id: UUID, board_id: UUID) -> QuerySet[Action]:
    """Give the query for the actions that a board watches, in the council's plans that are in use."""
    watched = ActionBoard.objects.filter(board_id=board_id).values("action")
    return Action.objects.filter(plan__council_id=council_id, plan__state__in=IN_USE, pk__in=watched)


def watched_wanted(council_id: UUID, board_id: UUID, wanted: Wanted, *, plan: str = "", on: date) -> QuerySet[Action]:
    """Give the query for those of them that are asked for; `plan` is a plan's address, "" for every plan."""
    rows = watched_by(council_id, board_id).filter(narrowing(wanted, on=on))
    if plan:
        rows = rows.filter(plan__slug=plan)
    for word in folded(wanted.words).split()[:12]:
        rows = rows.filter(Q(search_text__contains=word) | Q(number_text__iexact=word))
    return rows


def one_action(council_id: UUID, action_id: UUID) -> QuerySet[Action]:
    """Give the query for one action of a council."""
    return Action.objects.filter(plan__council_id=council_id, pk=action_id)


def boards_of(action_id: UUID) -> tuple[Watcher, ...]:
    """Give the boards that watch an action and are not retired. One query."""
    rows = ActionBoard.objects.filter(action_id=action_id, board__isnull=False, board__retired_on__isnull=True)
    found = rows.order_by("position").values_list("board_id", "board__slug", "board__name")
    return tuple(Watcher(*each) for each in dict.fromkeys(found))


def plans_watched(council_id: UUID, board_id: UUID) -> tuple[tuple[str, str], ...]:
    """Give the address and title of each plan in which a board watches something. One query."""
    rows = watched_by(council_id, board_id).order_by("plan__title").values_list("plan__slug", "plan__title")
    return tuple(rows.distinct())
