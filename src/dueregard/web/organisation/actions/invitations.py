"""Asking somebody to join a council, and their coming in.

The one idea: the link is 256 random bits, kept as a hash, and works once, for two days. It proves the address. Opening
it uses nothing up: mail scanners open links too. Sending again makes a new link and ends the old one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.web.accounts import actions as accounts
from dueregard.web.accounts.adapters import deliver
from dueregard.web.accounts.queries import PersonCard, hash_of, person_by_email, person_card
from dueregard.web.organisation.actions.belonging import add_role
from dueregard.web.organisation.actions.recording import about, entry
from dueregard.web.organisation.actions.structure import fill_post
from dueregard.web.organisation.models import Directorate, Invitation, Membership, Post
from dueregard.web.organisation.queries.visiting import open_on

LASTS = timedelta(days=2)
AGAIN_AFTER = timedelta(minutes=5)
MOST_SENT = 5
MOST_A_DAY = 200


def invite(
    *,
    council_id: UUID,
    email: str,
    full_name: str,
    roles: Sequence[str],
    by: UUID,
    directorate_id: UUID | None = None,
    post_id: UUID | None = None,
) -> UUID:
    """Ask somebody to join a council with these roles (and a post); an e-mail with a link goes out.

    Raises:  UsedWrongly when nothing is given to them, when they have it all already or are asked already, or when the
             council has sent 200 invitations today.
    """
    address, now = email.strip().lower(), timezone.now()
    if not roles and post_id is None:
        raise UsedWrongly(_("Choose at least one role, or a post."))
    with transaction.atomic():
        _check_invitable(council_id, address, roles)
        secret = accounts.new_secret()
        invitation = Invitation.objects.create(
            council_id=council_id,
            email=address,
            full_name=" ".join(full_name.split()),
            roles=sorted(roles),
            directorate=Directorate.objects.get(pk=directorate_id, council=council_id) if directorate_id else None,
            post=Post.objects.get(pk=post_id, council=council_id) if post_id else None,
            hash=hash_of(secret),
            invited_by_id=by,
            sent_at=now,
            expires_at=now + LASTS,
        )
        _record(invitation, "invited", by=by, facts={"roles": sorted(roles)}, with_name=True)
        transaction.on_commit(lambda: _send(invitation, secret))
    return invitation.pk


def _check_invitable(council_id: UUID, address: str, roles: Sequence[str]) -> None:
    sent = Invitation.objects.filter(council=council_id)
    waiting = sent.filter(email=address, accepted_at__isnull=True, withdrawn_at__isnull=True)
    waiting.filter(expires_at__lte=timezone.now()).update(withdrawn_at=timezone.now())
    if waiting.exists():
        raise UsedWrongly(_("This person is asked already. Send the invitation again from the list."))
    if sent.filter(created_at__gte=timezone.now() - timedelta(days=1)).count() >= MOST_A_DAY:
        raise UsedWrongly(_("200 invitations went out today. Use a staff list, or go on tomorrow."))
    known = person_by_email(address)
    if known and roles:
        held = Membership.objects.filter(open_on(timezone.localdate()), council=council_id, person=known.id)
        if set(roles) <= set(held.values_list("role", flat=True)):
            raise UsedWrongly(_("This person has these roles already."))


def send_again(*, council_id: UUID, invitation_id: UUID, by: UUID) -> None:
    """Send an invitation again with a new link; the old one stops working.

    Raises:  MoveNotAllowed within five minutes of the last, after five times, or when it is accepted or withdrawn.
    """
    now, secret = timezone.now(), accounts.new_secret()
    with transaction.atomic():
        invitation = _open(council_id, invitation_id)
        if invitation.times_sent >= MOST_SENT:
            raise MoveNotAllowed(_("It was sent five times. Ask the person whether the address is right."))
        if now - invitation.sent_at < AGAIN_AFTER:
            raise MoveNotAllowed(_("It was sent a moment ago. Wait five minutes."))
        invitation.hash, invitation.sent_at, invitation.expires_at = hash_of(secret), now, now + LASTS
        invitation.times_sent += 1
        invitation.save(update_fields=["hash", "sent_at", "expires_at", "times_sent"])
        _record(invitation, "invitation_sent_again", by=by, facts={"times": invitation.times_sent})
        transaction.on_commit(lambda: _send(invitation, secret))


def withdraw(*, council_id: UUID, invitation_id: UUID, by: UUID) -> None:
    """Take an invitation back; its link stops working."""
    with transaction.atomic():
        invitation = _open(council_id, invitation_id)
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])
        _record(invitation, "invitation_withdrawn", by=by)


def _open(council_id: UUID, invitation_id: UUID) -> Invitation:
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation_id, council=council_id)
    if invitation.accepted_at or invitation.withdrawn_at:
        raise MoveNotAllowed(_("This invitation is over already."))
    return invitation


def accept(
    *, token: str, on: date, full_name: str = "", password: str | None = None, person_id: UUID | None = None
) -> PersonCard:
    """Come in by an invitation: a new person is made, or `person_id`, signed in with the invited address, joins.

    Raises:  MoveNotAllowed when the link was used, is too old or was withdrawn, or belongs to somebody else.
    """
    with transaction.atomic():
        invitation = (
            Invitation.objects.select_for_update(of=("self",))
            .filter(hash=hash_of(token), accepted_at__isnull=True, withdrawn_at__isnull=True)
            .filter(expires_at__gt=timezone.now())
            .first()
        )
        if invitation is None:
            raise MoveNotAllowed(
                _("This invitation no longer works."), mend=_("Ask whoever invited you for a new one.")
            )
        person = _incoming(invitation, full_name=full_name, password=password, person_id=person_id)
        invitation.accepted_at, invitation.accepted_by_id = timezone.now(), person.id
        invitation.save(update_fields=["accepted_at", "accepted_by"])
        _record(invitation, "invitation_accepted", by=person.id, also=[about(person.id)])
        _give_what_was_promised(invitation, person, on=on)
    return person


def _incoming(invitation: Invitation, *, full_name: str, password: str | None, person_id: UUID | None) -> PersonCard:
    known = person_by_email(invitation.email)
    if known is None:
        name = full_name or invitation.full_name
        return accounts.make_person(
            email=invitation.email, full_name=name, password=password, by=invitation.invited_by_id
        )
    if known.id != person_id:
        raise MoveNotAllowed(_("Sign in with the address that was invited, then open the link again."))
    if not known.is_active:
        accounts.bring_back_person(person_id=known.id, by=invitation.invited_by_id)
    return person_card(known.id) or known


def _give_what_was_promised(invitation: Invitation, person: PersonCard, *, on: date) -> None:
    for role in invitation.roles:
        add_role(
            council_id=invitation.council_id,
            person_id=person.id,
            role=role,
            since=on,
            by=invitation.invited_by_id,
            directorate_id=invitation.directorate_id,
        )
    if invitation.post_id:
        fill_post(
            council_id=invitation.council_id,
            post_id=invitation.post_id,
            person_id=person.id,
            since=on,
            by=invitation.invited_by_id,
        )


def _record(
    invitation: Invitation,
    kind: str,
    *,
    by: UUID,
    facts: dict[str, object] | None = None,
    with_name: bool = False,
    also: Sequence[str] = (),
) -> None:
    personal = {"full_name": invitation.full_name, "email": invitation.email} if with_name else None
    subject = f"invitation:{invitation.pk}"
    entry(invitation.council_id, kind, by=by, subject=subject, facts=facts, personal=personal, also=also)


def _send(invitation: Invitation, secret: str) -> None:
    council = invitation.council
    inviter = person_card(invitation.invited_by_id)
    words = {
        "name": invitation.full_name,
        "who": inviter.full_name if inviter else council.name,
        "council": council.name,
        "link": urljoin(settings.SITE_URL, f"/invitation/{secret}/"),
    }
    body = _(
        "Dear %(name)s\n\n%(who)s asks you to join %(council)s on Due Regard, where its equality plan is kept.\n\n"
        "Open this link to come in. It works once, for two days:\n\n%(link)s\n\n"
        "If you did not expect this, you can leave it.\n"
    )
    deliver(EmailMessage(_("Join %(council)s on Due Regard") % words, body % words, None, [invitation.email]))
