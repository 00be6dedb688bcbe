"""Partner organisations."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.web.organisation import access, actions, queries
from dueregard.web.organisation.forms import PartnerForm
from dueregard.web.organisation.views.editing import FormPage, bound, edit, found


@access.staff_page
@require_safe
def partners(request: HttpRequest, council_slug: str) -> HttpResponse:
    """List the partners."""
    visitor = queries.visit(request, council_slug)
    access.check_can_see_structure(visitor)
    context = {
        "shell": queries.shell(visitor, "people"),
        "partners": queries.partners(visitor.council.id, with_retired="retired" in request.GET),
        "with_retired": "retired" in request.GET,
        "may_keep": access.can_keep_structure(visitor),
    }
    return render(request, "organisation/partners.jinja", context)


@access.staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Add a partner."""
    visitor = queries.visit(request, council_slug)
    access.check_can_keep_structure(visitor)
    form = bound(PartnerForm, request, people=queries.staff_choices(visitor.council.id, on=visitor.on))
    page = FormPage(
        title=_("Which organisation?"),
        button=_("Add the partner"),
        back=reverse("organisation:partners", args=[council_slug]),
        here="people",
        words=_("A partner may own actions of your plan. Give it posts, and people who hold them."),
        done=_("The partner is added."),
    )

    def act(**given: Any) -> None:
        actions.add_partner(council_id=visitor.council.id, by=visitor.by, **given)

    return edit(request, visitor, form, page, act)


@access.staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, council_slug: str, partner_id: UUID) -> HttpResponse:
    """Change a partner."""
    visitor = queries.visit(request, council_slug)
    access.check_can_keep_structure(visitor)
    rows = queries.partners(visitor.council.id, with_retired=True)
    one = found(next((each for each in rows if each.id == partner_id), None))
    initial = {"name": one.name, "contact_id": one.contact.id if one.contact else None}
    people = queries.staff_choices(visitor.council.id, on=visitor.on)
    page = FormPage(
        title=_("Change this partner"),
        button=_("Save"),
        back=reverse("organisation:partners", args=[council_slug]),
        here="people",
        caption=one.name,
        done=_("The partner is saved."),
    )

    def act(**given: Any) -> None:
        actions.change_partner(council_id=visitor.council.id, partner_id=partner_id, by=visitor.by, **given)

    return edit(request, visitor, bound(PartnerForm, request, people=people, initial=initial), page, act)
