"""Evidence: adding it, giving it back to those who may see its action, and removing it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dueregard.terms.errors import DueRegardError
from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries import visit
from dueregard.web.plans import access
from dueregard.web.plans.actions import evidence as acts
from dueregard.web.plans.actions import removing
from dueregard.web.plans.forms.evidence import EvidenceForm
from dueregard.web.plans.queries.editing import check_action
from dueregard.web.plans.queries.evidence import evidence_file, evidence_name
from dueregard.web.plans.queries.plans import plan_card
from dueregard.web.plans.views.editing import remove
from dueregard.web.plans.views.editing_page import at_action
from dueregard.web.plans.views.page import page, person_id, to
from dueregard.web.ui.components.tables import file_response


@staff_page
def add_evidence(request: HttpRequest, council_slug: str, plan_slug: str, action_id: UUID) -> HttpResponse:
    """Take a file or an address as evidence."""
    at = at_action(request, council_slug, plan_slug, action_id, check=access.check_can_report_on_action)
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given, by = form.cleaned_data, person_id(at.visitor)
        try:
            if given["file"]:
                data, name = given["file"].read(), given["file"].name or "file"
                acts.add_file(action_id, data=data, file_name=name, name=given["name"], by=by)
            else:
                acts.add_link(action_id, url=given["url"], name=given["name"], by=by)
        except DueRegardError as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The evidence is added."))
            return redirect(to(council_slug, "action", at.plan.slug, action_id))
    return page(
        request,
        "edit_evidence",
        at.visitor,
        form=form,
        plan=at.plan,
        seen=at.seen,
        status=400 if form.errors else 200,
    )


@staff_page
@require_safe
def evidence(
    request: HttpRequest, council_slug: str, plan_slug: str, action_id: UUID, evidence_id: UUID
) -> HttpResponse:
    """Give a file to whoever may see its action. It is saved, never shown as a page of ours, and never cached."""
    visitor = visit(request, council_slug)
    plan = plan_card(visitor.council.id, plan_slug)
    access.check_can_see_plan(visitor, state=plan.state)
    check_action(plan.id, action_id)
    file = evidence_file(action_id, evidence_id)
    response = file_response(file.data, content_type=file.media_type, filename=file.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@staff_page
def remove_evidence(
    request: HttpRequest, council_slug: str, plan_slug: str, action_id: UUID, evidence_id: UUID
) -> HttpResponse:
    """Ask, then remove a piece of evidence."""
    at = at_action(request, council_slug, plan_slug, action_id, check=access.check_can_report_on_action)
    named = evidence_name(action_id, evidence_id)
    access.check_can_remove_evidence(at.visitor, at.seen, is_own=named.added_by == person_id(at.visitor))
    return remove(
        request,
        at.visitor,
        plan=at.plan,
        what=named.name,
        back=(to(council_slug, "action", at.plan.slug, action_id), _("Back to the action")),
        act=lambda: removing.remove_part(evidence_id, kind="evidence", by=person_id(at.visitor)),
    )
