"""Beginning a report or a correction, writing it, sending it for sign-off, throwing a draft away."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from dueregard.domain.plans.merging import ChangedMeanwhile
from dueregard.domain.plans.states import PlanState
from dueregard.terms.errors import DueRegardError
from dueregard.web.delivery.access import year_end as access
from dueregard.web.delivery.actions import reports as acts
from dueregard.web.delivery.actions.year_end import MOST_AT_ONCE
from dueregard.web.delivery.forms import reports as forms
from dueregard.web.delivery.queries import reports as queries
from dueregard.web.delivery.queries.reports_objectives import objectives_of
from dueregard.web.delivery.views.page import page, sent, to
from dueregard.web.delivery.views.reports import begin as at_report
from dueregard.web.delivery.views.year_end import begin as at_year_end
from dueregard.web.organisation.access import staff_page
from dueregard.web.plans.queries.plans import plan_card


@staff_page
def begin(request: HttpRequest, council_slug: str, plan_slug: str) -> HttpResponse:
    """Begin the report; where a version is out, ask what is corrected."""
    visitor, plan = at_year_end(request, council_slug, plan_slug)
    access.check_can_write_report(visitor)
    before = queries.reports_of_plan(plan.id, council_id=visitor.council.id)
    form = forms.ChangesForm(sent(request) if before else None)
    if request.method == "POST" and (not before or form.is_valid()):
        changes = form.cleaned_data["changes"] if before else ""
        report_id = acts.begin_report(plan.id, by=visitor.by, changes=changes)
        messages.success(request, _("The report is begun. Nobody outside the council can see it."))
        return redirect(to(council_slug, "year_report", report_id))
    return page(
        request,
        "report_begin",
        visitor,
        here="reports",
        plan=plan,
        form=form,
        before=before[0] if before else None,
        status=400 if form.errors else 200,
    )


@staff_page
def write(request: HttpRequest, council_slug: str, report_id: UUID) -> HttpResponse:
    """Write the summary, the introduction and a word on each objective."""
    visitor, card, _signatory = at_report(request, council_slug, report_id)
    access.check_can_write_report(visitor)
    if not card.is_draft:
        return redirect(to(council_slug, "year_report", card.id))
    objectives = objectives_of(card.plan_id)
    narrative = queries.narrative_of(card.id)
    begun = forms.initial_narrative(
        narrative, objectives=objectives, changes=card.changes, version=card.narrative_version
    )
    is_correction = card.version > 1
    form = forms.NarrativeForm(sent(request), initial=begun, objectives=objectives, is_correction=is_correction)
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            acts.write_report(
                card.id,
                narrative=form.narrative(),
                changes=form.cleaned_data.get("changes"),
                seen=form.cleaned_data["seen"],
                by=visitor.by,
            )
        except ChangedMeanwhile as fault:
            theirs = queries.narrative_from(fault.theirs)
            again: Any = form.data.copy()  # several values of one name stay several
            again["seen"] = str(queries.report_card(visitor.council.id, card.id).narrative_version)
            form.data = again
            form.add_error(None, _("Somebody else wrote in this report while you were writing"))
        except DueRegardError as fault:
            form.add_error(None, fault.message)
        else:
            messages.success(request, _("Kept. This is the draft as it stands now."))
            return redirect(to(council_slug, "year_report", card.id))
    return page(
        request,
        "report_write",
        visitor,
        here="reports",
        card=card,
        form=form,
        theirs=theirs,
        status=400 if form.errors else 200,
    )


@staff_page
def send(request: HttpRequest, council_slug: str, report_id: UUID) -> HttpResponse:
    """Say who signs, then freeze the draft and send it."""
    visitor, card, signatory = at_report(request, council_slug, report_id)
    access.check_can_write_report(visitor)
    if not card.is_draft:
        return redirect(to(council_slug, "year_report", card.id))
    form = forms.SureForm(sent(request), label=_("Freeze this report and send it?"))
    if request.method == "POST" and form.is_valid():
        here = to(council_slug, "year_report", card.id)
        if form.cleaned_data["sure"] == "no":
            return redirect(here)
        try:
            if plan_card(visitor.council.id, card.plan_slug).actions > MOST_AT_ONCE:
                job = acts.start_sending(
                    card.id, council_id=visitor.council.id, url=here, title=card.plan_title, by=visitor.by
                )
                return redirect("organisation:job", council_slug, job)
            acts.send_report(card.id, by=visitor.by)
        except DueRegardError as fault:
            form.add_error(None, fault.message)
        else:
            messages.success(request, _("The report is frozen and waits for sign-off."))
            return redirect(here)
    return page(
        request,
        "report_send",
        visitor,
        here="reports",
        card=card,
        form=form,
        signs=forms.ROLES[signatory],
        is_closed=card.plan_state == PlanState.CLOSED,
        status=400 if form.errors else 200,
    )


@staff_page
def throw_away(request: HttpRequest, council_slug: str, report_id: UUID) -> HttpResponse:
    """Ask, then throw a draft away."""
    visitor, card, _signatory = at_report(request, council_slug, report_id)
    access.check_can_write_report(visitor)
    form = forms.SureForm(sent(request), label=_("Throw this draft away?"))
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["sure"] == "no":
            return redirect(to(council_slug, "year_report", card.id))
        acts.throw_away(card.id, by=visitor.by)
        messages.success(request, _("The draft is thrown away."))
        return redirect(to(council_slug, "year_end", card.plan_slug))
    return page(
        request,
        "report_sure",
        visitor,
        here="reports",
        card=card,
        form=form,
        heading=_("Throw this draft away?"),
        text=_("What was written in it is lost. The plan, and what was decided, stay as they are."),
        button=_("Go on"),
        status=400 if form.errors else 200,
    )
