"""Making a plan by hand, changing its details and its levels, and putting back what was removed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dueregard.domain.plans.document import blank_document
from dueregard.domain.plans.sheets import blank_workbook
from dueregard.domain.plans.states import PlanState
from dueregard.publish.excel import write_xlsx
from dueregard.publish.word import write_word
from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries import Visitor, visit
from dueregard.web.organisation.queries.councils import characteristics
from dueregard.web.organisation.queries.structure import boards, posts
from dueregard.web.plans import access
from dueregard.web.plans.actions import editing, editing_levels, removing
from dueregard.web.plans.forms.editing_plan import ContributionForm, LevelForm, PlanForm
from dueregard.web.plans.queries import advice, measures
from dueregard.web.plans.queries import editing as now
from dueregard.web.plans.queries import levels as level_queries
from dueregard.web.plans.queries import removed as removed_queries
from dueregard.web.plans.queries.editing_offers import directorate_options, level_options
from dueregard.web.plans.queries.plans import plan_card
from dueregard.web.plans.views.editing_page import EditPage, at_plan, edit
from dueregard.web.plans.views.page import page, person_id, to
from dueregard.web.ui.components.tables import file_response

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@staff_page
def new_plan(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Begin an empty plan."""
    visitor = visit(request, council_slug)
    access.check_can_edit_plan(visitor)
    form = PlanForm(request.POST or None, values=dict.fromkeys(now.PLAN_FIELDS))
    if request.method == "POST" and form.is_valid():
        slug = editing.make_plan(council_id=visitor.council.id, given=form.given(), by=person_id(visitor))
        messages.success(request, _("The plan is begun. Only you and your fellow officers can see it yet."))
        return redirect(to(council_slug, "plan", slug))
    return page(request, "edit_new", visitor, form=form, status=400 if form.errors else 200)


@staff_page
@require_safe
def template(request: HttpRequest, council_slug: str, ending: str) -> HttpResponse:
    """Give the blank workbook or document, with the council's own posts, boards and characteristics."""
    visitor = visit(request, council_slug)
    access.check_can_import(visitor)
    council = visitor.council
    known = characteristics(council.id)
    if ending == "docx":
        word = write_word(blank_document(known, on=visitor.on, council=council.name))
        return file_response(word, content_type=_WORD, filename=f"{council.slug}-plan-template.docx")
    workbook = blank_workbook(
        known,
        council=council.name,
        on=visitor.on,
        boards=[each.name for each in boards(council.id)],
        posts=[each.title for each in posts(council.id)],
    )
    return file_response(write_xlsx(workbook), content_type=_EXCEL, filename=f"{council.slug}-plan-template.xlsx")


@staff_page
def edit_plan(request: HttpRequest, council_slug: str, plan_slug: str) -> HttpResponse:
    """Change what the plan is called and what time it covers."""
    visitor, plan = at_plan(request, council_slug, plan_slug)
    form = PlanForm(request.POST or None, values=now.plan_values(plan.id))
    shown = EditPage(
        heading=_("Name and time of the plan"),
        caption=plan.title,
        back=_to_plan(council_slug, plan),
        done=_("Saved."),
        subject=f"plans.plan:{plan.id}",
    )
    return edit(
        request,
        visitor,
        form=form,
        page_of=shown,
        save=lambda sent: editing.change_plan(
            plan.id, given=sent.given(), base=sent.base_versions(), by=person_id(visitor)
        ),
        now=lambda: now.plan_values(plan.id),
    )


@staff_page
def adopt_draft(request: HttpRequest, council_slug: str, plan_slug: str) -> HttpResponse:
    """Ask, then adopt a plan that was made by hand."""
    visitor = visit(request, council_slug)
    access.check_can_adopt(visitor)
    plan = plan_card(visitor.council.id, plan_slug)
    if plan.state != PlanState.DRAFT:
        return redirect(to(council_slug, "plan", plan.slug))
    if request.method != "POST":
        repairs = advice.advice_on_plan(plan.id, on=visitor.on)
        return page(request, "edit_adopt", visitor, plan=plan, repairs=repairs)
    editing.adopt_draft(plan.id, by=person_id(visitor))
    messages.success(request, _("The plan is adopted. Nobody outside the council can see it yet."))
    return redirect(to(council_slug, "plan", plan.slug))


@staff_page
def plan_levels(request: HttpRequest, council_slug: str, plan_slug: str) -> HttpResponse:
    """Show the sections and objectives of a plan in order, and move one up or down."""
    visitor, plan = at_plan(request, council_slug, plan_slug)
    if request.method == "POST":
        level = now.level_row(plan.id, _uuid(request.POST.get("level")))
        editing_levels.move_level(level.pk, up=request.POST.get("to") == "up", by=person_id(visitor))
        return redirect(to(council_slug, "plan_levels", plan.slug))
    return page(request, "edit_levels", visitor, plan=plan, outline=level_queries.outline(plan.id))


@staff_page
def new_level(request: HttpRequest, council_slug: str, plan_slug: str) -> HttpResponse:
    """Add a section or objective."""
    visitor, plan = at_plan(request, council_slug, plan_slug)
    below = request.GET.get("below", "")
    parents = level_options(plan.id)
    values = {**dict.fromkeys((*now.LEVEL_FIELDS, "directorate")), "kind": "section", "parent": None}
    if below in dict(parents):
        values |= {"parent": below, "kind": "objective"}
    form = LevelForm(
        request.POST or None,
        values=values,
        directorates=directorate_options(visitor.council.id),
        parents=parents,
    )
    shown = EditPage(
        heading=_("Add a section or objective"),
        caption=plan.title,
        back=(to(council_slug, "plan_levels", plan.slug), _("Back to sections and objectives")),
        done=_("Added."),
        button=_("Add"),
        check=advice.check_new_level,
    )
    return edit(
        request,
        visitor,
        form=form,
        page_of=shown,
        save=lambda sent: editing_levels.add_level(plan.id, given=sent.given(), by=person_id(visitor)),
    )


@staff_page
def edit_level(request: HttpRequest, council_slug: str, plan_slug: str, level_id: UUID) -> HttpResponse:
    """Change a section or objective; who shaped it stands below."""
    visitor, plan = at_plan(request, council_slug, plan_slug)
    row = now.level_row(plan.id, level_id)
    form = LevelForm(
        request.POST or None, values=now.level_values(row), directorates=directorate_options(visitor.council.id)
    )
    shown = EditPage(
        heading=row.title,
        caption=_("Section or objective"),
        back=(to(council_slug, "plan_levels", plan.slug), _("Back to sections and objectives")),
        done=_("Saved."),
        template="edit_level",
        subject=f"plans.level:{level_id}",
        check=lambda given: advice.check_level(row, given),
        context={
            "plan": plan,
            "level_id": level_id,
            "shaped": level_queries.contribution_cards(row),
            "measured": measures.level_page(plan.id, level_id).measures,
            "remarks": advice.advice_on_level(row),
        },
    )
    return edit(
        request,
        visitor,
        form=form,
        page_of=shown,
        save=lambda sent: editing_levels.change_level(
            level_id, given=sent.given(), base=sent.base_versions(), by=person_id(visitor)
        ),
        now=lambda: now.level_values(now.level_row(plan.id, level_id)),
    )


@staff_page
def remove_level(request: HttpRequest, council_slug: str, plan_slug: str, level_id: UUID) -> HttpResponse:
    """Ask, then remove an empty section or objective."""
    visitor, plan = at_plan(request, council_slug, plan_slug)
    row = now.level_row(plan.id, level_id)
    back = (to(council_slug, "plan_levels", plan.slug), _("Back to sections and objectives"))
    return remove(
        request,
        visitor,
        plan=plan,
        what=row.title,
        back=back,
        act=lambda: removing.remove_level(level_id, by=person_id(visitor)),
    )


@staff_page
def new_contribution(request: HttpRequest, council_slug: str, plan_slug: str, level_id: UUID) -> HttpResponse:
    """Record who shaped an objective."""
    visitor, plan = at_plan(request, council_slug, plan_slug)
    row = now.level_row(plan.id, level_id)
    form = ContributionForm(request.POST or None, values=dict.fromkeys(now.CONTRIBUTION_FIELDS))
    shown = EditPage(
        heading=_("Who shaped this?"),
        caption=row.title,
        back=(to(council_slug, "edit_level", plan.slug, level_id), _("Back to %(name)s") % {"name": row.title}),
        done=_("Added."),
        button=_("Add"),
    )
    return edit(
        request,
        visitor,
        form=form,
        page_of=shown,
        save=lambda sent: editing_levels.add_contribution(level_id, given=sent.given(), by=person_id(visitor)),
    )


@staff_page
def edit_contribution(
    request: HttpRequest, council_slug: str, plan_slug: str, level_id: UUID, contribution_id: UUID
) -> HttpResponse:
    """Change who shaped an objective, how, and what that changed."""
    visitor, plan = at_plan(request, council_slug, plan_slug)
    level = now.level_row(plan.id, level_id)

    def values() -> dict[str, Any]:
        return now.values_of(now.contribution_row(level_id, contribution_id), now.CONTRIBUTION_FIELDS)

    form = ContributionForm(request.POST or None, values=values())
    shown = EditPage(
        heading=_("Change who shaped this"),
        caption=level.title,
        back=(to(council_slug, "edit_level", plan.slug, level_id), _("Back to %(name)s") % {"name": level.title}),
        done=_("Saved."),
        subject=f"plans.level:{level_id}",
    )
    return edit(
        request,
        visitor,
        form=form,
        page_of=shown,
        save=lambda sent: editing_levels.change_contribution(
            contribution_id, given=sent.given(), base=sent.base_versions(), by=person_id(visitor)
        ),
        now=values,
    )


@staff_page
def remove_contribution(
    request: HttpRequest, council_slug: str, plan_slug: str, level_id: UUID, contribution_id: UUID
) -> HttpResponse:
    """Ask, then remove who shaped an objective."""
    visitor, plan = at_plan(request, council_slug, plan_slug)
    level = now.level_row(plan.id, level_id)
    row = now.contribution_row(level_id, contribution_id)
    return remove(
        request,
        visitor,
        plan=plan,
        what=row.who,
        back=(to(council_slug, "edit_level", plan.slug, level_id), _("Back to %(name)s") % {"name": level.title}),
        act=lambda: removing.remove_contribution(contribution_id, by=person_id(visitor)),
    )


@staff_page
def removed(request: HttpRequest, council_slug: str, plan_slug: str) -> HttpResponse:
    """Show what was removed in the last thirty days, and put a thing back."""
    visitor, plan = at_plan(request, council_slug, plan_slug)
    if request.method == "POST":
        removed_id = _uuid(request.POST.get("removed"))
        removed_queries.check_removed(plan.id, removed_id)
        removing.restore(removed_id, by=person_id(visitor))
        messages.success(request, _("It is back."))
        return redirect(to(council_slug, "removed", plan.slug))
    return page(request, "edit_removed", visitor, plan=plan, removed=removed_queries.removed_of(plan.id))


def remove(
    request: HttpRequest, visitor: Visitor, *, plan: Any, what: str, back: tuple[str, str], act: Any, note: str = ""
) -> HttpResponse:
    """Ask whether to remove something; do it, and say how it comes back."""
    if request.method != "POST":
        return page(request, "edit_remove", visitor, plan=plan, what=what, back=back, note=note)
    act()
    words = _("Removed: %(what)s. It can be put back for 30 days.") if access.can_edit_plan(visitor) else _("Removed.")
    messages.success(request, words % {"what": what[:120]} if "%(what)s" in words else words)
    return redirect(back[0])


def _to_plan(council_slug: str, plan: Any) -> tuple[str, str]:
    return to(council_slug, "plan", plan.slug), _("Back to %(plan)s") % {"plan": plan.title}


def _uuid(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError as fault:
        raise Http404 from fault
