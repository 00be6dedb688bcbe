"""Giving people roles, and letting them go.

The one idea: somebody who leaves keeps nothing and takes nothing with them. Their roles, posts and seats end at once,
their posts are listed as vacant so that the work can be handed over, and if no other council needs them they can no
longer sign in. A council is never left without an administrator.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.web.accounts import actions as accounts
from dueregard.web.organisation.actions.recording import about, entry
from dueregard.web.organisation.actions.structure import day_before, end_holding
from dueregard.web.organisation.models import BoardMember, Council, Directorate, Membership, PostHolding, Role
from dueregard.web.organisation.queries.visiting import councils_of, open_on


@dataclass(frozen=True, slots=True)
class Leaving:
    """What somebody left behind: posts that nobody holds now, boards, and whether they work with another council."""

    vacant_posts: tuple[tuple[UUID, str], ...]
    boards: tuple[str, ...]
    roles: tuple[str, ...]
    is_still_elsewhere: bool


def add_role(
    *,
    council_id: UUID,
    person_id: UUID,
    role: str,
    since: date,
    by: UUID | None,
    directorate_id: UUID | None = None,
    until: date | None = None,
) -> None:
    """Give a person a role in a council. Who has it already keeps it.

    Raises:  UsedWrongly when a directorate lead has no directorate of this council.
    """
    if role == Role.DIRECTORATE_LEAD and directorate_id is None:
        raise UsedWrongly(_("A directorate lead leads a directorate. Choose which."))
    with transaction.atomic():
        Council.objects.select_for_update().only("pk").get(pk=council_id)
        scope = None
        if role == Role.DIRECTORATE_LEAD:
            scope = Directorate.objects.get(pk=directorate_id, council=council_id)
        has = Membership.objects.filter(council=council_id, person=person_id, role=role, directorate=scope)
        if has.filter(until__isnull=True).exists():
            return
        row = Membership.objects.create(
            council_id=council_id, person_id=person_id, role=role, directorate=scope, since=since, until=until
        )
        facts = {
            "role": role,
            "directorate": scope.name if scope else None,
            "since": since.isoformat(),
            "until": until.isoformat() if until else None,
        }
        also = [about(person_id)]
        entry(council_id, "role_given", by=by, subject=f"membership:{row.pk}", facts=facts, also=also)


def end_role(*, council_id: UUID, membership_id: UUID, on: date, by: UUID) -> None:
    """End a role, now.

    Raises:  MoveNotAllowed when the council would be left without an administrator.
    """
    with transaction.atomic():
        row = Membership.objects.select_for_update(of=("self",)).get(pk=membership_id, council=council_id)
        _end_role(row, on=on, by=by)
        keep_an_administrator(council_id, on=on)


def _end_role(row: Membership, *, on: date, by: UUID | None) -> None:
    subject, person = f"membership:{row.pk}", row.person_id
    end_holding(row, last_day=day_before(on))
    facts = {"role": row.role, "on": on.isoformat()}
    entry(row.council_id, "role_ended", by=by, subject=subject, facts=facts, also=[about(person)])


def set_roles(
    *, council_id: UUID, person_id: UUID, roles: Iterable[str], directorate_id: UUID | None, on: date, by: UUID
) -> None:
    """Give a person exactly these roles in a council: what is missing is given, what is too much is ended."""
    wanted = set(roles)
    with transaction.atomic():
        held = Membership.objects.select_for_update(of=("self",)).filter(
            open_on(on), council=council_id, person=person_id
        )
        for row in held:
            moved = row.role == Role.DIRECTORATE_LEAD and row.directorate_id != directorate_id
            if row.role not in wanted or moved:
                _end_role(row, on=on, by=by)
        for role in sorted(wanted):
            add_role(
                council_id=council_id, person_id=person_id, role=role, since=on, by=by, directorate_id=directorate_id
            )
        keep_an_administrator(council_id, on=on)


def keep_an_administrator(council_id: UUID, *, on: date) -> None:
    """Stop unless somebody is still administrator, without an end.

    Raises:  MoveNotAllowed.
    """
    left = Membership.objects.filter(
        open_on(on), council=council_id, role=Role.ADMINISTRATOR, until__isnull=True, person__is_active=True
    )
    if not left.exists():
        raise MoveNotAllowed(
            _("This council would be left without an administrator."), mend=_("Make somebody else administrator first.")
        )


def end_membership(*, council_id: UUID, person_id: UUID, on: date, by: UUID) -> Leaving:
    """Let a person go: roles, posts and seats in this council end at once; sign-in too, if no other council needs it.

    Gives:   what is left behind: the posts that nobody holds now, and the boards.
    Raises:  MoveNotAllowed when the council would be left without an administrator.
    """
    with transaction.atomic():
        memberships = tuple(Membership.objects.filter(open_on(on), council=council_id, person=person_id))
        holdings = tuple(
            PostHolding.objects.filter(open_on(on), post__council=council_id, person=person_id).select_related("post")
        )
        seats = tuple(
            BoardMember.objects.filter(open_on(on), board__council=council_id, person=person_id).select_related("board")
        )
        if not (memberships or holdings or seats):
            return Leaving(vacant_posts=(), boards=(), roles=(), is_still_elsewhere=bool(councils_of(person_id)))
        for row in (*memberships, *holdings, *seats):
            end_holding(row, last_day=day_before(on))
        keep_an_administrator(council_id, on=on)
        leaving = Leaving(
            vacant_posts=_now_vacant(holdings, on=on),
            boards=tuple(sorted({row.board.name for row in seats})),
            roles=tuple(sorted({row.role for row in memberships})),
            is_still_elsewhere=bool(councils_of(person_id)),
        )
        _record_leaving(council_id, person_id, leaving, on=on, by=by)
        accounts.end_sessions(person_id=person_id)
        if not leaving.is_still_elsewhere:
            accounts.end_person(person_id=person_id, by=by)
    return leaving


def _now_vacant(holdings: Iterable[PostHolding], *, on: date) -> tuple[tuple[UUID, str], ...]:
    posts = {row.post_id: row.post.title for row in holdings}
    still_held = set(PostHolding.objects.filter(open_on(on), post__in=posts).values_list("post_id", flat=True))
    return tuple(sorted(((pk, title) for pk, title in posts.items() if pk not in still_held), key=lambda each: each[1]))


def _record_leaving(council_id: UUID, person_id: UUID, leaving: Leaving, *, on: date, by: UUID) -> None:
    facts = {
        "on": on.isoformat(),
        "roles": list(leaving.roles),
        "boards": list(leaving.boards),
        "posts_left_vacant": [str(pk) for pk, _title in leaving.vacant_posts],
    }
    also = [about(person_id), *(f"organisation.post:{pk}" for pk, _title in leaving.vacant_posts)]
    entry(council_id, "person_left", by=by, subject=f"person:{person_id}", facts=facts, also=also)


def change_person(*, council_id: UUID, person_id: UUID, full_name: str, email: str, by: UUID) -> None:
    """Change the name or address of somebody who belongs to the council and to no other.

    Raises:  MoveNotAllowed when the person works with another council too: then only they change it.
    """
    if any(each.id != council_id for each in councils_of(person_id)):
        raise MoveNotAllowed(_("This person works with another council too, so they change their details themselves."))
    accounts.change_person(person_id=person_id, by=by, full_name=full_name, email=email)


def bring_back(*, council_id: UUID, person_id: UUID, role: str, on: date, by: UUID) -> None:
    """Bring back somebody who had left this council, with one role. Their posts are given anew.

    Raises:  MoveNotAllowed for somebody who never belonged to it.
    """
    with transaction.atomic():
        known = (
            Membership.objects.filter(council=council_id, person=person_id).exists()
            or PostHolding.objects.filter(post__council=council_id, person=person_id).exists()
        )
        if not known:
            raise MoveNotAllowed(_("This person has never belonged to this council."), mend=_("Invite them."))
        accounts.bring_back_person(person_id=person_id, by=by)
        add_role(council_id=council_id, person_id=person_id, role=role, since=on, by=by)
