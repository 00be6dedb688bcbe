"""A board's meetings: the list, one, and setting, moving and calling one off."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard.terms.errors import DueRegardError
from dueregard.web.delivery.access import boards as access
from dueregard.web.delivery.actions import meetings as actions
from dueregard.web.delivery.forms.boards import MeetingForm, meeting_filters, meeting_orders
from dueregard.web.delivery.queries import meetings, questions
from dueregard.web.delivery.queries.boards_export import meetings_workbook
from dueregard.web.delivery.views.boards import seeing
from dueregard.web.delivery.views.page import page, sent, to
from dueregard.web.organisation.access import data_page, staff_page
from dueregard.web.organisation.queries import BoardCard, Visitor
from dueregard.web.ui.components import cut, paginate, read_listing, table_response


@staff_page
@require_safe
def meeting_list(request: HttpRequest, council_slug: str, board_slug: str) -> HttpResponse:
    """List a board's meetings, and what was issued for each."""
    visitor, board = seeing(request, council_slug, board_slug)
    listing = read_listing(request, filters=meeting_filters(), orders=meeting_orders())
    rows = meetings.meetings_wanted(visitor.council.id, board.id, when=listing.one("when"), on=visitor.on)
    found = rows.count()
    total = meetings.meetings_wanted(visitor.council.id, board.id, on=visitor.on).count()
    shown = meetings.meeting_cards(rows[cut(listing, found=found)])
    return page(
        request,
        "meetings",
        visitor,
        here="boards",
        board=board,
        listing=listing,
        rows=paginate(shown, listing, found=found, total=total),
        following=meetings.next_meeting(visitor.council.id, [board.id], on=visitor.on),
        can_keep=access.can_keep_meetings(visitor, board.id),
    )


@data_page
@require_safe
def meetings_as_file(request: HttpRequest, council_slug: str, board_slug: str, ending: str) -> HttpResponse:
    """Give the same list as a file."""
    visitor, board = seeing(request, council_slug, board_slug)
    path = to(council_slug, "meetings", board.slug)
    listing = read_listing(request, filters=meeting_filters(), orders=meeting_orders(), path=path)
    rows = meetings.meetings_wanted(visitor.council.id, board.id, when=listing.one("when"), on=visitor.on)
    book = meetings_workbook(meetings.meeting_cards(rows), board=board.name, visitor=visitor)
    return table_response(request, book, ending, f"{board.slug}-meetings")


@staff_page
@require_safe
def meeting(request: HttpRequest, council_slug: str, board_slug: str, meeting_id: UUID) -> HttpResponse:
    """Show a meeting: its paper, and what was said there."""
    visitor, board = seeing(request, council_slug, board_slug)
    card = meetings.meeting_card(visitor.council.id, meeting_id, board_id=board.id)
    return page(
        request,
        "meeting",
        visitor,
        here="next_meeting" if board.id in visitor.board_ids else "boards",
        board=board,
        card=card,
        said=questions.questions_of_meeting(card.id, on=visitor.on),
        can_keep=access.can_keep_meetings(visitor, board.id),
        can_see_draft=access.can_see_draft(visitor, board.id),
        can_ask=access.can_ask(visitor, board.id),
    )


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, council_slug: str, board_slug: str) -> HttpResponse:
    """Set a meeting."""
    visitor, board = _keeping(request, council_slug, board_slug)
    form = MeetingForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_meeting(
                council_id=visitor.council.id, board_id=board.id, by=visitor.by, **form.cleaned_data
            )
        except DueRegardError as fault:
            form.add_error("on", fault.message)
        else:
            messages.success(request, _("The meeting is set."))
            return redirect(to(council_slug, "meeting", board.slug, made))
    return _form_page(request, visitor, board, form)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, council_slug: str, board_slug: str, meeting_id: UUID) -> HttpResponse:
    """Put a meeting on another day."""
    visitor, board = _keeping(request, council_slug, board_slug)
    card = meetings.meeting_card(visitor.council.id, meeting_id, board_id=board.id)
    form = MeetingForm(sent(request), initial={"on": card.on, "place": card.place})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_meeting(card.id, by=visitor.by, **form.cleaned_data)
        except DueRegardError as fault:
            form.add_error("on", fault.message)
        else:
            messages.success(request, _("The meeting is changed."))
            return redirect(to(council_slug, "meeting", board.slug, card.id))
    return _form_page(request, visitor, board, form, card)


@staff_page
@require_POST
def call_off(request: HttpRequest, council_slug: str, board_slug: str, meeting_id: UUID) -> HttpResponse:
    """Say that a meeting does not take place."""
    visitor, board = _keeping(request, council_slug, board_slug)
    card = meetings.meeting_card(visitor.council.id, meeting_id, board_id=board.id)
    try:
        actions.call_off_meeting(card.id, by=visitor.by)
    except DueRegardError as fault:
        messages.error(request, fault.message)
    else:
        messages.success(request, _("The meeting is called off."))
    return redirect(to(council_slug, "meetings", board.slug))


def _form_page(
    request: HttpRequest,
    visitor: Visitor,
    board: BoardCard,
    form: MeetingForm,
    card: meetings.MeetingCard | None = None,
) -> HttpResponse:
    status = 400 if form.errors else 200
    return page(request, "meeting_form", visitor, here="boards", status=status, board=board, form=form, card=card)


def _keeping(request: HttpRequest, council_slug: str, board_slug: str) -> tuple[Visitor, BoardCard]:
    visitor, board = seeing(request, council_slug, board_slug)
    access.check_can_keep_meetings(visitor, board.id)
    return visitor, board
