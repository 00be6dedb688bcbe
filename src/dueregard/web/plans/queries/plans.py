"""Which plans does a council have, and how far is each?

The one idea: what somebody may see follows from the state: drafts are for those who keep plans; what the public sees is
published, or closed after it was published, and not withdrawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from dueregard.domain.plans.model import Strand
from dueregard.domain.plans.states import PLAN_MOVES, PlanState
from dueregard.web.plans import access
from dueregard.web.plans.models import Plan
from dueregard.web.plans.queries.whole import key_of

PUBLIC = Q(state__in=(PlanState.PUBLISHED, PlanState.CLOSED), published_at__isnull=False, withdrawn_at__isnull=True)


@dataclass(frozen=True, slots=True)
class PlanCard:
    """A plan as lists and headings show it."""

    id: UUID
    council_id: UUID
    slug: str
    title: str
    period_text: str | None
    period_start: date | None
    period_end: date | None
    state: PlanState
    actions: int
    source_id: UUID | None
    is_changed_since_adoption: bool
    names_shown: bool | None
    adopted_at: datetime | None
    published_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_reason: str | None
    closed_at: datetime | None

    @property
    def is_public(self) -> bool:
        """Whether anybody may read it."""
        is_out = self.state in (PlanState.PUBLISHED, PlanState.CLOSED)
        return is_out and self.published_at is not None and self.withdrawn_at is None

    @property
    def can_be_undone(self) -> bool:
        """Whether the adoption can still be undone."""
        is_fresh = self.state == PlanState.ADOPTED and not self.is_changed_since_adoption
        return is_fresh and self.source_id is not None

    def may_become(self, state: str) -> bool:
        """Say whether the table of moves leads from where the plan is to `state`."""
        return PlanState(state) in PLAN_MOVES[self.state]


def plans_of(council_id: UUID, *, visitor: access.Visiting) -> tuple[PlanCard, ...]:
    """Give a council's plans that the visitor may see, the latest period first. One query."""
    rows = _counted().filter(council_id=council_id)
    if not access.can_see_plan(visitor, state=PlanState.DRAFT):
        rows = rows.exclude(state=PlanState.DRAFT)
    return tuple(_card(row) for row in rows[:200])


def plan_card(council_id: UUID, slug: str) -> PlanCard:
    """Give one plan of a council. One query.

    Raises:  Http404 for a plan of another council, as for none.
    """
    row = _counted().filter(council_id=council_id, slug=slug).first()
    if row is None:
        raise Http404
    return _card(row)


def plan_with_key(council_id: UUID, slug: str) -> tuple[PlanCard, Mapping[str, Strand]]:
    """Give one plan of a council as `plan_card` does, and its own key of strands. One query."""
    row = _counted(with_key=True).filter(council_id=council_id, slug=slug).first()
    if row is None:
        raise Http404
    return _card(row), key_of(row)


def public_plans(council_id: UUID) -> tuple[PlanCard, ...]:
    """Give the plans that anybody may read, the latest period first. One query."""
    return tuple(_card(row) for row in _counted().filter(PUBLIC, council_id=council_id)[:200])


def public_plan(council_id: UUID, slug: str) -> PlanCard:
    """Give one plan that is public, or was and is withdrawn (its reason is shown). One query.

    Raises:  Http404 for every other plan.
    """
    once_public = Q(published_at__isnull=False) & ~Q(state=PlanState.DRAFT)
    row = _counted().filter(once_public, council_id=council_id, slug=slug).first()
    if row is None:
        raise Http404
    return _card(row)


def _counted(*, with_key: bool = False) -> QuerySet[Plan]:
    # Said again: Django leaves a model's own ordering out of a query that groups.
    rows = Plan.objects.defer("left_over", *(() if with_key else ("key",))).annotate(action_count=Count("actions"))
    return rows.order_by("-period_end", "title")


def _card(row: Plan) -> PlanCard:
    return PlanCard(
        id=row.pk,
        council_id=row.council_id,
        slug=row.slug,
        title=row.title,
        period_text=row.period_text,
        period_start=row.period_start,
        period_end=row.period_end,
        state=PlanState(row.state),
        actions=row.action_count,
        source_id=row.source_id,
        is_changed_since_adoption=row.is_changed_since_adoption,
        names_shown=row.names_shown,
        adopted_at=row.adopted_at,
        published_at=row.published_at,
        withdrawn_at=row.withdrawn_at,
        withdrawn_reason=row.withdrawn_reason,
        closed_at=row.closed_at,
    )


def plan_of_import(import_id: UUID) -> str:
    """Give the address of the plan that was adopted from an import. One query.

    Raises:  Plan.DoesNotExist where none was.
    """
    slug: str = Plan.objects.only("slug").get(source_id=import_id).slug
    return slug


def is_public(council_id: UUID, slug: str) -> bool:
    """Say whether anybody may read a plan. One query."""
    return Plan.objects.filter(PUBLIC, council_id=council_id, slug=slug).exists()
