"""The decision taken: recording it, correcting it, its conditions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dueregard.terms.errors import DueRegardError
from dueregard.web.assessments.access import signing as access
from dueregard.web.assessments.access.reading import check_can_see_register
from dueregard.web.assessments.actions import deciding as actions
from dueregard.web.assessments.forms.deciding import ConditionForm, DecidedForm, MetForm
from dueregard.web.assessments.queries import deciding as queries
from dueregard.web.assessments.views.page import page, sent, to
from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries import Visitor, visit


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def decided(request: HttpRequest, council_slug: str, decision_id: UUID) -> HttpResponse:
    """Record what was decided, or correct what is recorded."""
    visitor, card = _kept(request, council_slug, decision_id)
    form = DecidedForm(sent(request), initial=_initial(card))
    if request.method == "POST" and form.is_valid() and _record(form, visitor, card):
        words = _("Corrected. When it was first recorded stays.") if card.is_decided else _("The decision is recorded.")
        messages.success(request, words)
        return redirect(to(council_slug, "conditions", card.id))
    return page(request, "decided", visitor, card=card, form=form, status=400 if form.errors else 200)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def conditions(request: HttpRequest, council_slug: str, decision_id: UUID) -> HttpResponse:
    """Show what was decided and its conditions; add one."""
    visitor = visit(request, council_slug)
    check_can_see_register(visitor)
    card = queries.decision_taken(visitor.council.id, decision_id, on=visitor.on)
    can_keep = access.can_keep_papers(visitor, card.body_id)
    form = ConditionForm(sent(request))
    if request.method == "POST":
        access.check_can_keep_papers(visitor, card.body_id)
        if form.is_valid():
            try:
                actions.add_condition(card.id, by=visitor.by, **form.cleaned_data)
            except DueRegardError as fault:
                form.add_error(None, str(fault))
            else:
                messages.success(request, _("The condition is recorded."))
                return redirect(to(council_slug, "conditions", card.id))
    status = 400 if form.errors else 200
    return page(request, "conditions", visitor, card=card, form=form, can_keep=can_keep, status=status)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def condition_met(request: HttpRequest, council_slug: str, decision_id: UUID, condition_id: UUID) -> HttpResponse:
    """Say whether a condition is met, and since when."""
    visitor, card = _kept(request, council_slug, decision_id)
    condition = queries.condition_of(card.id, condition_id, on=visitor.on)
    initial = {"state": "met", "met_on": condition.met_on} if condition.met_on else {}
    form = MetForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        met_on = form.cleaned_data["met_on"] if form.cleaned_data["state"] == "met" else None
        try:
            actions.mark_condition(condition.id, met_on=met_on, today=visitor.on, by=visitor.by)
        except DueRegardError as fault:
            form.add_error("met_on", str(fault))
        else:
            messages.success(request, _("Noted."))
            return redirect(to(council_slug, "conditions", card.id))
    status = 400 if form.errors else 200
    return page(request, "condition_met", visitor, card=card, condition=condition, form=form, status=status)


def _kept(request: HttpRequest, council_slug: str, decision_id: UUID) -> tuple[Visitor, queries.DecisionTaken]:
    visitor = visit(request, council_slug)
    card = queries.decision_taken(visitor.council.id, decision_id, on=visitor.on)
    access.check_can_keep_papers(visitor, card.body_id)
    return visitor, card


def _initial(card: queries.DecisionTaken) -> dict[str, Any]:
    return {
        "on": card.decided_on,
        "outcome": card.outcome,
        "words": card.words,
        "paper_number": card.paper_number,
        "paper_url": card.paper_url,
        "minute": card.minute,
        "minute_url": card.minute_url,
        "seen": card.version,
    }


def _record(form: DecidedForm, visitor: Visitor, card: queries.DecisionTaken) -> bool:
    """Record it; False, with words at the form, where it cannot be."""
    given = dict(form.cleaned_data)
    seen = given.pop("seen")
    address = settings.SITE_URL.rstrip("/") + to(visitor.council.slug, "decision", card.id)
    try:
        actions.record_decision(
            card.id, decided=actions.Decided(**given), seen=seen, today=visitor.on, address=address, by=visitor.by
        )
    except DueRegardError as fault:
        form.add_error("on" if given["on"] > visitor.on else None, str(fault))
        return False
    return True
