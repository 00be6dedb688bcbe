"""One council lets another use a post, a service or a board: offered, accepted, ended.

The one idea: what is shared stands in both councils' chains, because it concerns both.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.web.organisation.actions.recording import entry
from dueregard.web.organisation.models import Board, Council, Grant, Post, Team


def offer_grant(*, council_id: UUID, receiver_slug: str, kind: str, thing_id: UUID, purpose: str, by: UUID) -> UUID:
    """Offer a post, a team (with all its posts) or a board of this council to another.

    Raises:  UsedWrongly when there is no such other council, or it is offered already.
    """
    with transaction.atomic():
        receiver = Council.objects.filter(slug=receiver_slug).exclude(pk=council_id).only("pk").first()
        if receiver is None:
            raise UsedWrongly(_("There is no other council here with this address."))
        thing = _thing(council_id, kind, thing_id)
        if Grant.objects.filter(receiver=receiver, ended_at__isnull=True, **{kind: thing}).exists():
            raise UsedWrongly(_("This is offered to that council already."))
        grant = Grant.objects.create(
            giver_id=council_id,
            receiver=receiver,
            purpose=" ".join(purpose.split()),
            offered_by_id=by,
            offered_at=timezone.now(),
            **{kind: thing},
        )
        _record(grant, "grant_offered", by=by)
    return grant.pk


def _thing(council_id: UUID, kind: str, thing_id: UUID) -> Any:
    if kind == "post":
        return Post.objects.get(pk=thing_id, council=council_id)
    if kind == "team":
        return Team.objects.get(pk=thing_id, directorate__council=council_id)
    if kind != "board":  # it becomes the name of a column below
        raise UsedWrongly(_("A post, a team or a board can be shared, and nothing else."))
    return Board.objects.get(pk=thing_id, council=council_id)


def accept_grant(*, council_id: UUID, grant_id: UUID, by: UUID) -> None:
    """Accept what another council offers. Accepting twice changes nothing.

    Raises:  MoveNotAllowed when it was ended, or was not offered to this council.
    """
    with transaction.atomic():
        grant = Grant.objects.select_for_update(of=("self",)).get(pk=grant_id)
        if grant.receiver_id != council_id or grant.ended_at:
            raise MoveNotAllowed(_("This is not offered to your council."))
        if grant.accepted_at:
            return
        grant.accepted_at, grant.accepted_by_id = timezone.now(), by
        grant.save(update_fields=["accepted_at", "accepted_by"])
        _record(grant, "grant_accepted", by=by)


def end_grant(*, council_id: UUID, grant_id: UUID, by: UUID) -> None:
    """End a sharing, from either side, at once. Ending twice changes nothing."""
    with transaction.atomic():
        grant = Grant.objects.select_for_update(of=("self",)).get(pk=grant_id)
        if council_id not in {grant.giver_id, grant.receiver_id}:
            raise MoveNotAllowed(_("This is not shared with your council."))
        if grant.ended_at:
            return
        grant.ended_at, grant.ended_by_id = timezone.now(), by
        grant.save(update_fields=["ended_at", "ended_by"])
        _record(grant, "grant_ended", by=by)


def _record(grant: Grant, kind: str, *, by: UUID) -> None:
    thing = grant.post or grant.team or grant.board
    facts = {
        "what": "post" if grant.post_id else "team" if grant.team_id else "board",
        "name": str(thing),
        "giver": str(grant.giver_id),
        "receiver": str(grant.receiver_id),
        "purpose": grant.purpose,
    }
    # Always in the same order, so that two councils who act on each other at once cannot lock each other out.
    for council_id in sorted((grant.giver_id, grant.receiver_id), key=str):
        entry(council_id, kind, by=by, subject=f"grant:{grant.pk}", facts=facts)
