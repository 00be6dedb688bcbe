"""Who may be named to answer in somebody's place?

The one idea: an answer stays with the council. Whoever is named is somebody who already belongs to it, or has an
address where its own mail goes: that of its equality contact, or one its single sign-on knows. Everybody else is for
the equality team to ask. Source: docs/decisions/0033.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.conf import settings

from dueregard.domain.delivery.rounds_mail import AboutAction
from dueregard.web.accounts.queries import PersonCard, person_by_email
from dueregard.web.delivery.queries.answers import AskCard
from dueregard.web.organisation.queries import CouncilCard, belonging


def mail_domains(council: CouncilCard) -> frozenset[str]:
    """Give the domains where the council's own mail goes. No query."""
    contact = council.contact_email.rpartition("@")[2].lower()
    return frozenset({contact, *settings.OIDC_DOMAINS} - {""})


def known_person(council_id: UUID, email: str, *, on: date) -> PersonCard | None:
    """Give somebody who belongs to the council today by their address, else None. Five queries."""
    person = person_by_email(email)
    if person is None or not person.is_active:
        return None
    found = belonging(council_id, person.id, on=on)
    return person if found is not None and found.is_current else None


def may_be_named(council: CouncilCard, email: str, *, on: date) -> bool:
    """Say whether somebody with this address may be asked to answer. Five queries, none for the council's own mail."""
    domain = email.rpartition("@")[2].lower()
    return domain in mail_domains(council) or known_person(council.id, email, on=on) is not None


def about(cards: tuple[AskCard, ...]) -> tuple[AboutAction, ...]:
    """Give actions as a message names them. No query."""
    return tuple(AboutAction(card.action.number, card.action.title, card.action.due_date) for card in cards)
