"""The register of policies: the queue, one policy, keeping it, and noting what changed around many."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.terms.errors import DueRegardError
from dueregard.web.assessments.access import reading as access
from dueregard.web.assessments.actions import policies as actions
from dueregard.web.assessments.forms.policies import (
    ChangeForm,
    PolicyForm,
    WhyForm,
    policy_filters,
    policy_initial,
    policy_orders,
)
from dueregard.web.assessments.queries import decisions, policies
from dueregard.web.assessments.queries.register_export import policies_workbook
from dueregard.web.assessments.queries.register_lists import lists_waiting
from dueregard.web.assessments.queries.sign_off import given_up, is_given_up
from dueregard.web.assessments.queries.whole import head_of, heads
from dueregard.web.assessments.views.page import page, said_beside, sent, to
from dueregard.web.assessments.views.register import (
    SAID,
    Turn,
    directorate_choices,
    names_of,
    owner_choices,
    saved,
    seen_version,
    turned,
)
from dueregard.web.assessments.views.rooms import rooms
from dueregard.web.ledger.queries import describe, history
from dueregard.web.organisation.access import data_page, staff_page
from dueregard.web.organisation.queries import Visitor, characteristics, visit
from dueregard.web.ui.components import Listing, cut, paginate, read_listing, table_response

MOST_BESIDE = 50


@staff_page
@require_safe
def policy_list(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Show the queue, or what of it was asked for."""
    visitor, listing = _listed(request, council_slug)
    rows = _rows(visitor, listing)
    found = rows.count()
    counts = policies.counts_of(visitor.council.id, on=visitor.on)
    cards = policies.policy_cards(rows[cut(listing, found=found)], on=visitor.on)
    return page(
        request,
        "policies",
        visitor,
        listing=listing,
        rows=paginate(cards, listing, found=found, total=max(counts["standing"], found)),
        counts=counts,
        rooms=rooms(visitor, here="policies"),
        can_keep=access.can_keep_register(visitor),
        can_begin=access.can_begin(visitor),
        waiting=lists_waiting(visitor.council.id, kind="policies") if access.can_keep_register(visitor) else (),
    )


@data_page
@require_safe
def policies_as_file(request: HttpRequest, council_slug: str, ending: str) -> HttpResponse:
    """Give the same list as a file."""
    visitor, listing = _listed(request, council_slug)
    book = policies_workbook(policies.policy_cards(_rows(visitor, listing), on=visitor.on), visitor=visitor)
    return table_response(request, book, ending, f"policies-{council_slug}")


@staff_page
@require_safe
def policy(request: HttpRequest, council_slug: str, policy_id: UUID) -> HttpResponse:
    """Show one policy: why it stands where it does, what changed around it, what was assessed and decided."""
    visitor = visit(request, council_slug)
    access.check_can_see_register(visitor)
    council_id = visitor.council.id
    card = policies.policy_card(council_id, policy_id, on=visitor.on)
    about = [head_of(row) for row in heads(council_id).filter(policy=policy_id).order_by("-made_at")[:MOST_BESIDE]]
    entries = history(chain=f"council:{council_id}", subjects=[f"assessments.policy:{policy_id}"], limit=10)
    return page(
        request,
        "policy",
        visitor,
        card=card,
        changes=policies.changes_of(policy_id),
        risk_words=policies.RISK_WORDS,
        said=SAID,
        assessments=[(head, access.can_see(visitor, head)) for head in about],
        given_up=given_up([head.id for head in about if is_given_up(head) and access.can_see(visitor, head)]),
        decisions=decisions.decisions_of(policy_id, nation=visitor.council.nation, on=visitor.on),
        entries=[(describe(entry), entry.at.date()) for entry in entries],
        beside=said_beside(request, "policy", visitor, about=policy_id),
        can_keep=access.can_keep_register(visitor),
        can_begin=access.can_begin(visitor),
    )


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Add a policy."""
    visitor = visit(request, council_slug)
    access.check_can_keep_register(visitor)
    form = _form(request, visitor)
    made: list[UUID] = []

    def act() -> None:
        fields = actions.PolicyFields(**form.values())
        made.append(actions.add_policy(fields, council_id=visitor.council.id, by=visitor.by))

    if request.method == "POST" and form.is_valid() and saved(form, act, names={})[0]:
        messages.success(request, _("It is in the register."))
        return redirect(to(council_slug, "policy", made[0]))
    return page(request, "policy_form", visitor, status=400 if form.errors else 200, form=form, card=None, clash=())


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, council_slug: str, policy_id: UUID) -> HttpResponse:
    """Change a policy; where somebody else has saved since, show what stands there now."""
    visitor = visit(request, council_slug)
    access.check_can_keep_register(visitor)
    card = policies.policy_card(visitor.council.id, policy_id, on=visitor.on)
    form = _form(request, visitor, initial=policy_initial(card))
    version, clash = card.version, []
    if request.method == "POST" and form.is_valid():
        fields = actions.PolicyFields(**form.values())
        seen = seen_version(request)
        named: dict[str, Any] = {"council_id": visitor.council.id, "seen": seen, "by": visitor.by}
        names = names_of(directorate_choices(visitor), owner_choices(visitor))
        done, clash, _now = saved(form, lambda: actions.change_policy(policy_id, fields, **named), names=names)
        if done:
            messages.success(request, _("It is saved."))
            return redirect(to(council_slug, "policy", policy_id))
    elif request.method == "POST":
        version = seen_version(request)
    return page(
        request,
        "policy_form",
        visitor,
        status=400 if form.errors else 200,
        form=form,
        card=card,
        version=version,
        clash=clash,
    )


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: HttpRequest, council_slug: str, policy_id: UUID) -> HttpResponse:
    """Retire a policy, with the reason."""
    visitor = visit(request, council_slug)
    access.check_can_keep_register(visitor)
    card = policies.policy_card(visitor.council.id, policy_id, on=visitor.on)
    turn = Turn(
        heading=_("Retire this policy?"),
        title=card.title,
        text=_("It leaves the queue. Its assessments and decisions stay, and it can be brought back."),
        button=_("Retire it"),
        done=_("It is retired. What was recorded about it stays."),
        back=to(council_slug, "policy", policy_id),
    )
    return turned(
        request,
        visitor,
        WhyForm(sent(request)),
        lambda said: actions.retire_policy(policy_id, council_id=visitor.council.id, why=said["why"], by=visitor.by),
        turn=turn,
    )


@staff_page
@require_http_methods(["POST"])
def bring_back(request: HttpRequest, council_slug: str, policy_id: UUID) -> HttpResponse:
    """Bring a retired policy back."""
    visitor = visit(request, council_slug)
    access.check_can_keep_register(visitor)
    policies.policy_card(visitor.council.id, policy_id, on=visitor.on)
    try:
        actions.bring_back_policy(policy_id, council_id=visitor.council.id, by=visitor.by)
    except DueRegardError as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, _("It is back in the queue."))
    return redirect(to(council_slug, "policy", policy_id))


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, council_slug: str, policy_id: UUID) -> HttpResponse:
    """Note on one policy that something changed around it."""
    visitor = visit(request, council_slug)
    access.check_can_keep_register(visitor)
    card = policies.policy_card(visitor.council.id, policy_id, on=visitor.on)
    form = ChangeForm(sent(request), characteristics=None)
    if request.method == "POST" and form.is_valid():
        _note(visitor, form, policy_ids=[policy_id])
        messages.success(request, _("It is noted, and moves the policy up the queue."))
        return redirect(to(council_slug, "policy", policy_id))
    return _note_page(request, visitor, form, back=to(council_slug, "policy", policy_id), title=card.title)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def note_many(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Note on many policies at once that a law, the figures or a definition changed."""
    visitor = visit(request, council_slug)
    access.check_can_keep_register(visitor)
    offered = [(each.code, each.label) for each in characteristics(visitor.council.id)]
    form = ChangeForm(sent(request), characteristics=offered)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        number = _note(visitor, form, kinds=said["kinds"], characteristics=said["characteristics"])
        words = ngettext("It is noted on %(number)s policy.", "It is noted on %(number)s policies.", number)
        messages.success(request, words % {"number": number})
        return redirect(to(council_slug, "policies"))
    return _note_page(request, visitor, form, back=to(council_slug, "policies"), title="")


def _note(visitor: Visitor, form: ChangeForm, **which: Any) -> int:
    said = {name: form.cleaned_data[name] for name in ("kind", "text", "on")}
    return actions.note_change(visitor.council.id, **said, by=visitor.by, **which)


def _note_page(request: HttpRequest, visitor: Visitor, form: ChangeForm, *, back: str, title: str) -> HttpResponse:
    return page(
        request,
        "register_turn",
        visitor,
        status=400 if form.errors else 200,
        form=form,
        heading=_("What changed?"),
        title=title,
        text=_("It is noted with its day, and counts as a reason to look again until the next assessment."),
        button=_("Note it"),
        back=back,
        version=None,
        clash=(),
    )


def _form(request: HttpRequest, visitor: Visitor, **named: Any) -> PolicyForm:
    return PolicyForm(
        sent(request),
        directorates=directorate_choices(visitor),
        owners=owner_choices(visitor),
        on=visitor.on,
        **named,
    )


def _listed(request: HttpRequest, council_slug: str) -> tuple[Visitor, Listing]:
    visitor = visit(request, council_slug)
    access.check_can_see_register(visitor)
    filters = policy_filters(directorate_choices(visitor))
    path = to(council_slug, "policies")
    return visitor, read_listing(request, filters=filters, orders=policy_orders(), path=path)


def _rows(visitor: Visitor, listing: Listing) -> Any:
    asked: dict[str, Any] = {
        name: listing.one(name) for name in ("words", "kind", "directorate", "risk", "why", "state")
    }
    rows = policies.policies_wanted(visitor.council.id, policies.PoliciesWanted(**asked), on=visitor.on)
    return policies.sorted_policies(rows, listing.order.name if listing.order else "queue", falling=listing.is_falling)
