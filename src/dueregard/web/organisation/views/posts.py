"""Posts: the list, one, who holds it, and retiring it."""

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
from dueregard.web.organisation.forms import HolderForm, PostForm
from dueregard.web.organisation.views.editing import FormPage, bound, edit, found, or_404


@access.staff_page
@require_safe
def posts(request: HttpRequest, council_slug: str) -> HttpResponse:
    """List the posts and who holds them."""
    visitor = queries.visit(request, council_slug)
    access.check_can_see_structure(visitor)
    return _list(request, visitor, only_vacant=False)


@access.staff_page
@require_safe
def vacant(request: HttpRequest, council_slug: str) -> HttpResponse:
    """List the posts that nobody holds: their actions need somebody."""
    visitor = queries.visit(request, council_slug)
    access.check_can_see_structure(visitor)
    return _list(request, visitor, only_vacant=True)


def _list(request: HttpRequest, visitor: queries.Visitor, *, only_vacant: bool) -> HttpResponse:
    with_retired = "retired" in request.GET
    rows = queries.posts(visitor.council.id, on=visitor.on, with_retired=with_retired)
    context = {
        "shell": queries.shell(visitor, "people"),
        "posts": tuple(each for each in rows if each.is_vacant) if only_vacant else rows,
        "only_vacant": only_vacant,
        "with_retired": with_retired,
        "may_keep": access.can_keep_structure(visitor),
    }
    return render(request, "organisation/posts.jinja", context)


@access.staff_page
@require_safe
def post(request: HttpRequest, council_slug: str, post_id: UUID) -> HttpResponse:
    """Show one post."""
    visitor = queries.visit(request, council_slug)
    access.check_can_see_structure(visitor)
    context = {
        "shell": queries.shell(visitor, "people"),
        "post": found(queries.post(visitor.council.id, post_id, on=visitor.on)),
        "may_keep": access.can_keep_structure(visitor),
    }
    return render(request, "organisation/post.jinja", context)


@access.staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Add a post."""
    visitor = queries.visit(request, council_slug)
    access.check_can_keep_structure(visitor)
    page = FormPage(
        title=_("Which post?"),
        button=_("Add the post"),
        back=reverse("organisation:posts", args=[council_slug]),
        here="people",
        words=_("A post owns actions; the person who holds it answers for them."),
        done=_("The post is added. Nobody holds it yet."),
    )

    def act(**given: Any) -> None:
        actions.add_post(council_id=visitor.council.id, by=visitor.by, **given)

    return edit(request, visitor, bound(PostForm, request, council_id=visitor.council.id), page, act)


def _own(visitor: queries.Visitor, post_id: UUID) -> queries.PostCard:
    """Give a post of the council itself: what another council shares is changed there."""
    one = found(queries.post(visitor.council.id, post_id, on=visitor.on))
    return found(None if one.council else one)


@access.staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, council_slug: str, post_id: UUID) -> HttpResponse:
    """Change a post's title or place."""
    visitor = queries.visit(request, council_slug)
    access.check_can_keep_structure(visitor)
    one = _own(visitor, post_id)
    names = ("title", "directorate_id", "team_id", "partner_id")
    form = bound(PostForm, request, council_id=visitor.council.id, initial={name: getattr(one, name) for name in names})
    page = FormPage(
        title=_("Change this post"),
        button=_("Save"),
        back=reverse("organisation:post", args=[council_slug, post_id]),
        here="people",
        caption=one.title,
        done=_("The post is saved."),
    )

    def act(**given: Any) -> None:
        actions.change_post(council_id=visitor.council.id, post_id=post_id, by=visitor.by, **given)

    return edit(request, visitor, form, page, act)


@access.staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def fill(request: HttpRequest, council_slug: str, post_id: UUID) -> HttpResponse:
    """Say who holds a post."""
    visitor = queries.visit(request, council_slug)
    access.check_can_keep_people(visitor)
    one = _own(visitor, post_id)
    form = bound(HolderForm, request, people=queries.staff_choices(visitor.council.id, on=visitor.on))
    page = FormPage(
        title=_("Who holds this post?"),
        button=_("Save"),
        back=reverse("organisation:post", args=[council_slug, post_id]),
        here="people",
        caption=one.title,
        words=_("They own its actions from that day."),
        done=_("The post has somebody."),
    )

    def act(**given: Any) -> None:
        actions.fill_post(council_id=visitor.council.id, post_id=post_id, by=visitor.by, **given)

    return edit(request, visitor, form, page, act)


@access.staff_page
@require_POST
def vacate(request: HttpRequest, council_slug: str, post_id: UUID, holding_id: UUID) -> HttpResponse:
    """Say that somebody no longer holds a post, from today."""
    visitor = queries.visit(request, council_slug)
    access.check_can_keep_people(visitor)
    one = _own(visitor, post_id)
    found(next((each for each in one.holders if each.id == holding_id), None))
    last = actions.day_before(visitor.on)
    or_404(actions.vacate_post, council_id=visitor.council.id, holding_id=holding_id, last_day=last, by=visitor.by)
    messages.success(request, _("They no longer hold the post."))
    return redirect("organisation:post", council_slug, post_id)


@access.staff_page
@require_POST
def retire(request: HttpRequest, council_slug: str, kind: str, thing_id: UUID) -> HttpResponse:
    """Retire a directorate, team, post, board or partner."""
    visitor = queries.visit(request, council_slug)
    _check_kind(visitor, kind)
    or_404(actions.retire, council_id=visitor.council.id, kind=kind, thing_id=thing_id, on=visitor.on, by=visitor.by)
    messages.success(request, _("It is retired. What it did stays on record, and you can bring it back."))
    return redirect(_back(council_slug, kind))


@access.staff_page
@require_POST
def reopen(request: HttpRequest, council_slug: str, kind: str, thing_id: UUID) -> HttpResponse:
    """Bring back what was retired."""
    visitor = queries.visit(request, council_slug)
    _check_kind(visitor, kind)
    or_404(actions.reopen, council_id=visitor.council.id, kind=kind, thing_id=thing_id, by=visitor.by)
    messages.success(request, _("It is back."))
    return redirect(_back(council_slug, kind))


def _check_kind(visitor: queries.Visitor, kind: str) -> None:
    if kind == "board":
        access.check_can_keep_boards(visitor)
    else:
        access.check_can_keep_structure(visitor)


def _back(council_slug: str, kind: str) -> str:
    lists = {"post": "posts", "board": "boards", "partner": "partners"}
    return reverse(f"organisation:{lists.get(kind, 'directorates')}", args=[council_slug])
