"""One plan: how it is going, its actions, and each of them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from dueregard.domain.plans.shape import plan_to_json
from dueregard.domain.plans.sheets import plan_workbook
from dueregard.web.organisation.access import data_page, staff_page
from dueregard.web.organisation.queries import Visitor, visit
from dueregard.web.organisation.queries.councils import all_words, local_characteristics, words
from dueregard.web.plans import access
from dueregard.web.plans.forms.filters import concerns_in_words, filters_for, orders, wanted_from
from dueregard.web.plans.queries import action as one
from dueregard.web.plans.queries import concerns, history, lists, measures, overview
from dueregard.web.plans.queries.plans import PlanCard, plan_with_key
from dueregard.web.plans.queries.saying import colour_words
from dueregard.web.plans.queries.whole import domain_plan
from dueregard.web.plans.views.page import page, said_beside, to
from dueregard.web.ui.components import cut, paginate, read_listing, table_response


def _begin(request: HttpRequest, council_slug: str, plan_slug: str) -> tuple[Visitor, PlanCard, dict[str, str]]:
    visitor = visit(request, council_slug)
    plan, key = plan_with_key(visitor.council.id, plan_slug)
    access.check_can_see_plan(visitor, state=plan.state)
    local = {each.code: each.label for each in local_characteristics(visitor.council.id)}
    return visitor, plan, lists.labels_from(key, local=local)


@staff_page
@require_safe
def plan(request: HttpRequest, council_slug: str, plan_slug: str) -> HttpResponse:
    """Show how the plan is going."""
    visitor, card, labels = _begin(request, council_slug, plan_slug)
    return page(
        request,
        "overview",
        visitor,
        plan=card,
        seen=overview.overview(card.id, on=visitor.on, labels=labels),
        measured=measures.measured_levels(card.id),
        concerns=concerns_in_words(concerns.counted(card.id, visitor.council.id, on=visitor.on)),
        words=words(visitor.council.id),
        can_publish=access.can_publish(visitor),
        can_edit=access.can_edit_plan(visitor),
        beside=said_beside(request, "plan", visitor, plan_slug=card.slug),
    )


@staff_page
@require_safe
def actions(request: HttpRequest, council_slug: str, plan_slug: str) -> HttpResponse:
    """List the actions that are asked for."""
    visitor, card, labels = _begin(request, council_slug, plan_slug)
    status_words = words(visitor.council.id)
    choices = lists.choices_of(card.id, labels=labels)
    listing = read_listing(request, filters=filters_for(choices, words=status_words), orders=orders())
    rows = _asked_for(card, listing, visitor)
    found = rows.count()
    shown = lists.action_rows(rows[cut(listing, found=found)], on=visitor.on, labels=labels)
    return page(
        request,
        "actions",
        visitor,
        plan=card,
        listing=listing,
        rows=paginate(shown, listing, found=found, total=card.actions),
        concerns=concerns.concerns_of([row.id for row in shown], on=visitor.on),
        words=status_words,
    )


@data_page
@require_safe
def actions_as_file(request: HttpRequest, council_slug: str, plan_slug: str, ending: str) -> HttpResponse:
    """Give the same list as a file: JSON in the shape that can be read in again, else a table."""
    visitor, card, labels = _begin(request, council_slug, plan_slug)
    choices = lists.choices_of(card.id, labels=labels)
    path = to(council_slug, "actions", plan_slug)
    listing = read_listing(request, filters=filters_for(choices, words={}), orders=orders(), path=path)
    content = domain_plan(card.id, actions=_asked_for(card, listing, visitor) if listing.is_narrowed else None)
    if ending == "json":
        response = JsonResponse(plan_to_json(content), json_dumps_params={"ensure_ascii": False, "indent": 1})
        response["Content-Disposition"] = f'inline; filename="{card.slug}.json"'
        return response
    workbook = plan_workbook(content, council=visitor.council.name, on=visitor.on, names="all")
    return table_response(request, workbook, ending, card.slug)


@staff_page
@require_safe
def action(request: HttpRequest, council_slug: str, plan_slug: str, action_id: UUID) -> HttpResponse:
    """Show everything about one action."""
    visitor, card, labels = _begin(request, council_slug, plan_slug)
    seen = one.action_page(card.id, action_id, on=visitor.on, labels=labels)
    own = all_words(visitor.council.id)
    return page(
        request,
        "action",
        visitor,
        plan=card,
        seen=seen,
        words=own["status"],
        colours=colour_words(own["rag"]),
        events=history.events(card, seen),
        concerns=one.concerns_on(seen, council_id=visitor.council.id, on=visitor.on),
        holders=one.holders(seen, council_id=visitor.council.id, on=visitor.on),
        can_see_source=access.can_see_imports(visitor),
        can_edit=access.can_edit_action(visitor, seen),
        can_edit_plan=access.can_edit_plan(visitor),
        can_report=access.can_report_on_action(visitor, seen),
        beside=said_beside(request, "action", visitor, plan_slug=card.slug, action_id=seen.id),
    )


@staff_page
@require_safe
def action_history(request: HttpRequest, council_slug: str, plan_slug: str, action_id: UUID) -> HttpResponse:
    """Show every entry of the ledger about one action."""
    visitor, card, labels = _begin(request, council_slug, plan_slug)
    seen = one.action_page(card.id, action_id, on=visitor.on, labels=labels)
    return page(request, "action_history", visitor, plan=card, seen=seen, events=history.events(card, seen))


def _asked_for(card: PlanCard, listing, visitor: Visitor):  # type: ignore[no-untyped-def]  # a query set of actions
    rows = lists.actions_wanted(card.id, wanted_from(listing), on=visitor.on)
    return lists.sorted_by(rows, listing.order.name, falling=listing.is_falling)
