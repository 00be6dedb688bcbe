"""The forward plan: what is to be decided, one decision with its clock, keeping it, and regard recorded elsewhere."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.terms.errors import DueRegardError
from dueregard.web.assessments.access import reading as access
from dueregard.web.assessments.actions import decisions as actions
from dueregard.web.assessments.forms.decisions import (
    DecisionForm,
    RegardForm,
    decision_filters,
    decision_initial,
    decision_orders,
)
from dueregard.web.assessments.forms.policies import WhyForm
from dueregard.web.assessments.queries import decisions, policies
from dueregard.web.assessments.queries.register_export import decisions_workbook
from dueregard.web.assessments.queries.register_lists import lists_waiting
from dueregard.web.assessments.queries.sign_off import given_up, is_given_up
from dueregard.web.assessments.queries.whole import head_of, heads
from dueregard.web.assessments.views.page import page, said_beside, sent, to
from dueregard.web.assessments.views.register import (
    SAID,
    Turn,
    body_choices,
    directorate_choices,
    names_of,
    saved,
    seen_version,
    turned,
)
from dueregard.web.assessments.views.rooms import rooms
from dueregard.web.ledger.queries import describe, history
from dueregard.web.organisation.access import data_page, staff_page
from dueregard.web.organisation.queries import Visitor, visit
from dueregard.web.ui.components import Listing, cut, paginate, read_listing, table_response


@staff_page
@require_safe
def decision_list(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Show the forward plan, what comes next first."""
    visitor, listing = _listed(request, council_slug)
    rows = _rows(visitor, listing)
    found = rows.count()
    total = decisions.decisions_wanted(visitor.council.id, on=visitor.on).count()
    cards = decisions.decision_cards(rows[cut(listing, found=found)], nation=visitor.council.nation, on=visitor.on)
    return page(
        request,
        "decisions",
        visitor,
        listing=listing,
        rows=paginate(cards, listing, found=found, total=total),
        without=decisions.waiting_for_regard(visitor.council.id, nation=visitor.council.nation, on=visitor.on).count(),
        soon=decisions.due_soon(visitor.council.id, on=visitor.on).count(),
        rooms=rooms(visitor, here="decisions"),
        can_keep=access.can_keep_register(visitor),
        waiting=lists_waiting(visitor.council.id, kind="decisions") if access.can_keep_register(visitor) else (),
    )


@data_page
@require_safe
def decisions_as_file(request: HttpRequest, council_slug: str, ending: str) -> HttpResponse:
    """Give the same list as a file."""
    visitor, listing = _listed(request, council_slug)
    cards = decisions.decision_cards(_rows(visitor, listing), nation=visitor.council.nation, on=visitor.on)
    return table_response(request, decisions_workbook(cards, visitor=visitor), ending, f"forward-plan-{council_slug}")


@staff_page
@require_safe
def decision(request: HttpRequest, council_slug: str, decision_id: UUID) -> HttpResponse:
    """Show one decision: its clock, what was assessed, where regard is recorded, and what became of it."""
    visitor, card = _seen(request, council_slug, decision_id)
    council_id = visitor.council.id
    about = [head_of(row) for row in heads(council_id).filter(decision=decision_id).order_by("-made_at")]
    entries = history(chain=f"council:{council_id}", subjects=[f"assessments.decision:{decision_id}"], limit=10)
    return page(
        request,
        "decision",
        visitor,
        card=card,
        conditions=decisions.conditions_of(decision_id),
        said=SAID,
        assessments=[(head, access.can_see(visitor, head)) for head in about],
        given_up=given_up([head.id for head in about if is_given_up(head) and access.can_see(visitor, head)]),
        entries=[(describe(entry), entry.at.date()) for entry in entries],
        beside=said_beside(request, "decision", visitor, about=decision_id),
        can_keep=access.can_keep_register(visitor),
        can_begin=access.can_begin(visitor),
    )


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Put a decision on the forward plan."""
    visitor = visit(request, council_slug)
    access.check_can_keep_register(visitor)
    form = _form(request, visitor, initial={"policy": _policy_asked(request, visitor)})
    made: list[UUID] = []

    def act() -> None:
        fields = actions.DecisionFields(**form.values())
        made.append(actions.add_decision(fields, council_id=visitor.council.id, by=visitor.by))

    if request.method == "POST" and form.is_valid() and saved(form, act, names={})[0]:
        messages.success(request, _("It is on the forward plan."))
        return redirect(to(council_slug, "decision", made[0]))
    return page(request, "decision_form", visitor, status=400 if form.errors else 200, form=form, card=None, clash=())


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, council_slug: str, decision_id: UUID) -> HttpResponse:
    """Change a decision that is planned; where somebody else has saved since, show what stands there now."""
    visitor = visit(request, council_slug)
    access.check_can_keep_register(visitor)
    card = _card(visitor, decision_id)
    form = _form(request, visitor, likely=card.policy_id, initial=decision_initial(card))
    version, clash = card.version, []
    if request.method == "POST" and form.is_valid():
        fields = actions.DecisionFields(**form.values())
        named: dict[str, Any] = {"council_id": visitor.council.id, "seen": seen_version(request), "by": visitor.by}
        names = names_of(
            directorate_choices(visitor), body_choices(visitor), decisions.round_choices(visitor.council.id)
        )
        done, clash, _now = saved(form, lambda: actions.change_decision(decision_id, fields, **named), names=names)
        if done:
            messages.success(request, _("It is saved."))
            return redirect(to(council_slug, "decision", decision_id))
    elif request.method == "POST":
        version = seen_version(request)
    return page(
        request,
        "decision_form",
        visitor,
        status=400 if form.errors else 200,
        form=form,
        card=card,
        version=version,
        clash=clash,
    )


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def call_off(request: HttpRequest, council_slug: str, decision_id: UUID) -> HttpResponse:
    """Call a decision off, with the reason."""
    visitor = visit(request, council_slug)
    access.check_can_keep_register(visitor)
    card = _card(visitor, decision_id)
    turn = Turn(
        heading=_("Call this decision off?"),
        title=card.title,
        text=_("Its clock stops. Its assessments stay, and it can be planned again."),
        button=_("Call it off"),
        done=_("It is called off. What was recorded about it stays."),
        back=to(council_slug, "decision", decision_id),
    )
    return turned(
        request,
        visitor,
        WhyForm(sent(request)),
        lambda said: actions.call_off_decision(
            decision_id, council_id=visitor.council.id, why=said["why"], by=visitor.by
        ),
        turn=turn,
    )


@staff_page
@require_http_methods(["POST"])
def plan_again(request: HttpRequest, council_slug: str, decision_id: UUID) -> HttpResponse:
    """Put a decision that was called off back on the plan."""
    visitor = visit(request, council_slug)
    access.check_can_keep_register(visitor)
    _card(visitor, decision_id)
    try:
        actions.plan_decision_again(decision_id, council_id=visitor.council.id, by=visitor.by)
    except DueRegardError as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, _("It is back on the forward plan."))
    return redirect(to(council_slug, "decision", decision_id))


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def regard(request: HttpRequest, council_slug: str, decision_id: UUID) -> HttpResponse:
    """Say where regard is recorded, if not in an assessment here."""
    visitor = visit(request, council_slug)
    access.check_can_keep_register(visitor)
    card = _card(visitor, decision_id)
    turn = Turn(
        heading=_("Where is regard to equality recorded?"),
        title=card.title,
        text=_("It is noted with today’s date, whatever the date of the record it names. Nothing is dated back."),
        button=_("Note it"),
        done=_("It is noted, with today’s date."),
        back=to(council_slug, "decision", decision_id),
        version=card.version,
    )
    seen = seen_version(request)
    return turned(
        request,
        visitor,
        RegardForm(sent(request), initial={"where": card.regard_where}),
        lambda said: actions.note_regard(
            decision_id, council_id=visitor.council.id, where=said["where"], seen=seen, by=visitor.by
        ),
        turn=turn,
    )


def _form(request: HttpRequest, visitor: Visitor, *, likely: UUID | None = None, **named: Any) -> DecisionForm:
    council_id = visitor.council.id
    return DecisionForm(
        sent(request),
        bodies=body_choices(visitor),
        rounds=decisions.round_choices(council_id),
        directorates=directorate_choices(visitor),
        find_policy=lambda said: policies.find_policy(council_id, said, likely=likely),
        **named,
    )


def _policy_asked(request: HttpRequest, visitor: Visitor) -> str:
    """Give the title of the policy that the address names, "" where it names none."""
    try:
        asked = UUID(request.GET.get("policy", ""))
        card = policies.policy_card(visitor.council.id, asked, on=visitor.on)
    except (ValueError, Http404):
        return ""
    return card.number or card.title


def _seen(request: HttpRequest, council_slug: str, decision_id: UUID) -> tuple[Visitor, decisions.DecisionCard]:
    visitor = visit(request, council_slug)
    access.check_can_see_register(visitor)
    return visitor, _card(visitor, decision_id)


def _card(visitor: Visitor, decision_id: UUID) -> decisions.DecisionCard:
    return decisions.decision_card(visitor.council.id, decision_id, nation=visitor.council.nation, on=visitor.on)


def _listed(request: HttpRequest, council_slug: str) -> tuple[Visitor, Listing]:
    visitor = visit(request, council_slug)
    access.check_can_see_register(visitor)
    filters = decision_filters(
        bodies=body_choices(visitor),
        directorates=directorate_choices(visitor),
        rounds=decisions.round_choices(visitor.council.id),
    )
    path = to(council_slug, "decisions")
    return visitor, read_listing(request, filters=filters, orders=decision_orders(), path=path)


def _rows(visitor: Visitor, listing: Listing) -> Any:
    asked: dict[str, Any] = {
        name: listing.one(name) for name in ("words", "when", "regard", "body", "directorate", "state")
    }
    wanted = decisions.DecisionsWanted(**asked, budget_round=listing.one("round"))
    rows = decisions.decisions_wanted(visitor.council.id, wanted, on=visitor.on)
    order = listing.order.name if listing.order else "day"
    return decisions.sorted_decisions(rows, order, falling=listing.is_falling, on=visitor.on)
