"""Who may do what to the organisation, and the gate of every staff page.

The one idea: rules are pairs. `can_…` answers for a template; `check_can_…` stops with a reason that can be shown.
Both take the visitor, whose roles were read for this request. The administrator keeps people, structure and settings;
the equalities officer keeps boards, partners and what a council calls its statuses, because these are the plan's.
The auditor reads all of it and changes none.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.web.accounts.queries import has_second_step, me, person_for_basic
from dueregard.web.organisation.models import Membership
from dueregard.web.ui.components import NotAllowed

View = Callable[..., HttpResponseBase]


class HasRoles(Protocol):
    """Anything that knows its roles: a Visitor."""

    @property
    def roles(self) -> frozenset[str]:
        """Role codes."""
        ...


class HasBoards(HasRoles, Protocol):
    """Anything that knows its roles and the boards it sits on: a Visitor."""

    @property
    def board_ids(self) -> frozenset[UUID]:
        """The boards the person sits on today."""
        ...


def staff_page(view: View) -> View:
    """Let only signed-in people through; others are sent to sign in and come back.

    Where the installation asks a role for two steps (DUEREGARD_TWO_STEP_ROLES), a person who has not set them up is
    sent to do so first. The view itself then calls `queries.visit`.
    """

    @wraps(view)
    def gate(request: HttpRequest, council_slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if _must_set_up_second_step(request, council_slug):
            return redirect("mfa_activate_totp")
        response = view(request, council_slug, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return gate


def data_page(view: View) -> View:
    """Let signed-in people and personal tokens read a table; ask for a credential where there is none.

    A token reads only: anything but GET and HEAD needs a session. Excel and Power BI ask the person for the
    credential when they get 401 with `WWW-Authenticate: Basic`.
    """

    @wraps(view)
    def gate(request: HttpRequest, council_slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.headers.get("Authorization"):
            person = person_for_basic(request) if request.method in {"GET", "HEAD"} else None
            if person is None:
                return unauthorised()
            request.user = person
        elif not request.user.is_authenticated:
            return unauthorised()
        response = view(request, council_slug, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers["Vary"] = "Cookie, Authorization"
        return response

    return gate


def unauthorised() -> HttpResponse:
    """Give the answer that makes a spreadsheet ask for the token."""
    words = _("Sign in with a personal token: its name as the user, the token as the password.")
    response = HttpResponse(words + "\n", status=401, content_type="text/plain; charset=utf-8")
    response["WWW-Authenticate"] = 'Basic realm="Due Regard", charset="UTF-8"'
    response["Cache-Control"] = "no-store"
    return response


def _must_set_up_second_step(request: HttpRequest, council_slug: str) -> bool:
    required = settings.MFA_REQUIRED_ROLES
    if not required or _came_by_single_sign_on(request):
        return False
    on = timezone.localdate()
    held = Membership.objects.filter(Q(until__isnull=True) | Q(until__gte=on), person=me(request), since__lte=on)
    held = held.filter(council__slug=council_slug)
    if "all" not in required:
        held = held.filter(role__in=required)
    return held.exists() and not has_second_step(me(request))


def _came_by_single_sign_on(request: HttpRequest) -> bool:
    # The council's own identity provider has asked for the second step, or is trusted not to need one.
    methods = request.session.get("account_authentication_methods", [])
    return bool(methods) and methods[-1].get("method") == "socialaccount"


def _check(allowed: bool, reason: str) -> None:
    if not allowed:
        raise NotAllowed(reason)


def can_see_people(visitor: HasRoles) -> bool:
    """Names and roles: for those who keep them and for the auditor."""
    return not visitor.roles.isdisjoint({"administrator", "equalities_officer", "auditor"})


def check_can_see_people(visitor: HasRoles) -> None:
    """Stop unless `can_see_people`."""
    _check(can_see_people(visitor), _("The list of people is for administrators, equalities officers and auditors."))


def can_keep_people(visitor: HasRoles) -> bool:
    """Invite, give roles and posts, take in staff lists, end memberships."""
    return "administrator" in visitor.roles


def check_can_keep_people(visitor: HasRoles) -> None:
    """Stop unless `can_keep_people`."""
    _check(can_keep_people(visitor), _("Only an administrator of this council can change people and roles."))


def can_see_structure(visitor: HasRoles) -> bool:
    """Directorates, teams, posts, boards and partners: all staff, because actions name them."""
    return bool(visitor.roles)


def check_can_see_structure(visitor: HasRoles) -> None:
    """Stop unless `can_see_structure`."""
    _check(can_see_structure(visitor), _("These pages are for people who work with this council."))


def can_keep_structure(visitor: HasRoles) -> bool:
    """Change directorates, teams, posts and partners."""
    return not visitor.roles.isdisjoint({"administrator", "equalities_officer"})


def check_can_keep_structure(visitor: HasRoles) -> None:
    """Stop unless `can_keep_structure`."""
    _check(can_keep_structure(visitor), _("Only administrators and equalities officers can change this."))


def can_keep_boards(visitor: HasRoles) -> bool:
    """Make and retire boards, and say who sits on any of them."""
    return not visitor.roles.isdisjoint({"administrator", "equalities_officer"})


def check_can_keep_boards(visitor: HasRoles) -> None:
    """Stop unless `can_keep_boards`."""
    _check(can_keep_boards(visitor), _("Only administrators and equalities officers can add or retire boards."))


def can_keep_board(visitor: HasBoards, board_id: UUID) -> bool:
    """Change one board and who sits on it: a clerk does so for the boards they sit on, because a seat gives access."""
    return can_keep_boards(visitor) or ("clerk" in visitor.roles and board_id in visitor.board_ids)


def check_can_keep_board(visitor: HasBoards, board_id: UUID) -> None:
    """Stop unless `can_keep_board`."""
    reason = _("Only administrators, equalities officers and its own clerk can change this board.")
    _check(can_keep_board(visitor, board_id), reason)


def can_see_settings(visitor: HasRoles) -> bool:
    """Look at the council's settings."""
    return not visitor.roles.isdisjoint({"administrator", "equalities_officer", "auditor"})


def check_can_see_settings(visitor: HasRoles) -> None:
    """Stop unless `can_see_settings`."""
    _check(can_see_settings(visitor), _("The settings are for administrators, equalities officers and auditors."))


def can_keep_settings(visitor: HasRoles) -> bool:
    """Change name, look, names policy and sharing."""
    return "administrator" in visitor.roles


def check_can_keep_settings(visitor: HasRoles) -> None:
    """Stop unless `can_keep_settings`."""
    _check(can_keep_settings(visitor), _("Only an administrator of this council can change its settings."))


def can_keep_words(visitor: HasRoles) -> bool:
    """Change local characteristics and the council's own words."""
    return not visitor.roles.isdisjoint({"administrator", "equalities_officer"})


def check_can_keep_words(visitor: HasRoles) -> None:
    """Stop unless `can_keep_words`."""
    _check(can_keep_words(visitor), _("Only administrators and equalities officers can change the council's words."))
