"""The evidence of an assessment: what is in it, what figures say, what is not known; adding, changing, taking out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.terms.errors import DueRegardError
from dueregard.terms.laws import law_of
from dueregard.web.assessments.access import reading as access
from dueregard.web.assessments.actions import evidence as actions
from dueregard.web.assessments.actions.parts import PartChanged, drop_part
from dueregard.web.assessments.forms.evidence import KIND_WORDS, ChooseForm, EvidenceForm
from dueregard.web.assessments.queries import evidence as queries
from dueregard.web.assessments.queries import evidence_gaps
from dueregard.web.assessments.queries.evidence_groups import group_choices
from dueregard.web.assessments.queries.whole import AssessmentCard, assessment_card, parts_of, whole_of
from dueregard.web.assessments.queries.writing_words import law_name
from dueregard.web.assessments.views.page import page, sent, to
from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries import Visitor, visit


@staff_page
@require_safe
def evidence(request: HttpRequest, council_slug: str, assessment_id: UUID) -> HttpResponse:
    """Show what is known, and what is not."""
    visitor, head = seeing(request, council_slug, assessment_id)
    parts = parts_of(head.id)
    whole = whole_of(head, parts)
    asked = queries.characteristics_of(head.council_id, whole)
    chosen = queries.chosen_for(head)
    known = queries.known_about(head, asked, chosen=chosen)
    rows = queries.evidence_rows(head, parts, on=visitor.on)
    labels = {each.code: each.label for each in asked}
    return page(
        request,
        "evidence",
        visitor,
        head=head,
        rows=rows,
        kinds={str(kind): words for kind, words in KIND_WORDS.items()},
        known=known,
        labels=labels,
        local={each.code for each in asked if each.local},
        law=law_name(law_of(head.nation)),
        chosen=chosen,
        dataset=dict(queries.dataset_choices(head.council_id)).get(chosen.dataset, ""),
        gaps=evidence_gaps.gaps_of(whole, known, labels),
        can_write=access.can_write(visitor, head),
    )


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, council_slug: str, assessment_id: UUID) -> HttpResponse:
    """Choose of which area and of whom the figures are."""
    visitor, head = writing(request, council_slug, assessment_id)
    chosen = queries.chosen_for(head)
    area = chosen.area.code if chosen.area else ""
    offered = queries.area_choices(head.council_id, now=area)
    form = ChooseForm(
        sent(request),
        areas=offered,
        datasets=queries.dataset_choices(head.council_id),
        initial={"area": area, "dataset": chosen.dataset},
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.choose_figures(head.id, area=said["area"], dataset=said["dataset"], by=visitor.by)
        return redirect(to(council_slug, "evidence", head.id) + "#figures")
    return page(request, "evidence_choose", visitor, head=head, form=form, status=400 if form.errors else 200)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, council_slug: str, assessment_id: UUID) -> HttpResponse:
    """Add a consultation, complaints, research or experience by hand."""
    visitor, head = writing(request, council_slug, assessment_id)
    form = EvidenceForm(sent(request), groups=group_choices(head), on=visitor.on)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_evidence(head.id, evidence=form.evidence(""), by=visitor.by)
        except DueRegardError as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("Added. Point at it from the answers that rest on it."))
            return redirect(to(council_slug, "evidence", head.id))
    return page(request, "evidence_form", visitor, head=head, form=form, row=None, status=400 if form.errors else 200)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, council_slug: str, assessment_id: UUID, evidence_code: str) -> HttpResponse:
    """Show one piece of evidence with its figures as they stood; write it anew."""
    visitor, head = seeing(request, council_slug, assessment_id)
    row = _row(visitor, head, evidence_code)
    may = access.can_write(visitor, head)
    if request.method == "POST":
        access.check_can_write(visitor, head)
    form = EvidenceForm(
        sent(request),
        groups=group_choices(head),
        on=visitor.on,
        was=row.evidence,
        initial=EvidenceForm.begin(row.evidence, seen=row.number),
    )
    stands = None
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"] or 0
        try:
            actions.change_evidence(head.id, evidence=form.evidence(evidence_code), seen=seen, by=visitor.by)
        except PartChanged as changed:
            stands = row.evidence
            form.data = {**form.data.dict(), "seen": changed.number} if hasattr(form.data, "dict") else form.data
            form.add_error(None, str(changed))
        else:
            messages.success(request, _("Kept."))
            return redirect(to(council_slug, "evidence", head.id))
    shown: dict[str, Any] = {"head": head, "form": form, "row": row, "stands": stands, "can_write": may}
    kinds = {str(kind): words for kind, words in KIND_WORDS.items()}
    return page(request, "evidence_one", visitor, kinds=kinds, status=400 if form.errors else 200, **shown)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def take_out(request: HttpRequest, council_slug: str, assessment_id: UUID, evidence_code: str) -> HttpResponse:
    """Ask, then take a piece of evidence out."""
    visitor, head = writing(request, council_slug, assessment_id)
    row = _row(visitor, head, evidence_code)
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        try:
            drop_part(head.id, key=row.key, seen=int(seen) if seen.isdigit() else 0, by=visitor.by)
        except PartChanged:
            messages.warning(request, _("Somebody has changed it since you opened the page. Look at it once more."))
            return redirect(to(council_slug, "evidence_one", head.id, evidence_code))
        messages.success(request, _("Taken out. Earlier versions keep it."))
        return redirect(to(council_slug, "evidence", head.id))
    return page(request, "evidence_take_out", visitor, head=head, row=row)


def seeing(request: HttpRequest, council_slug: str, assessment_id: UUID) -> tuple[Visitor, AssessmentCard]:
    """Give who asks and the assessment, once they may read it."""
    visitor = visit(request, council_slug)
    head = assessment_card(visitor.council.id, assessment_id)
    access.check_can_see(visitor, head)
    return visitor, head


def writing(request: HttpRequest, council_slug: str, assessment_id: UUID) -> tuple[Visitor, AssessmentCard]:
    """Give who asks and the assessment, once they may write in it."""
    visitor, head = seeing(request, council_slug, assessment_id)
    access.check_can_write(visitor, head)
    return visitor, head


def _row(visitor: Visitor, head: AssessmentCard, code: str) -> queries.EvidenceRow:
    for row in queries.evidence_rows(head, parts_of(head.id), on=visitor.on):
        if row.code == code:
            return row
    raise Http404
