"""The front of the installation, and the addresses that machines ask for."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dueregard.web.organisation.queries import all_councils, councils_of, home_of, visit
from dueregard.web.pages.queries import published as queries


@require_safe
def installation(request: HttpRequest) -> HttpResponse:
    """Whose plans are here? One's own council at once, for somebody who belongs to exactly one."""
    if request.user.is_authenticated:
        mine = councils_of(request.user.pk)
        if len(mine) == 1:
            return redirect(home_of(visit(request, mine[0].slug)))
    return render(request, "pages/installation.jinja", {"councils": all_councils()})


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Say that the database answers, too."""
    if queries.can_answer():
        return HttpResponse("ready\n", content_type="text/plain")
    return HttpResponse("the database does not answer\n", content_type="text/plain", status=503)


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Say whom to tell of a weakness (RFC 9116)."""
    if not settings.SECURITY_CONTACT:
        return HttpResponse("No contact is set.\n", content_type="text/plain", status=404)
    expires = (timezone.now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    lines = (f"Contact: {settings.SECURITY_CONTACT}", f"Expires: {expires}", "Preferred-Languages: en, cy")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
