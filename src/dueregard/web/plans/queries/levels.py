"""What stands above the actions of a plan, in order, and who shaped it?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count

from dueregard.web.plans.models import Contribution, Level


@dataclass(frozen=True, slots=True)
class ContributionCard:
    """Who shaped a level, how, and what that changed."""

    id: UUID
    who: str
    how: str | None
    changed: str | None


@dataclass(frozen=True, slots=True)
class LevelCard:
    """A level as the outline of a plan shows it."""

    id: UUID
    title: str
    kind: str
    depth: int
    actions: int
    is_first: bool
    is_last: bool
    is_empty: bool
    contributions: int


def outline(plan_id: UUID) -> tuple[LevelCard, ...]:
    """Give the levels of a plan in order, with how many actions stand right below each. One query."""
    rows = list(
        Level.objects.filter(plan_id=plan_id)
        .annotate(action_count=Count("actions", distinct=True), said=Count("contributions", distinct=True))
        .order_by("position")
    )
    siblings: dict[Any, list[UUID]] = {}
    for row in rows:
        siblings.setdefault(row.parent_id, []).append(row.pk)
    return tuple(
        LevelCard(
            id=row.pk,
            title=row.title,
            kind=row.kind,
            depth=len(row.path),
            actions=row.action_count,
            is_first=siblings[row.parent_id][0] == row.pk,
            is_last=siblings[row.parent_id][-1] == row.pk,
            is_empty=row.action_count == 0 and row.pk not in siblings,
            contributions=row.said,
        )
        for row in _below(None, rows)
    )


def _below(parent: UUID | None, rows: Sequence[Any]) -> Iterator[Any]:
    """Give levels each followed by those below it: a document may name its objectives before its sections."""
    for row in rows:
        if row.parent_id == parent:
            yield row
            yield from _below(row.pk, rows)


def contribution_cards(row: Level) -> tuple[ContributionCard, ...]:
    """Give who shaped a level. No query where they were fetched with it."""
    return tuple(_card(each) for each in row.contributions.all())


def _card(row: Contribution) -> ContributionCard:
    return ContributionCard(row.pk, row.who, row.how, row.changed)
