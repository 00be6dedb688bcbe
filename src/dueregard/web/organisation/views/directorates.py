"""Directorates and their teams."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.web.organisation import access, actions, queries
from dueregard.web.organisation.forms import NameForm
from dueregard.web.organisation.views.editing import FormPage, bound, edit, found


@access.staff_page
@require_safe
def directorates(request: HttpRequest, council_slug: str) -> HttpResponse:
    """List directorates and teams."""
    visitor = queries.visit(request, council_slug)
    access.check_can_see_structure(visitor)
    context = {
        "shell": queries.shell(visitor, "people"),
        "directorates": queries.directorates(visitor.council.id, with_retired="retired" in request.GET),
        "with_retired": "retired" in request.GET,
        "may_keep": access.can_keep_structure(visitor),
    }
    return render(request, "organisation/directorates.jinja", context)


@access.staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Add a directorate."""
    visitor = queries.visit(request, council_slug)
    access.check_can_keep_structure(visitor)
    page = _page(council_slug, title=_("Which directorate?"), button=_("Add"), done=_("The directorate is added."))

    def act(**given: Any) -> None:
        actions.add_directorate(council_id=visitor.council.id, by=visitor.by, **given)

    return edit(request, visitor, bound(NameForm, request), page, act)


@access.staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, council_slug: str, directorate_id: UUID) -> HttpResponse:
    """Rename a directorate."""
    visitor = queries.visit(request, council_slug)
    access.check_can_keep_structure(visitor)
    one = _one(visitor, directorate_id)
    page = _page(council_slug, title=_("Rename this directorate"), button=_("Save"), done=_("The name is saved."))

    def act(**given: Any) -> None:
        actions.rename_directorate(council_id=visitor.council.id, directorate_id=directorate_id, by=visitor.by, **given)

    return edit(request, visitor, bound(NameForm, request, initial={"name": one.name}), page, act)


@access.staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def add_team(request: HttpRequest, council_slug: str, directorate_id: UUID) -> HttpResponse:
    """Add a team."""
    visitor = queries.visit(request, council_slug)
    access.check_can_keep_structure(visitor)
    one = _one(visitor, directorate_id)
    page = _page(council_slug, title=_("Which team?"), button=_("Add"), done=_("The team is added."), caption=one.name)

    def act(**given: Any) -> None:
        actions.add_team(council_id=visitor.council.id, directorate_id=directorate_id, by=visitor.by, **given)

    return edit(request, visitor, bound(NameForm, request), page, act)


@access.staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def rename_team(request: HttpRequest, council_slug: str, team_id: UUID) -> HttpResponse:
    """Rename a team."""
    visitor = queries.visit(request, council_slug)
    access.check_can_keep_structure(visitor)
    all_of_them = queries.directorates(visitor.council.id, with_retired=True)
    one = found(next((team for each in all_of_them for team in each.teams if team.id == team_id), None))
    page = _page(council_slug, title=_("Rename this team"), button=_("Save"), done=_("The name is saved."))

    def act(**given: Any) -> None:
        actions.rename_team(council_id=visitor.council.id, team_id=team_id, by=visitor.by, **given)

    return edit(request, visitor, bound(NameForm, request, initial={"name": one.name}), page, act)


def _one(visitor: queries.Visitor, directorate_id: UUID) -> queries.DirectorateCard:
    rows = queries.directorates(visitor.council.id, with_retired=True)
    return found(next((each for each in rows if each.id == directorate_id), None))


def _page(council_slug: str, **said: Any) -> FormPage:
    return FormPage(back=reverse("organisation:directorates", args=[council_slug]), here="people", **said)
