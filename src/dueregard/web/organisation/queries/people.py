"""Reading who belongs to a council: the list, one person, the invitations.

The one idea: somebody belongs by a role, a post or a seat. The list is cut by the database, so that a council with ten
thousand staff costs the same queries as one with ten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from dueregard.web.accounts.queries import PersonCard, card, hash_of
from dueregard.web.organisation.models import BoardMember, Invitation, Membership, PostHolding, Role
from dueregard.web.organisation.queries.visiting import open_on


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """A role somebody has in the council."""

    id: UUID
    code: str
    label: str
    directorate_id: UUID | None
    directorate: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class PlaceHeld:
    """A post somebody holds, or a board they sit on (then with its address and office)."""

    id: UUID
    thing_id: UUID
    name: str
    since: date
    until: date | None
    office: str = ""
    slug: str = ""
    directorate: str = ""


@dataclass(frozen=True, slots=True)
class Belonging:
    """A person and what they are in the council today."""

    person: PersonCard
    roles: tuple[RoleHeld, ...]
    posts: tuple[PlaceHeld, ...]
    seats: tuple[PlaceHeld, ...]

    @property
    def is_current(self) -> bool:
        """Whether they are anything in the council today."""
        return bool(self.roles or self.posts or self.seats)

    @property
    def until(self) -> date | None:
        """The last day of all that they are, if all of it ends."""
        ends = [each.until for each in (*self.roles, *self.posts)]
        known = [end for end in ends if end is not None]
        return max(known) if known and len(known) == len(ends) else None


@dataclass(frozen=True, slots=True)
class InvitationCard:
    """An invitation as administrators see it. `state` is waiting, too_old, accepted or withdrawn."""

    id: UUID
    email: str
    full_name: str
    roles: tuple[str, ...]
    post: str
    sent_at: datetime
    times_sent: int
    expires_at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """An invitation as the invited person sees it."""

    council: str
    council_slug: str
    email: str
    full_name: str
    roles: tuple[str, ...]


def role_choices() -> tuple[tuple[str, str], ...]:
    """Give the roles as codes and words. No query."""
    return tuple((member.value, str(member.label)) for member in Role)


def _people(council_id: UUID, *, on: date, current: bool) -> Any:
    mine = OuterRef("pk")
    when = open_on(on) if current else Q()
    return get_user_model().objects.filter(  # the accounts app's people, through Django's own door
        Exists(Membership.objects.filter(when, council=council_id, person=mine))
        | Exists(PostHolding.objects.filter(when, post__council=council_id, person=mine))
        | Exists(BoardMember.objects.filter(when, board__council=council_id, person=mine))
    )


def people_found(
    council_id: UUID, *, on: date, words: str = "", role: str = "", directorate_id: str = "", left: bool = False
) -> Any:
    """Give the people of a council as a query that can be counted and cut. No query until then."""
    found = _people(council_id, on=on, current=not left)
    if left:
        found = found.exclude(pk__in=_people(council_id, on=on, current=True).values("pk"))
    for word in words.split()[:5]:
        found = found.filter(Q(full_name__icontains=word) | Q(email__icontains=word) | Q(known_as__icontains=word))
    mine = OuterRef("pk")
    if role:
        held = Membership.objects.filter(open_on(on), council=council_id, person=mine, role=role)
        found = found.filter(Exists(held))
    if directorate_id:
        lead = Membership.objects.filter(open_on(on), council=council_id, person=mine, directorate=directorate_id)
        post = PostHolding.objects.filter(
            open_on(on), post__council=council_id, person=mine, post__directorate=directorate_id
        )
        found = found.filter(Exists(lead) | Exists(post))
    return found


def belongings(council_id: UUID, people: Iterable[Any], *, on: date) -> tuple[Belonging, ...]:
    """Give what each of these people is in the council, in their order. Three queries and that of `people`."""
    rows = tuple(people)
    ids = [row.pk for row in rows]
    roles, posts, seats = _held(council_id, ids, on=on)
    return tuple(Belonging(card(row), roles[row.pk], posts[row.pk], seats[row.pk]) for row in rows)


def _held(council_id: UUID, ids: list[UUID], *, on: date) -> tuple[Any, Any, Any]:
    roles: dict[UUID, tuple[RoleHeld, ...]] = defaultdict(tuple)
    posts: dict[UUID, tuple[PlaceHeld, ...]] = defaultdict(tuple)
    seats: dict[UUID, tuple[PlaceHeld, ...]] = defaultdict(tuple)
    memberships = Membership.objects.filter(open_on(on), council=council_id, person__in=ids).order_by("role")
    for row in memberships.select_related("directorate"):
        where = row.directorate.name if row.directorate else ""
        held = RoleHeld(row.pk, row.role, str(Role(row.role).label), row.directorate_id, where, row.since, row.until)
        roles[row.person_id] += (held,)
    holdings = PostHolding.objects.filter(open_on(on), post__council=council_id, person__in=ids)
    for each in holdings.select_related("post__directorate").order_by("post__title"):
        where = each.post.directorate.name if each.post.directorate else ""
        place = PlaceHeld(each.pk, each.post_id, each.post.title, each.since, each.until, directorate=where)
        posts[each.person_id] += (place,)
    members = BoardMember.objects.filter(open_on(on), board__council=council_id, person__in=ids)
    for one in members.select_related("board").order_by("board__name"):
        place = PlaceHeld(one.pk, one.board_id, one.board.name, one.since, one.until, one.office, one.board.slug)
        seats[one.person_id] += (place,)
    return roles, posts, seats


def belonging(council_id: UUID, person_id: UUID, *, on: date) -> Belonging | None:
    """Give one person who belongs, or once belonged, to the council; else None. Four queries."""
    people = _people(council_id, on=on, current=False).filter(pk=person_id)
    return next(iter(belongings(council_id, people, on=on)), None)


def staff_choices(council_id: UUID, *, on: date) -> tuple[tuple[UUID, str], ...]:
    """Give everybody of the council for a choice of person: id and "Name (address)". One query."""
    found = _people(council_id, on=on, current=True).order_by("full_name")
    return tuple((row.pk, f"{row.full_name} ({row.email})") for row in found)


def invitations(council_id: UUID) -> tuple[InvitationCard, ...]:
    """Give the council's invitations that are not withdrawn, newest first, at most 200. One query."""
    now = timezone.now()
    rows = Invitation.objects.filter(council=council_id, withdrawn_at__isnull=True).select_related("post")[:200]
    return tuple(
        InvitationCard(
            id=row.pk,
            email=row.email,
            full_name=row.full_name,
            roles=tuple(str(Role(code).label) for code in row.roles),
            post=row.post.title if row.post else "",
            sent_at=row.sent_at,
            times_sent=row.times_sent,
            expires_at=row.expires_at,
            state="accepted" if row.accepted_at else "waiting" if row.expires_at > now else "too_old",
        )
        for row in rows
    )


def open_invitation(token: str) -> OpenInvitation | None:
    """Give the invitation behind a link that still works, or None. One query."""
    row = (
        Invitation.objects.filter(hash=hash_of(token), accepted_at__isnull=True, withdrawn_at__isnull=True)
        .filter(expires_at__gt=timezone.now())
        .select_related("council")
        .defer("council__logo")
        .first()
    )
    if row is None:
        return None
    return OpenInvitation(
        council=row.council.name,
        council_slug=row.council.slug,
        email=row.email,
        full_name=row.full_name,
        roles=tuple(str(Role(code).label) for code in row.roles),
    )
