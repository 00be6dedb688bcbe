"""The people of a council: the list, one person, invitations, roles, leaving and coming back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard.publish.sheet import Sheet, SheetColumn, Workbook
from dueregard.web.organisation import access, actions, queries
from dueregard.web.organisation.forms import BringBackForm, ConfirmForm, InviteForm, PersonForm, RolesForm
from dueregard.web.organisation.views.editing import FormPage, bound, edit, found, or_404
from dueregard.web.ui.components.lists import Filter, Listing, Order, cut, paginate, read_listing
from dueregard.web.ui.components.tables import table_response

_ORDERS = {"name": "full_name", "email": "email"}


def _listing(request: HttpRequest, visitor: queries.Visitor) -> Listing:
    directorates = tuple((str(each.id), each.name) for each in queries.directorates(visitor.council.id))
    return read_listing(
        request,
        filters=(
            Filter("words", _("Name or e-mail")),
            Filter("role", _("Role"), queries.role_choices()),
            Filter("directorate", _("Directorate"), directorates),
            Filter("show", _("Show"), (("left", _("People who left")),), any_text=_("People who are here")),
        ),
        orders=(Order("name", _("Name")), Order("email", _("E-mail"))),
        path=reverse("organisation:people", args=[visitor.council.slug]),
    )


def _found(visitor: queries.Visitor, listing: Listing) -> Any:
    people = queries.people_found(
        visitor.council.id,
        on=visitor.on,
        words=listing.one("words"),
        role=listing.one("role"),
        directorate_id=listing.one("directorate"),
        left=listing.one("show") == "left",
    )
    column = _ORDERS[listing.order.name if listing.order else "name"]
    return people.order_by(f"-{column}" if listing.is_falling else column, "pk")


@access.staff_page
@require_safe
def people(request: HttpRequest, council_slug: str) -> HttpResponse:
    """List the people of the council."""
    visitor = queries.visit(request, council_slug)
    access.check_can_see_people(visitor)
    listing = _listing(request, visitor)
    rows = _found(visitor, listing)
    total = queries.people_found(visitor.council.id, on=visitor.on).count()
    count = rows.count() if listing.is_narrowed else total
    page = paginate(
        queries.belongings(visitor.council.id, rows[cut(listing, found=count)], on=visitor.on),
        listing,
        found=count,
        total=max(total, count),
    )
    context = {
        "shell": queries.shell(visitor, "people"),
        "listing": listing,
        "page": page,
        "may_keep": access.can_keep_people(visitor),
        "vacant": len(queries.vacant_posts(visitor.council.id)),
    }
    return render(request, "organisation/people.jinja", context)


@access.data_page
@require_safe
def people_file(request: HttpRequest, council_slug: str, ending: str) -> HttpResponse:
    """Give the list as a file, in the columns that a staff list is handed in with."""
    visitor = queries.visit(request, council_slug)
    access.check_can_see_people(visitor)
    rows = queries.belongings(visitor.council.id, _found(visitor, _listing(request, visitor)), on=visitor.on)
    keys = ("email", "name", "post", "directorate", "role", "end_date")
    columns = tuple(SheetColumn(title, key) for title, key in zip(queries.COLUMNS, keys, strict=True))
    workbook = Workbook(
        title=_("People of %(council)s") % {"council": visitor.council.name},
        author=visitor.council.name,
        sheets=(Sheet(_("People"), columns, queries.export_rows(rows)),),
        on=visitor.on,
    )
    return table_response(request, workbook, ending, f"people-{visitor.council.slug}-{visitor.on.isoformat()}")


@access.staff_page
@require_safe
def person(request: HttpRequest, council_slug: str, person_id: UUID) -> HttpResponse:
    """Show one person: what they are here."""
    visitor = queries.visit(request, council_slug)
    access.check_can_see_people(visitor)
    one = found(queries.belonging(visitor.council.id, person_id, on=visitor.on))
    context = {
        "shell": queries.shell(visitor, "people"),
        "one": one,
        "may_keep": access.can_keep_people(visitor),
        "is_me": visitor.person is not None and visitor.person.id == person_id,
    }
    return render(request, "organisation/person.jinja", context)


@access.staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Ask somebody to join."""
    visitor = queries.visit(request, council_slug)
    access.check_can_keep_people(visitor)
    form = bound(InviteForm, request, council_id=visitor.council.id)
    page = FormPage(
        title=_("Who do you want to invite?"),
        button=_("Send the invitation"),
        back=reverse("organisation:people", args=[council_slug]),
        on=reverse("organisation:invitations", args=[council_slug]),
        here="people",
        words=_("They get an e-mail with a link that works once, for two days."),
        done=_("The invitation is sent."),
    )

    def act(**given: Any) -> None:
        actions.invite(council_id=visitor.council.id, by=visitor.by, **given)

    return edit(request, visitor, form, page, act)


@access.staff_page
@require_safe
def invitations(request: HttpRequest, council_slug: str) -> HttpResponse:
    """List invitations."""
    visitor = queries.visit(request, council_slug)
    access.check_can_keep_people(visitor)
    context = {
        "shell": queries.shell(visitor, "people"),
        "invitations": queries.invitations(visitor.council.id),
    }
    return render(request, "organisation/invitations.jinja", context)


@access.staff_page
@require_POST
def send_again(request: HttpRequest, council_slug: str, invitation_id: UUID) -> HttpResponse:
    """Send an invitation again."""
    visitor = queries.visit(request, council_slug)
    access.check_can_keep_people(visitor)
    or_404(actions.send_again, council_id=visitor.council.id, invitation_id=invitation_id, by=visitor.by)
    messages.success(request, _("The invitation is sent again. The earlier link no longer works."))
    return redirect("organisation:invitations", council_slug)


@access.staff_page
@require_POST
def withdraw(request: HttpRequest, council_slug: str, invitation_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    visitor = queries.visit(request, council_slug)
    access.check_can_keep_people(visitor)
    or_404(actions.withdraw, council_id=visitor.council.id, invitation_id=invitation_id, by=visitor.by)
    messages.success(request, _("The invitation is withdrawn. Its link no longer works."))
    return redirect("organisation:invitations", council_slug)


@access.staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def roles(request: HttpRequest, council_slug: str, person_id: UUID) -> HttpResponse:
    """Change somebody's roles."""
    visitor = queries.visit(request, council_slug)
    access.check_can_keep_people(visitor)
    one = found(queries.belonging(visitor.council.id, person_id, on=visitor.on))
    leads = [held.directorate_id for held in one.roles if held.directorate_id]
    initial = {"roles": [held.code for held in one.roles], "directorate_id": next(iter(leads), None)}
    form = bound(RolesForm, request, council_id=visitor.council.id, initial=initial)
    page = FormPage(
        title=_("Which roles does %(name)s have?") % {"name": one.person.full_name},
        button=_("Save"),
        back=reverse("organisation:person", args=[council_slug, person_id]),
        here="people",
        words=_("Somebody who holds a post owns its actions without any role."),
        done=_("The roles are saved. They count from now on."),
    )

    def act(**given: Any) -> None:
        actions.set_roles(council_id=visitor.council.id, person_id=person_id, on=visitor.on, by=visitor.by, **given)

    return edit(request, visitor, form, page, act)


@access.staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, council_slug: str, person_id: UUID) -> HttpResponse:
    """Change somebody's name or address."""
    visitor = queries.visit(request, council_slug)
    access.check_can_keep_people(visitor)
    one = found(queries.belonging(visitor.council.id, person_id, on=visitor.on))
    form = bound(PersonForm, request, initial={"full_name": one.person.full_name, "email": one.person.email})
    page = FormPage(
        title=_("Name and address"),
        button=_("Save"),
        back=reverse("organisation:person", args=[council_slug, person_id]),
        here="people",
        done=_("The details are saved."),
        caption=one.person.full_name,
    )

    def act(**given: Any) -> None:
        actions.change_person(council_id=visitor.council.id, person_id=person_id, by=visitor.by, **given)

    return edit(request, visitor, form, page, act)


@access.staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, council_slug: str, person_id: UUID) -> HttpResponse:
    """Let somebody go, and show what they leave behind."""
    visitor = queries.visit(request, council_slug)
    access.check_can_keep_people(visitor)
    one = found(queries.belonging(visitor.council.id, person_id, on=visitor.on))
    name = {"name": one.person.full_name}
    form = bound(ConfirmForm, request, words=_("Yes, %(name)s leaves today") % name)
    page = FormPage(
        title=_("Does %(name)s leave?") % name,
        button=_("End their access"),
        back=reverse("organisation:person", args=[council_slug, person_id]),
        on=reverse("organisation:vacant", args=[council_slug]),
        here="people",
        words=_(
            "Their roles, posts and seats end now, they are signed out everywhere, and their tokens stop working. "
            "What they wrote stays. Their posts are listed as vacant, so that you can hand over the actions."
        ),
        done=_("%(name)s has left. These posts need somebody.") % name,
        is_grave=True,
    )

    def act(sure: bool) -> None:
        actions.end_membership(council_id=visitor.council.id, person_id=person_id, on=visitor.on, by=visitor.by)

    return edit(request, visitor, form, page, act)


@access.staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def bring_back(request: HttpRequest, council_slug: str, person_id: UUID) -> HttpResponse:
    """Bring back somebody who had left."""
    visitor = queries.visit(request, council_slug)
    access.check_can_keep_people(visitor)
    one = found(queries.belonging(visitor.council.id, person_id, on=visitor.on))
    page = FormPage(
        title=_("Does %(name)s come back?") % {"name": one.person.full_name},
        button=_("Bring back"),
        back=reverse("organisation:person", args=[council_slug, person_id]),
        here="people",
        done=_("They can sign in again. Posts are given anew."),
    )

    def act(role: str) -> None:
        actions.bring_back(council_id=visitor.council.id, person_id=person_id, role=role, on=visitor.on, by=visitor.by)

    return edit(request, visitor, bound(BringBackForm, request), page, act)
