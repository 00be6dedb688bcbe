"""Writing people, their tokens, the demo's outbox and the set-up code.

The one idea: one change, one transaction, one ledger entry. Names and addresses stand in the entry's personal part, so
that they can be erased and the chain stays whole. Sessions and codes are outside the ledger (DESIGN section 6).
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.terms.errors import UsedWrongly
from dueregard.web.accounts.models import ApiToken, OutboxMessage, Person, SetupCode
from dueregard.web.accounts.queries import PersonCard, TokenCard, card, hash_of
from dueregard.web.ledger.actions import Personal, record

CHAIN = "installation"
TOKEN_LONGEST_DAYS = 366
TOKENS_MOST = 20
SETUP_CODE_LASTS = timedelta(hours=24)


def new_secret() -> str:
    """Make 256 random bits that can stand in an address."""
    return secrets.token_urlsafe(32)


def _by(by: UUID | None) -> str:
    return f"person:{by}" if by else "system"


def _about(person_id: UUID) -> str:
    return f"accounts.person:{person_id}"


def make_person(
    *, email: str, full_name: str, by: UUID | None, known_as: str = "", password: str | None = None
) -> PersonCard:
    """Make a person who may sign in with this (proven) address. `by` is None where the system itself acts.

    Raises:  UsedWrongly when the address belongs to somebody.
    """
    address = email.strip().lower()
    with transaction.atomic():
        if Person.objects.filter(email=address).exists():
            raise UsedWrongly(
                _("Somebody already has this e-mail address."), mend=_("Give that person a role instead.")
            )
        person = Person.objects.create_user(address, password, full_name=full_name.strip(), known_as=known_as.strip())
        EmailAddress.objects.create(user=person, email=address, verified=True, primary=True)
        record(
            chain=CHAIN,
            kind="accounts.person_made",
            by=_by(by or person.pk) if by or password else "system",
            subject=_about(person.pk),
            facts={},
            personal={"full_name": person.full_name, "email": address},
        )
    return card(person)


def change_person(*, person_id: UUID, by: UUID | None, **changes: str) -> PersonCard:
    """Change a person's name, what they are called, language or address.

    Takes:   any of `full_name`, `known_as`, `language`, `email`; what is the same is left alone.
    Raises:  UsedWrongly when the address belongs to somebody else.
    """
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person_id)
        personal: dict[str, str | Personal] = {}
        if "email" in changes:
            changes["email"] = changes["email"].strip().lower()
        new = {name: value.strip() for name, value in changes.items() if getattr(person, name) != value.strip()}
        if not new:
            return card(person)
        if "email" in new:
            _move_address(person, new["email"])
        for name, value in new.items():
            setattr(person, name, value)
        person.save(update_fields=[*new])
        personal |= {name: new[name] for name in ("full_name", "known_as", "email") if name in new}
        record(
            chain=CHAIN,
            kind="accounts.person_changed",
            by=_by(by),
            subject=_about(person.pk),
            facts={name: new[name] for name in ("language",) if name in new},
            personal=personal,
        )
    return card(person)


def _move_address(person: Person, address: str) -> None:
    if Person.objects.filter(email=address).exclude(pk=person.pk).exists():
        raise UsedWrongly(_("Somebody else has this e-mail address."))
    EmailAddress.objects.filter(user=person).delete()
    EmailAddress.objects.create(user=person, email=address, verified=True, primary=True)


def note_address_changed(*, person_id: UUID, email: str) -> None:
    """Record that a person proved a new address of their own. Call it in the transaction that moved the address."""
    record(
        chain=CHAIN,
        kind="accounts.person_changed",
        by=_by(person_id),
        subject=_about(person_id),
        facts={},
        personal={"email": email},
    )


def end_person(*, person_id: UUID, by: UUID | None) -> None:
    """Stop a person from signing in: sessions end and tokens are revoked, at once. Ending twice changes nothing."""
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person_id)
        if not person.is_active:
            return
        person.is_active, person.ended_at = False, timezone.now()
        person.save(update_fields=["is_active", "ended_at"])
        revoked = ApiToken.objects.filter(person=person, revoked_at__isnull=True).update(revoked_at=timezone.now())
        record(
            chain=CHAIN,
            kind="accounts.person_ended",
            by=_by(by),
            subject=_about(person.pk),
            facts={"tokens_revoked": revoked, "sessions_ended": end_sessions(person_id=person.pk)},
        )


def bring_back_person(*, person_id: UUID, by: UUID | None) -> None:
    """Let a person who had left sign in again. Roles, posts and tokens do not come back by themselves."""
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person_id)
        if person.is_active:
            return
        person.is_active, person.ended_at = True, None
        person.save(update_fields=["is_active", "ended_at"])
        record(chain=CHAIN, kind="accounts.person_brought_back", by=_by(by), subject=_about(person.pk), facts={})


def end_sessions(*, person_id: UUID) -> int:
    """End every session of a person. Gives how many."""
    sessions = tuple(UserSession.objects.filter(user_id=person_id))
    for session in sessions:
        session.end()
    return len(sessions)


def set_password(*, person_id: UUID, password: str, by: UUID | None) -> None:
    """Give a person a password (the demo and the set-up page; people themselves use the account pages)."""
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person_id)
        person.set_password(password)
        person.save(update_fields=["password"])
        record(chain=CHAIN, kind="accounts.password_set", by=_by(by), subject=_about(person.pk), facts={})


def make_token(*, name: str, days: int, by: UUID) -> tuple[TokenCard, str]:
    """Make a personal token that reads for `days` days. Gives its card and, this once, the token.

    Raises:  UsedWrongly for a name in use, too many tokens, or a time that is not between 1 and 366 days.
    """
    if not 1 <= days <= TOKEN_LONGEST_DAYS:
        raise UsedWrongly(_("A token works for at least a day and at most a year."))
    secret = new_secret()
    expires_on = timezone.localdate() + timedelta(days=days)
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=by)
        mine = ApiToken.objects.filter(person=by, revoked_at__isnull=True)
        if mine.filter(name=name).exists():
            raise UsedWrongly(_("You already have a token with this name."))
        if mine.count() >= TOKENS_MOST:
            raise UsedWrongly(_("You have 20 tokens. Revoke one that you no longer use."))
        token = ApiToken.objects.create(person_id=by, name=name, hash=hash_of(secret), expires_on=expires_on)
        _record_token(token, kind="accounts.token_made", facts={"expires_on": expires_on.isoformat()})
    return _token_card(token), secret


def revoke_token(*, token_id: UUID, by: UUID) -> None:
    """Revoke one's own token. Revoking twice, or another's, changes nothing."""
    with transaction.atomic():
        token = ApiToken.objects.select_for_update().filter(pk=token_id, person=by, revoked_at__isnull=True).first()
        if token is None:
            return
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        _record_token(token, kind="accounts.token_revoked", facts={})


def _record_token(token: ApiToken, *, kind: str, facts: Mapping[str, Any]) -> None:
    record(
        chain=CHAIN,
        kind=kind,
        by=_by(token.person_id),
        subject=f"accounts.token:{token.pk}",
        facts=facts,
        personal={"name": token.name},
        also=[_about(token.person_id)],
    )


def _token_card(token: ApiToken) -> TokenCard:
    return TokenCard(
        id=token.pk,
        name=token.name,
        created_at=token.created_at,
        expires_on=token.expires_on,
        last_used_at=None,
        is_expired=False,
    )


def keep_message(
    *, sender: str, recipients: Sequence[str], subject: str, body: str, attachments: Sequence[str] = ()
) -> None:
    """Put an e-mail in the demo's outbox instead of sending it."""
    OutboxMessage.objects.create(
        sender=sender, recipients=list(recipients), subject=subject[:500], body=body, attachments=list(attachments)
    )


def note_connected(*, person_id: UUID, provider: str) -> None:
    """Record that a person's account at the council's identity provider now signs them in here."""
    record(
        chain=CHAIN,
        kind="accounts.single_sign_on_connected",
        by=_by(person_id),
        subject=_about(person_id),
        facts={"provider": provider},
    )


def make_setup_code() -> str:
    """Make the code by which the first administrator sets up a new installation; earlier ones stop working."""
    secret, now = new_secret(), timezone.now()
    with transaction.atomic():
        SetupCode.objects.filter(used_at__isnull=True).update(used_at=now)
        code = SetupCode.objects.create(hash=hash_of(secret), expires_at=now + SETUP_CODE_LASTS)
        record(
            chain=CHAIN,
            kind="accounts.setup_code_made",
            by="system",
            subject=f"accounts.setup_code:{code.pk}",
            facts={"expires_on": code.expires_at.date().isoformat()},
        )
    return secret


def use_setup_code(*, secret: str) -> bool:
    """Use up a set-up code, in the caller's transaction. Gives whether it worked; it works once."""
    now = timezone.now()
    used = SetupCode.objects.filter(hash=hash_of(secret), used_at__isnull=True, expires_at__gt=now)
    return used.update(used_at=now) == 1


def longest_token_day(today: date) -> date:
    """Give the last day that a token made today may work."""
    return today + timedelta(days=TOKEN_LONGEST_DAYS)
