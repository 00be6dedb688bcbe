"""Making and revoking links: addresses with which one named person answers one request.

The one idea: a link is a row; its address is worked out from the row and the installation's key at the moment of
sending, and is kept nowhere. Revoking is for good. Links also end by themselves: with their round, with their person,
and with the post (`queries.links`), so that nothing hangs on anybody remembering to revoke.
"""

from __future__ import annotations

import secrets
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from dueregard.web.delivery.models.rounds import Link, Request
from dueregard.web.delivery.queries.links import answerer_by_link, token_of
from dueregard.web.ledger import actions as ledger
from dueregard.web.mail.actions.links import register

REFERENCE = "delivery.link"
LONGEST_DAYS = 92
"""No address outlives its round by more than a quarter, even where nobody closes the round."""


def make_link(request_id: UUID, *, name: str, email: str, is_delegate: bool, by: UUID | str) -> UUID:
    """Make a link for one person to one request, and give its id. Its address is never kept.

    Takes:   `by`, a person's id, or who it was as the ledger writes it ("link:<id>").
    """
    with transaction.atomic():
        request = Request.objects.select_related("round").get(pk=request_id)
        last_day = (request.round.closes_on or request.round.due_on) + timedelta(days=LONGEST_DAYS)
        link = Link.objects.create(
            request=request,
            name=name[:300],
            email=email,
            is_delegate=is_delegate,
            named_by=_by(by),
            serial=secrets.token_urlsafe(32),
            expires_at=timezone.make_aware(datetime.combine(last_day, time.max)),
        )
        _record(
            link,
            "link_made",
            by=_by(by),
            facts={"is_delegate": is_delegate, "until": last_day.isoformat()},
            personal={"name": link.name, "email": link.email},
        )
    return link.pk


def address_of(link_id: UUID) -> str | None:
    """Give the address of a link that is good, or None. Registered with mail as "delivery.link". Seven queries."""
    who = answerer_by_link(link_id)
    if who is None:
        return None
    token = token_of(Link.objects.get(pk=link_id))
    return urljoin(settings.SITE_URL, reverse("delivery:answer_link", args=[who.council.slug, token]))


def revoke(link_id: UUID, *, by: UUID | str) -> bool:
    """Make an address useless at once; False where it was already."""
    return _revoke(Link.objects.filter(pk=link_id), by=by) == 1


def revoke_all_for(
    *, by: UUID | str, person_id: UUID | None = None, request_id: UUID | None = None, round_id: UUID | None = None
) -> int:
    """Make every address of a person, a request or a round useless at once; give how many there were."""
    links = Link.objects.all()
    if person_id is not None:
        links = links.filter(request__person=person_id)
    if request_id is not None:
        links = links.filter(request=request_id)
    if round_id is not None:
        links = links.filter(request__round=round_id)
    if person_id is request_id is round_id is None:
        links = links.none()
    return _revoke(links, by=by)


def _revoke(links: QuerySet[Link], *, by: UUID | str) -> int:
    with transaction.atomic():
        rows = list(
            links.filter(revoked_at__isnull=True).select_related("request__round").select_for_update(of=("self",))
        )
        for link in rows:
            link.revoked_at = timezone.now()
            link.save(update_fields=["revoked_at"])
            _record(link, "link_revoked", by=_by(by), facts={}, personal={"name": link.name})
    return len(rows)


def _by(by: UUID | str) -> str:
    return by if isinstance(by, str) else f"person:{by}"


def _record(link: Link, kind: str, *, by: str, facts: dict[str, Any], personal: dict[str, str]) -> None:
    round_ = link.request.round
    ledger.record(
        chain=f"council:{round_.council_id}",
        kind=f"delivery.{kind}",
        by=by,
        subject=f"delivery.link:{link.pk}",
        also=[f"delivery.request:{link.request_id}", f"delivery.round:{round_.pk}"],
        facts=facts,
        personal={name: value for name, value in personal.items() if value},
    )


register(REFERENCE, address_of)
