"""Objectives and their measures: one objective, its measures, and their figures."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dueregard.domain.plans.measures_said import GAP_UNIT
from dueregard.domain.plans.model import GAP
from dueregard.domain.plans.states import PlanState
from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries import visit
from dueregard.web.plans import access
from dueregard.web.plans.actions import editing_parts, removing
from dueregard.web.plans.forms.editing_plan import MeasureForm, ValueForm, proposed_values
from dueregard.web.plans.queries import advice, measures
from dueregard.web.plans.queries import editing as now
from dueregard.web.plans.queries.plans import plan_card
from dueregard.web.plans.views.editing import remove
from dueregard.web.plans.views.editing_page import EditPage, at_plan, edit
from dueregard.web.plans.views.page import page, person_id, to


def blank_measure(kind: str) -> dict[str, Any]:
    """Give the values of an empty measure; a gap begins as a gap in points that should fall."""
    values: dict[str, Any] = dict.fromkeys(now.MEASURE_FIELDS)
    return values | {"kind": GAP, "unit": GAP_UNIT, "direction": "down"} if kind == GAP else values


def taken(proposed: tuple[Any, ...], asked: str) -> dict[str, Any]:
    """Give the values of the proposal that was asked for by its number, from 1; none where there is no such."""
    if asked.isdecimal() and len(asked) < 3 and 1 <= int(asked) <= len(proposed):
        return proposed_values(proposed[int(asked) - 1])
    return {}


@staff_page
@require_safe
def level(request: HttpRequest, council_slug: str, plan_slug: str, level_id: UUID) -> HttpResponse:
    """Show a section or objective: why it is there, what it is measured by, who shaped it."""
    visitor = visit(request, council_slug)
    plan = plan_card(visitor.council.id, plan_slug)
    access.check_can_see_plan(visitor, state=plan.state)
    return page(
        request,
        "level",
        visitor,
        plan=plan,
        seen=measures.level_page(plan.id, level_id),
        can_edit=access.can_edit_plan(visitor) and plan.state != PlanState.CLOSED,
    )


@staff_page
def new_level_measure(request: HttpRequest, council_slug: str, plan_slug: str, level_id: UUID) -> HttpResponse:
    """Add a measure to an objective; figures that stand in its own words are offered."""
    visitor, plan = at_plan(request, council_slug, plan_slug)
    row = now.level_row(plan.id, level_id)
    proposed = advice.proposed_for_level(row)
    values = blank_measure(request.GET.get("kind", "")) | taken(proposed, request.GET.get("take", ""))
    shown = EditPage(
        heading=_("Add a measure"),
        caption=row.title,
        back=_back(council_slug, plan_slug, level_id),
        done=_("The measure is added. Give it figures as they come."),
        button=_("Add this measure"),
        template="edit_measure",
        check=advice.check_measure,
        context={"plan": plan, "proposed": proposed},
    )
    return edit(
        request,
        visitor,
        form=MeasureForm(request.POST or None, values=values),
        page_of=shown,
        save=lambda sent: editing_parts.add_level_measure(level_id, given=sent.given(), by=person_id(visitor)),
    )


@staff_page
def edit_level_measure(
    request: HttpRequest, council_slug: str, plan_slug: str, level_id: UUID, level_measure_id: UUID
) -> HttpResponse:
    """Change a measure of an objective; its figures stand below."""
    visitor, plan = at_plan(request, council_slug, plan_slug)
    level_of = now.level_row(plan.id, level_id)
    row = now.level_measure_row(level_id, level_measure_id)
    at = (plan.slug, level_id, level_measure_id)

    def values() -> dict[str, Any]:
        return now.values_of(now.level_measure_row(level_id, level_measure_id), now.MEASURE_FIELDS)

    shown = EditPage(
        heading=_("Change this measure"),
        caption=level_of.title,
        back=_back(council_slug, plan_slug, level_id),
        done=_("Saved."),
        template="edit_measure",
        subject=f"plans.level:{level_id}",
        check=advice.check_measure,
        context={
            "plan": plan,
            "measure": row,
            "figures": [
                (
                    value,
                    to(council_slug, "edit_level_value", *at, value.pk),
                    to(council_slug, "remove_level_value", *at, value.pk),
                )
                for value in sorted(row.values.all(), key=lambda one: one.on)
            ],
            "new_figure": to(council_slug, "new_level_value", *at),
            "remove_href": to(council_slug, "remove_level_measure", *at),
        },
    )
    return edit(
        request,
        visitor,
        form=MeasureForm(request.POST or None, values=now.values_of(row, now.MEASURE_FIELDS)),
        page_of=shown,
        save=lambda sent: editing_parts.change_measure(
            level_measure_id, given=sent.given(), base=sent.base_versions(), by=person_id(visitor)
        ),
        now=values,
    )


@staff_page
def remove_level_measure(
    request: HttpRequest, council_slug: str, plan_slug: str, level_id: UUID, level_measure_id: UUID
) -> HttpResponse:
    """Ask, then remove a measure of an objective with its figures."""
    visitor, plan = at_plan(request, council_slug, plan_slug)
    now.level_row(plan.id, level_id)
    row = now.level_measure_row(level_id, level_measure_id)
    return remove(
        request,
        visitor,
        plan=plan,
        what=row.name,
        back=_back(council_slug, plan_slug, level_id),
        act=lambda: removing.remove_part(level_measure_id, kind="measure", by=person_id(visitor)),
        note=_("Its figures go with it."),
    )


@staff_page
def new_level_value(
    request: HttpRequest, council_slug: str, plan_slug: str, level_id: UUID, level_measure_id: UUID
) -> HttpResponse:
    """Add a figure of an objective's measure."""
    visitor, plan = at_plan(request, council_slug, plan_slug)
    now.level_row(plan.id, level_id)
    row = now.level_measure_row(level_id, level_measure_id)
    shown = EditPage(
        heading=_("Add a figure"),
        caption=row.name,
        back=_back(council_slug, plan_slug, level_id),
        done=_("The figure is added."),
        button=_("Add this figure"),
    )
    return edit(
        request,
        visitor,
        form=ValueForm(request.POST or None, values=dict.fromkeys(now.VALUE_FIELDS), unit=row.unit),
        page_of=shown,
        save=lambda sent: editing_parts.add_value(level_measure_id, given=sent.given(), by=person_id(visitor)),
    )


@staff_page
def edit_level_value(
    request: HttpRequest, council_slug: str, plan_slug: str, level_id: UUID, level_measure_id: UUID, level_value_id: int
) -> HttpResponse:
    """Put a figure of an objective right, or remove it."""
    visitor, plan = at_plan(request, council_slug, plan_slug)
    now.level_row(plan.id, level_id)
    row = now.level_measure_row(level_id, level_measure_id)
    at = (plan.slug, level_id, level_measure_id)

    def values() -> dict[str, Any]:
        return now.values_of(now.value_row(level_measure_id, level_value_id), now.VALUE_FIELDS)

    shown = EditPage(
        heading=_("Put a figure right"),
        caption=row.name,
        back=(to(council_slug, "edit_level_measure", *at), _("Back to the measure")),
        done=_("Saved."),
        subject=f"plans.level:{level_id}",
        context={"remove_href": to(council_slug, "remove_level_value", *at, level_value_id)},
    )
    return edit(
        request,
        visitor,
        form=ValueForm(request.POST or None, values=values(), unit=row.unit),
        page_of=shown,
        save=lambda sent: editing_parts.change_value(
            level_value_id, given=sent.given(), base=sent.base_versions(), by=person_id(visitor)
        ),
        now=values,
    )


@staff_page
def remove_level_value(
    request: HttpRequest, council_slug: str, plan_slug: str, level_id: UUID, level_measure_id: UUID, level_value_id: int
) -> HttpResponse:
    """Ask, then remove a figure of an objective."""
    visitor, plan = at_plan(request, council_slug, plan_slug)
    now.level_row(plan.id, level_id)
    now.level_measure_row(level_id, level_measure_id)
    row = now.value_row(level_measure_id, level_value_id)
    return remove(
        request,
        visitor,
        plan=plan,
        what=row.value,
        back=(
            to(council_slug, "edit_level_measure", plan.slug, level_id, level_measure_id),
            _("Back to the measure"),
        ),
        act=lambda: removing.remove_value(level_value_id, by=person_id(visitor)),
        note=_("The history keeps its day and figure."),
    )


def _back(council_slug: str, plan_slug: str, level_id: UUID) -> tuple[str, str]:
    return to(council_slug, "level", plan_slug, level_id), _("Back to the objective")
