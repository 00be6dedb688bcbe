"""The store of legal advice on a decision: apart from everything else, for those who may see it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard.terms.errors import DueRegardError
from dueregard.web.assessments.access import bundles as access
from dueregard.web.assessments.actions import legal as actions
from dueregard.web.assessments.forms.bundles import AdviceForm, ReleaseForm
from dueregard.web.assessments.queries import bundles as queries
from dueregard.web.assessments.queries.bundles import DecisionHead
from dueregard.web.assessments.views.bundles import private_file
from dueregard.web.assessments.views.page import page, sent, to
from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries import Visitor, visit


@staff_page
@require_safe
def legal_advice(request: HttpRequest, council_slug: str, decision_id: UUID) -> HttpResponse:
    """List the legal advice on a decision."""
    visitor, head = _seeing(request, council_slug, decision_id)
    return page(request, "legal_advice", visitor, head=head, cards=queries.advice_of(head.id))


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def new_legal_advice(request: HttpRequest, council_slug: str, decision_id: UUID) -> HttpResponse:
    """Keep a file as legal advice."""
    visitor, head = _seeing(request, council_slug, decision_id)
    form = AdviceForm(sent(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.keep_advice(
                head.id,
                title=given["title"],
                data=given["file"].read(),
                file_name=given["file"].name or "advice",
                is_title_open=given["is_title_open"],
                by=visitor.by,
            )
        except DueRegardError as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The advice is kept. It is in no bundle unless you release it."))
            return redirect(to(council_slug, "legal_advice", head.id))
    status = 400 if form.errors else 200
    return page(request, "legal_advice_form", visitor, status=status, head=head, form=form)


@staff_page
@require_POST
def legal_advice_as_file(request: HttpRequest, council_slug: str, decision_id: UUID, advice_id: UUID) -> HttpResponse:
    """Give a file of legal advice, and note that it was had."""
    visitor, head = _seeing(request, council_slug, decision_id)
    card = queries.advice_card(head.id, advice_id)
    data = queries.advice_data(card.id)
    actions.had_advice(card.id, by=visitor.by)
    return private_file(data, content_type=card.media_type, filename=card.file_name)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def release_legal_advice(request: HttpRequest, council_slug: str, decision_id: UUID, advice_id: UUID) -> HttpResponse:
    """Ask why, then release a piece of legal advice."""
    visitor, head = _seeing(request, council_slug, decision_id)
    card = queries.advice_card(head.id, advice_id)
    if card.released_at is not None:
        raise Http404
    form = ReleaseForm(sent(request))
    if request.method == "POST" and form.is_valid():
        actions.release_advice(card.id, because=form.cleaned_data["because"], by=visitor.by)
        messages.success(request, _("The advice is released. A bundle holds it where you choose so."))
        return redirect(to(council_slug, "legal_advice", head.id))
    status = 400 if form.errors else 200
    return page(request, "legal_advice_release", visitor, status=status, head=head, card=card, form=form)


def _seeing(request: HttpRequest, council_slug: str, decision_id: UUID) -> tuple[Visitor, DecisionHead]:
    visitor = visit(request, council_slug)
    access.check_can_see_advice(visitor)
    return visitor, queries.decision_head(visitor.council.id, decision_id)
