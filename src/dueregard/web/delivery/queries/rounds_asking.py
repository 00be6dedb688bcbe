"""Whom does a round ask, about which actions, and what exactly is written to them?

The one idea: who is asked is worked out by `domain.delivery.rounds` from the leads, posts and partners as they stand on
the day the round opens. The same function serves the check before opening, the opening itself and its being gone on
with.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from dueregard.domain.delivery import rounds as domain
from dueregard.domain.delivery.rounds import Asked, who_is_asked
from dueregard.domain.delivery.rounds_mail import AboutAction, Mail, request_mail
from dueregard.web.accounts.queries import PersonCard
from dueregard.web.delivery.models.rounds import Round
from dueregard.web.delivery.queries.rounds import RoundCard
from dueregard.web.organisation.queries import partners, posts
from dueregard.web.plans.queries.across import (
    ActionLine,
    LeadLine,
    WantedAcross,
    action_lines,
    in_reading_order,
    leads_of,
    narrowed,
    open_actions,
)


@dataclass(frozen=True, slots=True)
class ToAsk:
    """What a round would ask: people, those who cannot be asked, and the actions by id."""

    people: tuple[Asked, ...]
    nobody: tuple[Asked, ...]
    actions: Mapping[str, ActionLine]

    def about(self, asked: Asked) -> tuple[AboutAction, ...]:
        """Give somebody's actions as a message names them."""
        return tuple(about(self.actions[one]) for one in asked.action_ids)


def about(line: ActionLine) -> AboutAction:
    """Give an action as a message names it."""
    return AboutAction(line.number, line.title, line.due_date)


def chosen_actions(round_id: UUID) -> Any:
    """Give the query for the actions that a round is about. No query until it is read."""
    return Round(pk=round_id).chosen.all()


def actions_offered(council_id: UUID, wanted: WantedAcross, *, on: date) -> Any:
    """Give the query for the actions that a round may be about. No query until it is read."""
    return narrowed(open_actions(council_id), wanted, on=on)


def chosen_among(round_id: UUID, action_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Say which of these actions are chosen. One query."""
    return frozenset(chosen_actions(round_id).filter(pk__in=tuple(action_ids)).values_list("pk", flat=True))


def to_ask(card: RoundCard, *, on: date) -> ToAsk:
    """Say whom a round asks on a day (its first day, if that is later). Six queries, however many actions."""
    rows = in_reading_order(chosen_actions(card.id))
    lines = action_lines(rows)
    leads = leads_by_action(leads_of(rows), council_id=card.council_id, on=max(on, card.opens_on))
    found = who_is_asked((str(line.id), leads[line.id]) for line in lines)
    return ToAsk(
        people=tuple(one for one in found if not one.why),
        nobody=tuple(one for one in found if one.why),
        actions={str(line.id): line for line in lines},
    )


def leads_by_action(leads: Sequence[LeadLine], *, council_id: UUID, on: date) -> dict[UUID, tuple[domain.Lead, ...]]:
    """Give the leads of actions with who stands behind them on a day. Three queries."""
    speakers = {
        one.id: domain.LeadingPartner(str(one.id), one.name, _holder(one.contact) if one.contact else None)
        for one in partners(council_id, with_retired=True)
    }
    known = {
        one.id: domain.LeadingPost(
            str(one.id),
            one.title,
            tuple(_holder(each.person) for each in one.holders if each.person.is_active),
            speakers.get(one.partner_id) if one.partner_id else None,
            one.is_retired,
        )
        for one in posts(council_id, on=on, with_retired=True)
    }
    found: dict[UUID, tuple[domain.Lead, ...]] = defaultdict(tuple)
    for lead in leads:
        post = known.get(lead.post_id) if lead.post_id else None
        partner = speakers.get(lead.partner_id) if lead.partner_id else None
        found[lead.action_id] += (domain.Lead(lead.printed, post, partner),)
    return found


def mail_to(card: RoundCard, *, name: str, actions: Sequence[AboutAction], council: str, officer: str) -> Mail:
    """Give the message that asks one person. No query."""
    return request_mail(
        council=council,
        round_name=card.name,
        words=card.words,
        name=name,
        actions=actions,
        due_on=card.due_on,
        closes_on=card.closes_on,
        officer=officer,
    )


def _holder(person: PersonCard) -> domain.Holder:
    return domain.Holder(str(person.id), person.full_name or person.email, person.email)
