"""How does an answer come in: kept as a draft, sent, or handed on to somebody who knows better?

The one idea: an answer is said of the action by the one door there is (`plans.actions.saying`), by the link that was
sent to somebody or by somebody signed in, and the ask keeps which update it became. A draft is the reader's own and is
no act: it stands outside the ledger. Sending again makes a further update; what was sent before stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.domain.delivery.answers_mail import handed_on_mail
from dueregard.domain.delivery.rounds import ANSWERABLE, RoundState
from dueregard.domain.delivery.rounds_mail import ANSWER
from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.web.delivery.actions.links import REFERENCE, make_link
from dueregard.web.delivery.models.rounds import Ask, Link, Request
from dueregard.web.delivery.queries.answers import AskCard
from dueregard.web.delivery.queries.handing_on import about, known_person, may_be_named
from dueregard.web.delivery.queries.links import Answerer
from dueregard.web.ledger import actions as ledger
from dueregard.web.mail.actions.sending import send
from dueregard.web.plans.actions import evidence
from dueregard.web.plans.actions.saying import say
from dueregard.web.plans.queries.saying import agreement_words, sayable, unchanged_words

MOST_HANDED_ON_A_DAY = 20
"""How many people one person may name in a day: enough for anybody, too few to send mail to strangers with."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answers about one action; None or absent is what they do not say.

    `is_unchanged` is the statement that nothing has changed; `agrees`, that a colleague's words, which they were shown,
    are enough. `seen` holds the versions of what stood there before them (None where no page did).
    """

    text: str = ""
    status: str | None = None
    rag: str | None = None
    percent: int | None = None
    measure_values: Mapping[str, str] = field(default_factory=dict)
    is_unchanged: bool = False
    agrees: bool = False
    seen: Mapping[str, str] | None = None
    file_name: str = ""
    file_data: bytes = b""
    url: str = ""


def answer(ask_id: UUID, *, said: Answer, author: str, on: date, by: str, by_link: UUID | None = None) -> UUID:
    """Send an answer, and give the id of the update that it became.

    Takes:   `by`, "person:<id>" for somebody signed in, or "link:<id>" together with `by_link`; `author`, their name.
    Raises:  MoveNotAllowed where the round takes no answers; ChangedMeanwhile, UsedWrongly as `say` does.
    """
    with transaction.atomic():
        ask = Ask.objects.select_for_update(of=("self",)).select_related("request__round").get(pk=ask_id)
        round_ = ask.request.round
        if RoundState(round_.state) not in ANSWERABLE:
            raise MoveNotAllowed(_("This round takes no more answers."), mend=_("Write to the equality team instead."))
        text, last = said.text, sayable(ask.action_id).last
        if said.agrees:
            text = agreement_words(last)
        elif said.is_unchanged and not text.strip():
            text = unchanged_words(last)
        says_nothing_else = said.agrees or said.is_unchanged
        update_id = say(
            ask.action_id,
            text=text,
            on=on,
            by=by,
            author=author,
            status=None if says_nothing_else else said.status,
            rag=None if says_nothing_else else said.rag,
            percent=None if says_nothing_else else said.percent,
            measure_values={} if says_nothing_else else said.measure_values,
            is_unchanged=says_nothing_else,
            seen=said.seen,
            round_name=round_.name,
            by_link=by_link,
            also=(f"delivery.request:{ask.request_id}", f"delivery.round:{round_.pk}"),
        )
        if said.file_name:
            evidence.add_file(ask.action_id, data=said.file_data, file_name=said.file_name, name="", by=by)
        if said.url:
            evidence.add_link(ask.action_id, url=said.url, name="", by=by)
        ask.update_id, ask.answered_at = update_id, timezone.now()
        ask.answered_by_link_id = by_link
        ask.answered_by_id = None if by_link else UUID(by.partition(":")[2])
        ask.draft, ask.drafted_at = {}, None
        ask.save()
    return update_id


def keep_draft(ask_id: UUID, *, draft: Mapping[str, str]) -> bool:
    """Keep what somebody has typed and not sent; False where that stands there already. No entry: it is no act."""
    kept = {name: str(value) for name, value in draft.items() if value not in (None, "")}
    with transaction.atomic():
        ask = Ask.objects.select_for_update().get(pk=ask_id)
        if ask.draft == kept:
            return False
        ask.draft, ask.drafted_at = kept, timezone.now() if kept else None
        ask.save(update_fields=["draft", "drafted_at"])
    return True


def hand_on(cards: Iterable[AskCard], *, who: Answerer, name: str, email: str, by: str) -> tuple[UUID, ...]:
    """Let somebody else answer about actions, by a link of their own, and give the requests they now have.

    Takes:   `cards`, what the person who names them is asked and may hand on; `who` names them; `by`, as the ledger
             writes them.
    Raises:  UsedWrongly for an address that is neither of somebody of the council nor where its mail goes, for
             one's own, and where too many were named today.
    """
    address = email.strip().lower()
    if address == who.email.lower():
        raise UsedWrongly(_("That is your own address."), mend=_("Name somebody else, or answer yourself."))
    if not may_be_named(who.council, address, on=who.on):
        raise UsedWrongly(
            _("Name somebody with an address of the council, or who works with it already."),
            mend=_("For anybody else, write to the equality team."),
        )
    by_round: dict[UUID, list[AskCard]] = {}
    for card in cards:
        if card.can_be_handed_on:
            by_round.setdefault(card.round.id, []).append(card)
    with transaction.atomic():
        since = timezone.now() - timedelta(days=1)
        if Link.objects.filter(named_by=by, made_at__gte=since).count() + len(by_round) > MOST_HANDED_ON_A_DAY:
            raise UsedWrongly(_("You have named many people today."), mend=_("Name others tomorrow, or write to us."))
        return tuple(
            _hand_on(tuple(each), who=who, name=" ".join(name.split())[:300], email=address, by=by)
            for each in by_round.values()
        )


def _hand_on(cards: tuple[AskCard, ...], *, who: Answerer, name: str, email: str, by: str) -> UUID:
    round_ = cards[0].round
    person = known_person(who.council.id, email, on=who.on)
    request, _is_new = Request.objects.select_for_update().get_or_create(
        round_id=round_.id,
        key=f"person:{person.id}" if person else f"name:{email}"[:200],
        defaults={"person_id": person.id if person else None, "name": name, "email": email},
    )
    for card in cards:
        Ask.objects.get_or_create(request=request, action_id=card.action.id)
        Ask.objects.filter(pk=card.id).update(handed_to=request)
    if request.why:
        request.why, request.email = "", email
    request.times_asked += 1
    request.asked_at = timezone.now()
    request.save(update_fields=["why", "email", "times_asked", "asked_at"])
    link = make_link(request.pk, name=name, email=email, is_delegate=True, by=by)
    ledger.record(
        chain=f"council:{who.council.id}",
        kind="delivery.handed_on",
        by=by,
        subject=f"delivery.request:{request.pk}",
        also=[f"delivery.round:{round_.id}", *dict.fromkeys(f"delivery.request:{card.request_id}" for card in cards)],
        facts={"actions": len(cards)},
        personal={"name": name, "email": email, "named by": who.name},
    )
    mail = handed_on_mail(
        council=who.council.name,
        round_name=round_.name,
        name=name,
        named_by=who.name,
        actions=about(cards),
        due_on=round_.due_on,
    )
    send(
        council_id=who.council.id,
        key=f"delivery.request:{request.pk}:{request.times_asked}",
        to=email,
        subject=mail.subject,
        body=mail.body,
        by=by,
        links={ANSWER: f"{REFERENCE}:{link}"},
    )
    return request.pk
