"""The remarks on an assessment as it stands: what a careful reader would ask, and the answer to each."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.terms.errors import DueRegardError
from dueregard.web.assessments.access import reading as access
from dueregard.web.assessments.actions.remarks import answer_remark
from dueregard.web.assessments.forms.evidence import AnswerForm
from dueregard.web.assessments.queries import remarks as queries
from dueregard.web.assessments.queries.remarks_shown import place_of, remark_groups, settled_of
from dueregard.web.assessments.queries.whole import parts_of
from dueregard.web.assessments.views.evidence import seeing
from dueregard.web.assessments.views.page import page, sent, to
from dueregard.web.organisation.access import staff_page


@staff_page
@require_safe
def remark_list(request: HttpRequest, council_slug: str, assessment_id: UUID) -> HttpResponse:
    """Show what is asked, and what was answered."""
    visitor, head = seeing(request, council_slug, assessment_id)
    parts = parts_of(head.id)
    asked = queries.asked_remarks(head, parts, visitor.on)
    return page(
        request,
        "remarks",
        visitor,
        head=head,
        groups=remark_groups(head.council_id, [each for each in asked if each.is_open], nation=head.nation),
        answered=[each for each in asked if not each.is_open],
        settled=settled_of(head.id, asked),
        can_write=access.can_write(visitor, head),
    )


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, council_slug: str, assessment_id: UUID, remark_print: str) -> HttpResponse:
    """Answer one remark: changed, or not agreed because …"""
    visitor, head = seeing(request, council_slug, assessment_id)
    access.check_can_write(visitor, head)
    asked = queries.asked_remarks(head, parts_of(head.id), visitor.on)
    found = next((each for each in asked if each.print == remark_print), None)
    here = to(council_slug, "remarks", head.id)
    if found is None:
        if request.method == "POST" or queries.is_print(remark_print):
            messages.info(request, _("This no longer holds: there is nothing to answer."))
            return redirect(here)
        raise Http404
    was = found.answer
    form = AnswerForm(sent(request), initial={"kind": was.kind, "because": was.because} if was else {})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            answer_remark(head.id, remark=found.remark, kind=said["kind"], because=said["because"], by=visitor.by)
        except DueRegardError as fault:
            form.add_error(None, str(fault))
        else:
            still = said["kind"] == "changed"
            messages.info(request, _("Kept. As the assessment stands, it still holds.")) if still else (
                messages.success(request, _("Kept."))
            )
            return redirect(here)
    place = place_of(head.council_id, found.remark, nation=head.nation)
    status = 400 if form.errors else 200
    return page(request, "remark_answer", visitor, head=head, asked=found, form=form, place=place, status=status)
