"""What is expected of the figures after a decision: tied to an indicator, with a range and a time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.terms.errors import DueRegardError
from dueregard.web.assessments.access import promises as access
from dueregard.web.assessments.actions import foresights as actions
from dueregard.web.assessments.forms.foresights import ChooseIndicatorForm, ExpectForm
from dueregard.web.assessments.queries.foresights import foresight_card, foresights_of
from dueregard.web.assessments.queries.promises_words import groups_said
from dueregard.web.assessments.queries.whole import AssessmentCard, parts_of
from dueregard.web.assessments.views.page import page, sent, to
from dueregard.web.assessments.views.promises import seeing
from dueregard.web.monitoring.queries.indicators import (
    IndicatorCard,
    Wanted,
    indicator_card,
    indicator_rows,
    indicators_wanted,
    sorted_by,
)
from dueregard.web.monitoring.queries.indicators_values import measurable
from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries import Visitor, characteristics

MOST_INDICATORS = 40


@staff_page
@require_safe
def foresights(request: HttpRequest, council_slug: str, assessment_id: UUID) -> HttpResponse:
    """Show what is expected of the figures, and what they say."""
    visitor, head = seeing(request, council_slug, assessment_id)
    cards = foresights_of(visitor.council.id, head.id)
    labels = _labels(visitor)
    return page(
        request,
        "foresights",
        visitor,
        head=head,
        cards=cards,
        groups={card.id: groups_said([card.group_key], labels) if card.group_key else "" for card in cards},
        can_keep=access.can_keep_promises(visitor, head),
    )


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, council_slug: str, assessment_id: UUID) -> HttpResponse:
    """Choose the indicator that is to be watched."""
    visitor, head = seeing(request, council_slug, assessment_id)
    access.check_can_keep_promises(visitor, head)
    words = request.GET.get("words", "")[:200].strip()
    rows = sorted_by(indicators_wanted(visitor.council.id, Wanted(words=words)), "name", falling=False)
    offered = [(card.slug, card.name) for card in indicator_rows(rows[:MOST_INDICATORS])]
    form = ChooseIndicatorForm(sent(request), indicators=offered)
    if request.method == "POST" and form.is_valid():
        return redirect(to(council_slug, "foresight_expect", head.id, form.cleaned_data["indicator"]))
    return page(
        request,
        "foresight_add",
        visitor,
        head=head,
        form=form,
        words=words,
        has_any=bool(offered),
        is_cut=len(offered) == MOST_INDICATORS,
        status=400 if form.errors else 200,
    )


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def expect(request: HttpRequest, council_slug: str, assessment_id: UUID, indicator_slug: str) -> HttpResponse:
    """Say what is expected of a figure of an indicator."""
    visitor, head = seeing(request, council_slug, assessment_id)
    access.check_can_keep_promises(visitor, head)
    card = indicator_card(visitor.council.id, indicator_slug)
    figures = [(label, list(options)) for label, options in measurable(card)]
    form = ExpectForm(sent(request), figures=figures, groups=_groups(visitor, head))
    if request.method == "POST" and form.is_valid() and _keep(form, card, head, visitor):
        messages.success(request, _("Kept. A review is raised when released figures leave the range."))
        return redirect(to(council_slug, "foresights", head.id))
    status = 400 if form.errors else 200
    return page(
        request, "foresight_expect", visitor, head=head, form=form, card=card, has_any=bool(figures), status=status
    )


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: HttpRequest, council_slug: str, assessment_id: UUID, foresight_id: UUID) -> HttpResponse:
    """Ask, then take an expectation away."""
    visitor, head = seeing(request, council_slug, assessment_id)
    access.check_can_keep_promises(visitor, head)
    card = foresight_card(visitor.council.id, head.id, foresight_id)
    if request.method == "POST":
        actions.drop_foresight(card.id, by=visitor.by)
        messages.success(request, _("It is no longer watched. What it said stays in the history."))
        return redirect(to(council_slug, "foresights", head.id))
    return page(request, "foresight_drop", visitor, head=head, card=card)


def _keep(form: ExpectForm, card: IndicatorCard, head: AssessmentCard, visitor: Visitor) -> bool:
    given: dict[str, Any] = form.cleaned_data
    expected = actions.Expected(
        card.id,
        given["figure"],
        low=given["low"],
        high=given["high"],
        since=given["since"],
        until=given["until"],
        because=given["because"],
        group_key=given["group"],
    )
    try:
        actions.foresee(head.id, expected=expected, by=visitor.by)
    except DueRegardError as fault:
        form.add_error(None, " ".join(filter(None, (fault.message, fault.mend))))
        return False
    return True


def _groups(visitor: Visitor, head: AssessmentCard) -> list[tuple[str, str]]:
    keys = [key.partition(":")[2] for key in parts_of(head.id) if key.startswith("impact:")]
    labels = _labels(visitor)
    return [(key, groups_said([key], labels)) for key in keys]


def _labels(visitor: Visitor) -> dict[str, str]:
    return {each.code: each.label for each in characteristics(visitor.council.id)}
