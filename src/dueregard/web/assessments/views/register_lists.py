"""Taking in a council's own list of policies, or its forward plan: hand it in, look, take it in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard.domain.assessments.register_rows import Fault, RegisterFaulty
from dueregard.terms.errors import CannotBeRead, DueRegardError
from dueregard.web.assessments.access import reading as access
from dueregard.web.assessments.actions import register_lists as actions
from dueregard.web.assessments.forms.policies import ForwardPlanForm, RegisterListForm
from dueregard.web.assessments.queries.register_export import empty_form
from dueregard.web.assessments.queries.register_lists import Preview, preview
from dueregard.web.assessments.views.page import page, sent, to
from dueregard.web.organisation.access import data_page, staff_page
from dueregard.web.organisation.queries import Visitor, visit
from dueregard.web.ui.components import table_response

FORMS = {"policies": RegisterListForm, "decisions": ForwardPlanForm}
MOST_SHOWN = 200


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest, council_slug: str, kind: str) -> HttpResponse:
    """Take a list, or say everything that is wrong with it."""
    visitor = visit(request, council_slug)
    access.check_can_keep_register(visitor)
    form = FORMS[kind](sent(request), request.FILES or None)
    faults: tuple[Fault, ...] = ()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        named: dict[str, Any] = {"council_id": visitor.council.id, "kind": kind, "by": visitor.by}
        try:
            list_id = actions.hand_in_register(file_name=file.name or "", content=file.read(), **named)
        except RegisterFaulty as fault:
            faults = fault.faults
            form.add_error("file", _("Put right the faults below, then choose the file again"))
        except CannotBeRead as fault:
            form.add_error("file", str(fault))
        else:
            return redirect(to(council_slug, "register_list", list_id))
    return page(
        request,
        "register_hand_in",
        visitor,
        status=400 if form.errors else 200,
        form=form,
        kind=kind,
        faults=faults,
    )


@data_page
@require_safe
def form_as_file(request: HttpRequest, council_slug: str, kind: str, ending: str) -> HttpResponse:
    """Give an empty form to be filled."""
    visitor = visit(request, council_slug)
    access.check_can_keep_register(visitor)
    return table_response(request, empty_form(kind, visitor=visitor), ending, f"{kind}-form")


@staff_page
@require_safe
def look(request: HttpRequest, council_slug: str, list_id: UUID) -> HttpResponse:
    """Show what the list would change."""
    visitor = visit(request, council_slug)
    access.check_can_keep_register(visitor)
    shown = _shown(visitor, list_id)
    return page(request, "register_list", visitor, preview=shown, most=MOST_SHOWN)


@staff_page
@require_POST
def take_in(request: HttpRequest, council_slug: str, list_id: UUID) -> HttpResponse:
    """Do what was shown."""
    visitor = visit(request, council_slug)
    access.check_can_keep_register(visitor)
    shown = _shown(visitor, list_id)
    given: dict[str, Any] = {
        "council_id": visitor.council.id,
        "list_id": list_id,
        "fingerprint": request.POST.get("fingerprint", ""),
        "by": visitor.by,
    }
    address = to(council_slug, shown.kind)
    if shown.counts["added"] + shown.counts["changed"] > actions.AT_ONCE:
        job_id = actions.begin_taking_in(file_name=shown.file_name, url=address, **given)
        return redirect("organisation:job", council_slug, job_id)
    try:
        done = actions.take_in_register(on=visitor.on, **given)
    except DueRegardError as fault:
        messages.error(request, str(fault))
        return redirect(to(council_slug, "register_list", list_id))
    messages.success(request, _("%(added)s added, %(changed)s changed.") % done.counts)
    return redirect(address)


@staff_page
@require_POST
def throw_away(request: HttpRequest, council_slug: str, list_id: UUID) -> HttpResponse:
    """Throw the list away."""
    visitor = visit(request, council_slug)
    access.check_can_keep_register(visitor)
    shown = _shown(visitor, list_id)
    actions.throw_away_register(council_id=visitor.council.id, list_id=list_id)
    messages.success(request, _("The list is thrown away. Nothing was changed."))
    return redirect(to(council_slug, shown.kind))


def _shown(visitor: Visitor, list_id: UUID) -> Preview:
    found = preview(list_id, visitor.council.id, on=visitor.on)
    if found is None:
        raise Http404
    return found
