"""What the council shares with others, and what they share with it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard.web.organisation import access, actions, queries
from dueregard.web.organisation.forms import OfferForm
from dueregard.web.organisation.views.editing import FormPage, bound, edit, found, or_404


@access.staff_page
@require_safe
def shared(request: HttpRequest, council_slug: str) -> HttpResponse:
    """List what is shared, either way."""
    visitor = queries.visit(request, council_slug)
    access.check_can_see_settings(visitor)
    context = {
        "shell": queries.shell(visitor, "settings"),
        "grants": queries.grants(visitor.council.id),
        "may_keep": access.can_keep_settings(visitor),
    }
    return render(request, "organisation/shared.jinja", context)


@access.staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Offer something to another council."""
    visitor = queries.visit(request, council_slug)
    access.check_can_keep_settings(visitor)
    page = FormPage(
        title=_("What do you want to share?"),
        button=_("Offer it"),
        back=reverse("organisation:shared", args=[council_slug]),
        here="settings",
        words=_("The other council must accept. Either of you can end it at any time."),
        done=_("It is offered. It is shared once the other council accepts."),
    )

    def act(thing: str, receiver_slug: str, purpose: str) -> None:
        kind, _colon, thing_id = thing.partition(":")
        actions.offer_grant(
            council_id=visitor.council.id,
            receiver_slug=receiver_slug,
            kind=kind,
            thing_id=UUID(thing_id),
            purpose=purpose,
            by=visitor.by,
        )

    return edit(request, visitor, bound(OfferForm, request, council_id=visitor.council.id), page, act)


@access.staff_page
@require_POST
def accept(request: HttpRequest, council_slug: str, grant_id: UUID) -> HttpResponse:
    """Accept an offer."""
    visitor = _mine(request, council_slug, grant_id)
    or_404(actions.accept_grant, council_id=visitor.council.id, grant_id=grant_id, by=visitor.by)
    messages.success(request, _("It is shared now."))
    return redirect("organisation:shared", council_slug)


@access.staff_page
@require_POST
def end(request: HttpRequest, council_slug: str, grant_id: UUID) -> HttpResponse:
    """End a sharing."""
    visitor = _mine(request, council_slug, grant_id)
    or_404(actions.end_grant, council_id=visitor.council.id, grant_id=grant_id, by=visitor.by)
    messages.success(request, _("It is no longer shared."))
    return redirect("organisation:shared", council_slug)


def _mine(request: HttpRequest, council_slug: str, grant_id: UUID) -> queries.Visitor:
    visitor = queries.visit(request, council_slug)
    access.check_can_keep_settings(visitor)
    found(next((each for each in queries.grants(visitor.council.id) if each.id == grant_id), None))
    return visitor
