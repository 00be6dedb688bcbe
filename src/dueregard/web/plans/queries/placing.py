"""Where in a council's plans is an action or a measure that something else points at?

The one idea: what stands above the plans keeps ids only; here they become words and an address, or nothing where the
row is gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from dueregard.web.plans.models import Action, Measure
from dueregard.web.plans.queries.lists import number_words


@dataclass(frozen=True, slots=True)
class Placed:
    """An action or (`level_id`) an objective: its plan, its number and title; and for a measure its name and the days
    it has values for.
    """

    plan_slug: str
    plan_title: str
    action_id: UUID | None
    number: str
    title: str
    measure: str = ""
    days: tuple[date, ...] = ()
    level_id: UUID | None = None


def placed_action(council_id: UUID, action_id: UUID | str) -> Placed | None:
    """Give where an action stands; None where it is gone. One query."""
    row = Action.objects.filter(plan__council_id=council_id, pk=action_id).select_related("plan").first()
    return None if row is None else _placed(row)


def placed_measure(council_id: UUID, measure_id: UUID | str) -> Placed | None:
    """Give where a measure stands; None where it is gone. Two queries."""
    ours = Q(action__plan__council_id=council_id) | Q(level__plan__council_id=council_id)
    row = Measure.objects.filter(ours, pk=measure_id).select_related("action__plan", "level__plan").first()
    if row is None:
        return None
    days = tuple(row.values.order_by("on").values_list("on", flat=True))
    if row.level is not None:
        level = row.level
        return Placed(level.plan.slug, level.plan.title, None, level.ref or "", level.title, row.name, days, level.pk)
    return _placed(row.action, measure=row.name, days=days) if row.action else None


def action_options(plan_id: UUID) -> tuple[tuple[str, str], ...]:
    """Give the actions of a plan to choose from, in their order. One query."""
    rows = Action.objects.filter(plan_id=plan_id).order_by("position")
    return tuple(
        (str(row.pk), f"{number_words(row)} {row.title or row.text[:80]}".strip())
        for row in rows.only("pk", "number", "number_text", "title", "text", "position")
    )


def _placed(row: Action, *, measure: str = "", days: tuple[date, ...] = ()) -> Placed:
    title = row.title or row.text[:80]
    return Placed(row.plan.slug, row.plan.title, row.pk, number_words(row), title, measure, days)
