"""Boards: the list, one, and who sits on it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard.web.organisation import access, actions, queries
from dueregard.web.organisation.forms import BoardForm, SeatForm
from dueregard.web.organisation.views.editing import FormPage, bound, edit, found, or_404


@access.staff_page
@require_safe
def boards(request: HttpRequest, council_slug: str) -> HttpResponse:
    """List the boards."""
    visitor = queries.visit(request, council_slug)
    access.check_can_see_structure(visitor)
    context = {
        "shell": queries.shell(visitor, "boards"),
        "boards": queries.boards(visitor.council.id, on=visitor.on, with_retired="retired" in request.GET),
        "with_retired": "retired" in request.GET,
        "may_keep": access.can_keep_boards(visitor),
    }
    return render(request, "organisation/boards.jinja", context)


@access.staff_page
@require_safe
def board(request: HttpRequest, council_slug: str, board_slug: str) -> HttpResponse:
    """Show one board and who sits on it."""
    visitor = queries.visit(request, council_slug)
    access.check_can_see_structure(visitor)
    one = found(queries.board(visitor.council.id, board_slug, on=visitor.on))
    context = {
        "shell": queries.shell(visitor, "boards"),
        "board": one,
        "may_keep": access.can_keep_board(visitor, one.id),
        "may_retire": access.can_keep_boards(visitor),
        "may_see_work": one.id in visitor.board_ids or visitor.has_role("equalities_officer", "auditor"),
    }
    return render(request, "organisation/board.jinja", context)


@access.staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Add a board."""
    visitor = queries.visit(request, council_slug)
    access.check_can_keep_boards(visitor)
    page = FormPage(
        title=_("Which board?"),
        button=_("Add the board"),
        back=reverse("organisation:boards", args=[council_slug]),
        here="boards",
        done=_("The board is added. Now say who sits on it."),
    )

    def act(**given: Any) -> None:
        actions.add_board(council_id=visitor.council.id, by=visitor.by, **given)

    return edit(request, visitor, bound(BoardForm, request), page, act)


def _own(visitor: queries.Visitor, board_slug: str) -> queries.BoardCard:
    one = found(queries.board(visitor.council.id, board_slug, on=visitor.on))
    return found(None if one.council else one)


@access.staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, council_slug: str, board_slug: str) -> HttpResponse:
    """Change a board."""
    visitor = queries.visit(request, council_slug)
    one = _own(visitor, board_slug)
    access.check_can_keep_board(visitor, one.id)
    form = bound(BoardForm, request, initial={"name": one.name, "purpose": one.purpose})
    page = FormPage(
        title=_("Change this board"),
        button=_("Save"),
        back=reverse("organisation:board", args=[council_slug, board_slug]),
        here="boards",
        caption=one.name,
        done=_("The board is saved."),
    )

    def act(**given: Any) -> None:
        actions.change_board(council_id=visitor.council.id, board_id=one.id, by=visitor.by, **given)

    return edit(request, visitor, form, page, act)


@access.staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def seat(request: HttpRequest, council_slug: str, board_slug: str) -> HttpResponse:
    """Say who sits on a board."""
    visitor = queries.visit(request, council_slug)
    one = _own(visitor, board_slug)
    access.check_can_keep_board(visitor, one.id)
    form = bound(SeatForm, request, people=queries.staff_choices(visitor.council.id, on=visitor.on))
    page = FormPage(
        title=_("Who sits on this board?"),
        button=_("Save"),
        back=reverse("organisation:board", args=[council_slug, board_slug]),
        here="boards",
        caption=one.name,
        words=_("Members read what the board watches and ask questions. The clerk prepares the pack."),
        done=_("They sit on the board."),
    )

    def act(**given: Any) -> None:
        actions.seat(council_id=visitor.council.id, board_id=one.id, by=visitor.by, **given)

    return edit(request, visitor, form, page, act)


@access.staff_page
@require_POST
def unseat(request: HttpRequest, council_slug: str, board_slug: str, seat_id: UUID) -> HttpResponse:
    """Say that somebody no longer sits on a board, from today."""
    visitor = queries.visit(request, council_slug)
    one = _own(visitor, board_slug)
    access.check_can_keep_board(visitor, one.id)
    found(next((each for each in one.members if each.id == seat_id), None))
    last = actions.day_before(visitor.on)
    or_404(actions.unseat, council_id=visitor.council.id, seat_id=seat_id, last_day=last, by=visitor.by)
    messages.success(request, _("They no longer sit on the board."))
    return redirect("organisation:board", council_slug, board_slug)
