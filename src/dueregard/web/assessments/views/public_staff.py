"""Publishing and withholding an assessment: exactly what the public will see, before anything is done."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dueregard.publish.html import fragment
from dueregard.web.assessments.access.public import check_can_publish
from dueregard.web.assessments.actions.public import publish_assessment, withhold_assessment
from dueregard.web.assessments.forms.public import PublishForm, WithholdForm
from dueregard.web.assessments.queries import public_preview
from dueregard.web.assessments.queries.document import why_words
from dueregard.web.assessments.queries.whole import assessment_card, head_of
from dueregard.web.assessments.queries.writing_words import state_words
from dueregard.web.assessments.views.document import number_asked
from dueregard.web.assessments.views.page import page, sent, to
from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries import Visitor, visit
from dueregard.web.ui.components import cut, paginate, read_listing


@staff_page
@require_safe
def waiting(request: HttpRequest, council_slug: str) -> HttpResponse:
    """List what the public does not read yet, though it went to those who decide or needed no assessment."""
    visitor = visit(request, council_slug)
    check_can_publish(visitor)
    listing = read_listing(request, page_size=50)
    rows = public_preview.waiting(visitor.council.id)
    found = rows.count()
    shown = [head_of(row) for row in rows[cut(listing, found=found)]]
    return page(request, "public_waiting", visitor, page=paginate(shown, listing, found=found), states=state_words())


@staff_page
def publishing(request: HttpRequest, council_slug: str, assessment_id: UUID) -> HttpResponse:
    """Show what the public would see of a version, and publish it when asked to."""
    visitor = visit(request, council_slug)
    check_can_publish(visitor)
    head = assessment_card(visitor.council.id, assessment_id)
    seen = public_preview.preview(head, number=number_asked(request), council=visitor.council.name)
    form = PublishForm(sent(request), found=seen.held_back) if seen.version else None
    if request.method == "POST":
        if seen.version is None or form is None or request.POST.get("number") != str(seen.version.number):
            raise Http404
        if form.is_valid():
            chosen = form.cleaned_data["although"]
            publish_assessment(head.id, number=seen.version.number, by=_person(visitor), although=chosen)
            messages.success(request, _("Version %(number)s is published.") % {"number": seen.version.number})
            return redirect(to(council_slug, "publishing", head.id))
    return page(
        request,
        "publishing",
        visitor,
        status=400 if form is not None and form.errors else 200,
        head=head,
        seen=seen,
        form=form,
        why=why_words(),
        html=fragment(seen.document) if seen.document else "",
    )


@staff_page
def withhold(request: HttpRequest, council_slug: str, assessment_id: UUID) -> HttpResponse:
    """Ask why, then withhold an assessment."""
    visitor = visit(request, council_slug)
    check_can_publish(visitor)
    head = assessment_card(visitor.council.id, assessment_id)
    form = WithholdForm(sent(request), initial={"why": head.withheld_why})
    if request.method == "POST" and form.is_valid():
        withhold_assessment(head.id, why=form.cleaned_data["why"], by=_person(visitor))
        messages.success(request, _("The public register says that it is withheld, and why."))
        return redirect(to(council_slug, "publishing", head.id))
    return page(request, "withhold", visitor, head=head, form=form, status=400 if form.errors else 200)


def _person(visitor: Visitor) -> UUID:
    if visitor.person is None:
        raise Http404
    return visitor.person.id
