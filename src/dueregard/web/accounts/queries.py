"""Reading people, their tokens and the demo's outbox.

The one idea: other apps get cards (frozen values), never rows, so that nothing is written or fetched behind a page's
back. Each function says how many queries it costs.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from dueregard.web.accounts.models import ApiToken, OutboxMessage, Person, SetupCode

LAST_USED_EVERY = timedelta(minutes=5)
MAX_HEADER = 500


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person as other pages show them."""

    id: UUID
    email: str
    full_name: str
    known_as: str = ""
    is_active: bool = True
    language: str = "en-gb"

    @property
    def short_name(self) -> str:
        """What the person is called."""
        return self.known_as or self.full_name


@dataclass(frozen=True, slots=True)
class TokenCard:
    """A token as its owner sees it: never the token itself."""

    id: UUID
    name: str
    created_at: datetime
    expires_on: date
    last_used_at: datetime | None
    is_expired: bool


@dataclass(frozen=True, slots=True)
class MessageCard:
    """An e-mail that the demo kept."""

    id: UUID
    sent_at: datetime
    sender: str
    recipients: tuple[str, ...]
    subject: str
    body: str
    attachments: tuple[str, ...]

    @property
    def parts(self) -> tuple[tuple[bool, str], ...]:
        """The body cut into text and links, so that a page can show links without trusting the text."""
        pieces = re.split(r"(https?://[^\s<>\"]+)", self.body)
        return tuple((bool(number % 2), piece) for number, piece in enumerate(pieces) if piece)


def hash_of(secret: str) -> str:
    """Give what is kept of a 256-bit secret. Plain SHA-256 is right here: there is nothing to guess.

    >>> hash_of("a")[:8]
    'ca978112'
    """
    return hashlib.sha256(secret.encode()).hexdigest()


def me(request: HttpRequest) -> UUID:
    """Give the id of the person who is signed in; for pages that only they reach. No query."""
    person = request.user
    if not isinstance(person, Person):
        raise Http404
    return person.pk


def card(person: Person) -> PersonCard:
    """Turn a row that is already at hand into a card. No query."""
    return PersonCard(
        id=person.pk,
        email=person.email,
        full_name=person.full_name,
        known_as=person.known_as,
        is_active=person.is_active,
        language=person.language,
    )


def person_card(person_id: UUID | str) -> PersonCard | None:
    """Give one person, or None. One query."""
    person = Person.objects.filter(pk=person_id).first()
    return card(person) if person else None


def person_row(person_id: UUID) -> Person:
    """Give the row itself, for Django's own sign-in. One query.

    Raises:  Person.DoesNotExist.
    """
    return Person.objects.get(pk=person_id)


def person_by_email(email: str) -> PersonCard | None:
    """Give the person with this address, in any case, or None. One query."""
    person = Person.objects.filter(email=email.strip().lower()).first()
    return card(person) if person else None


def people_cards(ids: Iterable[UUID]) -> dict[UUID, PersonCard]:
    """Give several people by id. One query."""
    return {person.pk: card(person) for person in Person.objects.filter(pk__in=set(ids))}


def people_by_email(emails: Iterable[str]) -> dict[str, PersonCard]:
    """Give several people by lower-case address. One query."""
    wanted = {email.strip().lower() for email in emails}
    return {person.email: card(person) for person in Person.objects.filter(email__in=wanted)}


def has_password(person_id: UUID) -> bool:
    """Say whether the person has set a password. One query."""
    person = Person.objects.filter(pk=person_id).only("password").first()
    return bool(person and person.has_usable_password())


def has_second_step(person_id: UUID) -> bool:
    """Say whether the person has set up an authenticator app. One query."""
    return Person.objects.filter(pk=person_id, authenticator__type="totp").exists()


def tokens(person_id: UUID) -> tuple[TokenCard, ...]:
    """Give a person's tokens that are not revoked, newest first. One query."""
    today = timezone.localdate()
    rows = ApiToken.objects.filter(person_id=person_id, revoked_at__isnull=True).order_by("-created_at")
    return tuple(
        TokenCard(
            id=row.pk,
            name=row.name,
            created_at=row.created_at,
            expires_on=row.expires_on,
            last_used_at=row.last_used_at,
            is_expired=row.expires_on < today,
        )
        for row in rows
    )


def person_for_basic(request: HttpRequest) -> Person | None:
    """Give the person whose token the request carries, or None.

    Takes:   `Authorization: Basic` (user = the token's name, password = the token) or `Bearer` (the token).
    Gives:   nobody for a wrong, expired or revoked token, a wrong name, or a person who has left. One query; a second
             at most every five minutes, to note when the token was last used.
    """
    found = _credentials(request.headers.get("Authorization", ""))
    if found is None:
        return None
    name, secret = found
    token = (
        ApiToken.objects.select_related("person")
        .filter(hash=hash_of(secret), revoked_at__isnull=True, expires_on__gte=timezone.localdate())
        .filter(person__is_active=True)
        .first()
    )
    if token is None or (name is not None and name != token.name):
        return None
    _note_use(token)
    return token.person


def _credentials(header: str) -> tuple[str | None, str] | None:
    """Give the name (None for Bearer) and the secret from an Authorization header, or None if it is neither."""
    if len(header) > MAX_HEADER:
        return None
    scheme, _, value = header.partition(" ")
    if scheme.lower() == "bearer" and value:
        return None, value.strip()
    if scheme.lower() != "basic":
        return None
    try:
        name, colon, secret = base64.b64decode(value.strip(), validate=True).decode("utf-8").partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return (name, secret) if colon and secret else None


def _note_use(token: ApiToken) -> None:
    # A read that writes: bounded to once in five minutes, and outside the ledger (it is not an act of a person).
    now = timezone.now()
    stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=now - LAST_USED_EVERY)
    if token.last_used_at is None or token.last_used_at < now - LAST_USED_EVERY:
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)


def outbox(*, words: str = "", part: slice = slice(0, 50)) -> tuple[MessageCard, ...]:
    """Give the demo's kept e-mails in which all the words stand, newest first. One query."""
    return tuple(
        MessageCard(
            id=row.pk,
            sent_at=row.sent_at,
            sender=row.sender,
            recipients=tuple(row.recipients),
            subject=row.subject,
            body=row.body,
            attachments=tuple(row.attachments),
        )
        for row in _kept_with(words)[part]
    )


def outbox_count(words: str = "") -> int:
    """Count them. One query."""
    return _kept_with(words).count()


def _kept_with(words: str) -> QuerySet[OutboxMessage]:
    rows = OutboxMessage.objects.all()
    for word in words.split()[:12]:
        rows = rows.filter(Q(subject__icontains=word) | Q(body__icontains=word) | Q(recipients__icontains=word))
    return rows


def setup_code_works(secret: str) -> bool:
    """Say whether this is an unused set-up code that has not run out. One query."""
    return SetupCode.objects.filter(hash=hash_of(secret), used_at__isnull=True, expires_at__gt=timezone.now()).exists()


def is_empty() -> bool:
    """Say whether nobody can sign in yet. One query."""
    return not Person.objects.exists()
