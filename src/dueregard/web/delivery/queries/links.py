"""Whom does an address let in, to what, and is it still good?

The one idea: an address carries a link's id and a 256-bit HMAC over that id and the link's serial, so that nobody can
make one who does not hold the installation's key, and nothing secret is kept. Whether it is good is asked anew each
time: its round takes answers, it was not revoked, its person is still here, and the work is still theirs. What the
browser carries afterwards is signed apart from it, and for a working day only. Sources: docs/decisions/0033, trust
rows 14 to 16 (docs/security). Refuses to say why an address is not good.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.signing import BadSignature, Signer, TimestampSigner
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from dueregard.domain.delivery.rounds import ANSWERABLE
from dueregard.web.accounts.queries import PersonCard, card
from dueregard.web.delivery.models.rounds import Ask, Link, Request
from dueregard.web.organisation.queries import CouncilCard, council_card, visitor_for

VISIT_SECONDS = 20 * 60 * 60
"""How long a browser may go on after the link was opened: longer than anybody writes, shorter than a day."""
_ADDRESS = Signer(salt="dueregard.delivery.link")
_VISIT = TimestampSigner(salt="dueregard.delivery.link.visit")


@dataclass(frozen=True, slots=True)
class RoundAsked:
    """The round that somebody is asked in, as their page names it."""

    id: UUID
    name: str
    due_on: date
    closes_on: date | None
    words: str


@dataclass(frozen=True, slots=True)
class Answerer:
    """Who answers: by a link that was sent to them, or signed in; and for which requests."""

    council: CouncilCard
    name: str
    by: str
    on: date
    request_ids: tuple[UUID, ...]
    person_id: UUID | None = None
    link_id: UUID | None = None
    email: str = ""
    post_ids: frozenset[UUID] = frozenset()

    @property
    def is_by_link(self) -> bool:
        """Whether they came by a link, and are not signed in."""
        return self.link_id is not None


@dataclass(frozen=True, slots=True)
class LinkCard:
    """A link as an officer sees it."""

    id: UUID
    name: str
    email: str
    is_delegate: bool
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


def token_of(link: Link) -> str:
    """Give the part of an address that is the link's own: 22 letters for its id and 43 for the HMAC. No query."""
    ident = base64.urlsafe_b64encode(link.pk.bytes).rstrip(b"=").decode()
    return f"{ident}.{_ADDRESS.signature(_signed(link))}"


def link_of_token(token: str) -> UUID | None:
    """Give the link that an address was made for, or None for one that we never made. One query."""
    ident, _dot, signature = token.partition(".")
    try:
        link_id = UUID(bytes=base64.urlsafe_b64decode(ident + "=="))
    except (ValueError, binascii.Error):
        return None
    link = Link.objects.filter(pk=link_id).first()
    try:
        _ADDRESS.unsign(f"{_signed(link) if link else link_id}:{signature}")
    except BadSignature:
        return None
    return link_id if link else None


def visit_of(link_id: UUID) -> str:
    """Give what a browser carries after it opened a link. No query."""
    return _VISIT.sign(link_id.hex)


def link_of_visit(carried: str) -> UUID | None:
    """Give the link that a browser opened, or None where that is too long ago or was made up. No query."""
    try:
        return UUID(_VISIT.unsign(carried, max_age=VISIT_SECONDS))
    except (BadSignature, ValueError):
        return None


def answerer_by_link(link_id: UUID, *, council_slug: str | None = None) -> Answerer | None:
    """Give who answers by a link, or None where it is no longer good or of another council. At most six queries.

    It is good while its round takes answers, until it expires or is revoked, while its person may come in at all, and
    while at least one of the actions is theirs.
    """
    link = (
        Link.objects.select_related("request__round__council", "request__person")
        .defer("request__round__council__logo")
        .filter(pk=link_id, revoked_at__isnull=True, expires_at__gt=timezone.now())
        .filter(request__round__state__in=ANSWERABLE)
        .first()
    )
    if link is None:
        return None
    council = council_card(link.request.round.council)
    person = card(link.request.person) if link.request.person else None
    if council_slug not in (None, council.slug) or (person is not None and not person.is_active):
        return None
    found = Answerer(
        council=council,
        name=link.name,
        by=f"link:{link.pk}",
        on=timezone.localdate(),
        request_ids=(link.request_id,),
        person_id=person.id if person else None,
        link_id=link.pk,
        email=link.email,
        post_ids=_posts_of(person, council.slug),
    )
    return found if asks_of(found).exists() else None


def answerer_signed_in(person: PersonCard, *, council: CouncilCard, post_ids: frozenset[UUID], on: date) -> Answerer:
    """Give somebody signed in as who answers in every round that takes answers. One query."""
    asked = Request.objects.filter(
        person=person.id, round__council=council.id, round__state__in=ANSWERABLE, why=""
    ).order_by("round__due_on", "pk")
    return Answerer(
        council=council,
        name=person.full_name,
        by=f"person:{person.id}",
        on=on,
        request_ids=tuple(asked.values_list("pk", flat=True)),
        person_id=person.id,
        email=person.email,
        post_ids=post_ids,
    )


def asks_of(who: Answerer) -> QuerySet[Ask]:
    """Give the query for what somebody is asked and may answer.

    Who was asked as the holder of a post, or as a partner's contact, may answer while they are that; what was handed on
    to them stays theirs.
    """
    handed = Ask.objects.filter(handed_to=OuterRef("request"), action=OuterRef("action"))
    led = Ask.objects.filter(request__in=who.request_ids).filter(
        Q(action__leads__post__in=who.post_ids) | Q(action__leads__partner__contact=who.person_id)
        if who.person_id
        else Q(action__leads__post__in=who.post_ids)
    )
    return Ask.objects.filter(request__in=who.request_ids).filter(
        Exists(handed) | Q(pk__in=led.values("pk")) | ~Q(request__key__startswith="person:")
    )


def links_of(request_ids: Iterable[UUID]) -> dict[UUID, tuple[LinkCard, ...]]:
    """Give the links of requests, oldest first. One query."""
    found: dict[UUID, tuple[LinkCard, ...]] = {}
    for row in Link.objects.filter(request__in=list(request_ids)):
        made = LinkCard(row.pk, row.name, row.email, row.is_delegate, row.made_at, row.expires_at, row.revoked_at)
        found[row.request_id] = (*found.get(row.request_id, ()), made)
    return found


def _signed(link: Link) -> str:
    return f"{link.pk.hex}.{link.serial}"


def _posts_of(person: PersonCard | None, slug: str) -> frozenset[UUID]:
    """Give the posts somebody holds today; none for who is nothing in the council (a partner's contact)."""
    if person is None:
        return frozenset()
    try:
        return visitor_for(person, slug=slug).post_ids
    except Http404:
        return frozenset()
