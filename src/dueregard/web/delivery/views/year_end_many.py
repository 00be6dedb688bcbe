"""Deciding of many actions at once: complete ones, and what owners proposed. Each is ticked, seen and confirmed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext

from dueregard.domain.plans.states import Outcome, Status
from dueregard.terms.errors import DueRegardError
from dueregard.web.delivery.access import year_end as access
from dueregard.web.delivery.actions import year_end as acts
from dueregard.web.delivery.forms.year_end import ManyForm
from dueregard.web.delivery.queries import year_end_pages as queries
from dueregard.web.delivery.views.page import page, sent, to
from dueregard.web.delivery.views.year_end import begin_open, labels_of
from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries import Visitor
from dueregard.web.organisation.queries.councils import words
from dueregard.web.plans.queries.plans import PlanCard
from dueregard.web.plans.queries.year_end import rows_to_decide
from dueregard.web.ui.components import cut, paginate, read_listing

ONE_BY_ONE = (Outcome.DEVELOPED, Outcome.NOT_REPORTED)
PAGE_SIZE = 50


@staff_page
def many(request: HttpRequest, council_slug: str, plan_slug: str, which: str) -> HttpResponse:
    """Show what could be decided together; of what was ticked, show what would be written; then write it."""
    visitor, plan = begin_open(request, council_slug, plan_slug)
    access.check_can_decide_some(visitor)
    own = None if access.can_close_year(visitor) else visitor.directorate_ids
    rows = queries.wanted(rows_to_decide(plan.id, directorate_ids=own), state="blank" if which == "complete" else which)
    rows = (
        rows.filter(status=Status.COMPLETE)
        if which == "complete"
        else rows.exclude(year_end_decision__outcome__in=ONE_BY_ONE)
    )
    listing = read_listing(request, page_size=PAGE_SIZE)
    found = rows.count()
    labels = labels_of(visitor, plan)
    if request.method == "POST":
        ticked = [key for raw in request.POST.getlist("action") if (key := _uuid(raw))][: acts.MOST_AT_ONCE]
        offered = queries.to_confirm(rows.filter(pk__in=ticked), which, on=visitor.on, labels=labels)
    else:
        offered = queries.to_confirm(rows[cut(listing, found=found)], which, on=visitor.on, labels=labels)
    form = ManyForm(sent(request), offered=[one.row.id for one in offered])
    is_chosen = request.method == "POST" and form.is_valid()
    if is_chosen and request.POST.get("do") == "confirm":
        done = _confirm(request, visitor, plan, offered, form)
        if done is not None:
            return done
    if request.method == "POST" and not is_chosen:
        offered = queries.to_confirm(rows[cut(listing, found=found)], which, on=visitor.on, labels=labels)
    return page(
        request,
        "year_end_preview" if is_chosen else "year_end_many",
        visitor,
        here="plans",
        plan=plan,
        which=which,
        form=form,
        offered=offered,
        rows=paginate(offered, listing, found=found),
        left_out=found and not offered,
        words=words(visitor.council.id, "outcome"),
        status=400 if form.errors else 200,
    )


def _confirm(
    request: HttpRequest,
    visitor: Visitor,
    plan: PlanCard,
    offered: tuple[queries.ToConfirm, ...],
    form: ManyForm,
) -> HttpResponse | None:
    chosen = set(form.chosen())
    given = {one.row.id: one.given for one in offered if one.row.id in chosen}
    seen = {key: int(version) for key in given if (version := request.POST.get(f"seen-{key}", "")).isdecimal()}
    try:
        number = acts.decide_many(plan.id, given=given, seen=seen, by=visitor.by)
    except DueRegardError as fault:
        form.add_error(None, fault.message)
        return None
    messages.success(
        request, ngettext("%(n)s action is decided.", "%(n)s actions are decided.", number) % {"n": number}
    )
    return redirect(to(visitor.council.slug, "year_end", plan.slug))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
