"""Making the next plan, page by page. What was typed is kept; nothing is made before the last page says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from dueregard.domain.plans.states import Outcome, PlanState
from dueregard.domain.plans.wording import OUTCOME_WORDS
from dueregard.terms.errors import DueRegardError, MoveNotAllowed
from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries import Visitor, visit
from dueregard.web.plans import access
from dueregard.web.plans.actions import next_plan as acts
from dueregard.web.plans.forms.next_plan import BecomeForm, DateForm, DecideForm, NameForm, NewActionForm
from dueregard.web.plans.queries.next_plan import NextDraft, Old, next_draft, owner_names
from dueregard.web.plans.queries.plans import PlanCard, plan_card
from dueregard.web.plans.views.page import page, person_id, sent, to
from dueregard.web.ui.components import Filter, cut, paginate, read_listing

_PAGE_SIZE = 50


@staff_page
def next_plan(request: HttpRequest, council_slug: str, plan_slug: str) -> HttpResponse:
    """Show what is known of the next plan and what is still to be said."""
    visitor, plan, draft = _begin(request, council_slug, plan_slug)
    if request.method == "POST" and request.POST.get("do") == "start_over":
        acts.start_over(plan.id, by=person_id(visitor))
        messages.success(request, _("What was typed about the next plan is gone."))
        return redirect(to(council_slug, "next_plan", plan.slug))
    return page(request, "next_plan", visitor, plan=plan, draft=draft, words=OUTCOME_WORDS)


@staff_page
def name(request: HttpRequest, council_slug: str, plan_slug: str) -> HttpResponse:
    """Ask what the next plan is called and what time it covers."""
    visitor, plan, draft = _begin(request, council_slug, plan_slug)
    form = NameForm(sent(request), draft=draft)
    return _ask(
        request,
        visitor,
        form,
        save=lambda: acts.name_next_plan(plan.id, **form.given(), by=person_id(visitor)),
        on=lambda: to(council_slug, "next_plan", plan.slug),
        template="next_plan_form",
        heading=_("What is the next plan called?"),
        plan=plan,
    )


@staff_page
def decide(request: HttpRequest, council_slug: str, plan_slug: str, action_id: UUID) -> HttpResponse:
    """Ask what becomes of an action of which the plan says nothing."""
    visitor, plan, draft = _begin(request, council_slug, plan_slug)
    old = draft.one(action_id)
    if old.is_said:
        return redirect(to(council_slug, "next_plan", plan.slug))
    form = DecideForm(sent(request), initial={"outcome": old.outcome, "reason": old.reason if old.outcome else ""})

    def save() -> None:
        outcome = Outcome(form.cleaned_data["outcome"])
        acts.decide(
            plan.id, action_id=old.id, outcome=outcome, reason=form.cleaned_data["reason"], by=person_id(visitor)
        )

    def on() -> str:
        if form.cleaned_data["outcome"] == Outcome.DEVELOPED:
            return to(council_slug, "next_plan_become", plan.slug, old.id)
        return _go_on(council_slug, plan, "decide", lambda draft: draft.undecided)

    others = [one for one in draft.actions if not one.is_said]
    return _ask(
        request,
        visitor,
        form,
        save=save,
        on=on,
        template="next_plan_decide",
        plan=plan,
        old=old,
        draft=draft,
        words=OUTCOME_WORDS,
        done=len([one for one in others if not one.is_undecided]),
        total=len(others),
    )


@staff_page
def become(request: HttpRequest, council_slug: str, plan_slug: str, action_id: UUID) -> HttpResponse:
    """Ask into what an action is developed."""
    visitor, plan, draft = _begin(request, council_slug, plan_slug)
    old = draft.one(action_id)
    if old.outcome is not Outcome.DEVELOPED:
        return redirect(to(council_slug, "next_plan", plan.slug))
    form = BecomeForm(sent(request), draft=draft, old=old, owners=owner_names(visitor.council.id))

    def save() -> None:
        given = form.given()
        acts.develop(
            plan.id,
            action_id=old.id,
            becomes=form.cleaned_data.get("becomes", ()),
            new=given if given["text"] else None,
            by=person_id(visitor),
        )

    return _ask(
        request,
        visitor,
        form,
        save=save,
        on=lambda: (
            to(council_slug, "next_plan_become", plan.slug, old.id)
            if "another" in request.POST
            else _go_on(council_slug, plan, "become", lambda draft: draft.undeveloped)
        ),
        template="next_plan_become",
        plan=plan,
        old=old,
        draft=draft,
    )


@staff_page
def new_action(request: HttpRequest, council_slug: str, plan_slug: str, name: str) -> HttpResponse:
    """Change a new action before the plan is made."""
    visitor, plan, draft = _begin(request, council_slug, plan_slug)
    before = draft.new_one(name)
    form = NewActionForm(sent(request), before=before, owners=owner_names(visitor.council.id))
    return _ask(
        request,
        visitor,
        form,
        save=lambda: acts.change_new_action(plan.id, name=name, new=form.given(), by=person_id(visitor)),
        on=lambda: to(council_slug, "next_plan_check", plan.slug),
        heading=_("Change a new action"),
        template="next_plan_form",
        plan=plan,
    )


@staff_page
def dates(request: HttpRequest, council_slug: str, plan_slug: str, action_id: UUID) -> HttpResponse:
    """Ask for a new date of an action whose date is over before the new plan begins."""
    visitor, plan, draft = _begin(request, council_slug, plan_slug)
    old = draft.one(action_id)
    if old not in draft.past:
        return redirect(to(council_slug, "next_plan", plan.slug))
    form = DateForm(sent(request), old=old, draft=draft)
    return _ask(
        request,
        visitor,
        form,
        save=lambda: acts.give_date(plan.id, action_id=old.id, due_date=form.given(), by=person_id(visitor)),
        on=lambda: _go_on(council_slug, plan, "date", lambda draft: draft.undated),
        template="next_plan_date",
        plan=plan,
        old=old,
        draft=draft,
    )


@staff_page
def check(request: HttpRequest, council_slug: str, plan_slug: str) -> HttpResponse:
    """Show all that was decided, then make the plan."""
    visitor, plan, draft = _begin(request, council_slug, plan_slug)
    problem = ""
    if request.method == "POST" and draft.is_ready:
        try:
            slug = acts.make_next_plan(
                plan.id,
                decisions=draft.decisions(),
                new_actions=draft.made_anew(),
                title=draft.title,
                period=draft.period(),
                dates=draft.dates(),
                by=person_id(visitor),
            )
        except DueRegardError as fault:
            problem = " ".join(part for part in (fault.message, fault.mend) if part)
        else:
            messages.success(request, _("The next plan is made, as a draft. Only you and the auditor can see it yet."))
            return redirect(to(council_slug, "plan", slug))
    choices = tuple((str(code), OUTCOME_WORDS[code]) for code in draft.counted())
    listing = read_listing(
        request,
        filters=(Filter("becomes", _("What becomes of it"), choices, any_text=_("Anything")),),
        orders=(),
        page_size=_PAGE_SIZE,
    )
    listing = replace(listing, formats=())
    wanted = listing.one("becomes")
    rows = [one for one in draft.actions if not wanted or one.outcome == wanted]
    shown = rows[cut(listing, found=len(rows))]
    return page(
        request,
        "next_plan_check",
        visitor,
        plan=plan,
        draft=draft,
        listing=listing,
        rows=paginate(shown, listing, found=len(rows), total=len(draft.actions)),
        words=OUTCOME_WORDS,
        problem=problem or (_("Something is still to be said.") if request.method == "POST" else ""),
        status=400 if request.method == "POST" else 200,
    )


def _begin(request: HttpRequest, council_slug: str, plan_slug: str) -> tuple[Visitor, PlanCard, NextDraft]:
    visitor = visit(request, council_slug)
    access.check_can_carry_forward(visitor)
    plan = plan_card(visitor.council.id, plan_slug)
    if plan.state == PlanState.DRAFT:
        raise MoveNotAllowed(_("This plan is itself a draft."), mend=_("Adopt it first."))
    return visitor, plan, next_draft(plan)


def _go_on(council_slug: str, plan: PlanCard, step: str, left: Callable[[NextDraft], tuple[Old, ...]]) -> str:
    """Give the address of the next question of a kind, or of the overview where there is none."""
    open_ones = left(next_draft(plan))
    if open_ones:
        return to(council_slug, f"next_plan_{step}", plan.slug, open_ones[0].id)
    return to(council_slug, "next_plan", plan.slug)


def _ask(
    request: HttpRequest,
    visitor: Visitor,
    form: Any,
    *,
    save: Callable[[], object],
    on: Callable[[], str],
    template: str,
    **context: Any,
) -> HttpResponse:
    """Show a form, or save it and go on."""
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except DueRegardError as fault:
            form.add_error(None, " ".join(part for part in (fault.message, fault.mend) if part))
        else:
            return redirect(on())
    return page(request, template, visitor, form=form, status=400 if form.errors else 200, **context)
