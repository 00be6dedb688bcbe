"""One person in a round: what they are asked, their messages and links, and what an officer does for them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dueregard.terms.errors import DueRegardError
from dueregard.web.delivery.access import rounds as access
from dueregard.web.delivery.actions import rounds_owners as actions
from dueregard.web.delivery.forms.rounds import AnotherForm, SureForm
from dueregard.web.delivery.queries import rounds_export
from dueregard.web.delivery.queries.rounds import RoundCard, round_card
from dueregard.web.delivery.queries.rounds_owners import OwnerPage, owner_page
from dueregard.web.delivery.queries.rounds_words import kind_words, mail_words, owner_state_words
from dueregard.web.delivery.views.rounds_page import keeping_round, page, seeing, sent, to
from dueregard.web.mail.queries.messages import way
from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries import Visitor
from dueregard.web.ui.components import table_response


@staff_page
@require_safe
def owner(request: HttpRequest, council_slug: str, round_slug: str, request_id: UUID) -> HttpResponse:
    """Show one person: what they are asked, what they answered, their messages and links."""
    visitor = seeing(request, council_slug)
    card = round_card(visitor.council.id, round_slug)
    return _owner_page(request, visitor, card, owner_page(card.id, request_id, on=visitor.on, since=card.opens_on))


@staff_page
@require_POST
def ask_again(request: HttpRequest, council_slug: str, round_slug: str, request_id: UUID) -> HttpResponse:
    """Send the message once more."""
    visitor, card = keeping_round(request, council_slug, round_slug)
    seen = owner_page(card.id, request_id, on=visitor.on, since=card.opens_on)
    asked = request.POST.get("times_asked", "")
    try:
        number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 5 else -1
        if actions.ask_again(seen.owner.id, times_asked=number, by=visitor.by):
            messages.success(request, _("The message is queued once more."))
        else:
            messages.warning(request, _("Nothing was sent: this page was not up to date."))
    except DueRegardError as fault:
        messages.warning(request, fault.message)
    return redirect(to(council_slug, "round_owner", card.slug, request_id))


@staff_page
@require_POST
def hand_out_link(request: HttpRequest, council_slug: str, round_slug: str, request_id: UUID) -> HttpResponse:
    """Show the address of somebody's page, on this answer only; that it was shown is recorded."""
    visitor, card = keeping_round(request, council_slug, round_slug)
    seen = owner_page(card.id, request_id, on=visitor.on, since=card.opens_on)
    try:
        shown = actions.hand_out_link(seen.owner.id, by=visitor.by)
    except DueRegardError as fault:
        messages.warning(request, fault.message)
        return redirect(to(council_slug, "round_owner", card.slug, request_id))
    return page(request, "link", visitor, card=card, owner=seen.owner, shown=shown)


@staff_page
@require_POST
def revoke_link(
    request: HttpRequest, council_slug: str, round_slug: str, request_id: UUID, link_id: UUID
) -> HttpResponse:
    """Take a link back."""
    visitor, card = keeping_round(request, council_slug, round_slug)
    seen = owner_page(card.id, request_id, on=visitor.on, since=card.opens_on)
    if link_id not in {one.id for one in seen.links}:
        raise Http404
    if actions.revoke_link(link_id, request_id=request_id, by=visitor.by):
        messages.success(request, _("The link works no more. What was answered with it stays."))
    return redirect(to(council_slug, "round_owner", card.slug, request_id))


@staff_page
def name_another(request: HttpRequest, council_slug: str, round_slug: str, request_id: UUID) -> HttpResponse:
    """Ask who is to be asked instead, or at which other address."""
    visitor, card = keeping_round(request, council_slug, round_slug)
    seen = owner_page(card.id, request_id, on=visitor.on, since=card.opens_on)
    if not card.is_open:
        return redirect(to(council_slug, "round_owner", card.slug, request_id))
    was = {} if seen.owner.why else {"name": seen.owner.name, "email": seen.owner.email}
    form = AnotherForm(sent(request), initial=was)
    if request.method == "POST" and form.is_valid():
        try:
            actions.name_another(seen.owner.id, by=visitor.by, **form.cleaned_data)
        except DueRegardError as fault:
            form.add_error("email", fault.message)
        else:
            messages.success(request, _("They are asked. Links sent before work no more."))
            return redirect(to(council_slug, "round_owner", card.slug, request_id))
    return page(request, "another", visitor, card=card, owner=seen.owner, form=form)


@staff_page
@require_safe
def merge(request: HttpRequest, council_slug: str, round_slug: str) -> HttpResponse:
    """Say what the mail-merge file holds, and ask before it is made."""
    visitor, card = keeping_round(request, council_slug, round_slug)
    if not card.is_open:
        return redirect(to(council_slug, "round", card.slug))
    return page(request, "merge", visitor, card=card, form=_merge_form(None), way=way())


@staff_page
@require_POST
def merge_as_file(request: HttpRequest, council_slug: str, round_slug: str, ending: str) -> HttpResponse:
    """Give the mail-merge file: it lets people in, so it is made by a form and recorded."""
    visitor, card = keeping_round(request, council_slug, round_slug)
    form = _merge_form(request.POST)
    if not form.is_valid() or not form.is_sure:
        return page(request, "merge", visitor, card=card, form=form, way=way())
    try:
        rows = actions.take_merge_file(card.id, by=visitor.by)
    except DueRegardError as fault:
        messages.warning(request, fault.message)
        return redirect(to(council_slug, "round", card.slug))
    book = rounds_export.merge_workbook(card, rows, visitor=visitor)
    return table_response(request, book, ending, f"{card.slug}-mail-merge")


def _merge_form(data: object) -> SureForm:
    return SureForm(
        data,
        label=_("Make the file?"),
        yes=_("Yes, make it; I delete it when the messages have gone"),
        no=_("No"),
    )


def _owner_page(request: HttpRequest, visitor: Visitor, card: RoundCard, seen: OwnerPage) -> HttpResponse:
    return page(
        request,
        "owner",
        visitor,
        card=card,
        owner=seen.owner,
        seen=seen,
        kind_words=kind_words,
        mail_words=mail_words(),
        owner_words=owner_state_words(),
        can_keep=access.can_keep_rounds(visitor) and card.is_open,
    )
