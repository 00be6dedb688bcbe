"""Parts and milestones, measures and their values."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries.structure import posts
from dueregard.web.plans import access
from dueregard.web.plans.actions import editing_parts, removing
from dueregard.web.plans.forms.editing_plan import MeasureForm, PartForm, ValueForm
from dueregard.web.plans.queries import advice
from dueregard.web.plans.queries import editing as now
from dueregard.web.plans.views.editing import remove
from dueregard.web.plans.views.editing_page import AtAction, EditPage, at_action, edit
from dueregard.web.plans.views.measures import blank_measure, taken
from dueregard.web.plans.views.page import person_id, to


def _begin(request: HttpRequest, council_slug: str, plan_slug: str, action_id: UUID) -> AtAction:
    return at_action(request, council_slug, plan_slug, action_id, check=access.check_can_edit_action)


def _back(council_slug: str, at: AtAction) -> tuple[str, str]:
    return to(council_slug, "action", at.plan.slug, at.seen.id), _("Back to the action")


def _posts(at: AtAction) -> tuple[tuple[str, str], ...]:
    return tuple((str(each.id), each.label) for each in posts(at.visitor.council.id))


@staff_page
def new_part(request: HttpRequest, council_slug: str, plan_slug: str, action_id: UUID) -> HttpResponse:
    """Add a part or milestone."""
    at = _begin(request, council_slug, plan_slug, action_id)
    form = PartForm(
        request.POST or None,
        values={**dict.fromkeys(now.PART_FIELDS), "kind": "milestone"},
        posts=_posts(at),
    )
    shown = EditPage(
        heading=_("Add a part or milestone"),
        caption=at.seen.title,
        back=_back(council_slug, at),
        done=_("Added."),
        button=_("Add"),
    )
    return edit(
        request,
        at.visitor,
        form=form,
        page_of=shown,
        save=lambda sent: editing_parts.add_part(action_id, given=sent.given(), by=person_id(at.visitor)),
    )


@staff_page
def edit_part(request: HttpRequest, council_slug: str, plan_slug: str, action_id: UUID, part_id: UUID) -> HttpResponse:
    """Change a part or milestone."""
    at = _begin(request, council_slug, plan_slug, action_id)

    def values() -> dict[str, Any]:
        return now.values_of(now.part_row(action_id, part_id), now.PART_FIELDS)

    shown = EditPage(
        heading=_("Change this part"),
        caption=at.seen.title,
        back=_back(council_slug, at),
        done=_("Saved."),
        subject=f"plans.action:{action_id}",
        context={"remove_href": to(council_slug, "remove_part", at.plan.slug, action_id, part_id)},
    )
    return edit(
        request,
        at.visitor,
        form=PartForm(request.POST or None, values=values(), posts=_posts(at)),
        page_of=shown,
        save=lambda sent: editing_parts.change_part(
            part_id, given=sent.given(), base=sent.base_versions(), by=person_id(at.visitor)
        ),
        now=values,
    )


@staff_page
def remove_part(
    request: HttpRequest, council_slug: str, plan_slug: str, action_id: UUID, part_id: UUID
) -> HttpResponse:
    """Ask, then remove a part."""
    at = _begin(request, council_slug, plan_slug, action_id)
    row = now.part_row(action_id, part_id)
    return remove(
        request,
        at.visitor,
        plan=at.plan,
        what=row.text,
        back=_back(council_slug, at),
        act=lambda: removing.remove_part(part_id, kind="part", by=person_id(at.visitor)),
    )


@staff_page
def new_measure(request: HttpRequest, council_slug: str, plan_slug: str, action_id: UUID) -> HttpResponse:
    """Add a measure; those that stand in the action's own words are offered."""
    at = _begin(request, council_slug, plan_slug, action_id)
    proposed = advice.proposed_measures(action_id)
    values = blank_measure(request.GET.get("kind", "")) | taken(proposed, request.GET.get("take", ""))
    shown = EditPage(
        heading=_("Add a measure"),
        caption=at.seen.title,
        back=_back(council_slug, at),
        done=_("The measure is added. Give it figures as they come."),
        button=_("Add this measure"),
        template="edit_measure",
        check=advice.check_measure,
        context={"plan": at.plan, "proposed": proposed},
    )
    return edit(
        request,
        at.visitor,
        form=MeasureForm(request.POST or None, values=values),
        page_of=shown,
        save=lambda sent: editing_parts.add_measure(action_id, given=sent.given(), by=person_id(at.visitor)),
    )


@staff_page
def edit_measure(
    request: HttpRequest, council_slug: str, plan_slug: str, action_id: UUID, measure_id: UUID
) -> HttpResponse:
    """Change a measure; its values stand below."""
    at = _begin(request, council_slug, plan_slug, action_id)
    row = now.measure_row(action_id, measure_id)

    def values() -> dict[str, Any]:
        return now.values_of(now.measure_row(action_id, measure_id), now.MEASURE_FIELDS)

    shown = EditPage(
        heading=_("Change this measure"),
        caption=at.seen.title,
        back=_back(council_slug, at),
        done=_("Saved."),
        template="edit_measure",
        subject=f"plans.action:{action_id}",
        check=advice.check_measure,
        context={
            "plan": at.plan,
            "measure": row,
            "figures": [
                (
                    value,
                    to(council_slug, "edit_value", at.plan.slug, action_id, measure_id, value.pk),
                    to(council_slug, "remove_value", at.plan.slug, action_id, measure_id, value.pk),
                )
                for value in sorted(row.values.all(), key=lambda one: one.on)
            ],
            "new_figure": to(council_slug, "new_value", at.plan.slug, action_id, measure_id),
            "remove_href": to(council_slug, "remove_measure", at.plan.slug, action_id, measure_id),
        },
    )
    return edit(
        request,
        at.visitor,
        form=MeasureForm(request.POST or None, values=now.values_of(row, now.MEASURE_FIELDS)),
        page_of=shown,
        save=lambda sent: editing_parts.change_measure(
            measure_id, given=sent.given(), base=sent.base_versions(), by=person_id(at.visitor)
        ),
        now=values,
    )


@staff_page
def remove_measure(
    request: HttpRequest, council_slug: str, plan_slug: str, action_id: UUID, measure_id: UUID
) -> HttpResponse:
    """Ask, then remove a measure with its values."""
    at = _begin(request, council_slug, plan_slug, action_id)
    row = now.measure_row(action_id, measure_id)
    return remove(
        request,
        at.visitor,
        plan=at.plan,
        what=row.name,
        back=_back(council_slug, at),
        act=lambda: removing.remove_part(measure_id, kind="measure", by=person_id(at.visitor)),
        note=_("Its figures go with it."),
    )


@staff_page
def new_value(
    request: HttpRequest, council_slug: str, plan_slug: str, action_id: UUID, measure_id: UUID
) -> HttpResponse:
    """Add a value of a measure. Whoever may say how the action goes may say its figures."""
    at = at_action(request, council_slug, plan_slug, action_id, check=access.check_can_report_on_action)
    row = now.measure_row(action_id, measure_id)
    shown = EditPage(
        heading=_("Add a figure"),
        caption=row.name,
        back=_back(council_slug, at),
        done=_("The figure is added."),
        button=_("Add this figure"),
    )
    return edit(
        request,
        at.visitor,
        form=ValueForm(request.POST or None, values=dict.fromkeys(now.VALUE_FIELDS), unit=row.unit),
        page_of=shown,
        save=lambda sent: editing_parts.add_value(measure_id, given=sent.given(), by=person_id(at.visitor)),
    )


@staff_page
def edit_value(
    request: HttpRequest, council_slug: str, plan_slug: str, action_id: UUID, measure_id: UUID, value_id: int
) -> HttpResponse:
    """Put a figure right, or remove it."""
    at = _begin(request, council_slug, plan_slug, action_id)
    row = now.measure_row(action_id, measure_id)
    back = (to(council_slug, "edit_measure", at.plan.slug, action_id, measure_id), _("Back to the measure"))

    def values() -> dict[str, Any]:
        return now.values_of(now.value_row(measure_id, value_id), now.VALUE_FIELDS)

    shown = EditPage(
        heading=_("Put a figure right"),
        caption=row.name,
        back=back,
        done=_("Saved."),
        subject=f"plans.action:{action_id}",
        context={"remove_href": to(council_slug, "remove_value", at.plan.slug, action_id, measure_id, value_id)},
    )
    return edit(
        request,
        at.visitor,
        form=ValueForm(request.POST or None, values=values(), unit=row.unit),
        page_of=shown,
        save=lambda sent: editing_parts.change_value(
            value_id, given=sent.given(), base=sent.base_versions(), by=person_id(at.visitor)
        ),
        now=values,
    )


@staff_page
def remove_value(
    request: HttpRequest, council_slug: str, plan_slug: str, action_id: UUID, measure_id: UUID, value_id: int
) -> HttpResponse:
    """Ask, then remove a figure."""
    at = _begin(request, council_slug, plan_slug, action_id)
    now.measure_row(action_id, measure_id)
    row = now.value_row(measure_id, value_id)
    return remove(
        request,
        at.visitor,
        plan=at.plan,
        what=row.value,
        back=(to(council_slug, "edit_measure", at.plan.slug, action_id, measure_id), _("Back to the measure")),
        act=lambda: removing.remove_value(value_id, by=person_id(at.visitor)),
        note=_("The history keeps its day and figure."),
    )
