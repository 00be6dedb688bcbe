"""Where can an action that others ask for be put, and how do actions stand that others count on?

The one idea: what builds on the plans (promises of assessments) knows an action by its id only. A plan that is in use
takes it; how it goes on is read here, also where the next plan carried it forward: then the newest one speaks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F

from dueregard.domain.plans.states import PlanState
from dueregard.web.plans.models import Action, Level, Lineage, Plan
from dueregard.web.plans.queries.lists import number_words
from dueregard.web.plans.queries.mine import IN_USE
from dueregard.web.plans.queries.whole import key_of

FURTHEST = 5
"""How many plans further an action is followed."""


@dataclass(frozen=True, slots=True)
class PlanInUse:
    """A plan that takes actions."""

    id: UUID
    slug: str
    title: str
    is_public: bool
    is_withdrawn: bool


@dataclass(frozen=True, slots=True)
class LevelOfPlan:
    """A level of a plan, by its path."""

    id: UUID
    plan_id: UUID
    label: str


@dataclass(frozen=True, slots=True)
class ActionStanding:
    """How an action goes on, in the newest plan that it was carried into."""

    id: UUID
    plan_id: UUID
    plan_slug: str
    plan_title: str
    plan_is_public: bool
    number: str
    title: str
    text: str
    status: str | None
    outcome: str | None
    due_date: date | None
    completed_date: date | None


def plans_in_use(council_id: UUID) -> tuple[PlanInUse, ...]:
    """Give the plans that are in use, the newest period first. One query."""
    rows = Plan.objects.filter(council_id=council_id, state__in=IN_USE).defer("left_over", "key")
    return tuple(
        PlanInUse(row.pk, row.slug, row.title, _is_public(row), row.state == PlanState.WITHDRAWN)
        for row in rows.order_by(F("period_end").desc(nulls_last=True), "-created_at")
    )


def levels_in_use(council_id: UUID) -> tuple[LevelOfPlan, ...]:
    """Give the levels of the plans in use, in their order. One query."""
    rows = Level.objects.filter(plan__council_id=council_id, plan__state__in=IN_USE).order_by("plan", "position")
    return tuple(LevelOfPlan(row.pk, row.plan_id, " › ".join(row.path) or row.title) for row in rows)


def standings(council_id: UUID, ids: Iterable[UUID]) -> dict[UUID, ActionStanding]:
    """Give how actions go on, by the id that was asked for. Two queries, and one for each plan further."""
    asked = tuple(ids)
    newest = {key: key for key in asked} | newest_of(asked)
    rows = Action.objects.filter(pk__in=newest.values(), plan__council_id=council_id).select_related("plan")
    found = {row.pk: _standing(row) for row in rows.defer("plan__left_over", "plan__key")}
    return {key: found[now] for key, now in newest.items() if now in found}


def newest_of(ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Give what the next plans made of actions, where they made something of them. One query for each plan further."""
    newest: dict[UUID, UUID] = {key: key for key in ids}
    for _step in range(FURTHEST):
        pairs = Lineage.objects.filter(older__in=list(newest.values())).exclude(newer__plan__state=PlanState.DRAFT)
        further = dict(pairs.order_by("pk").values_list("older_id", "newer_id"))
        if not further:
            break
        newest = {key: further.get(now, now) for key, now in newest.items()}
    return {key: now for key, now in newest.items() if key != now}


def codes_for(plan_id: UUID, characteristics: Iterable[str]) -> tuple[str, ...]:
    """Give the codes in which a plan prints characteristics: its own where its key has them, else theirs. One query."""
    key = key_of(Plan.objects.only("key").get(pk=plan_id))
    printed = {one.characteristics[0]: code for code, one in key.items() if len(one.characteristics) == 1}
    return tuple(dict.fromkeys(printed.get(code, code) for code in characteristics))


def _standing(row: Action) -> ActionStanding:
    return ActionStanding(
        id=row.pk,
        plan_id=row.plan_id,
        plan_slug=row.plan.slug,
        plan_title=row.plan.title,
        plan_is_public=_is_public(row.plan),
        number=number_words(row),
        title=row.title or row.text,
        text=row.text,
        status=row.status,
        outcome=row.outcome,
        due_date=row.due_date,
        completed_date=row.completed_date,
    )


def _is_public(plan: Plan) -> bool:
    return plan.state == PlanState.PUBLISHED and plan.published_at is not None and plan.withdrawn_at is None
