"""Coming in: which council, an invitation, and the first administrator of a new installation."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.terms.errors import DueRegardError, MoveNotAllowed
from dueregard.web.accounts import actions as accounts
from dueregard.web.accounts.adapters import INVITED_EMAIL, sign_in
from dueregard.web.accounts.queries import me, person_by_email, setup_code_works
from dueregard.web.organisation import actions, queries
from dueregard.web.organisation.forms import AcceptForm, SetUpForm
from dueregard.web.organisation.views.editing import bound

KEPT_TOKEN = "invitation"  # noqa: S105  # the name of a place in the session, not a secret


@login_required
@require_safe
def councils(request: HttpRequest) -> HttpResponse:
    """Go to the person's only council, or show theirs to choose from."""
    mine = queries.councils_of(me(request))
    if len(mine) == 1:
        return redirect(queries.home_of(queries.visit(request, mine[0].slug)))
    return render(request, "organisation/councils.jinja", {"councils": mine})


@never_cache
def take_token(request: HttpRequest, token: str) -> HttpResponse:
    """Put the link's secret into the session and go on to an address without it.

    Nothing is used up by opening. The answer is the same for any token and any method, so that none is confirmed or
    logged as wrong, and no page ever stands at an address with a secret in it.
    """
    request.session[KEPT_TOKEN] = token
    return _without_referrer(redirect("entering:invitation"))


def _without_referrer(response: HttpResponse) -> HttpResponse:
    response["Referrer-Policy"] = "no-referrer"
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """Show an invitation and let the invited person in."""
    token = request.session.get(KEPT_TOKEN, "")
    asked = queries.open_invitation(token) if token else None
    if asked is None:
        return render(request, "organisation/invitation_over.jinja", {}, status=410)
    known = person_by_email(asked.email)
    context = {"invitation": asked, "is_me": False, "form": None, "single_sign_on": _single_sign_on()}
    request.session[INVITED_EMAIL] = asked.email
    if known is not None:
        context["is_me"] = request.user.is_authenticated and request.user.pk == known.id
        if request.method == "POST" and context["is_me"]:
            actions.accept(token=token, on=timezone.localdate(), person_id=known.id)
            del request.session[KEPT_TOKEN]
            return redirect(f"/{asked.council_slug}/today/")
        return render(request, "organisation/invitation.jinja", context)
    form = bound(AcceptForm, request, initial={"full_name": asked.full_name})
    if request.method == "POST" and form.is_valid():
        return _come_in(request, form, token, asked.council_slug)
    return render(
        request, "organisation/invitation.jinja", {**context, "form": form}, status=400 if form.errors else 200
    )


def _single_sign_on() -> str | None:
    return settings.OIDC_NAME if settings.OIDC_URL else None


def _come_in(request: HttpRequest, form: AcceptForm, token: str, slug: str) -> HttpResponse:
    password = form.cleaned_data["password"] or None
    name = form.cleaned_data["full_name"]
    person = actions.accept(token=token, on=timezone.localdate(), full_name=name, password=password)
    del request.session[KEPT_TOKEN]
    # The link proved the address and the person acted by the form, so they are in; the session id is new.
    sign_in(request, person.id)
    return redirect(f"/{slug}/today/")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest, code: str = "") -> HttpResponse:
    """Let the holder of the set-up code make the first council and become its administrator."""
    if code:
        request.session["set_up"] = code
        return _without_referrer(redirect("entering:set_up"))
    kept = request.session.get("set_up", "")
    if not (kept and setup_code_works(kept)):
        return render(request, "organisation/set_up_over.jinja", {}, status=410)
    form = bound(SetUpForm, request)
    if request.method == "POST" and form.is_valid():
        try:
            _first_council(kept, **form.cleaned_data)
        except DueRegardError as fault:
            form.add_error(None, fault.message)
        else:
            del request.session["set_up"]
            return redirect("account_login")
    return render(request, "organisation/set_up.jinja", {"form": form}, status=400 if form.errors else 200)


@transaction.atomic
def _first_council(
    code: str, *, name: str, slug: str, nation: str, contact_email: str, full_name: str, email: str, password: str
) -> None:
    if not accounts.use_setup_code(secret=code):
        raise MoveNotAllowed(_("This code was used already."))
    person = accounts.make_person(email=email, full_name=full_name, password=password, by=None)
    council = actions.make_council(name=name, slug=slug, nation=nation, contact_email=contact_email, by=person.id)
    for role in ("administrator", "equalities_officer"):
        actions.add_role(
            council_id=council.id, person_id=person.id, role=role, since=timezone.localdate(), by=person.id
        )
