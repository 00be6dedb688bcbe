"""The council's mail: to whom, about what, what became of it; and sending a failed message again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dueregard.terms.errors import MoveNotAllowed
from dueregard.web.delivery.access import mailing as access
from dueregard.web.delivery.forms.mailing import mailing_filters, mailing_orders, mailing_wanted
from dueregard.web.delivery.queries import mailing
from dueregard.web.delivery.views.page import page, to
from dueregard.web.mail.actions.sending import send_again
from dueregard.web.mail.queries import messages as mail
from dueregard.web.mail.queries.messages import MessageCard
from dueregard.web.organisation.access import data_page, staff_page
from dueregard.web.organisation.queries import Visitor, visit
from dueregard.web.ui.components import Listing, cut, paginate, read_listing, table_response


@staff_page
@require_safe
def mail_list(request: HttpRequest, council_slug: str) -> HttpResponse:
    """List the messages that are asked for."""
    visitor = visit(request, council_slug)
    access.check_can_see_mail(visitor)
    listing = _listing(request, council_slug)
    rows = mail.for_council(visitor.council.id, mailing_wanted(listing))
    counted = mail.of_council(visitor.council.id)
    found = rows.count() if listing.is_narrowed else sum(counted.values())
    shown = mail.cards(_sorted(rows, listing)[cut(listing, found=found)])
    return page(
        request,
        "mailing",
        visitor,
        listing=listing,
        page=paginate(shown, listing, found=found, total=sum(counted.values())),
        finding=mailing.mailing_finding(counted),
        state_of=mailing.mailing_state,
        way=mail.way(),
        rest=mail.rest(),
        can_send_again=access.can_send_mail_again(visitor),
    )


@data_page
@require_safe
def mail_as_file(request: HttpRequest, council_slug: str, ending: str) -> HttpResponse:
    """Give the same list as a file."""
    visitor = visit(request, council_slug)
    access.check_can_see_mail(visitor)
    listing = _listing(request, council_slug)
    rows = _sorted(mail.for_council(visitor.council.id, mailing_wanted(listing)), listing)
    book = mailing.mailing_workbook(mail.cards(rows), visitor=visitor)
    return table_response(request, book, ending, f"mail-{council_slug}")


@staff_page
def send_mail_again(request: HttpRequest, council_slug: str, message_id: UUID) -> HttpResponse:
    """Ask whether a failed message is to go once more, and let it."""
    visitor = visit(request, council_slug)
    access.check_can_send_mail_again(visitor)
    card = mail.message(visitor.council.id, message_id)
    if request.method != "POST":
        return page(request, "mailing_again", visitor, card=card, state_of=mailing.mailing_state)
    return _again(request, visitor, card)


def _again(request: HttpRequest, visitor: Visitor, card: MessageCard) -> HttpResponse:
    try:
        send_again(card.id, by=visitor.by)
    except MoveNotAllowed as fault:
        messages.error(request, fault.message)
    else:
        messages.success(request, _("The message to %(to)s will be sent again.") % {"to": card.to})
    return redirect(to(visitor.council.slug, "mailing"))


def _listing(request: HttpRequest, council_slug: str) -> Listing:
    return read_listing(request, filters=mailing_filters(), orders=mailing_orders(), path=to(council_slug, "mailing"))


def _sorted(rows, listing: Listing):  # type: ignore[no-untyped-def]  # a query of mail's, whose rows are not ours to name
    return mail.sorted_by(rows, listing.order.name, falling=listing.is_falling) if listing.order else rows
