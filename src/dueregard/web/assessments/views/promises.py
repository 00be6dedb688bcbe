"""What was promised: of one assessment, of the council, and what of it is to be told to the bodies that decided."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.web.assessments.access import promises as access
from dueregard.web.assessments.access.reading import check_can_see
from dueregard.web.assessments.actions import promises_keeping as keeping
from dueregard.web.assessments.forms.promises import (
    NOWHERE,
    PlaceForm,
    place_choices,
    place_from,
    promise_filters,
    promise_orders,
)
from dueregard.web.assessments.queries import promises
from dueregard.web.assessments.queries.foresights import foresights_of
from dueregard.web.assessments.queries.promises_export import promises_workbook
from dueregard.web.assessments.queries.promises_words import LOOKS, groups_said, standing_words
from dueregard.web.assessments.queries.reviews import tasks_of
from dueregard.web.assessments.queries.whole import AssessmentCard, assessment_card
from dueregard.web.assessments.views.page import page, sent, to
from dueregard.web.assessments.views.rooms import rooms
from dueregard.web.organisation.access import data_page, staff_page
from dueregard.web.organisation.queries import Visitor, characteristics, directorates, visit
from dueregard.web.plans.queries.keeping import PlanInUse, levels_in_use, plans_in_use
from dueregard.web.ui.components import Listing, cut, paginate, read_listing, table_response


@staff_page
@require_safe
def promise_list(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Show what was promised in the council's assessments, and how each stands."""
    visitor, listing = _listed(request, council_slug)
    rows = _rows(visitor, listing)
    counts = promises.counts_by_standing(visitor)
    found = rows.count()
    shown = promises.cards_of(rows[cut(listing, found=found)], on=visitor.on)
    return page(
        request,
        "promises",
        visitor,
        listing=listing,
        rows=paginate(shown, listing, found=found, total=sum(counts.values())),
        counts=counts,
        words=standing_words(),
        looks=LOOKS,
        rooms=rooms(visitor, here="promises"),
    )


@data_page
@require_safe
def promises_as_file(request: HttpRequest, council_slug: str, ending: str) -> HttpResponse:
    """Give the same list as a file."""
    visitor, listing = _listed(request, council_slug)
    book = promises_workbook(promises.cards_of(_rows(visitor, listing), on=visitor.on), visitor=visitor)
    return table_response(request, book, ending, f"promises-{council_slug}")


@staff_page
@require_safe
def promises_to_report(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Show which dropped promises are to be told to which body."""
    visitor = visit(request, council_slug)
    access.check_can_see_promises(visitor)
    return page(request, "promises_to_report", visitor, bodies=promises.to_report(visitor))


@staff_page
@require_safe
def of_assessment(request: HttpRequest, council_slug: str, assessment_id: UUID) -> HttpResponse:
    """Show what came after an assessment: its promises, what was foreseen, and its reviews."""
    visitor, head = seeing(request, council_slug, assessment_id)
    cards = promises.promises_of(visitor.council.id, head.id, on=visitor.on)
    labels = {each.code: each.label for each in characteristics(visitor.council.id)}
    return page(
        request,
        "assessment_promises",
        visitor,
        head=head,
        cards=cards,
        words=standing_words(),
        looks=LOOKS,
        groups={card.id: groups_said(card.groups, labels) for card in cards},
        place=place_said(visitor, head) if not cards else None,
        foresights=foresights_of(visitor.council.id, head.id),
        tasks=tasks_of(head.id),
        can_keep=access.can_keep_promises(visitor, head),
    )


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, council_slug: str, assessment_id: UUID) -> HttpResponse:
    """Choose where promises become actions when the assessment is signed off."""
    visitor, head = seeing(request, council_slug, assessment_id)
    access.check_can_keep_promises(visitor, head)
    plans = plans_in_use(visitor.council.id)
    chosen = promises.place_card(head.id)
    initial = {"place": _place_value(chosen) if chosen else _usual(head, plans)}
    places = place_choices(plans, levels_in_use(visitor.council.id))
    form = PlaceForm(sent(request), places=places, initial=initial)
    if request.method == "POST" and form.is_valid():
        plan_id, level_id = place_from(form.cleaned_data["place"])
        keeping.choose_place(head.id, plan_id=plan_id, level_id=level_id, by=visitor.by)
        messages.success(request, _("Where promises become actions is kept."))
        return redirect(to(council_slug, "assessment_promises", head.id))
    status = 400 if form.errors else 200
    public = [each.title for each in plans if each.is_public]
    return page(request, "promise_place", visitor, head=head, form=form, public=public, status=status)


def seeing(request: HttpRequest, council_slug: str, assessment_id: UUID) -> tuple[Visitor, AssessmentCard]:
    """Give who asks, and the assessment, once they may see what came after it."""
    visitor = visit(request, council_slug)
    head = assessment_card(visitor.council.id, assessment_id)
    check_can_see(visitor, head)
    return visitor, head


def place_said(visitor: Visitor, head: AssessmentCard) -> dict[str, Any]:
    """Say where promises become actions at sign-off: `title` of the plan or "", whether chosen, whether public."""
    plans = plans_in_use(visitor.council.id)
    chosen = promises.place_card(head.id)
    value = _place_value(chosen) if chosen else _usual(head, plans)
    plan = next((each for each in plans if value.startswith(str(each.id))), None)
    return {
        "title": plan.title if plan else "",
        "is_public": plan.is_public if plan else False,
        "is_chosen": chosen is not None,
        "is_exempt": head.is_exempt,
    }


def _usual(head: AssessmentCard, plans: tuple[PlanInUse, ...]) -> str:
    """Give where promises go where nobody has chosen: the newest plan in use, but nowhere for an exempt paper."""
    if head.is_exempt:
        return NOWHERE
    return next((str(each.id) for each in plans if not each.is_withdrawn), NOWHERE)


def _place_value(chosen: promises.PlaceCard) -> str:
    if chosen.plan_id is None:
        return NOWHERE
    return f"{chosen.plan_id}:{chosen.level_id}" if chosen.level_id else str(chosen.plan_id)


def _listed(request: HttpRequest, council_slug: str) -> tuple[Visitor, Listing]:
    visitor = visit(request, council_slug)
    access.check_can_see_promises(visitor)
    offered = [(str(each.id), each.name) for each in directorates(visitor.council.id)]
    path = to(council_slug, "promises")
    return visitor, read_listing(request, filters=promise_filters(offered), orders=promise_orders(), path=path)


def _rows(visitor: Visitor, listing: Listing) -> Any:
    asked = promises.Asked(**{name: listing.one(name) for name in ("words", "standing", "directorate")})
    rows = promises.promises_wanted(visitor, asked)
    return promises.sorted_promises(rows, listing.order.name if listing.order else "due", falling=listing.is_falling)
