"""Comments on an assessment: said, answered, settled."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dueregard.domain.assessments.parts import KINDS, kind_of
from dueregard.terms.errors import DueRegardError
from dueregard.web.assessments.access import reading as access
from dueregard.web.assessments.access import writing as writing_access
from dueregard.web.assessments.actions import comments as acts
from dueregard.web.assessments.forms.writing import CommentForm
from dueregard.web.assessments.queries.comments import comment_assessment, comments_on
from dueregard.web.assessments.queries.whole import AssessmentCard, assessment_card
from dueregard.web.assessments.queries.writing_words import labels_of, short_name
from dueregard.web.assessments.views.page import page, sent, to
from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries import Visitor, visit
from dueregard.web.organisation.queries.councils import local_characteristics


@staff_page
def comments(request: HttpRequest, council_slug: str, assessment_id: UUID) -> HttpResponse:
    """Show every comment; add one, to the whole or to the part that the form names."""
    visitor = visit(request, council_slug)
    head = assessment_card(visitor.council.id, assessment_id)
    access.check_can_see(visitor, head)
    form = CommentForm(sent(request))
    if request.method == "POST":
        writing_access.check_can_comment(visitor, head)
        if form.is_valid():
            key = form.cleaned_data["part"]
            if key and kind_of(key) not in KINDS:
                raise Http404
            acts.add_comment(assessment_id, part_key=key, text=form.cleaned_data["text"], by=visitor.by)
            messages.success(request, _("Your comment is added."))
            return redirect(_part(council_slug, assessment_id, key))
    labels = labels_of(local_characteristics(visitor.council.id), nation=head.nation)
    found = comments_on(assessment_id)
    return page(
        request,
        "writing_comments",
        visitor,
        head=head,
        found=[
            (each, short_name(each.part_key, labels) if each.part_key else _("The whole"),
             _part(council_slug, assessment_id, each.part_key))
            for each in found
        ],
        form=form,
        can_comment=writing_access.can_comment(visitor, head),
        status=400 if form.is_bound and form.errors else 200,
    )  # fmt: skip


@staff_page
@require_POST
def reply(request: HttpRequest, council_slug: str, comment_id: UUID) -> HttpResponse:
    """Answer a comment."""
    visitor, head, key = _begin(request, council_slug, comment_id)
    try:
        acts.reply(comment_id, text=request.POST.get("text", "")[:5_000], by=visitor.by)
    except DueRegardError as fault:
        messages.error(request, fault.message)
    else:
        messages.success(request, _("Your answer is added."))
    return redirect(_part(council_slug, head.id, key))


@staff_page
@require_POST
def settle(request: HttpRequest, council_slug: str, comment_id: UUID) -> HttpResponse:
    """Say that a comment is dealt with."""
    visitor, head, key = _begin(request, council_slug, comment_id)
    acts.settle(comment_id, by=visitor.by)
    messages.success(request, _("The comment is settled. It can still be read."))
    return redirect(_part(council_slug, head.id, key))


def _begin(request: HttpRequest, council_slug: str, comment_id: UUID) -> tuple[Visitor, AssessmentCard, str]:
    visitor = visit(request, council_slug)
    found = comment_assessment(visitor.council.id, comment_id)
    if found is None:
        raise Http404
    head = assessment_card(visitor.council.id, found[0])
    access.check_can_see(visitor, head)
    writing_access.check_can_comment(visitor, head)
    return visitor, head, found[1]


def _part(council_slug: str, assessment_id: UUID, key: str) -> str:
    if not key:
        return to(council_slug, "comments", assessment_id)
    if key == "screening":
        return to(council_slug, "screening", assessment_id)
    return to(council_slug, "part", assessment_id, key)
