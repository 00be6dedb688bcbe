"""What is missing and whom to ask; closing the year; and beginning the next plan from it."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dueregard.domain.plans.states import PlanState
from dueregard.terms.errors import DueRegardError
from dueregard.web.delivery.access import year_end as access
from dueregard.web.delivery.actions import year_end as acts
from dueregard.web.delivery.forms.year_end import CloseForm
from dueregard.web.delivery.queries import year_end_files as files
from dueregard.web.delivery.queries import year_end_pages as queries
from dueregard.web.delivery.queries.year_end import decisions_of, new_actions_of
from dueregard.web.delivery.views.page import page, sent, to
from dueregard.web.delivery.views.year_end import begin
from dueregard.web.organisation.access import data_page, staff_page
from dueregard.web.organisation.queries import Visitor
from dueregard.web.organisation.queries.councils import words
from dueregard.web.plans.actions.next_plan import begin_next_plan
from dueregard.web.plans.queries.plans import PlanCard
from dueregard.web.ui.components import cut, paginate, read_listing, table_response

MOST_IN_A_MAIL = 20


@staff_page
@require_safe
def missing(request: HttpRequest, council_slug: str, plan_slug: str) -> HttpResponse:
    """Show which actions are blank, who leads them, when they were asked, and how to ask."""
    visitor, plan = begin(request, council_slug, plan_slug)
    listing = read_listing(request)
    found = queries.to_ask(plan.id, council_id=visitor.council.id, on=visitor.on)
    shown = found[cut(listing, found=len(found))]
    return page(
        request,
        "year_end_missing",
        visitor,
        here="plans",
        plan=plan,
        listing=listing,
        rows=paginate(shown, listing, found=len(found)),
        mails={one.name: _mail(one, plan, visitor) for one in shown},
        blank=queries.standing(plan.id).counts.blank,
        round_href=_round_href(council_slug) if access.can_close_year(visitor) else None,
        can_see_addresses=access.can_decide_some(visitor),
    )


@data_page
@require_safe
def missing_as_file(request: HttpRequest, council_slug: str, plan_slug: str, ending: str) -> HttpResponse:
    """Give whom to ask as a file, an action a row."""
    visitor, plan = begin(request, council_slug, plan_slug)
    found = queries.to_ask(plan.id, council_id=visitor.council.id, on=visitor.on)
    book = files.missing_workbook(
        found,
        plan=plan.title,
        council=visitor.council.name,
        on=visitor.on,
        with_addresses=access.can_decide_some(visitor),
    )
    return table_response(request, book, ending, f"{plan.slug}-whom-to-ask")


@staff_page
def close(request: HttpRequest, council_slug: str, plan_slug: str) -> HttpResponse:
    """Say what closing does and to how many; then close, or say what is blank."""
    visitor, plan = begin(request, council_slug, plan_slug)
    access.check_can_close_year(visitor)
    if plan.state == PlanState.CLOSED:
        return redirect(to(council_slug, "year_end", plan.slug))
    seen = queries.standing(plan.id)
    # With blanks there is no form to send, so there is nothing in it that could be wrong.
    form = CloseForm(None if seen.counts.blank else sent(request))
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["sure"] == "no":
            return redirect(to(council_slug, "year_end", plan.slug))
        try:
            return _close(request, visitor, plan)
        except DueRegardError as fault:
            form.add_error(None, fault.message)
    return page(
        request,
        "year_end_close",
        visitor,
        here="plans",
        plan=plan,
        seen=seen,
        form=form,
        words=words(visitor.council.id, "outcome"),
        status=400 if form.errors or request.method == "POST" else 200,
    )


@staff_page
@require_POST
def next_plan(request: HttpRequest, council_slug: str, plan_slug: str) -> HttpResponse:
    """Hand what was decided to the pages that make the next plan."""
    visitor, plan = begin(request, council_slug, plan_slug)
    access.check_can_close_year(visitor)
    if plan.state != PlanState.CLOSED:
        raise Http404
    begin_next_plan(plan.id, decisions=decisions_of(plan.id), new_actions=new_actions_of(plan.id), by=visitor.by)
    return redirect(f"{reverse('plans:plan', args=[council_slug, plan.slug])}next/")


def _close(request: HttpRequest, visitor: Visitor, plan: PlanCard) -> HttpResponse:
    slug = visitor.council.slug
    if plan.actions > acts.MOST_AT_ONCE:
        url = to(slug, "year_end", plan.slug)
        job = acts.start_closing(plan.id, council_id=visitor.council.id, url=url, title=plan.title, by=visitor.by)
        return redirect("organisation:job", slug, job)
    acts.close_year(plan.id, by=visitor.by)
    messages.success(request, _("The plan is closed. Now write the report, or make the next plan."))
    return redirect(to(slug, "year_end", plan.slug))


def _round_href(council_slug: str) -> str | None:
    try:
        return reverse("delivery:new_round", args=[council_slug])
    except NoReverseMatch:
        return None


def _mail(one: queries.ToAsk, plan: PlanCard, visitor: Visitor) -> str | None:
    """Give an address that opens the reader's own mail with the question in it; None where nobody holds the post."""
    if not one.emails or not access.can_decide_some(visitor):
        return None
    lines = [f"{led.number}. {led.title}" for led in one.actions[:MOST_IN_A_MAIL]]
    if len(one.actions) > MOST_IN_A_MAIL:
        lines.append(_("… and %(n)s more") % {"n": len(one.actions) - MOST_IN_A_MAIL})
    subject = _("%(plan)s: what became of your actions?") % {"plan": plan.title}
    body = _("We are closing %(plan)s. What became of these actions, and what shows it?") % {"plan": plan.title}
    text = "\n".join((body, "", *lines))
    return (
        f"mailto:{','.join(quote(each, safe='@') for each in one.emails)}?subject={quote(subject)}&body={quote(text)}"
    )
