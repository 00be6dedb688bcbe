"""A board's own pages: what it watches, and the way to its next meeting."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from dueregard.web.delivery.access import boards as access
from dueregard.web.delivery.forms.boards import watched_filters, watched_from, watched_orders
from dueregard.web.delivery.queries import boards, meetings
from dueregard.web.delivery.queries.boards_export import watched_workbook
from dueregard.web.delivery.views.page import page, to
from dueregard.web.organisation.access import data_page, staff_page
from dueregard.web.organisation.queries import BoardCard, Visitor, visit
from dueregard.web.organisation.queries.councils import words
from dueregard.web.plans.queries.lists import action_rows, labels_from, sorted_by
from dueregard.web.plans.queries.watching import plans_watched, watched_by, watched_wanted
from dueregard.web.ui.components import Listing, cut, paginate, read_listing, table_response


@staff_page
@require_safe
def watched(request: HttpRequest, council_slug: str, board_slug: str) -> HttpResponse:
    """Show the actions that a board watches, across plans."""
    visitor, board = seeing(request, council_slug, board_slug)
    own_words = words(visitor.council.id)
    listing = _listing(request, visitor, board)
    rows = _rows(visitor, board, listing)
    found = rows.count()
    shown = action_rows(rows[cut(listing, found=found)], on=visitor.on, labels=labels_from({}))
    total = watched_by(visitor.council.id, board.id).count()
    return page(
        request,
        "watched",
        visitor,
        here="watched" if board.id in visitor.board_ids else "boards",
        board=board,
        listing=listing,
        rows=paginate(shown, listing, found=found, total=total),
        going=boards.going(visitor.council.id, board.id, on=visitor.on),
        words=own_words,
        can_ask=access.can_ask(visitor, board.id),
    )


@data_page
@require_safe
def watched_as_file(request: HttpRequest, council_slug: str, board_slug: str, ending: str) -> HttpResponse:
    """Give the same list as a file."""
    visitor, board = seeing(request, council_slug, board_slug)
    listing = _listing(request, visitor, board)
    rows = action_rows(_rows(visitor, board, listing), on=visitor.on, labels=labels_from({}))
    book = watched_workbook(rows, board=board.name, visitor=visitor)
    return table_response(request, book, ending, f"{board.slug}-watched")


@staff_page
@require_safe
def own_watched(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Go to what the visitor's board watches; of several boards, ask which."""
    visitor = visit(request, council_slug)
    access.check_can_see_questions(visitor)
    own = boards.own_boards(visitor)
    if len(own) == 1:
        return redirect(to(council_slug, "watched", own[0].slug))
    numbers = boards.watched_numbers(visitor.council.id, [each.id for each in own])
    return page(request, "own_watched", visitor, here="watched", boards=[(each, numbers[each.id]) for each in own])


@staff_page
@require_safe
def next_meeting(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Go to the soonest meeting of the visitor's boards; where none is set, say so."""
    visitor = visit(request, council_slug)
    access.check_can_see_questions(visitor)
    found = meetings.next_meeting(visitor.council.id, visitor.board_ids, on=visitor.on)
    if found:
        return redirect(to(council_slug, "meeting", found.board_slug, found.id))
    own = boards.own_boards(visitor)
    return page(request, "next_meeting", visitor, here="next_meeting", boards=own)


def seeing(request: HttpRequest, council_slug: str, board_slug: str) -> tuple[Visitor, BoardCard]:
    """Give who asks, and the board, once they may see it."""
    visitor = visit(request, council_slug)
    board = boards.board_of(visitor, board_slug)
    access.check_can_see_board(visitor, board.id)
    return visitor, board


def _listing(request: HttpRequest, visitor: Visitor, board: BoardCard) -> Listing:
    plans = plans_watched(visitor.council.id, board.id)
    filters = watched_filters(plans, words=words(visitor.council.id))
    path = to(visitor.council.slug, "watched", board.slug)
    return read_listing(request, filters=filters, orders=watched_orders(), path=path)


def _rows(visitor: Visitor, board: BoardCard, listing: Listing) -> Any:
    rows = watched_wanted(visitor.council.id, board.id, watched_from(listing), plan=listing.one("plan"), on=visitor.on)
    return sorted_by(rows, listing.order.name if listing.order else "due", falling=listing.is_falling)
