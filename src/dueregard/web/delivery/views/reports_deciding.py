"""Signing a report or sending it back, publishing, withdrawing, and who signs."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from dueregard.terms.errors import DueRegardError
from dueregard.web.delivery.access import year_end as access
from dueregard.web.delivery.actions import reports as acts
from dueregard.web.delivery.forms import reports as forms
from dueregard.web.delivery.queries import reports as queries
from dueregard.web.delivery.queries import reports_files as files
from dueregard.web.delivery.views.page import page, sent, to
from dueregard.web.delivery.views.reports import begin
from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries import visit


@staff_page
def sign(request: HttpRequest, council_slug: str, report_id: UUID) -> HttpResponse:
    """Show what waits, and ask whether it is signed as it stands."""
    visitor, card, signatory = begin(request, council_slug, report_id)
    access.check_can_sign_report(visitor, signatory=signatory, who=visitor.by, sent_by=card.sent_by_id)
    if not card.may_become("signed"):
        return redirect(to(council_slug, "year_report", card.id))
    facts = queries.facts_of(card.id)
    form = forms.SignForm(sent(request), initial={"seen": card.sha256})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            if said["decision"] == "sign":
                acts.sign_report(card.id, seen=said["seen"], role=signatory, by=visitor.by)
                messages.success(request, _("The report is signed. An equalities officer can publish it now."))
            else:
                acts.send_back(card.id, why=said["why"], by=visitor.by)
                messages.success(request, _("The report is a draft again, with your reason."))
            return redirect(to(council_slug, "year_report", card.id))
        except DueRegardError as fault:
            form.add_error(None, fault.message)
    return page(
        request,
        "report_sign",
        visitor,
        here="reports",
        card=card,
        form=form,
        findings=facts["findings"],
        html=files.page_html(facts),
        status=400 if form.errors else 200,
    )


@staff_page
def publish(request: HttpRequest, council_slug: str, report_id: UUID) -> HttpResponse:
    """Say what the public will see, then publish."""
    visitor, card, _signatory = begin(request, council_slug, report_id)
    access.check_can_write_report(visitor)
    if not card.may_become("published"):
        return redirect(to(council_slug, "year_report", card.id))
    form = forms.SureForm(sent(request), label=_("Publish this report?"))
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["sure"] == "yes":
            acts.publish_report(card.id, by=visitor.by)
            messages.success(request, _("The report is published. Anybody can read it now."))
        return redirect(to(council_slug, "year_report", card.id))
    return page(
        request,
        "report_sure",
        visitor,
        here="reports",
        card=card,
        form=form,
        heading=_("Publish this report?"),
        text=_(
            "Anybody can read it, with every action and what became of it, and take it away in each format. "
            "A version that was published before stays readable, with a notice."
        ),
        button=_("Go on"),
        status=400 if form.errors else 200,
    )


@staff_page
def withdraw(request: HttpRequest, council_slug: str, report_id: UUID) -> HttpResponse:
    """Take a report off the pages, with the reason that its address will show."""
    visitor, card, _signatory = begin(request, council_slug, report_id)
    access.check_can_write_report(visitor)
    form = forms.WithdrawReportForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            acts.withdraw_report(card.id, why=form.cleaned_data["reason"], by=visitor.by)
        except DueRegardError as fault:
            form.add_error(None, fault.message)
        else:
            messages.success(request, _("The report is withdrawn. Its address shows your reason."))
            return redirect(to(council_slug, "year_report", card.id))
    return page(
        request, "report_withdraw", visitor, here="reports", card=card, form=form, status=400 if form.errors else 200
    )


@staff_page
def signatory(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Say which role signs."""
    visitor = visit(request, council_slug)
    access.check_can_keep_report_rules(visitor)
    form = forms.SignatoryForm(sent(request), initial={"signatory": queries.signatory_of(visitor.council.id)})
    if request.method == "POST" and form.is_valid():
        acts.set_signatory(visitor.council.id, role=form.cleaned_data["signatory"], by=visitor.by)
        messages.success(request, _("Kept."))
        return redirect(to(council_slug, "year_reports"))
    return page(request, "report_signatory", visitor, here="reports", form=form, status=400 if form.errors else 200)
