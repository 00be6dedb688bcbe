"""The year end of a plan: how far it is, its actions, and one action at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dueregard.domain.delivery.year_end import Given, NotDecided, tidied
from dueregard.domain.plans.merging import ChangedMeanwhile
from dueregard.domain.plans.states import PlanState
from dueregard.domain.plans.wording import say_measure
from dueregard.terms.errors import DueRegardError
from dueregard.web.delivery.access import year_end as access
from dueregard.web.delivery.actions import year_end as acts
from dueregard.web.delivery.forms import year_end as forms
from dueregard.web.delivery.queries import year_end_files as files
from dueregard.web.delivery.queries import year_end_pages as queries
from dueregard.web.delivery.queries.questions import questions_on
from dueregard.web.delivery.queries.reports import reports_of_plan
from dueregard.web.delivery.queries.year_end_asking import asking_of
from dueregard.web.delivery.views.page import page, sent, to
from dueregard.web.organisation.access import data_page, staff_page
from dueregard.web.organisation.queries import Visitor, visit
from dueregard.web.organisation.queries.councils import local_characteristics, words
from dueregard.web.plans.access import check_can_see_plan
from dueregard.web.plans.queries import action as plan_actions
from dueregard.web.plans.queries import lists
from dueregard.web.plans.queries.plans import PlanCard, plan_card
from dueregard.web.plans.queries.year_end import rows_to_decide
from dueregard.web.ui.components import Listing, cut, paginate, read_listing, table_response


def begin(request: HttpRequest, council_slug: str, plan_slug: str) -> tuple[Visitor, PlanCard]:
    """Give who asks, and the plan, to those who may see its year end. A draft has none."""
    visitor = visit(request, council_slug)
    access.check_can_see_year_end(visitor)
    plan = plan_card(visitor.council.id, plan_slug)
    check_can_see_plan(visitor, state=plan.state)
    if plan.state == PlanState.DRAFT:
        raise Http404
    return visitor, plan


def begin_open(request: HttpRequest, council_slug: str, plan_slug: str) -> tuple[Visitor, PlanCard]:
    """As `begin`, for pages that decide: of a closed plan there is nothing left to decide."""
    visitor, plan = begin(request, council_slug, plan_slug)
    if plan.state == PlanState.CLOSED and request.method != "GET":
        raise Http404
    return visitor, plan


def labels_of(visitor: Visitor, plan: PlanCard) -> dict[str, str]:
    """Give the words for characteristics and codes."""
    local = {each.code: each.label for each in local_characteristics(visitor.council.id)}
    return lists.labels_of(plan.id, local=local)


@staff_page
@require_safe
def overview(request: HttpRequest, council_slug: str, plan_slug: str) -> HttpResponse:
    """Show how far the year end is, and what is left to do."""
    visitor, plan = begin(request, council_slug, plan_slug)
    rows = rows_to_decide(plan.id)
    return page(
        request,
        "year_end",
        visitor,
        here="plans",
        plan=plan,
        seen=queries.standing(plan.id),
        next_one=queries.next_blank(rows),
        names=queries.new_names(plan.id),
        reports=reports_of_plan(plan.id, council_id=visitor.council.id),
        words=words(visitor.council.id, "outcome"),
        can_decide=access.can_decide_some(visitor),
        can_close=access.can_close_year(visitor),
        can_write=access.can_write_report(visitor),
        is_closed=plan.state == PlanState.CLOSED,
    )


@staff_page
@require_safe
def actions(request: HttpRequest, council_slug: str, plan_slug: str) -> HttpResponse:
    """List the actions with what became of each."""
    visitor, plan = begin(request, council_slug, plan_slug)
    listing = _listing(request, visitor, plan)
    rows = _asked_for(plan, listing, visitor)
    found = rows.count()
    shown = queries.year_rows(rows[cut(listing, found=found)], on=visitor.on, labels=labels_of(visitor, plan))
    return page(
        request,
        "year_end_actions",
        visitor,
        here="plans",
        plan=plan,
        listing=listing,
        rows=paginate(shown, listing, found=found, total=plan.actions),
        words=words(visitor.council.id, "outcome"),
        status_words=words(visitor.council.id),
    )


@data_page
@require_safe
def actions_as_file(request: HttpRequest, council_slug: str, plan_slug: str, ending: str) -> HttpResponse:
    """Give the same list as a file."""
    visitor, plan = begin(request, council_slug, plan_slug)
    listing = _listing(request, visitor, plan, path=to(council_slug, "year_end_actions", plan.slug))
    rows = _asked_for(plan, listing, visitor)
    shown = queries.year_rows(rows, on=visitor.on, labels=labels_of(visitor, plan))
    own = words(visitor.council.id, "outcome")
    book = files.actions_workbook(shown, plan=plan.title, council=visitor.council.name, on=visitor.on, words=own)
    return table_response(request, book, ending, f"{plan.slug}-year-end")


@staff_page
def action(request: HttpRequest, council_slug: str, plan_slug: str, action_id: UUID) -> HttpResponse:
    """Ask what became of one action, beside its year; then go on to the next that is blank."""
    visitor, plan = begin_open(request, council_slug, plan_slug)
    seen = plan_actions.action_page(plan.id, action_id, on=visitor.on, labels=labels_of(visitor, plan))
    is_decider = access.can_decide(visitor, seen)
    if request.method == "POST":
        access.check_can_propose(visitor, seen)
    held = queries.decision_card(action_id)
    names = queries.new_names(plan.id)
    form = _form(request, visitor, held=held, names=names, is_decider=is_decider)
    theirs: Given | None = None
    if request.method == "POST" and form.is_valid():
        try:
            _save(form, action_id, visitor, is_decider=is_decider)
        except NotDecided as fault:
            form.show(fault)
        except ChangedMeanwhile:
            # The form is shown again with the version that is there now: sending it again is a choice, with both seen.
            held = queries.decision_card(action_id)
            theirs = held.given if held else Given()
            again: Any = form.data.copy()  # several values of one name stay several
            again["seen"] = str(held.version if held else 0)
            form.data = again
            form.add_error(None, _("Somebody else said something about this action while you were writing"))
        except DueRegardError as fault:
            form.add_error(None, fault.message)
        else:
            return _after(request, visitor, plan, seen, is_decider=is_decider)
    rows = rows_to_decide(plan.id)
    following = queries.next_blank(rows, after=seen.position)
    return page(
        request,
        "year_end_action",
        visitor,
        here="plans",
        plan=plan,
        seen=seen,
        held=held,
        form=form,
        theirs=theirs,
        hints=forms.HINTS,
        measures=tuple(say_measure(one) for one in seen.content.measures),
        standing=queries.standing(plan.id),
        following=following if following and following[0] != action_id else None,
        asking=asking_of([action_id]).get(action_id),
        questions=questions_on(visitor.council.id, action_id, on=visitor.on),
        words=words(visitor.council.id, "outcome"),
        status_words=words(visitor.council.id),
        is_decider=is_decider,
        can_propose=access.can_propose(visitor, seen),
        can_ask=access.can_say_not_reported(visitor),
        is_closed=plan.state == PlanState.CLOSED,
        status=400 if theirs is not None or (request.method == "POST" and form.errors) else 200,
    )


@staff_page
@require_POST
def take_back(request: HttpRequest, council_slug: str, plan_slug: str, action_id: UUID) -> HttpResponse:
    """Take back what was decided or proposed, so that the action is blank again."""
    visitor, plan = begin_open(request, council_slug, plan_slug)
    seen = plan_actions.action_page(plan.id, action_id, on=visitor.on, labels={})
    held = queries.decision_card(action_id)
    if held is None or held.is_decided:
        access.check_can_decide(visitor, seen)
    else:
        access.check_can_propose(visitor, seen)
    version = request.POST.get("seen", "0")
    acts.take_back(action_id, seen=int(version) if version.isdecimal() else 0, by=visitor.by)
    messages.success(request, _("It is blank again."))
    return redirect(to(council_slug, "year_end_action", plan.slug, action_id))


def _form(
    request: HttpRequest, visitor: Visitor, *, held: Any, names: tuple[str, ...], is_decider: bool
) -> forms.OutcomeForm:
    # A proposal chooses nothing for whoever decides: it stands beside the form. What was decided may be changed.
    begins = held is not None and (held.is_decided or not is_decider)
    initial = forms.initial_of(held.given, names=names, version=held.version) if begins else {}
    if held is not None:
        initial["seen"] = held.version
    return forms.OutcomeForm(
        sent(request),
        initial=initial,
        names=names,
        words=words(visitor.council.id, "outcome"),
        may_say_not_reported=is_decider and access.can_say_not_reported(visitor),
    )


def _save(form: forms.OutcomeForm, action_id: UUID, visitor: Visitor, *, is_decider: bool) -> None:
    seen = form.cleaned_data["seen"] or 0
    given = tidied(form.given())
    if not is_decider:
        acts.propose(action_id, given=replace(given, texts={}), seen=seen, by=visitor.by)
        return
    may = access.can_say_not_reported(visitor)
    acts.decide(action_id, given=given, seen=seen, by=visitor.by, may_say_not_reported=may)


def _after(
    request: HttpRequest, visitor: Visitor, plan: PlanCard, seen: plan_actions.ActionPage, *, is_decider: bool
) -> HttpResponse:
    slug = visitor.council.slug
    if not is_decider:
        messages.success(request, _("Your proposal is kept. The officer, or the directorate’s lead, decides."))
        return redirect(to(slug, "year_end_action", plan.slug, seen.id))
    own = None if access.can_close_year(visitor) else visitor.directorate_ids
    following = queries.next_blank(rows_to_decide(plan.id, directorate_ids=own), after=seen.position)
    if following is None:
        messages.success(request, _("Every action is decided."))
        return redirect(to(slug, "year_end", plan.slug))
    messages.success(request, _("Kept. This is the next action that is blank."))
    return redirect(to(slug, "year_end_action", plan.slug, following[0]))


def _listing(request: HttpRequest, visitor: Visitor, plan: PlanCard, *, path: str | None = None) -> Listing:
    choices = lists.choices_of(plan.id, labels={})
    own = words(visitor.council.id, "outcome")
    return read_listing(request, filters=forms.filters(choices, words=own), orders=forms.orders(), path=path)


def _asked_for(plan: PlanCard, listing: Listing, visitor: Visitor) -> Any:
    asked = lists.Wanted(**forms.wanted_of(listing))
    rows = lists.actions_wanted(plan.id, asked, on=visitor.on)
    rows = queries.wanted(rows, state=listing.one("state"), outcome=listing.one("outcome"))
    order = listing.order.name if listing.order else "number"
    return lists.sorted_by(rows, order, falling=listing.is_falling)
