"""What does a board watch, and how is it going?

The one idea: a board's list is that of a plan, across plans; the counts are taken by the database. What can be asked
about is what is watched.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.http import Http404

from dueregard.domain.plans.progress import Due, StatusCounts, count_statuses
from dueregard.web.organisation.queries import BoardCard, Visitor, board, boards
from dueregard.web.plans.queries.lists import Wanted, narrowing, number_words
from dueregard.web.plans.queries.watching import one_action, watched_by

MOST_CHOICES = 500
"""More actions than this no list of choices holds: they are asked about from their own page."""


@dataclass(frozen=True, slots=True)
class Going:
    """How what a board watches is going on a day."""

    counts: StatusCounts
    late: int
    without_update: int


@dataclass(frozen=True, slots=True)
class Askable:
    """An action that can be asked about: how it is called, and the post that answers for it."""

    id: UUID
    label: str
    post_id: UUID | None


def board_of(visitor: Visitor, slug: str) -> BoardCard:
    """Give a board that the council may use. Two queries.

    Raises:  Http404 for one of another council, as for none.
    """
    found = board(visitor.council.id, slug, on=visitor.on)
    if found is None:
        raise Http404
    return found


def own_boards(visitor: Visitor, *, every: bool = False) -> tuple[BoardCard, ...]:
    """Give the boards that the visitor sits on; `every` for all of the council's. Two queries."""
    found = boards(visitor.council.id, on=visitor.on)
    return found if every else tuple(each for each in found if each.id in visitor.board_ids)


def going(council_id: UUID, board_id: UUID, *, on: date) -> Going:
    """Count what a board watches. Three queries, however many actions."""
    rows = watched_by(council_id, board_id)
    return Going(
        counts=count_statuses(rows.order_by().values_list("status").annotate(Count("pk"))),
        late=rows.filter(narrowing(Wanted(due=Due.LATE), on=on)).count(),
        without_update=rows.filter(narrowing(Wanted(update="none"), on=on)).count(),
    )


def watched_numbers(council_id: UUID, board_ids: Collection[UUID]) -> dict[UUID, int]:
    """Count the actions that each board watches. One query for each board: somebody sits on few."""
    return {board_id: watched_by(council_id, board_id).count() for board_id in board_ids}


def askable(council_id: UUID, board_id: UUID) -> tuple[Askable, ...]:
    """Give what a board may ask about, in the order of the plans. Two queries."""
    rows = watched_by(council_id, board_id).order_by("plan__title", "plan_id", "position")
    return _askables(rows[:MOST_CHOICES])


def askable_action(council_id: UUID, action_id: UUID) -> Askable | None:
    """Give one action as it is asked about, watched or not; None where there is none. Two queries."""
    return next(iter(_askables(one_action(council_id, action_id))), None)


def _askables(rows: Any) -> tuple[Askable, ...]:
    found = rows.only("number", "number_text", "title", "text", "plan", "position").prefetch_related("leads")
    return tuple(
        Askable(
            row.pk,
            _label(number_words(row), row.title or row.text),
            next((lead.post_id for lead in row.leads.all() if lead.post_id), None),
        )
        for row in found
    )


def _label(number: str, title: str) -> str:
    line = " ".join(title.split())
    short = line if len(line) <= 90 else line[:89].rsplit(" ", 1)[0] + " …"
    return f"action {number}: {short}" if number else short
