"""Where monitoring and plans meet: acting on a finding, and an indicator as the measure of an action or objective."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from dueregard.domain.plans.states import PlanState
from dueregard.terms.errors import DueRegardError
from dueregard.web.monitoring.access import indicators as monitoring_access
from dueregard.web.monitoring.actions.indicators import set_measure
from dueregard.web.monitoring.queries.findings import FindingCard, finding_card
from dueregard.web.monitoring.queries.indicators import IndicatorCard, indicator_card
from dueregard.web.monitoring.queries.indicators_values import measurable
from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries import Visitor, posts, shell, visit
from dueregard.web.organisation.queries.councils import local_characteristics
from dueregard.web.pages.actions.findings import Gap, act_on_finding, use_as_measure
from dueregard.web.pages.forms.findings import LEVEL, ActForm, EndForm, MeasureForm
from dueregard.web.plans import access as plans_access
from dueregard.web.plans.queries.editing_offers import level_options
from dueregard.web.plans.queries.placing import action_options, placed_action, placed_measure
from dueregard.web.plans.queries.plans import PlanCard, plans_of

MOST_PLANS = 10
"""So many plans are offered, the latest first: the number of queries must not grow with the council's history."""
_CHANGEABLE = (PlanState.DRAFT, PlanState.ADOPTED, PlanState.PUBLISHED)


@staff_page
def act(request: HttpRequest, council_slug: str, finding_id: UUID) -> HttpResponse:
    """Make an action out of a finding; once it is made, show which."""
    visitor = visit(request, council_slug)
    monitoring_access.check_can_see_indicators(visitor)
    card = finding_card(visitor.council.id, finding_id, audiences=monitoring_access.audiences(visitor))
    if card.plan_action:
        placed = placed_action(visitor.council.id, card.plan_action)
        return _page(request, "finding_acted", visitor, card=card, placed=placed)
    plans_access.check_can_edit_plan(visitor)
    if not card.is_open or card.is_withdrawn:
        return redirect(_finding(visitor, card))
    plans = _plans(visitor)
    held = [(str(post.id), post.label) for post in posts(visitor.council.id, on=visitor.on)]
    form = ActForm(
        request.POST if request.method == "POST" else None,
        places=[(plan.title, _places(plan)) for plan in plans],
        posts=held,
        initial={"text": _draft(card)},
    )
    if request.method == "POST" and form.is_valid():
        plan = next(each for each in plans if each.slug == form.plan_slug)
        local = tuple(each.code for each in local_characteristics(visitor.council.id))
        try:
            action_id = act_on_finding(
                card.id,
                plan_id=plan.id,
                given=form.given(because=_because(card), strands=()),
                reason=form.cleaned_data["reason"],
                local=local,
                by=visitor.by,
            )
        except DueRegardError as fault:
            form.add_error(None, " ".join(filter(None, (fault.message, fault.mend))))
        else:
            messages.success(request, _("The action is in the plan, and the finding is answered."))
            return redirect(reverse("plans:action", args=[council_slug, plan.slug, action_id]))
    return _page(request, "finding_act", visitor, card=card, form=form, plans=plans, href=_finding(visitor, card))


@staff_page
def measure(request: HttpRequest, council_slug: str, indicator_slug: str) -> HttpResponse:
    """Use an indicator as the measure of an action or an objective, or show where it is one."""
    visitor = visit(request, council_slug)
    monitoring_access.check_can_see_indicators(visitor)
    card = indicator_card(visitor.council.id, indicator_slug)
    if card.plan_measure:
        return _is_measure(request, visitor, card)
    plans_access.check_can_edit_plan(visitor)
    if card.is_retired:
        return redirect(_indicator(visitor, card))
    plans = _plans(visitor)
    form = MeasureForm(
        request.POST if request.method == "POST" else None,
        actions=[group for plan in plans for group in _measurables(plan)],
        figures=[(label, options) for label, options in measurable(card)],
        initial={"name": card.name},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            gap = Gap(given["compared"], *form.gap_words) if form.gap_words else None
            use_as_measure(card, **form.of, measured=given["measured"], name=given["name"], gap=gap, by=visitor.by)
        except DueRegardError as fault:
            form.add_error("measured", " ".join(filter(None, (fault.message, fault.mend))))
        else:
            messages.success(request, _("It is the measure in that plan. New periods become its values."))
            return redirect(request.path)
    return _page(request, "indicator_measure", visitor, card=card, form=form, href=_indicator(visitor, card))


def _is_measure(request: HttpRequest, visitor: Visitor, card: IndicatorCard) -> HttpResponse:
    if request.method == "POST":
        plans_access.check_can_edit_plan(visitor)
    can_end = plans_access.can_edit_plan(visitor) and not card.is_retired
    form = EndForm(request.POST if request.method == "POST" and can_end else None)
    if request.method == "POST" and can_end and form.is_valid():
        if form.cleaned_data["sure"] == "yes":
            set_measure(card.id, measure_id=None, measured="", by=visitor.by)
            messages.success(request, _("It is no longer the measure. The plan keeps its values."))
        return redirect(_indicator(visitor, card))
    placed = placed_measure(visitor.council.id, card.plan_measure)
    return _page(
        request, "indicator_is_measure", visitor, card=card, placed=placed, form=form, can_end=can_end,
        href=_indicator(visitor, card),
    )  # fmt: skip


def _plans(visitor: Visitor) -> tuple[PlanCard, ...]:
    found = plans_of(visitor.council.id, visitor=visitor)
    return tuple(plan for plan in found if plan.state in _CHANGEABLE)[:MOST_PLANS]


def _measurables(plan: PlanCard) -> list[tuple[str, list[tuple[str, str]]]]:
    """Give the objectives and the actions of a plan, each group under its plan's name."""
    levels = [(f"{LEVEL}:{key}", words) for key, words in level_options(plan.id)]
    objectives = _("%(plan)s: sections and objectives") % {"plan": plan.title}
    return [(objectives, levels), (plan.title, list(action_options(plan.id)))]


def _places(plan: PlanCard) -> list[tuple[str, str]]:
    levels = [(f"{plan.slug}/{key}", words) for key, words in level_options(plan.id)]
    return [(f"{plan.slug}/", _("In no section")), *levels]


def _draft(card: FindingCard) -> str:
    return _("Find out why this happens, and put right what we can: %(group)s.") % {"group": card.group}


def _because(card: FindingCard) -> str:
    """Say in the plan what the action rests on. A plan can be public, so figures for few are not copied into it."""
    if card.is_public:
        return _("Finding of release %(number)s: %(text)s") % {"number": card.release_number, "text": card.text}
    return _("A finding of release %(number)s, which is for people of the council") % {"number": card.release_number}


def _finding(visitor: Visitor, card: FindingCard) -> str:
    return reverse("monitoring:finding", args=[visitor.council.slug, card.id])


def _indicator(visitor: Visitor, card: IndicatorCard) -> str:
    return reverse("monitoring:indicator", args=[visitor.council.slug, card.slug])


def _page(request: HttpRequest, template: str, visitor: Visitor, **context: Any) -> HttpResponse:
    shown = {"shell": shell(visitor, "indicators"), "visitor": visitor, **context}
    return render(request, f"pages/{template}.jinja", shown)
