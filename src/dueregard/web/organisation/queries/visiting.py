"""Who is looking, at which council, and as what.

The one idea: every signed-in page begins with `visit`, which reads the person's roles anew, so that what was ended a
second ago no longer holds. Somebody who has no business in a council is told nothing: not even that it exists.
Roles follow from memberships, from posts held (an action owner) and from seats on boards (a member or the clerk);
posts and boards shared by another council count while the grant stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.web.accounts.queries import PersonCard, card
from dueregard.web.organisation.models import Board, BoardMember, Council, Membership, Post, PostHolding
from dueregard.web.organisation.models.councils import PETROL


@dataclass(frozen=True, slots=True)
class CouncilCard:
    """A council as pages show it."""

    id: UUID
    slug: str
    name: str
    nation: str
    contact_email: str
    colour: str
    logo_url: str | None
    logo_alt: str
    is_made_up: bool
    show_personal_names: bool


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks for a page of a council, as what, and on which day."""

    council: CouncilCard
    person: PersonCard | None
    roles: frozenset[str]
    directorate_ids: frozenset[UUID]
    board_ids: frozenset[UUID]
    post_ids: frozenset[UUID]
    on: date

    @property
    def by(self) -> UUID:
        """The person who acts, for actions.

        Raises:  Http404 where nobody is signed in (no page that acts is public).
        """
        if self.person is None:
            raise Http404
        return self.person.id

    def has_role(self, *codes: str) -> bool:
        """Say whether the visitor holds any of these roles."""
        return not self.roles.isdisjoint(codes)


def council_card(council: Council) -> CouncilCard:
    """Turn a row into a card. No query, if `logo_type` was fetched."""
    return CouncilCard(
        id=council.pk,
        slug=council.slug,
        name=council.name,
        nation=council.nation,
        contact_email=council.contact_email,
        colour=council.colour,
        logo_url=reverse("organisation:logo", args=[council.slug]) if council.logo_type else None,
        logo_alt=council.logo_alt,
        is_made_up=council.is_made_up,
        show_personal_names=council.show_personal_names,
    )


def open_on(day: date, prefix: str = "") -> Q:
    """Give the condition that something with `since` and `until` holds on a day (the last day counts)."""
    return Q(**{f"{prefix}since__lte": day}) & (
        Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gte": day})
    )


def _shared(prefix: str, council_id: UUID) -> Q:
    return Q(
        **{
            f"{prefix}grant__receiver": council_id,
            f"{prefix}grant__accepted_at__isnull": False,
            f"{prefix}grant__ended_at__isnull": True,
        }
    )


def posts_usable(council_id: UUID) -> Any:
    """Give the posts that may own actions of a council: its own, its partners', and those shared with it."""
    return Post.objects.filter(
        Q(council_id=council_id)
        | Q(pk__in=Post.objects.filter(_shared("", council_id)).values("pk"))
        | Q(pk__in=Post.objects.filter(_shared("team__", council_id)).values("pk"))
    )


def boards_usable(council_id: UUID) -> Any:
    """Give the boards that may watch actions of a council: its own, and those shared with it."""
    return Board.objects.filter(
        Q(council_id=council_id) | Q(pk__in=Board.objects.filter(_shared("", council_id)).values("pk"))
    )


def visit(request: HttpRequest, slug: str) -> Visitor:
    """Say who is asking, as what, in this council.

    Raises:  Http404 for an unknown council, and for a person who has no role in it (nothing is told).
    Costs:   four queries, once a request; six at most, for a person who serves other councils, too.
    """
    kept: dict[str, Visitor] = request.__dict__.setdefault("_visitors", {})
    if slug not in kept:
        if not request.user.is_authenticated:
            raise Http404
        kept[slug] = _visitor(person=card(request.user), slug=slug)
    return kept[slug]


def visitor_for(person: PersonCard, *, slug: str) -> Visitor:
    """Say what a person may be in a council, outside a request (a job, a feed). As `visit`; as many queries."""
    return _visitor(person=person, slug=slug)


def _visitor(*, person: PersonCard, slug: str) -> Visitor:
    council, on = _council(slug), timezone.localdate()
    memberships = tuple(
        Membership.objects.filter(open_on(on), council=council, person=person.id).values_list("role", "directorate_id")
    )
    held = PostHolding.objects.filter(open_on(on), person=person.id, post__retired_on__isnull=True)
    posts = _usable_here(held.values_list("post_id", "post__council_id"), council.pk, posts_usable)
    sat_on = BoardMember.objects.filter(open_on(on), person=person.id, board__retired_on__isnull=True)
    all_seats = tuple(sat_on.values_list("board_id", "board__council_id", "office"))
    boards = _usable_here([(board, owner) for board, owner, _office in all_seats], council.pk, boards_usable)
    seats = tuple((board, office) for board, _owner, office in all_seats if board in boards)
    roles = {role for role, _directorate in memberships}
    if posts:
        roles.add("action_owner")
    roles |= {"clerk" if office == "clerk" else "board_member" for _board, office in seats}
    if not roles or not person.is_active:
        raise Http404
    return Visitor(
        council=council_card(council),
        person=person,
        roles=frozenset(roles),
        directorate_ids=frozenset(directorate for _role, directorate in memberships if directorate),
        board_ids=frozenset(board for board, _office in seats),
        post_ids=posts,
        on=on,
    )


def _usable_here(held: Iterable[tuple[UUID, UUID]], council_id: UUID, usable: Callable[[UUID], Any]) -> frozenset[UUID]:
    """Give those of somebody's posts or boards that count in a council: its own, and those that are shared with it.

    Takes:   `held`, each with the council whose it is.
    Costs:   one query, where any is another council's.
    """
    owners = dict(held)
    own = {each for each, owner in owners.items() if owner == council_id}
    others = owners.keys() - own
    shared = usable(council_id).filter(pk__in=others).values_list("pk", flat=True) if others else ()
    return frozenset(own.union(shared))


def public_visit(request: HttpRequest, slug: str) -> Visitor:
    """Give the visitor of a public page: nobody in particular, even when signed in, so that all see the same.

    Raises:  Http404 for an unknown council. One query.
    """
    nobody: frozenset[UUID] = frozenset()
    return Visitor(
        council=council_card(_council(slug)),
        person=None,
        roles=frozenset(),
        directorate_ids=nobody,
        board_ids=nobody,
        post_ids=nobody,
        on=timezone.localdate(),
    )


def _council(slug: str) -> Council:
    council = Council.objects.defer("logo").filter(slug=slug).first()
    if council is None:
        raise Http404
    return council


def councils_of(person_id: UUID) -> tuple[CouncilCard, ...]:
    """Give the councils in which a person is anything today, by name. Three queries."""
    on = timezone.localdate()
    holdings = PostHolding.objects.filter(open_on(on), person=person_id, post__retired_on__isnull=True)
    seats = BoardMember.objects.filter(open_on(on), person=person_id, board__retired_on__isnull=True)
    wanted = (
        Q(pk__in=Membership.objects.filter(open_on(on), person=person_id).values("council"))
        | Q(pk__in=holdings.values("post__council"))
        | Q(pk__in=seats.values("board__council"))
        | _granted("grants_received__post__in", holdings.values("post"))
        | _granted("grants_received__team__in", holdings.filter(post__team__isnull=False).values("post__team"))
        | _granted("grants_received__board__in", seats.values("board"))
    )
    return tuple(council_card(row) for row in Council.objects.defer("logo").filter(wanted).distinct())


def _granted(lookup: str, things: Any) -> Q:
    return Q(
        **{lookup: things, "grants_received__accepted_at__isnull": False, "grants_received__ended_at__isnull": True}
    )


BOARD_ROLES = frozenset({"board_member", "clerk"})
NAVIGATION: tuple[tuple[str, str, frozenset[str] | None], ...] = (
    ("next_meeting", "next-meeting/", BOARD_ROLES),
    ("watched", "watched/", BOARD_ROLES),
    ("today", "today/", None),
    ("my_actions", "my-actions/", frozenset({"action_owner"})),
    ("indicators", "indicators/", frozenset({"analyst", "equalities_officer", "assessment_author", "auditor"})),
    ("datasets", "datasets/", frozenset({"analyst", "equalities_officer", "auditor"})),
    ("releases", "releases/", frozenset({"analyst", "auditor"})),
    ("plans", "plans/", None),
    (
        "assessments",
        "assessments/",
        frozenset({"equalities_officer", "assessment_author", "directorate_lead", "auditor"}),
    ),
    ("rounds", "rounds/", frozenset({"equalities_officer", "auditor"})),
    ("boards", "boards/", frozenset({"equalities_officer", "board_member", "clerk", "auditor", "administrator"})),
    ("questions", "questions/", frozenset({"board_member", "clerk"})),
    ("reports", "reports/", frozenset({"board_member", "clerk", "directorate_lead", "auditor"})),
    ("ledger", "ledger/", frozenset({"auditor"})),
    ("people", "people/", frozenset({"administrator"})),
    ("settings", "settings/", frozenset({"administrator"})),
)
"""What is in the menu, in order, and for whom (None: all staff). Source: UI.md section 2."""


def shell(visitor: Visitor, here: str = "") -> dict[str, Any]:
    """Give what the layouts need: council, person, navigation, footer, whether all is made up.

    Takes:   `here`, the key of the current item of the menu ("today", "plans", "boards" …).
    Costs:   one query for a signed-in person, none for the public.
    """
    slug, person = visitor.council.slug, visitor.person
    councils = councils_of(person.id) if person else ()
    return {
        "council": visitor.council,
        "person": person,
        "navigation": _navigation(visitor, here) if person else _public_navigation(visitor, here),
        "home": home_of(visitor),
        "councils": councils,
        "made_up": visitor.council.is_made_up,
        "colours_href": reverse("organisation:colours", args=[slug]) if visitor.council.colour != PETROL else None,
        "account_href": reverse("accounts:about_you") if person else None,
        "sign_out_href": reverse("account_logout") if person else None,
        "footer": _footer(visitor, several=len(councils) > 1),
        "on": visitor.on,
    }


def home_of(visitor: Visitor) -> str:
    """Give the address where somebody begins: the public front for whoever is not signed in. No query."""
    return f"/{visitor.council.slug}/{_landing(visitor) if visitor.person else ''}"


def _landing(visitor: Visitor) -> str:
    if _is_here_for_boards(visitor):
        return "next-meeting/"
    return "plans/" if visitor.roles == {"auditor"} else "today/"


def _is_here_for_boards(visitor: Visitor) -> bool:
    """Say whether somebody only sits on boards, so that their home is the next meeting (UI.md section 2)."""
    return bool(visitor.roles) and visitor.roles <= BOARD_ROLES


def _navigation(visitor: Visitor, here: str) -> list[tuple[str, str, bool]]:
    words = {
        "next_meeting": _("Next meeting"),
        "today": _("Today"),
        "watched": _("Actions we watch"),
        "my_actions": _("My actions"),
        "indicators": _("Indicators"),
        "datasets": _("Datasets"),
        "releases": _("Releases"),
        "plans": _("Plans"),
        "assessments": _("Assessments"),
        "rounds": _("Rounds"),
        "questions": _("Questions"),
        "reports": _("Reports"),
        "boards": _("Boards"),
        "ledger": _("Ledger"),
        "people": _("People"),
        "settings": _("Settings"),
    }
    return [
        (words[key], f"/{visitor.council.slug}/{path}", key == here)
        for key, path, roles in NAVIGATION
        if (roles is None or visitor.roles & roles)
        and not (key == "today" and _is_here_for_boards(visitor))
        and _is_there(f"/{visitor.council.slug}/{path}")
    ]


def _is_there(path: str) -> bool:
    """Say whether an address leads to a page: the menu names no room that is not built."""
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def _public_navigation(visitor: Visitor, here: str) -> list[tuple[str, str, bool]]:
    rooms = (
        ("plan", "", _("Our equality plan")),
        ("assessments", "assessments-of-decisions/", _("Assessments of decisions")),
        ("facts", "facts-and-figures/", _("Facts and figures")),
    )
    return [
        (words, f"/{visitor.council.slug}/{path}", key == here)
        for key, path, words in rooms
        if _is_there(f"/{visitor.council.slug}/{path}")
    ]


def _footer(visitor: Visitor, *, several: bool) -> list[tuple[str, str]]:
    links = [(_("What the public sees"), f"/{visitor.council.slug}/")] if visitor.person else []
    if visitor.roles & {"administrator", "equalities_officer"}:
        links.append((_("Who changed what"), f"/{visitor.council.slug}/ledger/"))
    if visitor.roles & {"administrator", "equalities_officer", "auditor"}:
        links.append((_("Mail"), f"/{visitor.council.slug}/mail/"))
    if several:
        links.append((_("Your other councils"), reverse("entering:councils")))
    base = f"/{visitor.council.slug}/"
    links += [
        (_("Words we use"), f"{base}words/"),
        (_("Accessibility"), f"{base}accessibility/"),
        (_("Privacy"), f"{base}privacy/"),
    ]
    if not visitor.person:
        links.append((_("Sign in"), reverse("accounts:sign_in")))
    return links
