"""Adopting what was reviewed, undoing that, and publishing and withdrawing plans. Closing one is the year end's."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from dueregard.domain.plans.check import check_plan, most_useful
from dueregard.domain.plans.states import ImportState
from dueregard.terms.errors import DueRegardError
from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries import visit
from dueregard.web.plans import access
from dueregard.web.plans.actions import adopting, publishing
from dueregard.web.plans.forms.review import AdoptForm, WithdrawForm
from dueregard.web.plans.queries import findings, imports
from dueregard.web.plans.queries.matching import names_to_match, new_names
from dueregard.web.plans.queries.plans import plan_card, plan_of_import
from dueregard.web.plans.views.page import page, person_id, sent, to


@staff_page
def adopt(request: HttpRequest, council_slug: str, import_id: UUID) -> HttpResponse:
    """Show what adopting will make, then make it."""
    visitor = visit(request, council_slug)
    access.check_can_adopt(visitor)
    review = imports.review_of(visitor.council.id, import_id)
    if review.card.state == ImportState.ADOPTED:
        return redirect(to(council_slug, "plan", plan_of_import(import_id)))
    form = AdoptForm(sent(request), initial={"title": review.plan.document or ""})
    if request.method == "POST" and form.is_valid():
        try:
            adopting.adopt_import(import_id, title=form.cleaned_data["title"], by=person_id(visitor))
        except DueRegardError as fault:
            form.add_error(None, fault.message)
        else:
            messages.success(request, _("The plan is adopted. Nobody outside the council can see it yet."))
            return redirect(to(council_slug, "plan", plan_of_import(import_id)))
    names = names_to_match(import_id, review.plan, council_id=visitor.council.id)
    return page(
        request,
        "adopt",
        visitor,
        form=form,
        card=review.card,
        review=review,
        found=findings.findings(review, names=names),
        new=new_names(names),
        repairs=most_useful(check_plan(review.plan, on=visitor.on)),
    )


@staff_page
def undo(request: HttpRequest, council_slug: str, plan_slug: str) -> HttpResponse:
    """Ask, then undo an adoption: the review comes back as it was left."""
    visitor = visit(request, council_slug)
    access.check_can_adopt(visitor)
    plan = plan_card(visitor.council.id, plan_slug)
    if request.method != "POST":
        return page(request, "undo", visitor, plan=plan)
    import_id = adopting.undo_adoption(plan.id, by=person_id(visitor))
    messages.success(request, _("The plan is a draft again. Your answers are as you left them."))
    return redirect(to(council_slug, "import", import_id))


@staff_page
def publish(request: HttpRequest, council_slug: str, plan_slug: str) -> HttpResponse:
    """Say what the public will see, then publish."""
    visitor = visit(request, council_slug)
    access.check_can_publish(visitor)
    plan = plan_card(visitor.council.id, plan_slug)
    if request.method != "POST":
        return page(request, "publish", visitor, plan=plan)
    publishing.publish_plan(plan.id, by=person_id(visitor))
    messages.success(request, _("The plan is published. Anybody can read it now."))
    return redirect(to(council_slug, "plan", plan.slug))


@staff_page
def withdraw(request: HttpRequest, council_slug: str, plan_slug: str) -> HttpResponse:
    """Take a published plan back, with the reason that its address will show."""
    visitor = visit(request, council_slug)
    access.check_can_publish(visitor)
    plan = plan_card(visitor.council.id, plan_slug)
    form = WithdrawForm(sent(request))
    if request.method == "POST" and form.is_valid():
        publishing.withdraw_plan(plan.id, reason=form.cleaned_data["reason"], by=person_id(visitor))
        messages.success(request, _("The plan is withdrawn. Its address shows your reason."))
        return redirect(to(council_slug, "plan", plan.slug))
    return page(request, "withdraw", visitor, plan=plan, form=form)
