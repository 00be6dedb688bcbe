"""What is somebody asked, what have they begun to write, and what have they sent?

The one idea: one ask, one card, with everything that its part of the page shows; a page of them costs nine queries,
whether somebody has one action or two hundred. By link no name but the reader's own is given: whoever else has spoken
is "somebody else".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from dueregard.web.delivery.models.rounds import Ask
from dueregard.web.delivery.queries.links import Answerer, RoundAsked, asks_of
from dueregard.web.organisation.queries import words
from dueregard.web.plans.queries.saying import NOT_BY_LINK, Said, Sayable, asked_of, sayables, updates_by_id
from dueregard.web.ui.components.saying import Asked

PAGE = 20


@dataclass(frozen=True, slots=True)
class AskCard:
    """One action that somebody is asked about, as their page shows it."""

    id: UUID
    request_id: UUID
    round: RoundAsked
    action: Sayable
    asked: Asked
    draft: Mapping[str, Any]
    drafted_at: datetime | None
    sent: Said | None
    sent_at: datetime | None
    handed_to: str
    is_handed_here: bool

    @property
    def is_answered(self) -> bool:
        """Whether something was sent, be it removed since."""
        return self.sent_at is not None

    @property
    def can_be_handed_on(self) -> bool:
        """Whether somebody else may still be named: what was handed on is not handed on again."""
        return not self.is_answered and not self.is_handed_here and not self.handed_to


@dataclass(frozen=True, slots=True)
class Standing:
    """How much somebody is asked, and how much of it waits."""

    asked: int
    waiting: int


def own_words(council_id: UUID) -> dict[str, dict[str, str]]:
    """Give the council's own words for statuses and colours. Two queries."""
    return {kind: words(council_id, kind) for kind in ("status", "rag")}


def standing(who: Answerer) -> Standing:
    """Say how much somebody is asked and how much waits for them. One query."""
    flags = list(asks_of(who).values_list("answered_at", "handed_to"))
    return Standing(len(flags), sum(1 for answered, handed in flags if answered is None and handed is None))


def ask_cards(who: Answerer, *, own: Mapping[str, Mapping[str, str]], part: slice | None = None) -> tuple[AskCard, ...]:
    """Give a part of what somebody is asked, soonest due first, then in the order of the plan. Seven queries."""
    rows = list(_rows(who)[part or slice(None)])
    return _cards(rows, who=who, own=own)


def ask_card(who: Answerer, ask_id: UUID, *, own: Mapping[str, Mapping[str, str]]) -> AskCard:
    """Give one of what somebody is asked. Seven queries.

    Raises:  Http404 for what somebody else is asked, as for what does not exist.
    """
    cards = _cards(list(_rows(who).filter(pk=ask_id)), who=who, own=own)
    if not cards:
        raise Http404
    return cards[0]


def can_hand_on(who: Answerer) -> tuple[AskCard, ...]:
    """Give what somebody may name another person for. Seven queries."""
    rows = _rows(who).filter(answered_at__isnull=True, handed_to__isnull=True, is_handed_here=False)
    return _cards(list(rows[:200]), who=who, own={})


def _rows(who: Answerer) -> QuerySet[Ask]:
    handed = Ask.objects.filter(handed_to=OuterRef("request"), action=OuterRef("action"))
    return (
        asks_of(who)
        .select_related("request__round", "handed_to")
        .annotate(is_handed_here=Exists(handed))
        .order_by("request__round__due_on", "request__round", "action__plan__title", "action__position", "pk")
    )


def _cards(rows: list[Ask], *, who: Answerer, own: Mapping[str, Mapping[str, str]]) -> tuple[AskCard, ...]:
    actions = sayables([row.action_id for row in rows])
    sent = updates_by_id([row.update_id for row in rows if row.update_id])
    return tuple(_card(row, actions[row.action_id], sent, who=who, own=own) for row in rows)


def _card(
    row: Ask, action: Sayable, sent: Mapping[UUID, Said], *, who: Answerer, own: Mapping[str, Mapping[str, str]]
) -> AskCard:
    round_ = row.request.round
    return AskCard(
        id=row.pk,
        request_id=row.request_id,
        round=RoundAsked(round_.pk, round_.name, round_.due_on, round_.closes_on, round_.words),
        action=action,
        asked=asked_of(action, words=own, but=NOT_BY_LINK, hides_names=who.is_by_link),
        draft=row.draft,
        drafted_at=row.drafted_at,
        sent=sent.get(row.update_id) if row.update_id else None,
        sent_at=row.answered_at,
        handed_to=row.handed_to.name if row.handed_to else "",
        is_handed_here=row.is_handed_here,  # type: ignore[attr-defined]  # annotated
    )
