"""Changing many actions at once: by ticking them, and by a workbook that was edited and handed back."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dueregard.domain.plans.states import ImportState
from dueregard.terms.errors import DueRegardError
from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries import Visitor
from dueregard.web.organisation.queries.councils import local_characteristics, words
from dueregard.web.plans.actions import bulk as acts
from dueregard.web.plans.actions import handed_back, handing_in
from dueregard.web.plans.forms.bulk import BulkForm, SheetForm, accepted_cells
from dueregard.web.plans.forms.filters import filters_for, orders, wanted_from
from dueregard.web.plans.queries import bulk as bulk_queries
from dueregard.web.plans.queries import handed_back as cells
from dueregard.web.plans.queries import imports, lists
from dueregard.web.plans.queries.editing_offers import offered
from dueregard.web.plans.queries.plans import PlanCard
from dueregard.web.plans.views.editing_page import at_plan
from dueregard.web.plans.views.page import page, person_id, to
from dueregard.web.ui.components import Filter, cut, paginate, read_listing

ROWS_ON_A_PAGE = 200
CELL_ROWS_ON_A_PAGE = 50


@staff_page
def bulk(request: HttpRequest, council_slug: str, plan_slug: str) -> HttpResponse:
    """Tick actions, choose what to change, see what will change, apply it."""
    visitor, plan = at_plan(request, council_slug, plan_slug)
    choices = offered(plan.id, council_id=visitor.council.id, used=lists.codes_of(plan.id))
    status_words = words(visitor.council.id)
    form = BulkForm(request.POST if request.method == "POST" else None, offered=choices, words=status_words)
    ticked = _ids(request.POST.getlist("action"))
    if request.method == "POST" and form.is_valid() and not ticked:
        form.add_error(None, _("Tick the actions to change"))
    if request.method != "POST" or not form.is_valid():
        return _choose(request, visitor, plan, form=form, ticked=ticked, status_words=status_words)
    labels = {**choices.labels(), **lists.labels_of(plan.id, local=_local(visitor))}
    found = bulk_queries.preview(plan.id, ticked, form.wish(), labels=labels)
    problem = ""
    if request.POST.get("do") == "apply":
        try:
            done = acts.change_many(
                plan.id,
                changes=found.values,
                seen=request.POST.get("seen", ""),
                by=person_id(visitor),
                local=_local(visitor),
            )
        except DueRegardError as fault:
            problem = str(fault)
        else:
            messages.success(request, _changed_words(done))
            return redirect(to(council_slug, "actions", plan.slug))
    return page(
        request,
        "bulk_preview",
        visitor,
        plan=plan,
        form=form,
        found=found,
        problem=problem,
        back=to(council_slug, "bulk", plan.slug),
        status=400 if problem else 200,
    )


@staff_page
def sheet(request: HttpRequest, council_slug: str, plan_slug: str) -> HttpResponse:
    """Give the plan as a workbook to edit, and take it back."""
    visitor, plan = at_plan(request, council_slug, plan_slug)
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return page(request, "bulk_sheet", visitor, plan=plan, form=form, status=400 if form.errors else 200)
    file = form.cleaned_data["workbook"]
    handed_in = handed_back.hand_back(
        plan.id,
        council_id=visitor.council.id,
        name=file.name or _("Workbook"),
        data=file.read(),
        by=person_id(visitor),
        address=lambda import_id: to(council_slug, "sheet_compare", plan.slug, import_id),
    )
    return redirect("organisation:job", council_slug, handed_in.job_id)


@staff_page
def sheet_compare(request: HttpRequest, council_slug: str, plan_slug: str, import_id: UUID) -> HttpResponse:
    """Show what somebody changed in a workbook, cell by cell, and take the cells that are accepted."""
    visitor, plan = at_plan(request, council_slug, plan_slug)
    card = imports.import_card(visitor.council.id, import_id)
    if card.state != ImportState.REVIEW:
        return redirect(to(council_slug, "sheet", plan.slug))
    here = to(council_slug, "sheet_compare", plan.slug, import_id)
    done = request.POST.get("do", "")
    if done == "leave":
        handing_in.throw_away(import_id, by=person_id(visitor))
        messages.success(request, _("The workbook is put away. What you accepted stays."))
        return redirect(to(council_slug, "plan", plan.slug))
    if done == "again":
        job_id = handed_back.compare_again(import_id, plan_id=plan.id, url=here, by=person_id(visitor))
        return redirect("organisation:job", council_slug, job_id)
    workbook = cells.workbook_card(plan.id, import_id)
    problem = ""
    if request.method == "POST" and workbook is not None:
        accepted = accepted_cells(request.POST)
        if accepted:
            try:
                taken = _take(visitor, import_id, accepted)
            except DueRegardError as fault:
                problem = str(fault)
            else:
                _tell(request, taken)
                return redirect(request.get_full_path())
        problem = problem or _("Tick the cells that you accept, or accept all that are shown.")
    elif request.method == "POST":
        problem = _("Compare the workbook with the plan first.")
    return _show_cells(request, visitor, plan, card, workbook, problem=problem)


def _show_cells(
    request: HttpRequest,
    visitor: Visitor,
    plan: PlanCard,
    card: imports.ImportCard,
    workbook: cells.WorkbookCard | None,
    *,
    problem: str,
) -> HttpResponse:
    if workbook is None:
        return page(
            request, "bulk_not_compared", visitor, plan=plan, card=card, problem=problem, status=400 if problem else 200
        )
    shown = (("free", _("Cells that can be taken")), ("not", _("Cells that cannot be taken")))
    filters = (
        Filter("field", _("What"), workbook.fields, any_text=_("Anything")),
        Filter("show", _("Which"), shown, any_text=_("All cells")),
    )
    listing = replace(read_listing(request, filters=filters, page_size=CELL_ROWS_ON_A_PAGE), formats=())
    asked = cells.Asked(field=listing.one("field"), show=listing.one("show"))
    found = cells.rows_found(card.id, asked)
    labels = lists.labels_of(plan.id, local=_local(visitor))
    rows = cells.rows_of(card.id, asked, part=cut(listing, found=found), labels=labels)
    return page(
        request,
        "bulk_compare",
        visitor,
        plan=plan,
        card=card,
        workbook=workbook,
        listing=listing,
        rows=paginate(rows, listing, found=found, total=cells.rows_found(card.id, cells.Asked())),
        problem=problem,
        here_address=request.get_full_path(),
        status=400 if problem else 200,
    )


def _take(visitor: Visitor, import_id: UUID, accepted: list[UUID]) -> handed_back.Taken:
    assert visitor.person is not None  # staff_page lets nobody else through
    return handed_back.take_cells(
        import_id, cells=accepted, by=visitor.person.id, author=visitor.person.full_name, local=_local(visitor)
    )


def _tell(request: HttpRequest, taken: handed_back.Taken) -> None:
    """Say what came of accepting cells: what was taken, and aloud what was not."""
    if taken.cells:
        said = ngettext("%(n)s cell is taken.", "%(n)s cells are taken.", taken.cells) % {"n": taken.cells}
        messages.success(request, said)
    if taken.changed_meanwhile:
        words = ngettext(
            "%(n)s cell was not taken: a colleague has changed it meanwhile. Look at it below.",
            "%(n)s cells were not taken: a colleague has changed them meanwhile. Look at them below.",
            taken.changed_meanwhile,
        )
        messages.warning(request, words % {"n": taken.changed_meanwhile})
    for said in taken.refused[:5]:
        messages.warning(request, _("Not taken: %(why)s") % {"why": said})


def _choose(
    request: HttpRequest,
    visitor: Visitor,
    plan: PlanCard,
    *,
    form: BulkForm,
    ticked: list[UUID],
    status_words: dict[str, str],
) -> HttpResponse:
    labels = lists.labels_of(plan.id, local=_local(visitor))
    choices = lists.choices_of(plan.id, labels=labels)
    filters = filters_for(choices, words=status_words)
    listing = read_listing(request, filters=filters, orders=orders(), page_size=ROWS_ON_A_PAGE)
    rows = lists.sorted_by(
        lists.actions_wanted(plan.id, wanted_from(listing), on=visitor.on),
        listing.order.name if listing.order else "number",
        falling=listing.is_falling,
    )
    found = rows.count()
    shown = lists.action_rows(rows[cut(listing, found=found)], on=visitor.on, labels=labels)
    return page(
        request,
        "bulk",
        visitor,
        plan=plan,
        form=form,
        ticked=frozenset(ticked),
        listing=listing,
        rows=paginate(shown, listing, found=found, total=plan.actions),
        words=status_words,
        here_address=request.get_full_path(),
        status=400 if form.errors else 200,
    )


def _local(visitor: Visitor) -> dict[str, str]:
    return {each.code: each.label for each in local_characteristics(visitor.council.id)}


def _changed_words(done: int) -> str:
    return ngettext("%(n)s action is changed.", "%(n)s actions are changed.", done) % {"n": done}


def _ids(given: list[str]) -> list[UUID]:
    found = []
    for one in given[: bulk_queries.MOST]:
        try:
            found.append(UUID(one))
        except ValueError:
            continue
    return found
