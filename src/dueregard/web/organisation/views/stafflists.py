"""Taking in a list of staff: hand it in, look at what it would change, confirm."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard.terms.errors import CannotBeRead
from dueregard.web.organisation import access, actions, queries
from dueregard.web.organisation.forms import StaffListForm
from dueregard.web.organisation.views.editing import bound, found, or_404


@access.staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Take a list, or say everything that is wrong with it."""
    visitor = queries.visit(request, council_slug)
    access.check_can_keep_people(visitor)
    form = bound(StaffListForm, request)
    faults: tuple[queries.Fault, ...] = ()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            list_id = actions.hand_in_staff_list(
                council_id=visitor.council.id, file_name=file.name, content=file.read(), by=visitor.by
            )
        except queries.StaffListFaulty as fault:
            faults = fault.faults
            form.add_error("file", _("Put right the faults below, then choose the list again"))
        except CannotBeRead as fault:
            form.add_error("file", str(fault))
        else:
            return redirect("organisation:staff_list", council_slug, list_id)
    context = {"shell": queries.shell(visitor, "people"), "form": form, "faults": faults}
    return render(request, "organisation/staff_list_hand_in.jinja", context, status=400 if form.errors else 200)


@access.staff_page
@require_safe
def look(request: HttpRequest, council_slug: str, list_id: UUID) -> HttpResponse:
    """Show what the list would change."""
    visitor = queries.visit(request, council_slug)
    access.check_can_keep_people(visitor)
    preview = found(queries.preview(list_id, visitor.council.id, on=visitor.on))
    context = {"shell": queries.shell(visitor, "people"), "preview": preview}
    return render(request, "organisation/staff_list.jinja", context)


@access.staff_page
@require_POST
def apply(request: HttpRequest, council_slug: str, list_id: UUID) -> HttpResponse:
    """Do what was shown."""
    visitor = queries.visit(request, council_slug)
    access.check_can_keep_people(visitor)
    shown = found(queries.preview(list_id, visitor.council.id, on=visitor.on))
    fingerprint = request.POST.get("fingerprint", "")
    if sum(each.kind != "same" for each in shown.changes) > actions.AT_ONCE:
        given = {"council_id": visitor.council.id, "list_id": list_id, "by": visitor.by}
        job_id = actions.begin_staff_list(fingerprint=fingerprint, file_name=shown.file_name, **given)
        return redirect("organisation:job", council_slug, job_id)
    done = or_404(
        actions.apply_staff_list,
        council_id=visitor.council.id,
        list_id=list_id,
        fingerprint=fingerprint,
        on=visitor.on,
        by=visitor.by,
    )
    words = _("%(added)s added, %(changed)s changed, %(left)s left.")
    counts = {kind: len(done.of(kind)) for kind in ("added", "changed", "left")}
    messages.success(request, words % counts)
    return redirect("organisation:vacant" if counts["left"] else "organisation:people", council_slug)


@access.staff_page
@require_POST
def throw_away(request: HttpRequest, council_slug: str, list_id: UUID) -> HttpResponse:
    """Throw the list away."""
    visitor = queries.visit(request, council_slug)
    access.check_can_keep_people(visitor)
    found(queries.preview(list_id, visitor.council.id, on=visitor.on))
    actions.throw_away_staff_list(council_id=visitor.council.id, list_id=list_id, by=visitor.by)
    messages.success(request, _("The list is thrown away. Nothing was changed."))
    return redirect("organisation:people", council_slug)
